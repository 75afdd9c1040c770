"""What workers tell the app. Only the app's handlers change its state."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from textual.message import Message

if TYPE_CHECKING:
    from venvoy.model.analysis import Analysis
    from venvoy.model.dockerfile import Unreadable
    from venvoy.model.finding import Review
    from venvoy.model.plan import Decisions
    from venvoy.model.receipt import Applied, Refused, Undone
    from venvoy.session import Session
    from venvoy.tui.effects import Effect
    from venvoy.tui.outlook import Outlook
    from venvoy.workspace.git import GitState


class Found(Message):
    """The search for Dockerfiles is over."""

    def __init__(self, result: tuple[Path, ...] | Unreadable) -> None:
        super().__init__()
        self.result = result


class Summarised(Message):
    """One file of the list has been looked at."""

    def __init__(self, path: Path, result: Review | Unreadable) -> None:
        super().__init__()
        self.path = path
        self.result = result


class Opened(Message):
    """A file has been read, traced and reviewed, and its earlier sitting resumed."""

    def __init__(self, path: Path, result: Session | Unreadable) -> None:
        super().__init__()
        self.path = path
        self.result = result


class Looked(Message):
    """It is known what the decisions would do."""

    def __init__(self, outlook: Outlook) -> None:
        super().__init__()
        self.outlook = outlook


class Weighed(Message):
    """It is known what some more options would change."""

    def __init__(self, decisions: Decisions, effects: dict[str, Effect]) -> None:
        super().__init__()
        self.decisions = decisions
        self.effects = effects


class Foreseen(Message):
    """The rewritten file has been read and traced."""

    def __init__(self, result: Analysis | Unreadable) -> None:
        super().__init__()
        self.result = result


class GitAsked(Message):
    """It is known what git knows about the file."""

    def __init__(self, path: Path, state: GitState) -> None:
        super().__init__()
        self.path = path
        self.state = state


class Written(Message):
    """An apply or an undo is over."""

    def __init__(self, outcome: Applied | Refused | Undone, *, stale: bool = False) -> None:
        """*stale*: the file holds something else than what was read."""
        super().__init__()
        self.outcome = outcome
        self.stale = stale
