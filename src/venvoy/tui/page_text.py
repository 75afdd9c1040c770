"""A page of the catalogue as the lines of a pane."""

from __future__ import annotations

from typing import TYPE_CHECKING

from venvoy.tui.prose import rendered, wrapped
from venvoy.tui.text_view import Lines

if TYPE_CHECKING:
    from venvoy.model.page import Page


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
