"""What the list of Dockerfiles tells of the files beside them."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from pathlib import Path

from attrs import frozen

from venvoy.model.companion import Confidence
from venvoy.model.repository_plan import Found


@frozen
class Neighbour:
    """One file beside a Dockerfile, with how much of it a migration would concern."""

    path: str
    """From the root of the repository."""
    changing: int
    """Places for which there is a new text."""
    told: int
    """Places that are only told."""


Beside = Mapping[Path, tuple[Neighbour, ...] | None]
"""For each Dockerfile what would be concerned beside it; None where nothing beside it was read."""


def neighbours(read: Iterable[Path], found: Iterable[Found] | None) -> Beside:
    """Return for each Dockerfile that was *read* what was *found* beside it, None standing for no repository."""
    if found is None:
        return dict.fromkeys(read)
    by_dockerfile: dict[str, list[Neighbour]] = {}
    for one in found:
        if one.companion.places:
            by_dockerfile.setdefault(one.dockerfile, []).append(_neighbour(one))
    return {path: tuple(_of(path, by_dockerfile)) for path in read}


def _of(path: Path, by_dockerfile: Mapping[str, list[Neighbour]]) -> list[Neighbour]:
    """Return those of a Dockerfile, whose path from the root is the longest that the real path ends with."""
    real = Path(os.path.realpath(path)).as_posix()
    ends = [name for name in by_dockerfile if real.endswith(f"/{name}")]
    return by_dockerfile[max(ends, key=len)] if ends else []


def _neighbour(one: Found) -> Neighbour:
    places = one.companion.places
    told = sum(place.confidence is Confidence.REPORTED for place in places)
    return Neighbour(one.companion.path, len(places) - told, told)
