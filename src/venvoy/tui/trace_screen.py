"""The trace: where packages go now, and where they would go after the migration."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from venvoy.model.dockerfile import Unreadable
from venvoy.model.step import Step
from venvoy.reports.trace_picture import two_texts
from venvoy.session import Session
from venvoy.tui import messages, work
from venvoy.tui.frame import StepScreen
from venvoy.tui.prose import wrapped
from venvoy.tui.text_view import Lines, TextView
from venvoy.tui.trace_picture import inked

if TYPE_CHECKING:
    from venvoy.model.analysis import Analysis
    from venvoy.tui.outlook import Outlook

NOW = "Where the packages go now"
AFTER = "After the migration"
WIDEST = 140
"""Cells that one picture takes at most."""


class TraceScreen(StepScreen):
    """The picture of the packages' way."""

    DEFAULT_CSS = """
    TraceScreen { TextView { margin: 1 1 0 1; overflow-x: auto; } }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "app.trace", "back", tooltip="Go back to where you were"),
    ]

    def __init__(self, step: Step) -> None:
        """Lie over the screen of *step*."""
        super().__init__()
        self.STEP = step  # type: ignore[misc]
        self._after: Analysis | None = None

    def body(self) -> ComposeResult:
        """One text."""
        yield TextView()

    def on_mount(self) -> None:
        """Give the text the keys."""
        super().on_mount()
        self.query_one(TextView).focus()

    def show(self, session: Session) -> None:  # noqa: ARG002 - as in StepScreen
        """Draw."""
        self.query_one(TextView).write(self._told, keep_place=True)

    def show_outlook(self, outlook: Outlook | None) -> None:
        """Have the way after the migration traced."""
        self._after = None
        if outlook is not None and outlook.plan.changes:
            work.foresee(self.walk, outlook.plan.after, outlook.plan.path)
        self.query_one(TextView).write(self._told, keep_place=True)

    @on(messages.Foreseen)
    def _foreseen(self, message: messages.Foreseen) -> None:
        self._after = None if isinstance(message.result, Unreadable) else message.result
        self.query_one(TextView).write(self._told, keep_place=True)

    def _told(self, width: int) -> Lines:
        session, outlook = self.session, self.walk.outlook
        if session is None:
            return []
        now = partial(self.walk.rooms.picture, session.analysis)
        if outlook is None or not outlook.plan.changes:
            told = "Accept a finding to see where they would go after the migration."
            return [[(NOW, "heading")], [], *_inked(now(min(width, WIDEST))), [], *wrapped([(told, "faint")], width)]
        head = f"{AFTER}   {outlook.size} lines"
        then = partial(self.walk.rooms.picture, self._after) if self._after is not None else _waiting
        return _inked(two_texts((NOW, head), (now, then), min(width, 2 * WIDEST)))


def _waiting(_width: int) -> str:
    return "Tracing …\n"


def _inked(picture: str) -> Lines:
    return [inked(line) for line in picture.rstrip("\n").split("\n")]
