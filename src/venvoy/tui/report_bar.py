"""The line at the bottom of Compare that asks where a report is to be kept, and keeps it there."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, cast

from textual import on

from venvoy.model.comparison import Comparison
from venvoy.reports.comparison_forms import ENDINGS, comparison_as
from venvoy.tui import work
from venvoy.tui.ask_bar import AskBar
from venvoy.tui.report_name import free_name, objection

if TYPE_CHECKING:
    from venvoy.tui.app import VenvoyApp

_WIDTH = 100
"""Cells of a line in a report of plain text."""


def as_markdown(comparison: Comparison) -> str:
    """Return *comparison* for the description of a pull request."""
    return comparison_as(comparison, "markdown", _WIDTH)


class ReportBar(AskBar):
    """Keeps a comparison under the name that is given; `Kept` comes to the screen in view."""

    def __init__(self) -> None:
        super().__init__("the name of a file", objection, id="save")
        self._comparison: Comparison | None = None

    def ask_where(self, comparison: Comparison) -> None:
        """Ask for the name of the file for *comparison*."""
        self._comparison = comparison
        self.ask("Save the report as: the end of the name says in which form.", free_name())

    @on(AskBar.Given)
    def _named(self, message: AskBar.Given) -> None:
        if self._comparison is not None:
            path = Path(message.text).absolute()
            text = comparison_as(self._comparison, ENDINGS[path.suffix.lower()], _WIDTH)
            work.keep(cast("VenvoyApp", self.app), path, text)
