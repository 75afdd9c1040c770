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

    @property
    def offered(self) -> bool:
        """True where isolated mode may be chosen: it works, or only the owner can tell."""
        return self.standing in {Standing.WORKS, Standing.UNSEEN}
