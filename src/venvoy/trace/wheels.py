"""Follows directories of built distributions: filled in one stage, delivered to another, installed from there."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Mapping

from attrs import define, field

from venvoy.model.dockerfile import Instruction
from venvoy.model.wheels import Delivery, Relay, Wheelhouse
from venvoy.trace.carries import Movement
from venvoy.trace.state import StageState


@define
class Wheels:
    """What is known so far, as lists that grow."""

    houses: list[Wheelhouse] = field(factory=list)
    deliveries: list[Delivery] = field(factory=list)
    relays: list[Relay] = field(factory=list)

    def fill(self, houses: Iterable[Wheelhouse], state: StageState) -> None:
        """Note the wheelhouses that a RUN filled; one that is filled twice counts by its first command."""
        for house in houses:
            at = len(self.houses)
            self.houses.append(house)
            state.wheelhouses.setdefault(house.path, (at, None))

    def deliver(
        self, instruction: Instruction, movement: Movement, source: StageState, stages: tuple[int, int], *, mount: bool
    ) -> dict[str, tuple[int, int | None]]:
        """Return what a COPY or a mount between *stages* brings, by the path where it is then."""
        brought: dict[str, tuple[int, int | None]] = {}
        for path, (house, _) in source.wheelhouses.items():
            where = _arrived(path, movement)
            if where is None:
                continue
            brought[where] = (house, len(self.deliveries))
            self.deliveries.append(
                Delivery(
                    wheelhouse=house,
                    source_stage=stages[0],
                    stage=stages[1],
                    instruction=instruction.span.start,
                    lines=instruction.lines,
                    source=movement.source,
                    path=where,
                    mount=mount,
                )
            )
        return brought

    def relay(self, install: int, read: tuple[str, ...], there: Mapping[str, tuple[int, int | None]]) -> None:
        """Note which deliveries the *install* of this index takes what it *read* from."""
        taken = [delivery for path, (_, delivery) in there.items() if any(_inside(one, path) for one in read)]
        self.relays += [Relay(delivery, install) for delivery in taken if delivery is not None]


def _arrived(path: str, movement: Movement) -> str | None:
    """Return where a wheelhouse at *path* is after the movement; None when nothing of it moves."""
    source = movement.source
    folder, name = posixpath.split(source)
    single = name.endswith((".whl", ".tar.gz", ".zip")) or any(character in name for character in "*?[")
    if path == source or (single and path == folder):
        return movement.destination
    if source == "/" or path.startswith(f"{source}/"):
        return posixpath.normpath(posixpath.join(movement.destination, posixpath.relpath(path, source)))
    return None


def _inside(read: str, path: str) -> bool:
    return read == path or read.startswith(f"{path.rstrip('/')}/")
