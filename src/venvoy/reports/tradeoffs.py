"""What a report tells of a migration beside its figures: the change with its reasons, and both sides of a shortcut."""

from __future__ import annotations

import re
from collections.abc import Iterator

from markdown_it import MarkdownIt

from venvoy.model.page import Page, Section
from venvoy.model.plan import FileDiff
from venvoy.reports.markdown import plain
from venvoy.reports.markup import Markup, element, joined
from venvoy.reports.terminal import safe

SECTIONS = ("Why people do it", "What it costs", "When it is fine to keep")
"""Of a page, for somebody who reviews a change: both sides, the strongest reason against it last."""
_READER = MarkdownIt("commonmark", {"html": False}).disable("image")


def tradeoffs_html(pages: tuple[Page, ...]) -> Markup:
    """Return a part for each of *pages*, that opens with what the shortcut is and holds both sides."""
    return joined(_part(page) for page in pages)


def _part(page: Page) -> Markup:
    summary = element("summary", element("h3", page.title), _read(page.summary))
    sections = (joined((element("h4", one.title), _read(one.body))) for one in _sections(page))
    return element("details", summary, *sections, class_="tradeoff")


def tradeoffs_markdown(pages: tuple[Page, ...]) -> Iterator[str]:
    """Yield the lines of a folded part for each of *pages*; they are Markdown already, with facts escaped in them."""
    for page in pages:
        yield f"<details><summary>{page.title}</summary>"
        yield ""
        yield safe(page.summary)
        for one in _sections(page):
            yield ""
            yield f"**{one.title}**"
            yield ""
            yield from map(safe, one.body.split("\n"))
        yield ""
        yield "</details>"
        yield ""


def diff_markdown(diff: FileDiff) -> Iterator[str]:
    """Yield the lines of a fence with the difference, and below it each reason with the lines that it is for."""
    shown = [f"{line.sign.value}{_text(line.text)}" for hunk in diff.hunks for line in hunk.lines]
    fence = "`" * max(3, 1 + max(map(len, re.findall("`+", "\n".join(shown))), default=0))
    yield f"{fence}diff"
    yield from shown
    yield fence
    yield ""
    for why, lines in _reasons(diff).items():
        numbers = ", ".join(map(str, lines))
        yield f"- line {numbers}: {plain(why)}"


def _reasons(diff: FileDiff) -> dict[str, list[int]]:
    """Return the reasons in the order of the new file, each with the numbers of its lines: the old ones of the gone."""
    found: dict[str, list[int]] = {}
    for hunk in diff.hunks:
        for line in hunk.lines:
            for why in dict.fromkeys(cause.why for cause in line.causes):
                found.setdefault(why, []).append(line.new or line.old or 0)
    return found


def _sections(page: Page) -> Iterator[Section]:
    return (one for one in map(page.section, SECTIONS) if one is not None)


def _text(line: bytes) -> str:
    return safe(line.decode("utf-8", "surrogateescape").rstrip("\r\n"))


def _read(markdown: str) -> Markup:
    return Markup(_READER.render("\n".join(map(safe, markdown.split("\n")))))
