"""A lock file: which packages in which versions, and whether it still belongs to its manifest."""

from __future__ import annotations

from enum import Enum

from attrs import frozen

from venvoy.model.project import Said


class Origin(Enum):
    """Where a locked package comes from."""

    INDEX = "index"
    GIT = "git"
    """Or another version control system."""
    URL = "url"
    PATH = "path"
    """An archive or a directory beside the lock file, copied when it is installed."""
    EDITABLE = "editable"
    """A directory that is pointed to."""
    VIRTUAL = "virtual"
    """A project of uv's whose dependencies are installed, and which itself is not."""


@frozen
class LockedPackage:
    """One entry of a lock file; a name that is locked once for each platform has several."""

    name: str
    """Normalised (PyPA specifications, "Names and normalization")."""
    version: str | None
    """As written; None where only a build would tell it."""
    origin: Origin
    hashed: bool
    """True when a hash of some file of it is kept."""


class Freshness(Enum):
    """Whether a lock file belongs to the manifest as it is."""

    CURRENT = "up to date"
    """By the hash of the manifest that the tool keeps in it."""
    STALE = "out of date"
    """By that hash, or because it lacks what the manifest asks for."""
    UNTOLD = "not told"
    """Only the tool could tell."""


@frozen
class Lock:
    """What a lock file says."""

    path: str
    """From the root of the project: ``poetry.lock``."""
    packages: tuple[LockedPackage, ...]
    """In the order of the file."""
    requires_python: Said | None = None
    """For which Pythons it was made: a version specifier, Poetry's ``^3.10``, or Pipenv's ``3.12``."""
    freshness: Freshness = Freshness.UNTOLD
    why: str = ""
    """A clause: how it is known that the file is out of date; empty for the others."""

    @property
    def versions(self) -> dict[str, frozenset[str]]:
        """Return the versions of each name; what comes from a path, as the project itself does, is left out."""
        found: dict[str, set[str]] = {}
        for package in self.packages:
            if package.version is not None and package.origin in {Origin.INDEX, Origin.GIT, Origin.URL}:
                found.setdefault(package.name, set()).add(package.version)
        return {name: frozenset(versions) for name, versions in found.items()}
