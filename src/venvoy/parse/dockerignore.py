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


class _Wild(Enum):
    """A wildcard of a pattern."""

    ONE = "?"
    RUN = "*"
    DIRECTORIES = "**"
    REST = "** at the end"


_Part = str | _Wild | re.Pattern[str]


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
        if lets_in == out and _covers(_cleaned(written[1:] if lets_in else written), path):
            out = not lets_in
    return out


def _cleaned(pattern: str) -> str:
    clean = posixpath.normpath(pattern.strip() or ".")
    return clean.lstrip("/") or "/"


def _covers(pattern: str, path: str) -> bool:
    """Return True when *pattern* matches *path* or a directory that it lies in."""
    steps = path.split("/")
    above = ("/".join(steps[:count]) for count in range(1, len(steps) + 1))
    try:
        parts = _parts(pattern)
    except re.error:
        return True
    return any(_matches(parts, place) for place in above)


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


def _matches(parts: list[_Part], path: str) -> bool:
    """Follow all ways at once: the pattern is somebody else's text, and a dozen stars must not take minutes."""
    ways = {0}
    for part in parts:
        ways = {end for way in ways for end in _ends(part, path, way)}
        if not ways:
            return False
    return len(path) in ways


def _ends(part: _Part, path: str, at: int) -> list[int]:
    """Return where *part* may end when it begins at *at*."""
    if part is _Wild.REST:
        return [len(path)]
    if part is _Wild.DIRECTORIES:
        return [at, *(n + 1 for n in range(at, len(path)) if path[n] == "/")]
    if part is _Wild.RUN:
        slash = path.find("/", at)
        return list(range(at, (len(path) if slash < 0 else slash) + 1))
    if at == len(path):
        return []
    char = path[at]
    fits = (
        char != "/"
        if part is _Wild.ONE
        else part.fullmatch(char) is not None
        if isinstance(part, re.Pattern)
        else char == part
    )
    return [at + 1] if fits else []
