"""What the decisions so far would do: the plan, its diff, and their size."""

from __future__ import annotations

from attrs import frozen

from venvoy.model.analysis import Analysis
from venvoy.model.plan import Decisions, FileDiff, Plan, Sign
from venvoy.session import Session
from venvoy.tui.rooms import Rooms


@frozen
class Outlook:
    """The outcome of some decisions."""

    analysis: Analysis
    decisions: Decisions
    plan: Plan
    diff: FileDiff

    def is_of(self, session: Session | None) -> bool:
        """Tell whether this is what *session*, as it is now, would do."""
        return session is not None and self.analysis is session.analysis and self.decisions == session.decisions

    @property
    def added(self) -> int:
        """Number of added lines."""
        return sum(line.sign is Sign.ADDED for line in self.diff.lines)

    @property
    def removed(self) -> int:
        """Number of removed lines."""
        return sum(line.sign is Sign.REMOVED for line in self.diff.lines)

    @property
    def size(self) -> str:
        """The two numbers with their signs."""
        return f"+{self.added} -{self.removed}"


def look_ahead(rooms: Rooms, analysis: Analysis, decisions: Decisions) -> Outlook:
    """Return what *decisions* would do to *analysis*'s file."""
    plan = rooms.plan(analysis, decisions)
    return Outlook(analysis, decisions, plan, rooms.diff(plan))
