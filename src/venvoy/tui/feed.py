"""What a comparison tells, on its way from the thread that builds to the screen: bounded, however much it is."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable, Mapping

from attrs import define, field, frozen

from venvoy.model.progress import Progress, Said
from venvoy.tui.log import MOST_CHARACTERS, MOST_LINES

MOST_WAITING = MOST_LINES
"""Lines of one build that wait for the screen; when it is slower than the build, the oldest are left out."""


@frozen
class Batch:
    """What was told since the last time."""

    events: tuple[tuple[float, Progress], ...]
    """Everything but lines, each with the time of `time.monotonic` at which it was told."""
    lines: Mapping[str, tuple[str, ...]]
    """By side."""
    gone: Mapping[str, int]
    """How many lines of each side were left out before those."""


@define(eq=False)
class Feed:
    """Hears in one thread, is emptied in another."""

    wake: Callable[[], None] = field(repr=False)
    """Is called when there is something to take, once until it is taken."""
    _lock: threading.Lock = field(factory=threading.Lock, repr=False)
    _events: list[tuple[float, Progress]] = field(factory=list, repr=False)
    _lines: dict[str, deque[str]] = field(factory=dict, repr=False)
    _characters: dict[str, int] = field(factory=dict, repr=False)
    _gone: dict[str, int] = field(factory=dict, repr=False)
    _awake: bool = False

    def hear(self, progress: Progress) -> None:
        """Take in *progress*."""
        with self._lock:
            if isinstance(progress, Said):
                self._line(progress.side, progress.line)
            else:
                self._events.append((time.monotonic(), progress))
            sleeping, self._awake = not self._awake, True
        if sleeping:
            self.wake()

    def _line(self, side: str, line: str) -> None:
        waiting = self._lines.setdefault(side, deque())
        waiting.append(line)
        characters = self._characters.get(side, 0) + len(line)
        while len(waiting) > MOST_WAITING or characters > MOST_CHARACTERS:
            characters -= len(waiting.popleft())
            self._gone[side] = self._gone.get(side, 0) + 1
        self._characters[side] = characters

    def take(self) -> Batch:
        """Return what was heard since the last time."""
        with self._lock:
            batch = Batch(tuple(self._events), {n: tuple(w) for n, w in self._lines.items()}, dict(self._gone))
            self._events, self._lines, self._gone, self._characters, self._awake = [], {}, {}, {}, False
        return batch
