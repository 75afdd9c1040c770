"""Which files of the build context a ``.dockerignore`` keeps out, by the rules of the builder.

The rules are those of moby's patternmatcher (https://github.com/moby/patternmatcher): a pattern is cleaned as a path
and anchored at the root of the context; ``*`` and ``?`` stop at a slash and ``**`` does not; who matches a directory
matches all below it; the last pattern that matches decides, and one behind ``!`` lets in again.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Sequence
from enum import Enum
from functools import lru_cache


class _Wild(Enum):
    """A wildcard of a pattern."""

    ONE = "?"
    RUN = "*"
    DIRECTORIES = "**"
    REST = "** at the end"


_Part = str | _Wild | re.Pattern[str]

_EXPRESSIONS = {
    _Wild.ONE: "[^/]",
    _Wild.RUN: "[^/]*",
    _Wild.DIRECTORIES: "(?:.*/)?",
    _Wild.REST: ".*",
}


def ignored(path: str, patterns: Sequence[str]) -> bool:
    """Return whether *patterns* keep *path* out of the context.

    Args:
        path: relative to the root of the context, without a slash at either end.
        patterns: the lines of the file in their order, comments and blank lines left out. One that cannot be read as a
            pattern counts as one that matches: the builder would refuse the file.
    """
    out = False
    for written in patterns:
        lets_in = written.startswith("!")
        # A pattern can only change what those before it said.
        if lets_in == out and covers(_cleaned(written[1:] if lets_in else written), path):
            out = not lets_in
    return out


@lru_cache(maxsize=1024)
def _cleaned(pattern: str) -> str:
    clean = posixpath.normpath(pattern.strip() or ".")
    return clean.lstrip("/") or "/"


def covers(pattern: str, path: str, expressed: bool = True) -> bool:
    """Return True when *pattern*, cleaned, matches *path* or a directory that it lies in.

    Args:
        pattern: of which all are matched, where it is none.
        path: as in `ignored`.
        expressed: whether a regular expression may be used, which is faster and says the same.
    """
    try:
        expression = _expression(pattern) if expressed else None
        if expression is not None:
            return expression.match(path) is not None
        return _leads_to_end(_parts(pattern), path)
    except re.error:
        return True


@lru_cache(maxsize=1024)
def _expression(pattern: str) -> re.Pattern[str] | None:
    """Return *pattern* as a regular expression; None where its ways through a long path would multiply."""
    parts = _parts(pattern)
    if parts.count(_Wild.RUN) > 1 or parts.count(_Wild.DIRECTORIES) > 1:
        return None
    return re.compile("".join(map(_expressed, parts)) + r"(?=/|\Z)", re.DOTALL)


def _expressed(part: _Part) -> str:
    if isinstance(part, _Wild):
        return _EXPRESSIONS[part]
    return part.pattern if isinstance(part, re.Pattern) else re.escape(part)


def _parts(pattern: str) -> list[_Part]:
    """Return *pattern* in pieces: characters, wildcards, and classes in brackets.

    Raises:
        re.error: for brackets that hold no class.
    """
    parts: list[_Part] = []
    at = 0
    while at < len(pattern):
        char = pattern[at]
        at += 1
        if char == "*" and pattern[at : at + 1] == "*":
            at += 2 if pattern[at + 1 : at + 2] == "/" else 1
            parts.append(_Wild.REST if at >= len(pattern) else _Wild.DIRECTORIES)
        elif char in "*?":
            parts.append(_Wild(char))
        elif char == "[":
            end = pattern.find("]", at + 1)
            inside = pattern[at:] if end < 0 else pattern[at : end + 1]
            parts.append(re.compile("[" + inside.replace("[", r"\[")))
            at = len(pattern) if end < 0 else end + 1
        elif char == "\\" and at < len(pattern):
            parts.append(pattern[at])
            at += 1
        else:
            parts.append(char)
    return parts


def _leads_to_end(parts: list[_Part], path: str) -> bool:
    """Follow all ways at once: the pattern is somebody else's text, and a dozen stars must not take minutes."""
    ways = {0}
    for part in parts:
        ways = _ends(part, path, ways)
        if not ways:
            return False
    return any(at == len(path) or path[at] == "/" for at in ways)


def _ends(part: _Part, path: str, ways: set[int]) -> set[int]:
    """Return where *part* may end when it begins at one of *ways*."""
    if part is _Wild.REST:
        return {len(path)}
    if part is _Wild.DIRECTORIES:
        first = min(ways)
        return ways | {n + 1 for n in range(first, len(path)) if path[n] == "/"}
    if part is _Wild.RUN:
        return _run(path, ways)
    return {at + 1 for at in ways if at < len(path) and _fits(part, path[at])}


def _run(path: str, ways: set[int]) -> set[int]:
    reached: set[int] = set()
    for start in ways:
        at = start
        while at not in reached:
            reached.add(at)
            if at == len(path) or path[at] == "/":
                break
            at += 1
    return reached


def _fits(part: _Part, char: str) -> bool:
    if part is _Wild.ONE:
        return char != "/"
    return part.fullmatch(char) is not None if isinstance(part, re.Pattern) else char == part
