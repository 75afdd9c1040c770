"""Text in terminal cells: how wide it is, cut and wrapped to fit."""

from __future__ import annotations

import unicodedata


def cells(text: str) -> int:
    """Return how many cells of a terminal *text* takes: two for a wide character, none for a combining mark."""
    if text.isascii():
        return len(text)
    return sum(_cells(char) for char in text)


def _cells(char: str) -> int:
    if unicodedata.combining(char) or unicodedata.category(char) in {"Mn", "Me"}:
        return 0
    return 2 if unicodedata.east_asian_width(char) in {"W", "F"} else 1


def cut(text: str, width: int) -> str:
    """Return *text* in at most *width* cells, with an ellipsis where something is missing."""
    if cells(text) <= width:
        return text
    shown = ""
    for char in text:
        if cells(shown) + _cells(char) > width - 1:
            break
        shown += char
    return shown + "…"


def pad(text: str, width: int) -> str:
    """Return *text* with blanks behind it, up to *width* cells."""
    return text + " " * (width - cells(text))


def wrap(text: str, width: int, *, first: str = "", rest: str = "") -> list[str]:
    """Return *text* in lines of at most *width* cells, broken at blanks; a longer word stands on a line of its own.

    *first* is put before the first line and *rest* before the others; both count.
    """
    lines = []
    line = first
    empty = True
    for word in text.split():
        if not empty and cells(line) + 1 + cells(word) > width:
            lines.append(line)
            line, empty = rest, True
        line += word if empty else f" {word}"
        empty = False
    return [*lines, line] if not empty or not lines else lines
