"""Why a file is changed, each reason once and with its lines: the bullets of a commit message."""

from __future__ import annotations

from collections.abc import Iterable

from venvoy.model.plan import Edit

_MOST = 6
"""Lines that are named for one reason."""


def reasons(after: bytes | None, edits: Iterable[Edit]) -> list[str]:
    """Return a sentence for each reason of *edits*, with the lines of the changed file that it is about.

    Args:
        after: what the file holds once *edits* are made; None for a file that is not there then.
        edits: in the order of the file, not overlapping.
    """
    content = after or b""
    places: dict[str, dict[int, None]] = {}
    moved = at = 0
    line = 1
    for edit in edits:
        start = edit.span.start + moved
        moved += len(edit.replacement) - (edit.span.end - edit.span.start)
        # What is put behind a line begins with its line end.
        start += len(edit.replacement) - len(edit.replacement.lstrip(b"\r\n"))
        line += content.count(b"\n", at, start)
        at = start
        for cause in edit.causes:
            places.setdefault(cause.why, {})[line] = None
    return [f"{_named(list(lines))}: {why}" for why, lines in places.items()]


def _named(lines: list[int]) -> str:
    if len(lines) == 1:
        return f"line {lines[0]}"
    more = " and more" if len(lines) > _MOST else ""
    return f"lines {', '.join(map(str, lines[:_MOST]))}{more}"
