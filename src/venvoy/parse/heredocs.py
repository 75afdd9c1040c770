"""Which words of an instruction open here-documents, by the rules of BuildKit's word scanner.

BuildKit does not ask the shell's grammar. It cuts the joined line into words (quotes and ``${…}`` keep blanks
together) and takes each word of the shape ``[digits]<<[-]NAME`` as a heredoc; ``cat<<EOF`` is none. A line which
it cannot cut, say for an unpaired quote, has no heredocs at all. Here the backslash escapes, whatever
``# escape=`` says.
"""

from __future__ import annotations

import re

from attrs import frozen

from venvoy.parse.blanks import WIDE_BLANK

_BLANK = re.compile(rb"[\t-\r ]|" + WIDE_BLANK)
_PLAIN = re.compile(rb"(?:[^\s\\'\"$<\x80-\xff]|(?!" + WIDE_BLANK + rb")[\xc0-\xff][\x80-\xbf]*+|[\x80-\xbf])++")
_SINGLE = re.compile(rb"'[^']*+'")
_NAME = re.compile(rb"[0-9]++|[@*#?\-$!]|(?:\w|(?!" + WIDE_BLANK + rb")[\xc2-\xf4][\x80-\xbf]++)*+")
_HEREDOC = re.compile(rb"[0-9]*+(<<(-?)\s*([^<]+))\Z")
_NAME_PART = re.compile(rb"'([^']*+)'|\"((?:[^\"\\]|\\.)*+)\"|\\(.)|([^'\"\\]++)", re.DOTALL)
_ESCAPED_IN_QUOTES = re.compile(rb"\\([\"$\\])")

_DEEPEST = 40  # nested ${a-${b-…}}; whoever nests deeper is not asking for a heredoc


@frozen
class Marker:
    """A ``<<NAME`` found in a joined line."""

    name: bytes
    """Without quotes and escapes."""
    quoted: bool
    strip_tabs: bool
    start: int
    """Offset of the first ``<`` in the joined line."""
    end: int
    spaced: bool
    """True when blanks stand between ``<<`` and the name."""


class _Unpaired(Exception):  # noqa: N818 - a turn of the scanner, never seen outside of this module
    """The line ends inside quotes or braces."""


def markers(line: bytes) -> tuple[Marker, ...]:
    """Return the heredocs that the joined *line* of an instruction opens, in order."""
    if b"<<" not in line:
        return ()
    try:
        words = _Scanner(line).words()
    except _Unpaired:
        return ()
    found = (_marker(line, start, end) for start, end in words)
    return tuple(marker for marker in found if marker is not None)


def _marker(line: bytes, start: int, end: int) -> Marker | None:
    match = _HEREDOC.match(line[start:end])
    if match is None:
        return None
    dash, raw = match[2], match[3]
    name = b"".join(_unquoted(piece) for piece in _NAME_PART.finditer(raw))
    if not name:
        return None
    spaced = line[start + match.end(2) : start + match.start(3)] != b""
    return Marker(name, name != raw, dash == b"-", start + match.start(1), end, spaced)


def _unquoted(piece: re.Match[bytes]) -> bytes:
    if piece[2] is not None:
        return _ESCAPED_IN_QUOTES.sub(rb"\1", piece[2])
    return piece[1] or piece[3] or piece[4] or b""


class _Scanner:
    """Walks one line, once."""

    def __init__(self, line: bytes) -> None:
        self._line = line
        self._at = 0

    def words(self) -> list[tuple[int, int]]:
        """Return where the words of the line start and end.

        Raises:
            _Unpaired: if a quote or a brace is not closed, or a ``${…}`` is none.
        """
        found = []
        while self._at < len(self._line):
            blank = _BLANK.match(self._line, self._at)
            if blank is not None:
                self._at = blank.end()
                continue
            start = self._at
            while self._at < len(self._line) and _BLANK.match(self._line, self._at) is None:
                self._step(0)
            found.append((start, self._at))
        return found

    def _step(self, depth: int) -> None:
        """Go past the next thing that holds together."""
        line, at = self._line, self._at
        match line[at : at + 1]:
            case b"'":
                quoted = _SINGLE.match(line, at)
                if quoted is None:
                    raise _Unpaired
                self._at = quoted.end()
            case b'"':
                self._double(depth)
            case b"$":
                self._dollar(depth)
            case b"\\":
                self._at = min(at + 2, len(line))
            case b"<":
                self._angle()
            case _:
                plain = _PLAIN.match(line, at)
                self._at = plain.end() if plain else at + 1

    def _angle(self) -> None:
        """Blanks behind ``<<`` belong to the word, so that ``<< EOF`` is one."""
        if self._line[self._at : self._at + 2] != b"<<":
            self._at += 1
            return
        self._at += 2
        while self._line[self._at : self._at + 1] in (b" ", b"\t", b"\r"):
            self._at += 1

    def _double(self, depth: int) -> None:
        self._at += 1
        while True:
            match self._line[self._at : self._at + 1]:
                case b"":
                    raise _Unpaired
                case b'"':
                    self._at += 1
                    return
                case b"$":
                    self._dollar(depth)
                case b"\\" if self._line[self._at + 1 : self._at + 2] in (b'"', b"$", b"\\"):
                    self._at += 2
                case _:
                    self._at += 1

    def _dollar(self, depth: int) -> None:
        self._at += 1
        braced = self._line[self._at : self._at + 1] == b"{"
        if braced:
            self._at += 1
            if self._line[self._at : self._at + 1] in (b"", b"{", b"}", b":"):
                raise _Unpaired
        name = _NAME.match(self._line, self._at)
        self._at = name.end() if name else self._at
        if braced:
            self._modifier(depth)

    def _modifier(self, depth: int) -> None:
        sign = self._line[self._at : self._at + 1]
        self._at += 1
        if sign == b"}":
            return
        if sign == b":":
            sign = self._line[self._at : self._at + 1]
            self._at += 1
            if sign in (b"", b"#", b"%"):
                raise _Unpaired
            self._until(b"}", depth)
        elif sign == b"/":
            if self._line[self._at : self._at + 1] == b"/":
                self._at += 1
            self._until(b"/", depth)
            self._until(b"}", depth)
        elif sign in (b"+", b"-", b"?", b"#", b"%"):
            self._until(b"}", depth)
        else:
            raise _Unpaired

    def _until(self, stop: bytes, depth: int) -> None:
        if depth == _DEEPEST:
            raise _Unpaired
        while self._line[self._at : self._at + 1] != stop:
            if self._at >= len(self._line):
                raise _Unpaired
            self._inside_braces(depth + 1)
        self._at += 1

    def _inside_braces(self, depth: int) -> None:
        """As `_step`, but byte by byte, for a plain run would swallow the closing brace."""
        if self._line[self._at : self._at + 1] in (b"'", b'"', b"$", b"\\", b"<"):
            self._step(depth)
        else:
            self._at += 1
