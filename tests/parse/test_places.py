"""The way back from derived text to the file."""

from __future__ import annotations

import pytest

from venvoy.model.source import Segment, SourceText, Span
from venvoy.parse.json_form import json_words
from venvoy.parse.places import Places

JOINED = Places.of(SourceText(b"abcdef", (Segment(0, 10, 3), Segment(3, 20, 3))))


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [(0, 3, Span(10, 13)), (1, 2, Span(11, 12)), (2, 4, Span(12, 21)), (3, 3, Span(20, 20)), (6, 6, Span(23, 23))],
)
def test_span(start: int, end: int, expected: Span) -> None:
    """A span reaches over what was taken out, and an empty one stands before the next byte."""
    assert expected == JOINED.span(start, end)


def test_part() -> None:
    """A part of a text keeps its bytes' places, and an indivisible chunk the place of what it was made from."""
    part = JOINED.part([(1, 0, 2), (3, 2, 5)])
    assert [Span(10, 12), Span(12, 22), Span(10, 13)] == [part.span(0, 1), part.span(1, 4), part.span(0, 2)]


def test_part_of_a_part() -> None:
    """Places survive being taken apart twice."""
    assert Span(12, 21) == JOINED.part([(1, 0, 2), (4, 2, 6)]).part([(3, 0, 3)]).span(1, 3)


def test_outside() -> None:
    """A text that has no place in a file has no spans."""
    with pytest.raises(ValueError, match="no place"):
        Places(()).span(0, 1)


def test_json_words() -> None:
    """A string's characters stand where they are written, escapes with all their bytes."""
    text = rb'["a", "b\u00e9\"c" ]'
    words = json_words(text, Places.of(SourceText(text, (Segment(0, 0, len(text)),))))
    assert words is not None
    assert [b"a", 'bé"c'.encode()] == [word.value for word in words]
    assert [Span(8, 14), Span(14, 16), Span(16, 17)] == [
        words[1].places.span(a, b) for a, b in ((1, 3), (3, 4), (4, 5))
    ]


@pytest.mark.parametrize("text", [b"", b"[", b'["a", 1]', b"{}", b"null", b"[" * 100_000])
def test_no_json_words(text: bytes) -> None:
    """What is no array of strings has no words."""
    assert json_words(text, Places(())) is None
