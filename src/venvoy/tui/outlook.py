"""What the decisions so far would do: the plan, its diffs, and their size."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import frozen

from venvoy.company import can_change, foreseen
from venvoy.model.analysis import Analysis
from venvoy.model.plan import Decisions, FileDiff, Plan, Scope, Sign
from venvoy.session import Session
from venvoy.tui.rooms import Rooms

if TYPE_CHECKING:
    from venvoy.model.repository_plan import PlannedFile, PlannedPlace
    from venvoy.repository_migration import Beside


@frozen
class FileView:
    """One file that is changed, or could be."""

    path: str
    """As it is shown: of a file beside the Dockerfile from the root of the repository on."""
    diff: FileDiff
    changes: bool
    created: bool = False
    places: tuple[PlannedPlace, ...] = ()
    """What was found in it; empty for the Dockerfile, which has findings."""

    @property
    def size(self) -> str:
        """The numbers of added and removed lines with their signs."""
        return _size((self.diff,))


@frozen
class Outlook:
    """The outcome of some decisions."""

    analysis: Analysis
    decisions: Decisions
    plan: Plan
    diff: FileDiff
    beside: Beside | None = None
    """None when the Dockerfile is all there is to it."""
    files: tuple[FileView, ...] = ()
    """The Dockerfile, and the files beside it in which something can be changed."""

    def is_of(self, session: Session | None) -> bool:
        """Tell whether this is what *session*, as it is now, would do."""
        return session is not None and self.analysis is session.analysis and self.decisions == session.decisions

    @property
    def changed(self) -> tuple[FileView, ...]:
        """Those of `files` that would be written."""
        return tuple(file for file in self.files if file.changes)

    @property
    def size(self) -> str:
        """The numbers of added and removed lines of all files with their signs."""
        return _size(tuple(file.diff for file in self.files))

    def content(self, path: str) -> bytes | None:
        """Return what the file beside at *path* holds now; None when it does not exist yet, or is not known."""
        files = self.beside.foreseen.files if self.beside is not None else ()
        return next((file.before for file in files if file.path == path), None)


def _size(diffs: tuple[FileDiff, ...]) -> str:
    lines = [line.sign for diff in diffs for line in diff.lines]
    return f"+{lines.count(Sign.ADDED)} -{lines.count(Sign.REMOVED)}"


def look_ahead(rooms: Rooms, analysis: Analysis, decisions: Decisions) -> Outlook:
    """Return what *decisions* would do to *analysis*'s file, and to those beside it."""
    plan = rooms.plan(analysis, decisions)
    diff = rooms.diff(plan)
    own = FileView(plan.path, diff, plan.changes)
    if decisions.choices.scope is Scope.DOCKERFILE:
        return Outlook(analysis, decisions, plan, diff, files=(own,))
    all_accepted = foreseen(analysis, decisions)
    hoped = plan if all_accepted == decisions else rooms.plan(analysis, all_accepted)
    beside = rooms.beside(analysis, plan, hoped, decisions)
    others = beside.plan.files if beside is not None else ()
    views = (_view(rooms, one) for one in others if any(map(can_change, one.places)) or one.changes)
    return Outlook(analysis, decisions, plan, diff, beside, (own, *views))


def _view(rooms: Rooms, file: PlannedFile) -> FileView:
    return FileView(file.path, rooms.diff(file), file.changes, file.created, file.places)
