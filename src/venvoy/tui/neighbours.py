"""What the list of Dockerfiles tells of each: its services, and the files beside it."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import TYPE_CHECKING

from attrs import frozen

from venvoy.model.companion import Confidence
from venvoy.model.repository_plan import Found
from venvoy.model.service import ComposeService, ServiceMount

if TYPE_CHECKING:
    from pathlib import Path

    from venvoy.model.analysis import Analysis
    from venvoy.tui.around import Overview


@frozen
class Neighbour:
    """One file beside a Dockerfile, with how much of it a migration would concern."""

    path: str
    """From the root of the repository."""
    changing: int
    """Places for which there is a new text."""
    told: int
    """Places that are only told."""


@frozen
class Served:
    """A service that is built from a Dockerfile."""

    service: ComposeService
    over: tuple[ServiceMount, ...]
    """Its mounts that lie over a directory in which the application is, or in it."""


@frozen
class Around:
    """What is around one Dockerfile."""

    services: tuple[Served, ...]
    files: tuple[Neighbour, ...]
    notes: tuple[str, ...]
    """What could not be looked at in the repository."""


Beside = Mapping["Path", "Around | None"]
"""For each Dockerfile what is around it; None where nothing beside it was read."""


def neighbours(read: Mapping[Path, Analysis], seen: Overview | None) -> Beside:
    """Return for each Dockerfile that was *read* what was *seen* around it, None standing for no repository."""
    if seen is None:
        return dict.fromkeys(read)
    by_dockerfile: dict[str, list[Neighbour]] = {}
    for one in seen.found:
        if one.companion.places:
            by_dockerfile.setdefault(one.dockerfile, []).append(_neighbour(one))
    return {path: _around(path, of, by_dockerfile, seen) for path, of in read.items()}


def _around(path: Path, of: Analysis, by_dockerfile: Mapping[str, list[Neighbour]], seen: Overview) -> Around:
    name = os.path.relpath(os.path.realpath(path), seen.root)
    services = tuple(Served(one, _over(one, of)) for one in seen.services if one.dockerfile == name)
    return Around(services, tuple(by_dockerfile.get(name, ())), seen.notes)


def _over(service: ComposeService, of: Analysis) -> tuple[ServiceMount, ...]:
    """Return the mounts over what is, or what lies in, a working directory at the end of a stage."""
    final = of.surroundings.final
    places = {end.workdir.text.rstrip("/") for end in final if end.workdir.text and end.workdir.text != "/"}
    return tuple(m for m in service.mounts if any(m.covers(one) or m.target.startswith(f"{one}/") for one in places))


def _neighbour(one: Found) -> Neighbour:
    places = one.companion.places
    told = sum(place.confidence is Confidence.REPORTED for place in places)
    return Neighbour(one.companion.path, len(places) - told, told)
