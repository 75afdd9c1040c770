"""An exercise: say which findings a Dockerfile has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from venvoy.lessons.guessing import choices
from venvoy.model.lesson import Choice, Lesson
from venvoy.tui.highlight import Highlighter

if TYPE_CHECKING:
    from venvoy.model.analysis import Analysis
    from venvoy.tui.learn_exercise import Desk
    from venvoy.tui.learn_sheet import Sheet


class Guess:
    """Boxes to tick, and what the file has when they are held against it."""

    def __init__(self, lesson: Lesson, analysis: Analysis, desk: Desk) -> None:
        self._lesson, self._desk = lesson, desk
        self._source = Highlighter(analysis.dockerfile)
        self._choices = choices(lesson, analysis)
        self._ticked: set[int] = set()
        self._checked = False

    def begin(self) -> None:
        """Show the boxes."""
        self._desk.redraw()

    def leave(self) -> bool:
        """Nothing is under way."""
        return False

    def pick(self, answer: int) -> None:
        """Tick a box, or hold them against the file, or begin again."""
        if answer < len(self._choices):
            if not self._checked:
                self._ticked ^= {answer}
            self._desk.redraw()
            return
        self._checked = not self._checked
        if self._checked:
            self._desk.done()
        else:
            self._ticked.clear()
        self._desk.redraw(show_news=self._checked)

    def write(self, sheet: Sheet) -> None:
        """Write the file, the boxes and the outcome."""
        for number in range(1, len(self._source.lines) + 1):
            sheet.rows([[(f"{number:>3} ", "faint"), *self._source.runs(number)]])
        sheet.gap()
        for at, choice in enumerate(self._choices):
            sheet.offer(at, choice.title, ("[✓]" if at in self._ticked else "[ ]", "accent bold"))
        sheet.gap()
        sheet.offer(len(self._choices), "Begin again" if self._checked else "Hold it against what venvoy finds")
        if self._checked:
            sheet.gap()
            sheet.begin_news()
            self._write_outcome(sheet)

    def _write_outcome(self, sheet: Sheet) -> None:
        right = sum(choice.right == (at in self._ticked) for at, choice in enumerate(self._choices))
        sheet.say((f"{right} of {len(self._choices)} boxes as venvoy has them.", "heading"))
        for at, choice in enumerate(self._choices):
            agreed = choice.right == (at in self._ticked)
            sign = ("✓ ", "ok bold") if agreed else ("✗ ", "bad bold")
            sheet.say(sign, (choice.title, "bold"), (": it is there." if choice.right else ": it is not there.", ""))
            _write_places(sheet, choice)
        sheet.gap()
        sheet.text(self._lesson.afterwards)


def _write_places(sheet: Sheet, choice: Choice) -> None:
    for lines, message in choice.places:
        sheet.say((f"line {lines.first}  ", "faint"), (message, ""), lead="  ")
