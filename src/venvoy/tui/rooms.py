"""What the session asks of the rest of venvoy; a test can put other rooms in place."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    import threading
    from collections.abc import Callable, Mapping, Sequence
    from contextlib import AbstractContextManager

    from venvoy.model.analysis import Analysis
    from venvoy.model.build import BuildFailed, Halted
    from venvoy.model.comparison import Comparison, Measured
    from venvoy.model.diagnosis import Diagnosis, Log, Unknown
    from venvoy.model.dockerfile import Unreadable
    from venvoy.model.engine import Engine, NoEngine
    from venvoy.model.isolation import Isolation
    from venvoy.model.page import Page
    from venvoy.model.plan import ChangeSet, Decision, Decisions, FileDiff, Offer, Plan
    from venvoy.model.progress import Progress
    from venvoy.model.receipt import Applied, Refused, Undone
    from venvoy.model.repository_plan import PlannedFile
    from venvoy.repository_migration import Beside, Candidate
    from venvoy.tui.around import Overview
    from venvoy.tui.trial import Order
    from venvoy.workspace.git import GitState


class Bench(Protocol):
    """Where two images are built and compared; `venvoy.images.compare` has the real one."""

    @property
    def engine(self) -> Engine:
        """What builds."""

    @property
    def commands(self) -> Sequence[Sequence[str]]:
        """The words of the commands that build the two, exactly."""

    def measuring(self, measured: Measured) -> Bench:
        """Return the same bench for another question."""

    def compare(self, runs: int) -> Comparison | BuildFailed | Halted:
        """Build both, compare them, and measure what is asked for; times are medians of *runs*."""


class Rooms(Protocol):
    """The rooms behind the session. A call may take long and is a worker's, but for `page`, `ideas` and `picture`."""

    @property
    def state(self) -> Path:
        """Directory that remembers sittings and what was written."""

    def find(self, path: Path) -> tuple[Path, ...] | Unreadable:
        """Return the Dockerfiles at *path*."""

    def read(self, path: Path) -> bytes | Unreadable:
        """Return the content of *path*."""

    def analyse(self, content: bytes, path: str) -> Analysis | Unreadable:
        """Read and trace a Dockerfile and find its shortcuts."""

    def plan(self, analysis: Analysis, decisions: Decisions) -> Plan:
        """Return what *decisions* do to the file."""

    def offers(self, analysis: Analysis, decisions: Decisions) -> tuple[Offer, ...]:
        """Return for each installer whether what is accepted can be rewritten with it."""

    def isolation(self, of: Analysis) -> Isolation:
        """Return whether what starts may run with ``python -I``."""

    def beside(self, candidates: Sequence[Candidate], answers: Mapping[str, Decision]) -> Beside | None:
        """Return what the plans of *candidates*, and those foreseen, mean for the files beside; None outside of git."""

    def survey(self, analyses: Sequence[Analysis]) -> Overview | None:
        """Return what is around these Dockerfiles; None outside of a repository."""

    def diff(self, of: Plan | PlannedFile) -> FileDiff:
        """Return the difference that a plan makes."""

    def change_set(self, of: Plan, target: str, root: str) -> ChangeSet:
        """Return what is written when *of* is applied to the file at *target*."""

    def repository_change_set(self, of: Beside) -> ChangeSet:
        """Return what is written when the plan of a repository is applied."""

    def page(self, shortcut: str, facts: Mapping[str, str]) -> Page | None:
        """Return the page of *shortcut*, filled with *facts*; None when there is none."""

    def ideas(self) -> tuple[Page, ...]:
        """Return the pages on what one has to know to judge the others."""

    def picture(self, of: Analysis, width: int) -> str:
        """Return the trace drawn within *width* cells."""

    def diagnose(self, log: Log, analyses: Sequence[Analysis]) -> Diagnosis | Unknown:
        """Return the likely causes of what *log* tells, first those that one of *analyses* explains."""

    def git(self, path: Path) -> GitState:
        """Return what git knows about *path*."""

    def apply(self, change_set: ChangeSet) -> Applied | Refused:
        """Write *change_set*, all or nothing."""

    def undo(self, entry: str) -> Undone | Refused:
        """Take back what was written as *entry*."""

    def bench(
        self, of: Order, tell: Callable[[Progress], None], cancelled: threading.Event
    ) -> AbstractContextManager[Bench | NoEngine | Unreadable]:
        """Give a bench for *of*, or why there is none; everything that was made on it is removed when it is left."""

    def keep(self, path: Path, text: str) -> str | None:
        """Write *text* to a file that is not there yet; return why that was not possible, or None."""
