"""Asked only when leaving would lose something."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static

from venvoy.tui.keys import Keys
from venvoy.tui.shown import shown


class LeaveScreen(ModalScreen[bool]):
    """Decisions that could not be saved would be lost."""

    DEFAULT_CSS = """
    LeaveScreen {
        align: center middle; background: $background 60%;
        Vertical { width: 64; max-width: 100%; height: auto; padding: 1 2; background: $panel; border: round $warning; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "answer(True)", "leave", tooltip="Leave and lose the decisions"),
        Binding("n,escape", "answer(False)", "stay", tooltip="Go on with the session"),
    ]

    def __init__(self, why: str, decisions: int) -> None:
        """*why* the *decisions* could not be saved."""
        super().__init__()
        self._why = why
        self._decisions = decisions

    def compose(self) -> ComposeResult:
        """Question and keys."""
        things = "One decision" if self._decisions == 1 else f"{self._decisions} decisions"
        text = f"{things} could not be saved ({shown(self._why)}) and would be lost.\n\nLeave all the same?\n"
        with Vertical():
            yield Static(text, markup=False)
            yield Keys()

    def action_answer(self, leave: bool) -> None:
        """Hand the answer on."""
        self.dismiss(leave)
