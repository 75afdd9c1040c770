"""The output of a build as far as it is kept: the last lines, within a fixed amount of memory."""

from __future__ import annotations

from collections.abc import Iterable

from attrs import define, field

MOST_LINES = 10_000
MOST_CHARACTERS = 4_000_000
_SLACK = 1.25
"""How far a log may grow over its bounds before it is cut: cutting every time would cost more than it saves."""


@define(eq=False)
class Log:
    """Lines, as they were said; controls are in them."""

    lines: list[str] = field(factory=list, repr=False)
    gone: int = 0
    """How many lines there were before those."""
    widest: int = 0
    """Characters of the longest line so far."""
    _characters: int = 0

    def add(self, lines: Iterable[str], gone: int = 0) -> int:
        """Add *lines*, before which *gone* were left out; return how many of the old ones had to go."""
        new = list(lines)
        cut = len(self.lines) if gone else 0
        self._drop(cut)
        self.gone += gone
        self.lines += new
        self._characters += sum(map(len, new))
        self.widest = max(self.widest, *map(len, new), 0)
        return cut + self._cut()

    def _cut(self) -> int:
        if len(self.lines) <= MOST_LINES * _SLACK and self._characters <= MOST_CHARACTERS * _SLACK:
            return 0
        count = max(0, len(self.lines) - MOST_LINES)
        left = self._characters - sum(map(len, self.lines[:count]))
        while left > MOST_CHARACTERS:
            left -= len(self.lines[count])
            count += 1
        self._drop(count)
        return count

    def _drop(self, count: int) -> None:
        self._characters -= sum(map(len, self.lines[:count]))
        del self.lines[:count]
        self.gone += count

    def find(self, text: str, start: int, by: int) -> int | None:
        """Return the index of the next line from *start* on that holds *text*, round and round; None without one.

        Args:
            text: what is looked for, in any case.
            start: where the search begins; that line counts.
            by: 1 looks down, -1 up.
        """
        wanted, count = text.casefold(), len(self.lines)
        places = ((start + by * step) % count for step in range(count))
        return next((at for at in places if wanted in self.lines[at].casefold()), None)

    def count(self, text: str) -> int:
        """Return how many lines hold *text*, in any case."""
        wanted = text.casefold()
        return sum(wanted in line.casefold() for line in self.lines)
