"""Whether an application may be started with ``python -I``, and what it would take."""

from __future__ import annotations

from enum import Enum

from attrs import field, frozen

from venvoy.model.imports import ImportGraph, Module
from venvoy.model.source import Lines
from venvoy.model.trace import PathEntry


class Standing(Enum):
    """What is known about isolated mode."""

    WORKS = "works"
    """Every module of the repository that is reached is found without the directories that -I leaves out."""
    LOSES = "loses modules"
    UNKNOWN = "not known"
    """Something is computed, or could not be followed."""
    NOT_PYTHON = "no place for -I"
    """What starts is another program, a console script for instance, or python has its -I already."""
    UNSEEN = "not seen"
    """The Dockerfile came without its repository."""


class Measure(Enum):
    """What it would take."""

    NOTHING = "nothing"
    INSTALL = "install the project into the virtual environment"
    SAFE_PATH = "PYTHONSAFEPATH=1"
    """It leaves out the working directory and that of the script, and PYTHONPATH stays: all that is lost is found by
    that."""
    LEAVE = "leave it"


@frozen
class SearchPath:
    """A predicted ``sys.path``."""

    title: str
    """``today``, ``venv``, ``venv and -P`` or ``venv and -I``."""
    entries: tuple[PathEntry, ...]


@frozen
class ProjectOffer:
    """What would make the modules of a repository a project that can be installed."""

    path: str
    """Of its ``pyproject.toml``, from the build context on."""
    before: bytes | None = field(repr=False)
    """What it holds; None where there is none yet."""
    after: bytes = field(repr=False)
    name: str
    """Of the distribution."""
    sources: tuple[str, ...]
    """Its packages and modules, as paths from the build context on: ``src/shop``, ``settings.py``."""
    why: str
    """One sentence: which module is imported from where."""


@frozen
class EntryCheck:
    """How a build can make sure that the environment holds what starts."""

    modules: tuple[str, ...]
    """Dotted names; never empty."""
    imports: bool
    """True when they may be imported; else they are only looked for."""
    why: str
    """One sentence: that nothing speaks against the import, or the file and line that does."""


@frozen
class Isolation:
    """The judgement, with what it rests on."""

    standing: Standing
    measure: Measure
    why: str
    """One sentence or two."""
    lines: Lines | None = None
    """Of the CMD or ENTRYPOINT."""
    lost: tuple[Module, ...] = ()
    """Modules that would not be found, or would be others of the same name."""
    relied_on: tuple[str, ...] = ()
    """Variables that Python itself reads and that -I makes it ignore, as the last stage sets them."""
    graph: ImportGraph = field(factory=ImportGraph)
    paths: tuple[SearchPath, ...] = ()
    check: EntryCheck | None = None
    """Of what starts; None where the environment has no copy of it, or more is reached than is known."""
    project: ProjectOffer | None = None
    """What would make the lost modules installable; None where nothing is lost, or nothing is surely right."""
    why_no_project: str = ""
    """One sentence: why there is no `project`, although modules are lost."""
    installed: Isolation | None = None
    """What would be said once `project` is installed; None without one."""

    @property
    def offered(self) -> bool:
        """True where isolated mode may be chosen: it works, or only the owner can tell."""
        return self.standing in {Standing.WORKS, Standing.UNSEEN}
