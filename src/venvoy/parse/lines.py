"""From byte offsets to line numbers."""

from __future__ import annotations

from bisect import bisect_right

from venvoy.model.source import Lines, Span


class LineTable:
    """The line starts of one file, found once."""

    def __init__(self, content: bytes) -> None:
        """Find the lines of *content*; a line ends with LF, as Docker's scanner has it (a lone CR ends none)."""
        starts = [0]
        at = content.find(b"\n")
        while at != -1:
            starts.append(at + 1)
            at = content.find(b"\n", at + 1)
        self._starts = starts

    def line(self, offset: int) -> int:
        """Return the number, from 1, of the line that the byte at *offset* stands in."""
        return bisect_right(self._starts, offset)

    def lines(self, span: Span) -> Lines:
        """Return the lines that *span* touches; an empty span touches the line it stands in."""
        return Lines(self.line(span.start), self.line(max(span.start, span.end - 1)))

    def start(self, line: int) -> int:
        """Return the offset of the first byte of *line*, counted from 1."""
        return self._starts[line - 1]
