"""Places in a file, and text that remembers where each of its bytes came from."""

from __future__ import annotations

from bisect import bisect_right

from attrs import frozen


@frozen(order=True)
class Span:
    """A half-open range of bytes, `start` included and `end` not, counted from the start of the file."""

    start: int
    end: int

    def __attrs_post_init__(self) -> None:
        # Spans and lines are made by the thousand: one check in one place, not a validator for each field.
        if not 0 <= self.start <= self.end:
            raise ValueError(f"a span cannot start at {self.start} and end at {self.end}")


@frozen(order=True)
class Lines:
    """A closed range of line numbers, both ends included, counted from 1 as editors do."""

    first: int
    last: int

    def __attrs_post_init__(self) -> None:
        if not 1 <= self.first <= self.last:
            raise ValueError(f"lines cannot start at {self.first} and end at {self.last}")


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
        segments = self.segments
        if len(segments) == 1:
            covered = segments[0].length
        elif segments:
            covered = sum(s.length for s in segments)
        else:
            return
        if covered != len(self.value):
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
        if len(self.segments) == 1 and 0 <= start <= end <= len(self.value):
            origin = self.segments[0].origin
            return Span(origin + start, origin + end)
        if end <= start:
            return Span(self.origin(start), self.origin(start))
        return Span(self.origin(start), self.origin(end - 1) + 1)
