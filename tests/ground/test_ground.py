"""What the project says of itself holds: pins, versions and names."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from venvoy import __version__
from venvoy.model.page import PageKind
from venvoy.model.plan import Extra, InstallerChoice
from venvoy.shortcuts.pages import names, page

ROOT = Path(__file__).parents[2]
TEXTS = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md"))]
PINS = sorted(ROOT.glob("requirements-*.txt"))


def project() -> dict[str, object]:
    """Return pyproject.toml's table of the project."""
    table: dict[str, object] = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    return table


@pytest.mark.parametrize("pins", PINS, ids=lambda path: path.name)
def test_every_requirement_is_pinned_and_hashed(pins: Path) -> None:
    """Nothing is installed that was not seen before, wherever it is fetched from."""
    text = pins.read_text()
    requirements = re.split(r"\n(?=[a-z])", "\n" + text.split("make lock\n")[1].strip())

    assert [] == [
        r for r in requirements if r.strip() and not re.match(r"\S+==\S+.* \\\n +--hash=sha256:[0-9a-f]{64}", r)
    ]
    assert "://" not in text


def test_pins_are_of_one_piece() -> None:
    """The requirement files name the same version of whatever they share, as they fill one environment."""
    versions: dict[tuple[str, str], set[str]] = {}
    for pins in PINS:
        for name, version, marker in re.findall(r"^([\w.-]+)==(\S+)(.*)", pins.read_text(), re.MULTILINE):
            versions.setdefault((name, marker), set()).add(version)

    assert {} == {name: found for name, found in versions.items() if len(found) > 1}


def test_ci_tests_the_versions_that_are_promised() -> None:
    """The classifiers and the matrix of the public checks name the same versions of Python."""
    workflow = (ROOT / ".github" / "workflows" / "ci.yml").read_text()
    (matrix,) = re.findall(r"python: \[(.*)\]", workflow)
    classifiers = project()["classifiers"]
    assert isinstance(classifiers, list)
    promised = [line.split(" :: ")[-1] for line in classifiers if re.search(r":: 3\.\d+$", line)]

    assert promised == re.findall(r"3\.\d+", matrix)


def test_actions_are_pinned_by_hash() -> None:
    """A tag can be moved to other code; a commit cannot."""
    workflow = (ROOT / ".github" / "workflows" / "ci.yml").read_text()
    uses = re.findall(r"uses: (\S+)", workflow)

    assert uses
    assert [] == [action for action in uses if not re.fullmatch(r"[\w/-]+@[0-9a-f]{40}", action)]


@pytest.mark.parametrize("name", [*(extra.value for extra in Extra), *(choice.value for choice in InstallerChoice)])
def test_the_manual_names_every_choice(name: str) -> None:
    """What can be chosen is in the how-to."""
    assert re.search(rf"\b{name}\b", (ROOT / "docs" / "how-to" / "headless.md").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", [one for one in names() if (found := page(one)) and found.kind is not PageKind.IDEA])
def test_the_changelog_names_every_shortcut(name: str) -> None:
    """Who reads what is new learns of each page of the catalogue; the ideas behind them are told of together."""
    assert f"`{name}`" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_what_has_no_rewrite_is_among_the_limits() -> None:
    """A page without an example of a rewrite is named where one looks for what venvoy cannot do."""
    pages = [found for found in map(page, names()) if found is not None]
    without = [found.name for found in pages if not found.pairs and found.kind is not PageKind.IDEA]

    assert without
    for text in (ROOT / "README.md", ROOT / "docs" / "explanation" / "limits.md"):
        assert [] == [name for name in without if f"`{name}`" not in text.read_text(encoding="utf-8")]


def test_every_text_is_in_the_navigation() -> None:
    """A page that is built can also be reached, and the one that is built strictly says so otherwise."""
    settings = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    pages = sorted(text.relative_to(ROOT / "docs").as_posix() for text in TEXTS if text.is_relative_to(ROOT / "docs"))

    assert pages == sorted(
        re.findall(r"^ *- (?:[^:\n]+: )?(\S+\.md)$", settings.partition("\nnav:\n")[2], re.MULTILINE)
    )
    assert "omitted_files: warn" in settings


def test_the_changelog_is_ahead_of_the_version() -> None:
    """There is a place for what changes next, and the version is a plain one."""
    assert "## [Unreleased]" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert re.fullmatch(r"\d+\.\d+\.\d+", __version__)


def test_make_help_lists_every_target() -> None:
    """Each target that is meant to be called has a line of help."""
    makefile = (ROOT / "Makefile").read_text()
    (phony,) = re.findall(r"^\.PHONY: (.*)$", makefile, re.MULTILINE)

    assert sorted(phony.split()) == sorted(re.findall(r"^([a-z-]+):.*## .+$", makefile, re.MULTILINE))
