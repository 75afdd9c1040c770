"""Links inside of the repository lead to a file that is there, and to a heading that it has."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from markdown.extensions.toc import slugify, unique
from spelling import FENCE, ROOT, texts

from venvoy.shortcuts.pages import names, page

LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#+ +(.+?) *$", re.MULTILINE)
EXPLAINED = re.compile(r"venvoy explain ([a-z][a-z-]+)")
CATALOGUE = ROOT / "docs" / "catalogue"
"""Where the site has the pages; they are put there when it is built."""
PICTURES = ROOT / "docs" / "pictures"
"""Where the site has the pictures that the tests draw."""
EVERY_TEXT = pytest.mark.parametrize("text", texts(), ids=lambda path: path.relative_to(ROOT).as_posix())


def written(path: Path) -> str | None:
    """Return the Markdown that a reader finds at *path*; None when there is nothing."""
    if path.parent == CATALOGUE:
        found = page(path.stem) if path.suffix == ".md" else None
        return found.markdown if found is not None else None
    if path.parent == PICTURES:
        path = ROOT / "snapshots" / "pictures" / path.name
    if path.is_file():
        return path.read_text(encoding="utf-8") if path.suffix == ".md" else ""
    return None


def anchors(markdown: str) -> set[str]:
    """Return the names that the headings of *markdown* have on the site."""
    taken: set[str] = set()
    for heading in HEADING.findall(FENCE.sub("", markdown)):
        unique(slugify(re.sub(r"[`*]|\]\([^)]*\)|\[", "", heading), "-"), taken)
    return taken


def dead(text: Path, markdown: str) -> list[str]:
    """Return the links of *markdown*, as it stands in *text*, that lead nowhere."""
    found = []
    for link in LINK.findall(FENCE.sub("", markdown)):
        if link.startswith("https://"):
            continue
        target, _, anchor = link.partition("#")
        there = markdown if not target else written((text.parent / target).resolve())
        if there is None or (anchor and anchor not in anchors(there)):
            found.append(link)
    return found


@EVERY_TEXT
def test_links_lead_somewhere(text: Path) -> None:
    """Each names a file of the repository, or a page of the site, and one of its headings."""
    assert [] == dead(text, text.read_text(encoding="utf-8"))


@EVERY_TEXT
def test_pages_that_are_named_exist(text: Path) -> None:
    """A command that a reader is given to look something up finds it."""
    assert set(EXPLAINED.findall(text.read_text(encoding="utf-8"))) <= set(names())


@pytest.mark.parametrize("name", names())
def test_pages_link_to_other_places_by_their_whole_address(name: str) -> None:
    """Program, session and site show the same text, and what is relative leads somewhere on one of them only."""
    shown = page(name)
    assert shown is not None

    assert [] == [link for link in LINK.findall(FENCE.sub("", shown.markdown)) if not link.startswith("https://")]


@pytest.mark.parametrize(
    ("link", "leads"),
    [
        ("index.md", True),
        ("none.md", False),
        ("reference/cli.md#exit-codes", True),
        ("reference/cli.md#no-such-codes", False),
        ("catalogue/user-install.md#what-it-costs", True),
        ("catalogue/none.md", False),
        ("#here", True),
        ("#elsewhere", False),
        ("https://example.org/none", True),
    ],
)
def test_dead_links_are_found(link: str, leads: bool) -> None:
    """A wrong file and a wrong heading are both seen."""
    assert ([] if leads else [link]) == dead(ROOT / "docs" / "made.md", f"# Here\n\n[link]({link})\n")
