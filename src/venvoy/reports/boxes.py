"""Boxes of text, one below the other or two side by side with arrows between them."""

from __future__ import annotations

from venvoy.reports.columns import cells, cut, pad

FRAME = 4
"""Cells that a box adds to its rows: a border and a blank on either side."""


def box(rows: list[str], inner: int) -> list[str]:
    """Return *rows* in a frame; *inner* is how many cells wide they may be, longer ones are cut."""
    bar = "─" * (inner + 2)
    return [f"┌{bar}┐", *(f"│ {pad(cut(row, inner), inner)} │" for row in rows), f"└{bar}┘"]


def widest(rows: list[str]) -> int:
    """Return the cells of the widest row."""
    return max(map(cells, rows), default=0)


def side_by_side(left: list[str], right: list[str], arrows: list[str]) -> list[str]:
    """Return two boxes beside each other; the n-th of *arrows* is the label of an arrow between their n-th rows."""
    height = max(len(left), len(right))
    inner_left, inner_right = widest(left), widest(right)
    left_box = box(left + [""] * (height - len(left)), inner_left)
    right_box = box(right + [""] * (height - len(right)), inner_right)
    gap = widest(arrows) + 6
    lines = [left_box[0] + " " * gap + right_box[0]]
    for at in range(height):
        between = f"─ {arrows[at]} ".ljust(gap - 1, "─") + "▶" if at < len(arrows) else " " * gap
        start, end = left_box[at + 1], right_box[at + 1]
        lines.append((start[:-1] + "├" if at < len(arrows) else start) + between + end)
    return [*lines, left_box[-1] + " " * gap + right_box[-1]]


def beside_width(left: list[str], right: list[str], arrows: list[str]) -> int:
    """Return how many cells `side_by_side` takes."""
    return widest(left) + widest(right) + 2 * FRAME + widest(arrows) + 6
