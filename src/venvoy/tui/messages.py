"""What workers tell the app. Only the app's handlers change its state."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from textual.message import Message

if TYPE_CHECKING:
    from venvoy.model.analysis import Analysis
    from venvoy.model.build import BuildFailed, Halted
    from venvoy.model.comparison import Comparison
    from venvoy.model.diagnosis import Diagnosis, Log, Unknown
    from venvoy.model.dockerfile import Unreadable
    from venvoy.model.engine import NoEngine
    from venvoy.model.finding import Review
    from venvoy.model.plan import Decisions
    from venvoy.model.receipt import Applied, Refused, Undone
    from venvoy.session import Session
    from venvoy.tui.attempt import Attempt
    from venvoy.tui.effects import Effect
    from venvoy.tui.neighbours import Beside
    from venvoy.tui.outlook import Outlook
    from venvoy.tui.trial import Prepared
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


class Surveyed(Message):
    """It is known which files beside the Dockerfiles of the list would be concerned."""

    def __init__(self, beside: Beside) -> None:
        super().__init__()
        self.beside = beside


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


class Diagnosed(Message):
    """It is known what is behind a log, or that it is not known."""

    def __init__(self, log: Log, found: Diagnosis | Unknown) -> None:
        super().__init__()
        self.log = log
        self.found = found


class LogRead(Message):
    """A log was read, or could not be."""

    def __init__(self, path: Path, result: Log | Unreadable) -> None:
        super().__init__()
        self.path = path
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


class OfAttempt(Message):
    """Something about a comparison; the feed may bring many of the same kind in a row."""

    def __init__(self, attempt: Attempt) -> None:
        super().__init__()
        self.attempt = attempt


class BenchPrepared(OfAttempt):
    """An engine was found that can build both, or it is known why there is none."""

    def __init__(self, attempt: Attempt, found: Prepared | NoEngine | Unreadable | Halted) -> None:
        super().__init__(attempt)
        self.found = found


class Stirred(OfAttempt):
    """The builds have told something, which waits in the feed."""


class Compared(OfAttempt):
    """It is over, and what was made for it is removed."""

    def __init__(self, attempt: Attempt, outcome: Comparison | BuildFailed | Halted) -> None:
        super().__init__(attempt)
        self.outcome = outcome


class Cleared(OfAttempt):
    """Nothing of it is left."""


class Kept(Message):
    """A report was written, or it is known why it was not."""

    def __init__(self, path: Path, why_not: str | None) -> None:
        super().__init__()
        self.path = path
        self.why_not = why_not
