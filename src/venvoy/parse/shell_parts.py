"""The parts of one shell word: what is literal, what is a variable, what only running can tell."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from attrs import frozen

from venvoy.model.shell import Part, PartKind
from venvoy.parse.shell_escapes import ansi_c_text

_UNQUOTED = re.compile(rb"[^ \t\r\n\\'\"$`<>|&;()]+")
_IN_DOUBLE = re.compile(rb"[^\\\"$`]+")
_VARIABLE = re.compile(rb"\$(?:[A-Za-z_][A-Za-z0-9_]*|[0-9@*#?$!\-]|\{[A-Za-z_][A-Za-z0-9_]*\})")
_ANSI_C = re.compile(rb"\$'((?:[^'\\]|\\.)*)'", re.DOTALL)
_GLOB = re.compile(r"[*?]|\[.*\]", re.DOTALL)
_BRACES = re.compile(r"\{[^{}]*(?:,|\.\.)[^{}]*\}")
_HOME = re.compile(r"^~(?=/|$)")
_HOMES = re.compile(r"(?:(?<=:)|^)~(?=[/:]|$)")


@frozen
class Hole:
    """A stretch of shell text that the shell replaces by what it computes."""

    end: int
    """Offset behind its last byte."""
    variable: bool
    """True for ``${…}``; false for substitutions, arithmetic and arrays."""


class PartReader:
    """Reads the parts of words in one shell text."""

    def __init__(self, value: bytes, holes: Mapping[int, Hole]) -> None:
        """Read *value*; the grammar found *holes*, keyed by their first byte."""
        self._value = value
        self._holes = holes
        self._parts: list[Part] = []

    def read(self, start: int, end: int, *, assigned: bool = False) -> tuple[tuple[Part, ...], int]:
        """Return the parts of the word at *start* and the offset behind it; *assigned*: it stands behind ``NAME=``."""
        self._parts = []
        position = start
        while position < end:
            behind = self._unquoted(position, end)
            if behind == position:
                break
            position = behind
        parts = _merged(self._parts)
        return tuple(_homes(parts, _HOMES) if assigned else _expanded(_homes(parts, _HOME))), position

    def _unquoted(self, at: int, end: int) -> int:
        value = self._value
        if (literal := _UNQUOTED.match(value, at, end)) is not None:
            return self._literal(at, literal.end())
        first = value[at]
        if first == 0x27:
            close = value.find(b"'", at + 1, end)
            close = end if close < 0 else close
            self._literal(at + 1, close, quoted=True)
            return min(close + 1, end)
        if first == 0x22:
            return self._double(at + 1, end)
        if first == 0x5C:
            if at + 1 == end:
                return self._literal(at, end)
            if value[at + 1] == 0x0A:
                return at + 2
            return self._literal(at + 1, _character_end(value, at + 1, end), quoted=True)
        if first in b"$`" or at in self._holes:
            return self._replaced(at, end, quoted=False)
        return at

    def _double(self, at: int, end: int) -> int:
        value = self._value
        if value[at : at + 1] == b'"':
            return self._literal(at, at, quoted=True) + 1
        while at < end and value[at] != 0x22:
            if (literal := _IN_DOUBLE.match(value, at, end)) is not None:
                at = self._literal(at, literal.end(), quoted=True)
            elif value[at] == 0x5C:
                keeps = value[at + 1 : at + 2] not in (b"$", b"`", b'"', b"\\")
                at = self._literal(at if keeps else at + 1, min(at + 1 if keeps else at + 2, end), quoted=True)
            else:
                at = self._replaced(at, end, quoted=True)
        return min(at + 1, end)

    def _replaced(self, at: int, end: int, *, quoted: bool) -> int:
        value = self._value
        hole = self._holes.get(at)
        if hole is not None:
            behind = min(hole.end, end)
            return self._add(PartKind.VARIABLE if hole.variable else PartKind.DYNAMIC, at, behind, quoted=quoted)
        if (variable := _VARIABLE.match(value, at, end)) is not None:
            return self._add(PartKind.VARIABLE, at, variable.end(), quoted=quoted)
        following = value[at + 1 : at + 2]
        if not quoted and (text := _ANSI_C.match(value, at, end)) is not None:
            self._parts.append(Part(PartKind.LITERAL, ansi_c_text(text.group(1)), quoted=True))
            return text.end()
        if not quoted and following == b'"':
            return self._double(at + 2, end)
        if value[at] == 0x60 or following in (b"{", b"("):  # the grammar did not see where it ends
            return self._add(PartKind.DYNAMIC, at, end, quoted=quoted)
        return self._literal(at, at + 1, quoted=quoted)

    def _literal(self, start: int, end: int, *, quoted: bool = False) -> int:
        return self._add(PartKind.LITERAL, start, end, quoted=quoted)

    def _add(self, kind: PartKind, start: int, end: int, *, quoted: bool) -> int:
        self._parts.append(Part(kind, self._value[start:end].decode("utf-8", "surrogateescape"), quoted))
        return end


def _character_end(value: bytes, at: int, end: int) -> int:
    at += 1
    while at < end and value[at] & 0xC0 == 0x80:
        at += 1
    return at


def _merged(parts: list[Part]) -> list[Part]:
    """Join neighbouring literals with the same quoting."""
    merged: list[Part] = []
    for part in parts:
        last = merged[-1] if merged else None
        if last is not None and last.kind is part.kind is PartKind.LITERAL and last.quoted == part.quoted:
            merged[-1] = Part(PartKind.LITERAL, last.text + part.text, part.quoted)
        else:
            merged.append(part)
    return merged


def _homes(parts: list[Part], where: re.Pattern[str]) -> Iterable[Part]:
    """Cut unquoted tildes that mean the home directory out of the literals around them."""
    for index, part in enumerate(parts):
        if "~" not in part.text or part.quoted or part.kind is not PartKind.LITERAL:
            yield part
            continue
        position = 0
        for tilde in where.finditer(part.text):
            leads = index == 0 or tilde.start() > 0
            joins_next = tilde.end() == len(part.text) and index + 1 < len(parts)
            if not leads or joins_next:
                continue
            if tilde.start() > position:
                yield Part(PartKind.LITERAL, part.text[position : tilde.start()])
            yield Part(PartKind.VARIABLE, "~")
            position = tilde.end()
        if position < len(part.text):
            someone = index == 0 and position == 0 and part.text.startswith("~")
            yield Part(PartKind.DYNAMIC if someone else PartKind.LITERAL, part.text[position:])


def _expanded(parts: Iterable[Part]) -> Iterable[Part]:
    """Mark unquoted literals that the shell matches against file names, or multiplies, as dynamic."""
    parts = list(parts)
    bare = [p.kind is PartKind.LITERAL and not p.quoted for p in parts]
    skeleton = "".join(p.text if is_bare else "x" for p, is_bare in zip(parts, bare, strict=True))
    braces = _BRACES.search(skeleton) is not None
    globs = _GLOB.search(skeleton) is not None
    for part, is_bare in zip(parts, bare, strict=True):
        special = (braces and any(c in part.text for c in "{},.")) or (globs and any(c in part.text for c in "*?[]"))
        yield Part(PartKind.DYNAMIC, part.text) if is_bare and special else part
