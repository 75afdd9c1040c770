"""The way back from derived text to the file, also where one byte stands for several."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable

from attrs import frozen

from venvoy.model.source import SourceText, Span


@frozen
class Run:
    """A run of bytes of a derived text and the bytes it was derived from.

    When `length` and `size` are equal the bytes correspond one to one; otherwise the run is indivisible, as the
    character that an escape sequence stands for.
    """

    start: int
    """Offset of the run's first byte in the derived text."""
    length: int
    origin: int
    """Offset of the first byte that it was derived from."""
    size: int
    """How many bytes it was derived from."""


class Places:
    """Where each byte of a derived text stands in the file."""

    def __init__(self, runs: Iterable[Run]) -> None:
        """Remember *runs*: in order, without gaps in the derived text, from its offset 0."""
        self._runs = [run for run in runs if run.length]
        self._starts = [run.start for run in self._runs]
        only = self._runs[0] if len(self._runs) == 1 else None
        self._shift = only.origin if only is not None and only.length == only.size else None

    @classmethod
    def of(cls, text: SourceText) -> Places:
        """Return the places of a joined text."""
        return cls(Run(s.joined, s.length, s.origin, s.length) for s in text.segments)

    def span(self, start: int, end: int) -> Span:
        """Return the bytes of the file that the bytes from *start* to before *end* were derived from.

        Raises:
            ValueError: if the text is empty or has no place in a file.
        """
        if self._shift is not None:
            return Span(self._shift + start, self._shift + max(start, end))
        if self._runs and end > start >= 0:
            run = self._runs[bisect_right(self._starts, start) - 1]
            if run.length == run.size and end <= run.start + run.length:
                shift = run.origin - run.start
                return Span(start + shift, end + shift)
            return Span(self._first(start), self._behind(end - 1))
        at = self._first(start) if start < self._length() else self._behind(start - 1)
        return Span(at, at)

    def part(self, chunks: Iterable[tuple[int, int, int]]) -> Places:
        """Return the places of a text made of *chunks* of this one: each its length, and where it starts and ends here.

        A chunk whose length is not the distance between the two is indivisible.
        """
        runs: list[Run] = []
        made = 0
        for length, start, end in chunks:
            if length == end - start:
                runs.extend(self._verbatim(made, start, end))
            else:
                span = self.span(start, end)
                runs.append(Run(made, length, span.start, span.end - span.start))
            made += length
        return Places(runs)

    def _verbatim(self, made: int, start: int, end: int) -> Iterable[Run]:
        at = bisect_right(self._starts, start) - 1
        while start < end:
            run = self._runs[at]
            stop = min(end, run.start + run.length)
            if run.length == run.size:
                yield Run(made, stop - start, run.origin + start - run.start, stop - start)
            else:
                yield Run(made, stop - start, run.origin, run.size)
            made += stop - start
            start = stop
            at += 1

    def _length(self) -> int:
        if not self._runs:
            raise ValueError("this text has no place in a file")
        return self._runs[-1].start + self._runs[-1].length

    def _first(self, offset: int) -> int:
        run = self._at(offset)
        return run.origin + (offset - run.start if run.length == run.size else 0)

    def _behind(self, offset: int) -> int:
        run = self._at(offset)
        return run.origin + (offset - run.start + 1 if run.length == run.size else run.size)

    def _at(self, offset: int) -> Run:
        if not 0 <= offset < self._length():
            raise ValueError(f"offset {offset} is outside of this text")
        return self._runs[bisect_right(self._starts, offset) - 1]
