"""A bare Textual app, for comparison: a list of 500 lines and nothing else. ``python -m benchmarks.bare``."""

from __future__ import annotations

from textual.app import App, ComposeResult
from textual.widgets import OptionList

LINES = 500
READY = "line number 1"


class Bare(App[None]):
    """As little as an app can do that has something to move through."""

    BINDINGS = [("q", "quit", "quit")]  # noqa: RUF012 - as Textual's own examples write it

    def compose(self) -> ComposeResult:
        """One widget."""
        yield OptionList(*(f"line number {number}" for number in range(1, LINES + 1)))


if __name__ == "__main__":
    Bare().run()
