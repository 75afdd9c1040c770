"""The patterns of ``${X#p}``, ``${X%p}`` and ``${X/p/r}``: ``*`` and ``?``, no brackets.

They are matched by following all positions at once, not by backtracking: the pattern is somebody else's text, and a
dozen stars must not take minutes.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum

LIMIT = 4_000_000
"""Largest product of lengths that is worked out; beyond it the result counts as unknown."""


class Wild(Enum):
    """A wildcard; like BuildKit's, neither matches a line end."""

    ONE = "?"
    RUN = "*"


Pattern = Sequence[str | Wild]
"""Literal characters and wildcards, one each."""


def compile_pattern(text: str) -> list[str | Wild] | None:
    r"""Read *text* as a pattern; None when an escape is not one of ``\*``, ``\?``, ``\\``, ``\}``, ``\/``.

    The escape is a backslash even under ``# escape=```, as in BuildKit.
    """
    pattern: list[str | Wild] = []
    at = 0
    while at < len(text):
        character = text[at]
        at += 1
        if character == "\\":
            if at == len(text) or text[at] not in "*?\\}/":
                return None
            pattern.append(text[at])
            at += 1
        else:
            pattern.append(Wild(character) if character in "*?" else character)
    return pattern


def trim_prefix(value: str, pattern: Pattern, longest: bool) -> str | None:
    """Return *value* without the shortest or longest prefix that matches; None beyond `LIMIT`."""
    if len(value) * len(pattern) > LIMIT:
        return None
    end = _end(value, 0, pattern, longest)
    return value if end is None else value[end:]


def trim_suffix(value: str, pattern: Pattern, longest: bool) -> str | None:
    """Return *value* without the shortest or longest suffix that matches; None beyond `LIMIT`."""
    trimmed = trim_prefix(value[::-1], pattern[::-1], longest)
    return None if trimmed is None else trimmed[::-1]


def replace(value: str, pattern: Pattern, replacement: str, everywhere: bool) -> str | None:
    """Return *value* with the first match, or every match, replaced; None beyond `LIMIT`.

    Each match starts as far left, and ends as far right, as it can.
    """
    if (len(value) + 1) * (len(replacement) + 1) > LIMIT:
        return None
    literal = "".join(part for part in pattern if isinstance(part, str))
    if len(literal) == len(pattern):
        return value.replace(literal, replacement, -1 if everywhere else 1)
    if len(value) ** 2 * len(pattern) > LIMIT:
        return None
    done: list[str] = []
    at = copied = 0
    while at <= len(value):
        end = _end(value, at, pattern, longest=True)
        # An empty match that touches the match before it is none: Go's rule, not Python's.
        if end is None or (end == at and done and copied == at):
            at += 1
            continue
        done += [value[copied:at], replacement]
        copied, at = end, max(end, at + 1) if end == at else end
        if not everywhere:
            break
    return "".join(done) + value[copied:]


def _end(value: str, start: int, pattern: Pattern, longest: bool) -> int | None:
    """Return where a match that starts at *start* ends; None when there is none."""
    ends = {start}
    for part in pattern:
        ends = _step(value, ends, part)
        if not ends:
            return None
    return max(ends) if longest else min(ends)


def _step(value: str, ends: set[int], part: str | Wild) -> set[int]:
    """Return the positions that can be reached from *ends* over one part of a pattern."""
    if part is Wild.RUN:
        reached: set[int] = set()
        for start in sorted(ends):
            at = start
            while at not in reached:
                reached.add(at)
                if at == len(value) or value[at] == "\n":
                    break
                at += 1
        return reached
    if part is Wild.ONE:
        return {at + 1 for at in ends if at < len(value) and value[at] != "\n"}
    return {at + 1 for at in ends if at < len(value) and value[at] == part}
