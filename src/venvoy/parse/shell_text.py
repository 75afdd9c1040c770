"""Shell text made ready for the grammar: continuations joined, here-documents set aside."""

from __future__ import annotations

import re
from collections.abc import Mapping

from attrs import field, frozen

from venvoy.parse.places import Places

_MARK = re.compile(rb"\\\r?\n|\\.|'[^']*'|\"|#|`|<<<|<<-?|\(\(|\n", re.DOTALL)
_BACKTICKS = re.compile(rb"`(?:[^`\\]|\\.)*`", re.DOTALL)
_DELIMITER = re.compile(rb"[ \t]*((?:'[^'\n]*'|\"[^\"\n]*\"|\\.|[^\s'\"\\;&|<>()])+)")
TEST = b"_"
"""What stands in masked text for a ``[`` that starts a word, as the command of that name does."""

_TEST = re.compile(rb"(?<![^\s;&|(!`])\[(?!\[[ \t])")
_ESCAPED_BLANK = re.compile(rb"(?<!\\)((?:\\\\)*+)\\[ \t]")
_WORD_STARTS_AFTER = b" \t\r\n;&|("


@frozen
class HereBody:
    """The body of a here-document in a shell text, as offsets of that text."""

    marker: int
    """Where the ``<<`` stands."""
    quoted: bool
    """True when the delimiter was quoted: nothing in the body is expanded."""
    start: int
    end: int
    """Behind the last line of the body, before the closing line."""


@frozen
class ShellText:
    """Shell text without continuations, and its way back to the file."""

    value: bytes
    places: Places
    masked: bytes = field(repr=False)
    """`value` with the same offsets, but each ``<<WORD`` a plain redirection, each body blank, and backticks a word.

    The grammar reads several here-documents on one line, and words behind a marker, as errors, and two neighbouring
    backtick substitutions as one. A ``[`` that starts a word is `TEST` here: the grammar has rules of its own for
    that command, which do not know all that may follow it. Escaped blanks are letters: it drops words that end in one.
    """
    bodies: Mapping[int, HereBody] = field(factory=dict)
    """By `HereBody.marker`."""
    backticks: tuple[tuple[int, int], ...] = ()
    """Start and end of each outermost backtick substitution, backticks included, in order."""


def shell_text(value: bytes, places: Places) -> ShellText:
    """Return *value*, whose bytes stand at *places*, ready for the grammar."""
    if b"\\\n" in value or b"\\\r\n" in value:
        cuts = _Scan(value).cuts
        value, places = _without(value, places, cuts)
    if b"<<" not in value and b"`" not in value:
        return ShellText(value, places, _plainer(value))
    found = _Scan(value)
    bodies = {body.marker: body for body in found.bodies}
    return ShellText(value, places, _masked(value, found), bodies, tuple(found.backticks))


class _Scan:
    """One pass over shell text that finds continuations and here-documents."""

    def __init__(self, value: bytes) -> None:
        self.value = value
        self.cuts: list[tuple[int, int]] = []
        self.bodies: list[HereBody] = []
        self.markers: list[tuple[int, int]] = []
        self.backticks: list[tuple[int, int]] = []
        self.blanks: list[tuple[int, int]] = []
        self._waiting: list[tuple[int, bytes, bool, bool]] = []
        self._double = False
        position = 0
        while (mark := _MARK.search(value, position)) is not None:
            position = self._step(mark)

    def _step(self, mark: re.Match[bytes]) -> int:
        token, at, behind = mark.group(), mark.start(), mark.end()
        if token[:1] == b"\\":
            if token[-1:] == b"\n":
                self.cuts.append((at, behind))
        elif token == b'"':
            self._double = not self._double
        elif token == b"`":
            return self._backticks(at)
        elif self._double:
            return at + 1
        elif token == b"#":
            return self._comment(at)
        elif token == b"((":
            return self._arithmetic(behind)
        elif token in (b"<<", b"<<-"):
            return self._marker(at, behind, strip=token == b"<<-")
        elif token == b"\n" and self._waiting:
            return self._read_bodies(behind)
        return behind

    def _backticks(self, at: int) -> int:
        stretch = _BACKTICKS.match(self.value, at)
        if stretch is None:
            return at + 1
        self.backticks.append(stretch.span())
        return stretch.end()

    def _comment(self, at: int) -> int:
        if at and self.value[at - 1] not in _WORD_STARTS_AFTER:
            return at + 1
        end = self.value.find(b"\n", at)
        return len(self.value) if end < 0 else end

    def _arithmetic(self, behind: int) -> int:
        end = self.value.find(b"))", behind)
        newline = self.value.find(b"\n", behind)
        return end + 2 if end >= 0 and (newline < 0 or end < newline) else behind

    def _marker(self, at: int, behind: int, *, strip: bool) -> int:
        word = _DELIMITER.match(self.value, behind)
        if word is None:
            return behind
        raw = word.group(1)
        name = re.sub(rb"\\(.)|['\"]", rb"\1", raw)
        self._waiting.append((at, name, name != raw, strip))
        self.markers.append((at, word.end()))
        return word.end()

    def _read_bodies(self, position: int) -> int:
        for marker, name, quoted, strip in self._waiting:
            start = position
            while position < len(self.value):
                newline = self.value.find(b"\n", position)
                behind = len(self.value) if newline < 0 else newline + 1
                line = self.value[position:behind].rstrip(b"\r\n")
                if (line.lstrip(b"\t") if strip else line) == name:
                    break
                position = behind
            else:
                behind = position
            self.bodies.append(HereBody(marker, quoted, start, position))
            self.blanks.append((start, behind))
            position = behind
        self._waiting.clear()
        return position


def _without(value: bytes, places: Places, cuts: list[tuple[int, int]]) -> tuple[bytes, Places]:
    kept: list[tuple[int, int]] = []
    position = 0
    for start, end in cuts:
        kept.append((position, start))
        position = end
    kept.append((position, len(value)))
    joined = b"".join(value[start:end] for start, end in kept)
    return joined, places.part((end - start, start, end) for start, end in kept)


def _plainer(value: bytes) -> bytes:
    if b"[" in value:
        value = _TEST.sub(TEST, value)
    if b"\\ " in value or b"\\\t" in value:
        value = _ESCAPED_BLANK.sub(rb"\1xx", value)
    return value


def _masked(value: bytes, found: _Scan) -> bytes:
    masked = bytearray(_plainer(value))
    for start, end in found.markers:
        masked[start:end] = b"<" + b"x" * (end - start - 1)
    for start, end in found.backticks:
        masked[start:end] = b"x" * (end - start)
    for start, end in found.blanks:
        masked[start:end] = re.sub(rb"[^\n]", b" ", masked[start:end])
    return bytes(masked)
