"""Variables over the course of a stage, without a copy for each instruction."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping

from venvoy.model.environment import Value


class Timeline:
    """Assignments in their order. A `moment` taken from it does not change when more are added.

    A stage of 5,000 ENVs has 5,000 moments: as dictionaries they would hold millions of entries.
    """

    def __init__(self, start: Mapping[str, Value]) -> None:
        """Begin with the variables of *start*, which must not change any more."""
        self.start: Mapping[str, Value] = dict(start) if isinstance(start, Moment) else start
        self.assigned: dict[str, tuple[list[int], list[Value]]] = {}
        self._count = 0

    def assign(self, name: str, value: Value) -> None:
        """Let *name* mean *value* from now on."""
        self._count += 1
        times, values = self.assigned.setdefault(name, ([], []))
        times.append(self._count)
        values.append(value)

    def moment(self) -> Mapping[str, Value]:
        """Return the variables as they are now."""
        return Moment(self, self._count) if self._count else self.start


class Moment(Mapping[str, Value]):
    """The variables of a `Timeline` at one point in it."""

    __slots__ = ("_time", "_timeline")

    def __init__(self, timeline: Timeline, time: int) -> None:
        self._timeline = timeline
        self._time = time

    def __getitem__(self, name: str) -> Value:
        """Return what *name* means at this moment."""
        times, values = self._timeline.assigned.get(name, ((), ()))
        at = bisect_right(times, self._time)
        return values[at - 1] if at else self._timeline.start[name]

    def __iter__(self) -> Iterator[str]:
        """Return the names: those of the start first, then in the order of their first assignment."""
        yield from self._timeline.start
        for name, (times, _) in self._timeline.assigned.items():
            if times[0] <= self._time and name not in self._timeline.start:
                yield name

    def __len__(self) -> int:
        """Return how many names there are."""
        return sum(1 for _ in self)

    def __repr__(self) -> str:
        return repr(dict(self))
