"""What is there at once: the frame, until something has been read. It imports next to nothing on purpose."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.widgets import Static

from venvoy.model.step import Step
from venvoy.tui.frame import StepScreen


class Curtain(StepScreen):
    """Says that the reading has begun."""

    STEP = Step.OPEN
    DEFAULT_CSS = """
    Curtain { #reading { height: 1fr; padding: 1 2; color: $faint; } }
    """

    def body(self) -> ComposeResult:
        """Say what is being done."""
        yield Static("Reading …", id="reading", markup=False)
