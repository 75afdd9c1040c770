"""What the decisions so far would do: the plans, their diffs, and their size."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from attrs import evolve, frozen

from venvoy.company import can_change, foreseen, is_place
from venvoy.members import members, path_of
from venvoy.model.analysis import Analysis
from venvoy.model.plan import Decision, Decisions, Extra, FileDiff, Note, Plan, Scope, Sign
from venvoy.session import Session
from venvoy.tui.rooms import Rooms

if TYPE_CHECKING:
    from venvoy.model.isolation import ProjectOffer
    from venvoy.model.repository_plan import PlannedFile, PlannedPlace
    from venvoy.repository_migration import Beside


@frozen
class FileView:
    """One file that is changed, or could be."""

    path: str
    """As it is shown: from the root of the repository on, but for a Dockerfile that is alone."""
    diff: FileDiff
    changes: bool
    where: str
    """The path that is written."""
    created: bool = False
    places: tuple[PlannedPlace, ...] = ()
    """What was found in it; empty for a Dockerfile, which has findings."""
    is_dockerfile: bool = False
    undecided: int = 0
    """Findings of a Dockerfile that wait for an answer."""

    @property
    def size(self) -> str:
        """The numbers of added and removed lines with their signs."""
        return _size((self.diff,))


@frozen
class MemberView:
    """The outcome for one Dockerfile."""

    analysis: Analysis
    decisions: Decisions
    plan: Plan
    foreseen: Plan
    """What would be done if everything were accepted that has no answer yet."""
    diff: FileDiff

    def holds_for(self, session: Session) -> bool:
        """Tell whether nothing that matters for this one Dockerfile was decided otherwise in *session*."""
        old, new = self.decisions, session.decisions
        if self.analysis is not session.analysis or Extra.INSTALLED_PROJECT in new.choices.extras:
            return False  # that extra depends on what the others want
        return old.choices == new.choices and _own(old) == _own(new)


def _own(decisions: Decisions) -> dict[str, Decision]:
    return {one: decision for one, decision in decisions.answers.items() if not is_place(one)}


@frozen
class Outlook:
    """The outcome of some decisions."""

    analysis: Analysis
    """Of the Dockerfile in view, as the next three."""
    decisions: Decisions
    plan: Plan
    diff: FileDiff
    members: tuple[MemberView, ...]
    """All Dockerfiles that are migrated together, in the order of their paths."""
    beside: Beside | None = None
    """None when the Dockerfiles are all there is to it."""
    files: tuple[FileView, ...] = ()
    """The Dockerfiles, and the files beside them in which something can be changed."""

    def is_of(self, session: Session | None) -> bool:
        """Tell whether this is what *session*, as it is now, would do."""
        if session is None or self.analysis is not session.analysis:
            return False
        now = members(session)
        return len(now) == len(self.members) and all(
            view.analysis is one.analysis and view.decisions == one.decisions
            for view, one in zip(self.members, now, strict=True)
        )

    def turned_to(self, session: Session) -> Outlook:
        """Return the same with the Dockerfile in view that *session* has in view, if it is one of these."""
        view = next((one for one in self.members if one.analysis is session.analysis), None)
        if view is None or view.analysis is self.analysis:
            return self
        return evolve(self, analysis=view.analysis, decisions=view.decisions, plan=view.plan, diff=view.diff)

    @property
    def changes(self) -> bool:
        """True when some Dockerfile would be different: without that nothing beside them is."""
        return any(one.plan.changes for one in self.members)

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


def look_ahead(rooms: Rooms, session: Session, before: Outlook | None = None) -> Outlook:
    """Return what *session* would do to the files of its Dockerfiles, and to those beside them.

    Of *before*, what was worked out last, the Dockerfiles are taken over of which nothing was decided otherwise.
    """
    from venvoy.repository_migration import Candidate

    now = members(session)
    known = before.members if before is not None else ()
    views = _at_one(rooms, tuple(_member_view(rooms, one, known) for one in now))
    beside = None
    if session.decisions.choices.scope is not Scope.DOCKERFILE:
        candidates = [Candidate(view.analysis, view.plan, view.foreseen) for view in views]
        beside = rooms.beside(candidates, session.decisions.answers)
    own = _own_views(now, views)
    root = beside.root if beside is not None else ""
    others = beside.plan.files if beside is not None else ()
    more = (_view(rooms, one, root) for one in others if any(map(can_change, one.places)) or one.changes)
    at = next(view for view in views if view.analysis is session.analysis)
    return Outlook(at.analysis, at.decisions, at.plan, at.diff, views, beside, (*own, *more))


def _member_view(rooms: Rooms, session: Session, known: tuple[MemberView, ...]) -> MemberView:
    if (old := next((view for view in known if view.holds_for(session)), None)) is not None:
        return evolve(old, decisions=session.decisions)
    analysis, decisions = session.analysis, session.decisions
    plan, all_accepted = rooms.plan(analysis, decisions), foreseen(analysis, decisions)
    # Without the files beside, what is foreseen is not asked for.
    alone = all_accepted == decisions or decisions.choices.scope is Scope.DOCKERFILE
    return MemberView(
        analysis, decisions, plan, plan if alone else rooms.plan(analysis, all_accepted), rooms.diff(plan)
    )


def _at_one(rooms: Rooms, views: tuple[MemberView, ...]) -> tuple[MemberView, ...]:
    """Return *views* without the projects of those that ask for one ``pyproject.toml`` with different contents."""
    wanted: dict[str | None, set[ProjectOffer]] = {}
    for view in views:
        for plan in (view.plan, view.foreseen):
            if plan.project is not None:
                wanted.setdefault(view.analysis.repository.root, set()).add(plan.project)
    return tuple(
        _without_project(rooms, view) if len(wanted.get(view.analysis.repository.root, ())) > 1 else view
        for view in views
    )


def _without_project(rooms: Rooms, view: MemberView) -> MemberView:
    choices = view.decisions.choices
    less = evolve(view.decisions, choices=evolve(choices, extras=choices.extras - {Extra.INSTALLED_PROJECT}))
    plan, hoped = rooms.plan(view.analysis, less), rooms.plan(view.analysis, foreseen(view.analysis, less))
    if plan.changes:
        plan = evolve(plan, notes=(*plan.notes, Note(None, _EACH_A_PROJECT)))
    return evolve(view, plan=plan, foreseen=hoped, diff=rooms.diff(plan))


_EACH_A_PROJECT = (
    "installed-project is left out: another Dockerfile of the plan starts modules that would need another "
    "pyproject.toml in the same place."
)


def _own_views(sessions: tuple[Session, ...], views: tuple[MemberView, ...]) -> tuple[FileView, ...]:
    paths = [path_of(one) for one in sessions]
    above = os.path.commonpath([os.path.dirname(path) for path in paths]) if len(paths) > 1 else None  # noqa: PTH120
    return tuple(
        FileView(
            view.plan.path if above is None else os.path.relpath(path, above),
            view.diff,
            view.plan.changes,
            path,
            is_dockerfile=True,
            undecided=len(one.undecided),
        )
        for path, one, view in zip(paths, sessions, views, strict=True)
    )


def _view(rooms: Rooms, file: PlannedFile, root: str) -> FileView:
    where = str(Path(root, file.path))
    return FileView(file.path, rooms.diff(file), file.changes, where, file.created, file.places)
