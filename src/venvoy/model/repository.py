"""What lies around a Dockerfile, as far as it was read. Nothing of it is ever executed or imported."""

from __future__ import annotations

from attrs import frozen

from venvoy.model.lock import Lock
from venvoy.model.project import Project


@frozen
class Pyproject:
    """What a ``pyproject.toml`` says, as far as packaging is concerned."""

    project: bool
    """True when it has a ``[project]`` table (PEP 621)."""
    build_system: bool
    """True when it has a ``[build-system]`` table, so that it can be installed as a package."""
    tools: frozenset[str]
    """Names below ``[tool]``: ``poetry``, ``pdm``, ``uv``, …"""
    requires_python: str | None = None
    """``requires-python``, or Poetry's ``python`` in its dependencies, as written."""
    groups: frozenset[str] = frozenset()
    """Names below ``[dependency-groups]`` (PEP 735), normalised, with ``dev`` for uv's older ``dev-dependencies``."""
    default_groups: frozenset[str] = frozenset()
    """Those of `groups` that ``uv sync`` installs unasked: ``tool.uv.default-groups``, or ``dev`` where it says
    nothing."""
    poetry_groups: frozenset[str] = frozenset()
    """Names below ``[tool.poetry.group]`` that ``poetry install`` installs unasked, normalised."""
    extras: frozenset[str] = frozenset()
    """Names below ``[project.optional-dependencies]``, normalised."""


@frozen
class Repository:
    """The files around a Dockerfile; the empty value stands for a Dockerfile of which nothing else is known."""

    root: str | None = None
    """The directory that is taken for the build context: the nearest one, from that of the Dockerfile upwards, in which
    the sources of its COPYs exist. None when there is none; then nothing else is known either."""
    names: frozenset[str] = frozenset()
    """Which of the manifests, lock files and settings that venvoy knows lie at the root: ``poetry.lock``,
    ``requirements.txt``, …"""
    pyproject: Pyproject | None = None
    """None when there is none, or when it could not be read."""
    dockerignore: tuple[str, ...] | None = None
    """The patterns of ``.dockerignore``, or of the Dockerfile's own list beside it, comments and blank lines left out;
    None when there is no such file."""
    python_version: str | None = None
    """The first version that ``.python-version`` names, as written."""
    runtime: str | None = None
    """What ``runtime.txt``, which buildpacks read, names: ``python-3.12.4``."""
    project: Project | None = None
    """What its manifests and directories say of the project; None only where nothing was seen."""
    locks: tuple[Lock, ...] = ()
    """The lock files of the root that were read: those of the tools that the Dockerfile calls."""
    notes: tuple[str, ...] = ()
    """One sentence for each file that is there and could not be read."""

    def lock(self, path: str) -> Lock | None:
        """Return the lock file that is called *path*; None when there is none, or it was not read."""
        return next((lock for lock in self.locks if lock.path == path), None)


@frozen
class ListedFile:
    """A regular file of a repository, not read yet."""

    path: str
    """From the root of the listing, with forward slashes."""
    size: int
    """Bytes."""


@frozen
class Listing:
    """The regular files below a directory that belong to its project."""

    root: str
    """The directory, absolute."""
    files: tuple[ListedFile, ...]
    """In the order of their paths. Left out is what git ignores, what a tool or a virtual environment keeps for itself,
    repositories inside of this one, and symbolic links: a link into the tree would be a second name of a file that is
    listed, and one out of it leads to somebody else's."""
    notes: tuple[str, ...] = ()
    """One sentence for each thing that could not be looked at."""
    truncated: bool = False
    """True when there are more files than were listed."""


UNSEEN = Repository()
"""A Dockerfile that came alone: from standard input, or with none of its sources beside it."""
