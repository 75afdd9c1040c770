"""Dockerfiles that take packages out of an image which another Dockerfile of the repository may build."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from venvoy.model.companion import Relocation
from venvoy.model.repository_plan import Member


def copied_elsewhere(moving: Mapping[str, Relocation], members: Iterable[Member]) -> Iterator[str]:
    """Yield a sentence for each COPY that may find nothing any more where the packages of a Dockerfile were.

    Which Dockerfile builds an image is said nowhere for certain, so nothing is concluded from it.

    Args:
        moving: what the migration of each Dockerfile moves, by its path.
        members: all Dockerfiles of the repository, as they are.
    """
    for member in members:
        for carry in member.analysis.trace.carries if moving else ():
            names = [path for path, moves in moving.items() if path != member.path and _leaves(moves, carry.source)]
            if carry.source_stage < 0 and names:
                yield (
                    f"{member.path} line {carry.lines.first} copies {carry.source} out of another image. If that is"
                    f" built from {_either(names)}, its packages are no longer there."
                )


def _leaves(moves: Relocation, source: str) -> bool:
    return any(old == source or old.startswith(f"{source.rstrip('/')}/") for old, _ in moves.moved)


def _either(names: list[str]) -> str:
    shown = names if len(names) <= 3 else [*names[:2], f"{len(names) - 2} more"]
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} or {shown[-1]}"
