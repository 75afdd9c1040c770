"""An exercise: go along with the packages, from the install to the Python that starts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len

from venvoy.lessons.scenes import scenes
from venvoy.model.lesson import Lesson, Scene
from venvoy.tui.highlight import Highlighter
from venvoy.tui.shown import cut_path, shown

if TYPE_CHECKING:
    from textual.timer import Timer

    from venvoy.model.analysis import Analysis
    from venvoy.tui.learn_exercise import Desk
    from venvoy.tui.learn_sheet import Sheet

FRAMES = 14
"""Pictures in which something travels from one end of its way to the other."""
_TICK = 0.06
_ONWARD, _BACK, _AGAIN = range(3)


class Watch:
    """One scene at a time."""

    def __init__(self, lesson: Lesson, analysis: Analysis, desk: Desk) -> None:
        self._lesson, self._desk = lesson, desk
        self._source = Highlighter(analysis.dockerfile)
        self._scenes = scenes(analysis)
        self._at = 0
        self._frame = FRAMES
        self._timer: Timer | None = None

    @property
    def _over(self) -> bool:
        return self._at == len(self._scenes) - 1

    def begin(self) -> None:
        """Show the first scene."""
        self._enter(0)

    def leave(self) -> bool:
        """Stand still."""
        if self._timer is not None:
            self._timer.stop()
        return False

    def pick(self, answer: int) -> None:
        """Go on, back, or to the start; after the last step, to the next lesson."""
        if answer == _ONWARD and self._over:
            self._desk.onward()
            return
        to = {_ONWARD: self._at + 1, _BACK: self._at - 1, _AGAIN: 0}[answer]
        if 0 <= to < len(self._scenes):
            self._enter(to)

    def step(self) -> None:
        """Go on, whatever the cursor is on."""
        self.pick(_AGAIN if self._over else _ONWARD)

    def _enter(self, at: int) -> None:
        self.leave()
        self._at = at
        self._frame = FRAMES
        if self._scenes[at].way is not None and self._desk.moves:
            self._frame = 0
            self._timer = self._desk.every(_TICK, self._tick)
        if self._over:
            self._desk.done()
        self._desk.redraw()

    def _tick(self) -> None:
        self._frame += 1
        if self._frame >= FRAMES:
            self.leave()
        self._desk.redraw()

    def write(self, sheet: Sheet) -> None:
        """Write the scene."""
        scene = self._scenes[self._at]
        sheet.say((f"Step {self._at + 1} of {len(self._scenes)}", "heading"))
        if scene.lines is not None:
            for number in range(scene.lines.first, scene.lines.last + 1):
                sheet.rows([[(f"{number:>3} ", "accent"), *self._source.runs(number)]])
        sheet.gap()
        sheet.say((scene.says, ""))
        sheet.gap()
        if scene.way is not None:
            self._write_way(sheet, *scene.way)
        self._write_stages(sheet, scene)
        sheet.offer(_ONWARD, "Go on in the course" if self._over else "The next step")
        if self._at:
            sheet.offer(_BACK, "The step before")
            sheet.offer(_AGAIN, "From the start")
        if self._over:
            sheet.gap()
            sheet.text(self._lesson.afterwards)

    def _write_way(self, sheet: Sheet, source: str, destination: str) -> None:
        length = max(4, sheet.width - 6)
        place = (length - 1) * self._frame // FRAMES
        done = self._frame >= FRAMES
        sheet.rows([[("  ", ""), (cut_path(shown(source), sheet.width - 2), "bold")]])
        row = [("  ", ""), ("─" * place, "accent"), ("▶" if done else "●", "accent bold")]
        sheet.rows([[*row, ("╌" * (length - 1 - place), "rule")]])
        sheet.rows([[("  ", ""), (cut_path(shown(destination), sheet.width - 2), "code" if done else "faint")], []])

    def _write_stages(self, sheet: Sheet, scene: Scene) -> None:
        for name, shelves in scene.stages:
            rows: list[tuple[str, str]] = []
            for shelf in shelves:
                if shelf.fresh and self._frame < FRAMES:
                    continue
                rows += [(shelf.path, "code"), (f"  {shelf.holds or 'no packages yet'}", "bold" if shelf.fresh else "")]
            if scene.looks_in:
                rows += [("python looks in", "faint")]
                found = {shelf.path for shelf in shelves}
                for number, path in enumerate(scene.looks_in, 1):
                    hit = path in found
                    shortened = cut_path(shown(path), max(4, sheet.width - 8))
                    rows.append((f"{'✓' if hit else ' '} {number} {shortened}", "ok" if hit else ""))
            _write_box(sheet, name, rows or [("nothing yet", "faint")])
        sheet.gap()


def _write_box(sheet: Sheet, name: str, rows: list[tuple[str, str]]) -> None:
    room = max(4, sheet.width - 4)
    told = [(cut_path(shown(text), room), ink) for text, ink in rows]
    widest = max(cell_len(name) + 2, *(cell_len(text) for text, _ in told))
    title = cut_path(shown(name), room - 2)
    sheet.rows([[("┌ ", "rule"), (title, "heading"), (f" {'─' * (widest - cell_len(title))}┐", "rule")]])
    for text, ink in told:
        sheet.rows([[("│ ", "rule"), (text + " " * (widest - cell_len(text)), ink), (" │", "rule")]])
    sheet.rows([[(f"└{'─' * (widest + 2)}┘", "rule")]])
