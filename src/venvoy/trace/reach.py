"""Which stages ship, and which feed the last one."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import frozen

from venvoy.model.dockerfile import Dockerfile, Stage


@frozen
class Reach:
    """Sets of stage indices."""

    ships: frozenset[int]
    """The last stage, and every stage that no other stage is built from or copies from."""
    reaches_last: frozenset[int]
    """The last stage and all that it inherits or copies from, directly or not."""


def feeds(stage: Stage, names: Mapping[str, int]) -> frozenset[int]:
    """Return the stages that *stage* inherits or copies from; *names* are those before it, in lower case."""
    found = set() if stage.base_stage is None else {stage.base_stage}
    for instruction in stage.instructions:
        for flag in instruction.flags:
            for name in _names(flag.name, flag.value or ""):
                if name.lower() in names:
                    found.add(names[name.lower()])
                elif name.isdigit() and int(name) < stage.index:
                    found.add(int(name))
    return frozenset(found)


def _names(flag: str, value: str) -> list[str]:
    if flag == "from":
        return [value]
    if flag == "mount":
        return [part.removeprefix("from=") for part in value.split(",") if part.startswith("from=")]
    return []


def reach(dockerfile: Dockerfile) -> Reach:
    """Return which stages ship and which reach the last one."""
    sources: list[frozenset[int]] = []
    names: dict[str, int] = {}  # of the stages before
    for stage in dockerfile.stages:
        sources.append(feeds(stage, names))
        if stage.name is not None:
            names[stage.name.lower()] = stage.index
    used = frozenset().union(*sources) if sources else frozenset()
    last = len(dockerfile.stages) - 1
    ships = {index for index in range(last + 1) if index not in used or index == last}
    reached = {last} if last >= 0 else set()
    for index in range(last, -1, -1):
        if index in reached:
            reached |= sources[index]
    return Reach(frozenset(ships), frozenset(reached))
