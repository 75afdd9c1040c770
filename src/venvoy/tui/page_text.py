"""A page of the catalogue as the lines of a pane."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from venvoy.model.page import PageKind
from venvoy.tui.prose import rendered, wrapped
from venvoy.tui.text_view import Lines

if TYPE_CHECKING:
    from venvoy.model.page import Page


MADE_UP = "(Lines, images and paths on this page are those of a made-up example.)"


def remark(page: Page, facts: Mapping[str, str], width: int) -> Lines:
    """Return what is to be said of *page* where no finding's *facts* fill it: whose lines it speaks of.

    A page on an idea speaks of no file.
    """
    if facts or page.kind is PageKind.IDEA:
        return []
    return [*wrapped([(MADE_UP, "faint")], width), []]


def page_sections(page: Page, width: int) -> Lines:
    """Return the sections of *page* for a pane of *width* cells."""
    lines: Lines = []
    for section in page.sections:
        lines += [[(section.title, "accent bold")], *rendered(section.body, width), []]
    return lines


def page_lines(page: Page, width: int) -> Lines:
    """Return the sections of *page* for a pane of *width* cells, and the key that leads on from it."""
    lines = page_sections(page, width)
    if page.related:
        lines += wrapped([("i", "key"), (f" reads on: {', '.join(page.related)}", "faint")], width)
    return lines
