"""What would be done to a repository: its Dockerfiles, and the files beside them, in one piece."""

from __future__ import annotations

from enum import Enum

from attrs import field, frozen

from venvoy.model.analysis import Analysis
from venvoy.model.companion import Companion, Place
from venvoy.model.plan import Edit, Plan
from venvoy.model.source import Lines


@frozen
class Member:
    """One Dockerfile of a repository, with what was decided about it."""

    path: str
    """From the root of the repository, with forward slashes."""
    analysis: Analysis
    plan: Plan
    """Of a Dockerfile that stays as it is: one that changes nothing."""


@frozen
class Found:
    """What one Dockerfile's migration means for one file beside it."""

    dockerfile: str
    """Path of the Dockerfile, from the root of the repository."""
    companion: Companion
    shared_with: tuple[str, ...] = ()
    """Dockerfiles whose images hold the file, too, and in which the packages stay where they are."""


class Standing(Enum):
    """What becomes of a place."""

    ACCEPTED = "accepted"
    """It is changed."""
    KEPT = "kept"
    """A person said that it stays."""
    OPEN = "to decide"
    """There is a new text, and nobody has accepted it."""
    REPORTED = "reported"
    """There is no new text."""
    REFUSED = "refused"
    """It was accepted and could not be carried out: see `RepositoryPlan.conflicts`."""


@frozen
class PlannedPlace:
    """A place with what becomes of it."""

    place: Place
    standing: Standing
    dockerfiles: tuple[str, ...]
    """For whose sake; never empty."""
    doubt: str = ""
    """One sentence: why it is less sure than the place alone would be; empty when it is not."""
    depending: tuple[str, ...] = ()
    """Those of `dockerfiles` whose images surely break when they move and the place stays as it is."""


@frozen
class PlannedFile:
    """What would be done to one file beside the Dockerfiles."""

    path: str
    """From the root of the repository, with forward slashes."""
    before: bytes | None = field(repr=False)
    """None for a file that would be created."""
    after: bytes | None = field(repr=False)
    """None when a file that is not there would not be created either."""
    edits: tuple[Edit, ...]
    """In the order of the file, not overlapping; applied to `before` they give `after`."""
    places: tuple[PlannedPlace, ...]
    """In the order of the file."""
    notes: tuple[str, ...] = ()
    unread: bool = False
    """True when nothing of it could be read, so that whether it has places is not known."""

    @property
    def changes(self) -> bool:
        """True when the file would be different, or would come into being."""
        return self.before != self.after

    @property
    def created(self) -> bool:
        """True when the file would come into being."""
        return self.before is None and self.after is not None


@frozen
class Conflict:
    """A change that was accepted and is not made."""

    path: str
    lines: Lines
    reason: str
    """One sentence."""


@frozen
class RepositoryPlan:
    """What would be done to a repository; applied as a whole or not at all."""

    dockerfiles: tuple[Plan, ...]
    """Their paths from the root of the repository, with forward slashes."""
    files: tuple[PlannedFile, ...]
    """The files beside them in which something was found, in the order of their paths, changed or not."""
    conflicts: tuple[Conflict, ...] = ()
    notes: tuple[str, ...] = ()
    """One sentence for each thing that could not be looked at."""

    @property
    def changed(self) -> tuple[Plan | PlannedFile, ...]:
        """What would be different, the Dockerfiles first."""
        return (*(one for one in self.dockerfiles if one.changes), *(one for one in self.files if one.changes))

    @property
    def changes(self) -> bool:
        """True when some file would be different."""
        return bool(self.changed)

    @property
    def places(self) -> tuple[PlannedPlace, ...]:
        """Every place, file by file."""
        return tuple(place for file in self.files for place in file.places)


def file_key(path: str) -> str:
    """Return what a decision about every place of a file is kept under; one about a place goes before it."""
    return f"file@{path}"
