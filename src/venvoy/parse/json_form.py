"""The strings of a JSON array, and where in the file each of their characters stands."""

from __future__ import annotations

import json
import re

from attrs import frozen

from venvoy.parse.places import Places

_STRING = re.compile(rb'"((?:[^"\\]|\\.)*)"', re.DOTALL)
_PIECE = re.compile(rb"(?:\\u[0-9A-Fa-f]{4})+|\\.|[^\\]+", re.DOTALL)


@frozen
class JsonWord:
    """One string of a JSON array."""

    start: int
    """Offset of its opening quote in the text of the array."""
    end: int
    """Offset behind its closing quote."""
    value: bytes
    """Decoded."""
    places: Places
    """Where the bytes of `value` stand."""


def json_words(text: bytes, places: Places) -> list[JsonWord] | None:
    """Return the strings of the array *text*, whose bytes stand at *places*; None when it is no array of strings."""
    try:
        array = json.loads(text.decode("utf-8", "surrogateescape"))
    except (ValueError, RecursionError):
        return None
    if not isinstance(array, list) or not all(isinstance(item, str) for item in array):
        return None
    return [_word(match, places) for match in _STRING.finditer(text)]


def _word(match: re.Match[bytes], places: Places) -> JsonWord:
    start, end = match.span(1)
    chunks: list[tuple[bytes, int, int]] = []
    for piece in _PIECE.finditer(match.string, start, end):
        raw = piece.group()
        value = raw if raw[:1] != b"\\" else _unescaped(raw)
        chunks.append((value, piece.start(), piece.end()))
    value = b"".join(chunk for chunk, _, _ in chunks)
    inside = places.part((len(chunk), at, behind) for chunk, at, behind in chunks)
    return JsonWord(match.start(), match.end(), value, inside)


def _unescaped(escape: bytes) -> bytes:
    text = json.loads(b'"' + escape + b'"')
    return str(text).encode("utf-8", "surrogatepass")
