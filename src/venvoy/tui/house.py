"""The real rooms, each imported when it is first asked."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import threading
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from venvoy.migration import Judge
    from venvoy.model.analysis import Analysis
    from venvoy.model.diagnosis import Diagnosis, Log, Unknown
    from venvoy.model.dockerfile import Unreadable
    from venvoy.model.engine import NoEngine
    from venvoy.model.isolation import Isolation
    from venvoy.model.page import Page
    from venvoy.model.plan import ChangeSet, Decision, Decisions, FileDiff, Offer, Plan
    from venvoy.model.progress import Progress
    from venvoy.model.receipt import Applied, Refused, Undone
    from venvoy.model.repository_plan import PlannedFile
    from venvoy.repository_migration import Beside, Candidate
    from venvoy.tui.around import Around, Overview
    from venvoy.tui.rooms import Bench
    from venvoy.tui.trial import Order
    from venvoy.workspace.git import GitState


class House:
    """`Rooms` on this machine."""

    def __init__(self) -> None:
        """Know nothing yet."""
        self._around: Around | None = None
        self._judge: Judge | None = None

    @property
    def state(self) -> Path:
        """Directory that remembers sittings and what was written."""
        from venvoy.workspace.state import state_directory

        return state_directory()

    def find(self, path: Path) -> tuple[Path, ...] | Unreadable:
        """Return the Dockerfiles at *path*."""
        from venvoy.model.dockerfile import Unreadable
        from venvoy.workspace.discovery import discover

        found = discover(path)
        if isinstance(found, Unreadable):
            return found
        if found.files:
            return found.files
        if found.problems:
            return found.problems[0]
        return Unreadable(str(path), "There is no Dockerfile here or below; give the path of one.")

    def read(self, path: Path) -> bytes | Unreadable:
        """Return the content of *path*."""
        from venvoy.workspace.reading import read_file

        return read_file(path)

    def analyse(self, content: bytes, path: str) -> Analysis | Unreadable:
        """Read and trace a Dockerfile and find its shortcuts."""
        from venvoy import migration

        return migration.analyse(content, path, Path(path).parent)

    def plan(self, analysis: Analysis, decisions: Decisions) -> Plan:
        """Return what *decisions* do to the file."""
        from venvoy import migration
        from venvoy.model.plan import Extra, Scope

        choices = decisions.choices
        asked = Extra.INSTALLED_PROJECT in choices.extras and choices.scope is Scope.REPOSITORY
        return migration.plan(analysis, decisions, self.isolation, beside=asked and self._writes_beside(analysis))

    def offers(self, analysis: Analysis, decisions: Decisions) -> tuple[Offer, ...]:
        """Return for each installer whether what is accepted can be rewritten with it."""
        from venvoy import migration

        return migration.offers(analysis, decisions)

    def isolation(self, of: Analysis) -> Isolation:
        """Return whether what starts may run with ``python -I``."""
        from venvoy.migration import Judge

        self._judge = self._judge or Judge()
        return self._judge(of)

    def _writes_beside(self, analysis: Analysis) -> bool:
        from venvoy.repository_migration import writes_beside
        from venvoy.workspace.git import git_state

        root = git_state(Path(analysis.dockerfile.path)).root
        return root is not None and writes_beside(analysis, str(root))

    def beside(self, candidates: Sequence[Candidate], answers: Mapping[str, Decision]) -> Beside | None:
        """Return what the plans of *candidates*, and those that are foreseen, mean for the files beside."""
        if self._around is None or not self._around.is_about(candidates):
            from venvoy.tui.around import Around

            self._around = Around(tuple(one.analysis for one in candidates))
        return self._around.beside(candidates, answers)

    def survey(self, analyses: Sequence[Analysis]) -> Overview | None:
        """Return what is around these Dockerfiles."""
        from venvoy.tui.around import survey

        return survey(analyses)

    def diff(self, of: Plan | PlannedFile) -> FileDiff:
        """Return the difference that a plan makes."""
        from venvoy import migration

        return migration.diff(of)

    def page(self, shortcut: str, facts: Mapping[str, str]) -> Page | None:
        """Return the page of *shortcut*, filled with *facts*."""
        from venvoy.shortcuts.pages import page

        return page(shortcut, facts)

    def ideas(self) -> tuple[Page, ...]:
        """Return the pages on what one has to know to judge the others."""
        from venvoy.model.page import PageKind
        from venvoy.shortcuts.pages import names, page

        pages = (page(name) for name in names())
        return tuple(found for found in pages if found is not None and found.kind is PageKind.IDEA)

    def change_set(self, of: Plan, target: str, root: str) -> ChangeSet:
        """Return what is written when *of* is applied to the file at *target*."""
        from venvoy import migration

        return migration.change_set(of, target, root)

    def repository_change_set(self, of: Beside) -> ChangeSet:
        """Return what is written when the plan of a repository is applied."""
        from venvoy import repository_migration

        return repository_migration.change_set(of.plan, of.root)

    def picture(self, of: Analysis, width: int) -> str:
        """Return the trace drawn within *width* cells."""
        from venvoy.reports.trace_picture import trace_text

        return trace_text(of.trace, of.dockerfile, width)

    def diagnose(self, log: Log, analyses: Sequence[Analysis]) -> Diagnosis | Unknown:
        """Return the likely causes of what *log* tells."""
        from venvoy.doctor import diagnose

        return diagnose(log, analyses)

    def git(self, path: Path) -> GitState:
        """Return what git knows about *path*."""
        from venvoy.workspace.git import git_state

        return git_state(path)

    def apply(self, change_set: ChangeSet) -> Applied | Refused:
        """Write *change_set*, all or nothing."""
        from venvoy.workspace.applying import apply
        from venvoy.workspace.journal import user_journal

        return apply(change_set, user_journal())

    def undo(self, entry: str) -> Undone | Refused:
        """Take back what was written as *entry*."""
        from venvoy.workspace.journal import user_journal

        return user_journal().undo(entry)

    @contextmanager
    def bench(
        self, of: Order, tell: Callable[[Progress], None], cancelled: threading.Event
    ) -> Iterator[Bench | NoEngine | Unreadable]:
        """Give a bench on the engine of this machine, if one is found."""
        from venvoy import migration, repository_migration
        from venvoy.images.compare import bench
        from venvoy.images.discovery import connect
        from venvoy.model.comparison import Measured
        from venvoy.model.dockerfile import Unreadable
        from venvoy.model.engine import NoEngine

        outlook = of.outlook
        beside = outlook.beside
        changes = repository_migration.changed_beside(beside.plan, beside.root) if beside is not None else ()
        pair = migration.pair_of_plan(outlook.analysis, outlook.plan, outlook.decisions, of.path, changes=changes)
        if isinstance(pair, Unreadable):
            yield pair
            return
        connection = connect()
        if isinstance(connection, NoEngine):
            yield connection
            return
        with bench(connection, pair, Measured.SAME, tell, cancelled) as place:
            yield place

    def keep(self, path: Path, text: str) -> str | None:
        """Write *text* to a new file."""
        from venvoy.workspace.failures import cause

        try:
            with path.open("x", encoding="utf-8") as file:
                file.write(text)
        except FileExistsError:
            return "it is there already"
        except OSError as error:
            return cause(error)
        return None
