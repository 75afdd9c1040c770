"""What quoting takes away: the text inside a quoted word, byte by byte."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

_ANSI_C_ESCAPE = re.compile(
    rb"\\(?:(?P<octal>[0-7]{1,3})|x(?P<byte>[0-9A-Fa-f]{1,2})|u(?P<short>[0-9A-Fa-f]{1,4})|U(?P<long>[0-9A-Fa-f]{1,8})"
    rb"|c(?P<control>.)|(?P<letter>.))",
    re.DOTALL,
)
_LETTERS = {b"a": b"\a", b"b": b"\b", b"e": b"\x1b", b"E": b"\x1b", b"f": b"\f", b"n": b"\n", b"r": b"\r", b"t": b"\t"}
_LETTERS |= {b"v": b"\v", b"\\": b"\\", b"'": b"'", b'"': b'"', b"?": b"?"}
_QUOTED = re.compile(rb"'([^']*)'|\\(\n|.)|\$'((?:[^'\\]|\\.)*)'|\$?\"((?:[^\"\\]|\\.)*)\"|([^'\"\\$]+|\$)", re.DOTALL)
_DOUBLE = re.compile(rb"\\([$`\"\\])|([^\\]+|\\)")

_ABSENT = (-1, -1)

Chunk = tuple[bytes, int, int]
"""Bytes, and the start and end of what they were written as."""


def ansi_c_text(inside: bytes) -> str:
    """Return what ``$'…'`` around *inside* stands for."""
    return _ANSI_C_ESCAPE.sub(_escape, inside).decode("utf-8", "surrogateescape")


def _escape(match: re.Match[bytes]) -> bytes:
    groups = match.groupdict()
    if groups["octal"] is not None:
        return bytes([int(groups["octal"], 8) & 0xFF])
    if groups["byte"] is not None:
        return bytes([int(groups["byte"], 16)])
    if groups["control"] is not None:
        return bytes([groups["control"][0] & 0x1F])
    code = groups["short"] or groups["long"]
    if code is not None:
        point = int(code, 16)
        return chr(point).encode("utf-8", "surrogatepass") if point <= 0x10FFFF else b"?"
    return _LETTERS.get(groups["letter"], match.group())


def unquoted(value: bytes, start: int, end: int, holes: Iterable[tuple[int, int]] = ()) -> Iterator[Chunk]:
    """Take the quotes off the word from *start* to *end*; variables and substitutions stay as they are written.

    Quotes within *holes*, the stretches of substitutions, are not this word's.
    """
    word = bytearray(value[start:end])
    for hole_start, hole_end in holes:
        word[hole_start - start : hole_end - start] = b"x" * (hole_end - hole_start)
    masked = bytes(word)
    for match in _QUOTED.finditer(masked):
        for chunk, at, behind in _pieces(masked, match):
            verbatim = len(chunk) == behind - at
            yield value[start + at : start + behind] if verbatim else chunk, start + at, start + behind


def _pieces(word: bytes, match: re.Match[bytes]) -> Iterator[Chunk]:
    single, escaped, ansi_c, double, bare = match.span(1), match.group(2), match.span(3), match.span(4), match.span()
    if single != _ABSENT:
        yield word[slice(*single)], *single
    elif escaped is not None:
        yield escaped, *match.span()
    elif ansi_c != _ABSENT:
        yield from _ansi_c_chunks(word, *ansi_c)
    elif double != _ABSENT:
        yield from _double_chunks(word, *double)
    else:
        yield word[slice(*bare)], *bare


def _double_chunks(value: bytes, start: int, end: int) -> Iterator[Chunk]:
    for match in _DOUBLE.finditer(value, start, end):
        yield match.group(1) or match.group(2), match.start(), match.end()


def _ansi_c_chunks(value: bytes, start: int, end: int) -> Iterator[Chunk]:
    position = start
    for match in _ANSI_C_ESCAPE.finditer(value, start, end):
        if match.start() > position:
            yield value[position : match.start()], position, match.start()
        yield _escape(match), match.start(), match.end()
        position = match.end()
    if position < end:
        yield value[position:end], position, end
