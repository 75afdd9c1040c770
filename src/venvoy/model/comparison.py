"""Two images held against each other."""

from __future__ import annotations

from enum import Enum

from attrs import field, frozen

from venvoy.model.build import Addition
from venvoy.model.dockerfile import Dockerfile
from venvoy.model.engine import Engine
from venvoy.model.image import Image
from venvoy.model.page import Page
from venvoy.model.plan import FileDiff
from venvoy.model.trace import Trace


class Subject(Enum):
    """What a difference is about."""

    CONFIG = "config"
    PACKAGE = "package"
    SCRIPT = "script"
    LIBRARY = "library"
    REQUIREMENT = "requirement"
    """A distribution lacks what its metadata says it needs: what ``pip check`` reports."""
    LOCALE = "locale"
    CERTIFICATES = "certificates"
    IMPORT = "import"
    """A main package of the application, imported by the interpreter that starts."""
    FILE = "file"
    SYSTEM_PACKAGE = "system package"
    PYTHON = "python"
    """The interpreter, or where it looks."""


class Measured(Enum):
    """What is asked for."""

    ALL = "all"
    SAME = "same"
    """Whether it is the same application, with the figures that need no clock."""
    COST = "cost"
    """Figures only."""


class Judgement(Enum):
    """Whether a difference is what the migration is for."""

    EXPECTED = "expected"
    SURPRISE = "surprise"


@frozen
class Difference:
    """One thing that is not the same in both images."""

    subject: Subject
    name: str
    """What it is about: ``CMD``, ``flask``, ``/srv/main.py``."""
    before: str | None
    """As text; None when it is not there."""
    after: str | None
    judgement: Judgement
    why: str
    """One sentence: why it is expected, or what may come of it."""


class SameVerdict(Enum):
    """What a comparison comes to."""

    EQUIVALENT = "equivalent"
    """The same application: every difference is one that the migration is for."""
    DIFFERS = "differs"
    NOT_COMPARED = "not-compared"
    """Only what they cost was asked for."""


@frozen
class Expectations:
    """What the migration means to change; everything else that differs is a surprise."""

    venvs: frozenset[str] = frozenset()
    """Paths of the environments that the rewritten Dockerfile makes."""
    parted: bool = False
    """True when a stage was split, so that what only builds stays behind."""
    staged: bool = False
    """True when the rewrite has more than one stage, so that tools that install need not be in the last."""
    extras: frozenset[str] = frozenset()
    """Improvements that were chosen, by their names on the command line: ``non-root-user``."""
    dropped: frozenset[str] = frozenset()
    """Environment variables that the original sets and the rewrite does not."""
    added: tuple[str, ...] = ()
    """System packages that were added to the last stage on purpose."""
    project: str | None = None
    """Name of the distribution that the application becomes on purpose, normalised; None when it becomes none."""
    rewritten: frozenset[tuple[str | None, str]] = frozenset()
    """What files that the migration changes along with the Dockerfile hold before (None where there is none) and after,
    as `venvoy.model.image.File.content` tells it."""


@frozen
class Measure:
    """One figure of both sides."""

    name: str
    """``image size``, ``clean build``."""
    unit: str
    """``bytes``, ``seconds``, ``files``, ``layers``, …"""
    before: float
    after: float
    how: str
    """One or two sentences: how it was measured, and what could not be held equal."""
    runs: int = 1
    """How often it was measured; the figures are medians."""
    spread: tuple[float, float] | None = None
    """Half the distance between the fastest and the slowest run, before and after; None for what is counted."""

    @property
    def ratio(self) -> float | None:
        """How much of *before* is left; None when *before* is nothing."""
        return self.after / self.before if self.before else None


@frozen
class Traced:
    """Where packages go in a Dockerfile, for a picture."""

    trace: Trace
    dockerfile: Dockerfile
    """Names and bases of its stages; in a comparison nothing else of it is left."""


@frozen
class Comparison:
    """What building both has shown."""

    engine: Engine
    before: Image = field(repr=False)
    after: Image = field(repr=False)
    verdict: SameVerdict
    differences: tuple[Difference, ...]
    measures: tuple[Measure, ...]
    ignored: tuple[str, ...]
    """What was not compared, one sentence each."""
    notes: tuple[str, ...] = ()
    additions: tuple[Addition, ...] = ()
    """What could be added to the rewrite, so that what it lacks is there."""
    diff: FileDiff | None = field(default=None, repr=False)
    """What the migration changes in the Dockerfile; None when the two are files of their own."""
    pages: tuple[Page, ...] = field(default=(), repr=False)
    """Of the accepted findings, filled with their facts: what is given up and what is got for it."""

    traces: tuple[Traced, ...] = field(default=(), repr=False)
    """Where the packages go, before and after."""

    @property
    def surprises(self) -> tuple[Difference, ...]:
        """The differences that the migration does not explain."""
        return tuple(one for one in self.differences if one.judgement is Judgement.SURPRISE)
