"""Places in a file, and text that remembers where each of its bytes came from."""

from __future__ import annotations

from bisect import bisect_right

from attrs import field, frozen
from attrs.validators import ge


@frozen(order=True)
class Span:
    """A half-open range of bytes, `start` included and `end` not, counted from the start of the file."""

    start: int = field(validator=ge(0))
    end: int = field(validator=ge(0))

    def __attrs_post_init__(self) -> None:
        if self.end < self.start:
            raise ValueError(f"a span cannot end ({self.end}) before it starts ({self.start})")


@frozen(order=True)
class Lines:
    """A closed range of line numbers, both ends included, counted from 1 as editors do."""

    first: int = field(validator=ge(1))
    last: int = field(validator=ge(1))

    def __attrs_post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError(f"lines cannot end ({self.last}) before they start ({self.first})")


@frozen(order=True)
class Segment:
    """A run of bytes that stands in one piece both in a joined text and in the file it was joined from."""

    joined: int
    """Offset of the run's first byte in the joined text."""
    origin: int
    """Offset of the same byte in the file."""
    length: int
    """Number of bytes in the run."""


@frozen
class SourceText:
    """Text whose continuation lines were joined, with the way back to the file for each byte.

    Invariant: the segments are in order, do not overlap, and their lengths add up to ``len(value)``.
    A text that does not come from a file (a default, a value typed by a person) has no segments.
    """

    value: bytes
    """The joined text: line continuations, and comment lines between them, taken out."""
    segments: tuple[Segment, ...]

    def __attrs_post_init__(self) -> None:
        if self.segments and sum(s.length for s in self.segments) != len(self.value):
            raise ValueError("the segments do not cover the text")

    @property
    def text(self) -> str:
        """The text as a string; bytes that are not UTF-8 become lone surrogates (``surrogateescape``)."""
        return self.value.decode("utf-8", "surrogateescape")

    def origin(self, offset: int) -> int:
        """Return where in the file the byte at *offset* of `value` stands.

        ``len(value)`` is allowed and gives the place behind the last byte.

        Raises:
            ValueError: if the text has no segments or *offset* lies outside of it.
        """
        if not self.segments or not 0 <= offset <= len(self.value):
            raise ValueError(f"offset {offset} is outside of this text")
        if offset == len(self.value):
            last = self.segments[-1]
            return last.origin + last.length
        at = bisect_right(self.segments, offset, key=lambda segment: segment.joined) - 1
        segment = self.segments[at]
        return segment.origin + offset - segment.joined

    def span(self, start: int, end: int) -> Span:
        """Return the bytes of the file from the one at *start* of `value` to the one before *end*.

        The span also covers what was taken out between the two (continuations, comments).

        Raises:
            ValueError: as `origin` does.
        """
        if end <= start:
            return Span(self.origin(start), self.origin(start))
        return Span(self.origin(start), self.origin(end - 1) + 1)
