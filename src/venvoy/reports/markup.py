"""Pieces of HTML, in which text from strangers is text and nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from attrs import frozen

from venvoy.reports.terminal import safe


@frozen
class Markup:
    """HTML that may be put into a page as it is."""

    html: str


def text(value: str) -> str:
    """Return *value* with everything escaped that HTML reads, and controls spelt out."""
    return escape(safe(value))


def element(name: str, *inside: str | Markup, **attributes: str) -> Markup:
    """Return an element; strings in it are text, and ``class_`` and ``aria_label`` are ``class`` and ``aria-label``."""
    words = "".join(f' {key.rstrip("_").replace("_", "-")}="{text(value)}"' for key, value in attributes.items())
    return Markup(f"<{name}{words}>{joined(inside).html}</{name}>")


def joined(parts: Iterable[str | Markup]) -> Markup:
    """Return *parts* one behind the other."""
    return Markup("".join(part.html if isinstance(part, Markup) else text(part) for part in parts))


def table(caption: str, head: Sequence[str], rows: Iterable[Sequence[str | Markup]]) -> Markup:
    """Return a table that scrolls by itself on a narrow screen; a cell that is a ``td`` already is taken as it is."""
    top = element("tr", *(element("th", name, scope="col") for name in head))
    body = (element("tr", *(_cell(cell) for cell in row)) for row in rows)
    inside = element("table", element("caption", caption), element("thead", top), element("tbody", *body))
    return element("div", inside, class_="scroll", role="region", tabindex="0", aria_label=caption)


def number(value: str) -> Markup:
    """Return a cell that is set to the right."""
    return element("td", value, class_="number")


def _cell(cell: str | Markup) -> Markup:
    return cell if isinstance(cell, Markup) and cell.html.startswith("<td") else element("td", cell)
