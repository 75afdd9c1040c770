"""The diff pane: unified or side by side, the cursor on a row."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len, set_cell_size
from textual import events
from textual.reactive import reactive

from venvoy.model.plan import DiffLine, Sign
from venvoy.tui.diff_rows import Marks, Row, rows
from venvoy.tui.line_view import LineView, Run
from venvoy.tui.shown import shown

if TYPE_CHECKING:
    from venvoy.model.plan import FileDiff

_INKS = {Sign.ADDED: "added", Sign.REMOVED: "removed", Sign.SAME: ""}
NO_CONTEXT_LIMIT = 99


class DiffView(LineView):
    """Shows a `FileDiff`; the rows it shows are the lines that would be written."""

    HELP = "The diff. The cursor tells why a line changes; space takes the decision behind it back."

    side_by_side: reactive[bool] = reactive(False, init=False)
    context: reactive[int] = reactive(3, init=False)
    whole: reactive[bool] = reactive(False, init=False)

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's own name
        super().__init__(id=id)
        self._diff: FileDiff | None = None
        self._rows: tuple[Row, ...] = ()
        self._digits = 3

    @property
    def rows(self) -> int:
        """Rows of the diff."""
        return len(self._rows)

    @property
    def row(self) -> Row | None:
        """The row under the cursor."""
        return self._rows[self.cursor] if self.cursor < self.rows else None

    def show(self, diff: FileDiff) -> None:
        """Show *diff*, the cursor at the same line as before, or at the first change."""
        other = self._diff is not None and self._diff.path != diff.path
        first = self._diff is None or other or not any(row.changed for row in self._rows)
        self._diff = diff
        self._digits = max(3, len(str(len(diff.lines))))
        self._lay_out(to_first=first)

    def _lay_out(self, *, to_first: bool = False) -> None:
        if self._diff is None:
            return
        place, height = self._place(), self.cursor - self.scroll_offset.y
        context = None if self.whole else self.context
        self._rows = rows(self._diff.lines, context, side_by_side=self.side_by_side)
        longest = max((len(line.text) for line in self._diff.lines), default=0)
        self.resized(0 if self.side_by_side else min(longest, 10_000) + 2 * self._digits + 6)
        self.cursor = self._first_change() if to_first else self._nearest(place)
        self.call_after_refresh(self._settle, height)

    def _settle(self, height: int) -> None:
        above = max(0, min(max(2, height), self.height - 1))
        self.scroll_to(y=max(0, self.cursor - above), animate=False, force=True, immediate=True)

    def _place(self) -> int:
        row = self.row
        lines = (row.left, row.right) if row is not None else ()
        return next((line.old or line.new or 1 for line in lines if line is not None), 1)

    def _nearest(self, place: int) -> int:
        distances = [
            abs((line.old or line.new or 0) - place) if (line := row.left or row.right) is not None else 1 << 30
            for row in self._rows
        ]
        return distances.index(min(distances)) if distances else 0

    def _first_change(self) -> int:
        return next((at for at, row in enumerate(self._rows) if row.changed), 0)

    def watch_side_by_side(self) -> None:
        """Lay the rows out anew."""
        self._lay_out()

    def watch_context(self) -> None:
        """Lay the rows out anew."""
        self._lay_out()

    def watch_whole(self) -> None:
        """Lay the rows out anew."""
        self._lay_out()

    def jump(self, by: int) -> bool:
        """Put the cursor on the first row of the next (or previous) run of changes; tell whether there is one."""
        starts = [
            at for at, row in enumerate(self._rows) if row.changed and (at == 0 or not self._rows[at - 1].changed)
        ]
        ahead = [at for at in starts if (at > self.cursor if by > 0 else at < self.cursor)]
        if ahead:
            self._by_person(ahead[0] if by > 0 else ahead[-1])
        return bool(ahead)

    def show_new(self, number: int) -> None:
        """Put the cursor on line *number* of the new file, if it is among the rows."""
        lines = ((row.right or row.left) for row in self._rows)
        at = next((at for at, line in enumerate(lines) if line is not None and line.new == number), None)
        if at is not None:
            self.put_cursor(at)

    def on_resize(self, event: events.Resize) -> None:  # noqa: ARG002 - Textual's own signature
        """Let the columns of side by side follow the width."""
        self.refresh()

    def margin(self, row: int) -> list[Run]:
        """Sign and numbers; all of the row when side by side, where nothing scrolls to the side."""
        entry = self._rows[row]
        if entry.hidden:
            told = "1 line that stays as it is" if entry.hidden == 1 else f"{entry.hidden} lines that stay as they are"
            return [(f"  {'':>{self._digits}} ⋮ {told}", "faint")]
        pointer = ("▸", "accent bold") if row == self.cursor else (" ", "")
        if self.side_by_side:
            half = (self.width - 4) // 2
            left = self._side(entry.left, entry.left_marks, half, of=Sign.REMOVED)
            right = self._side(entry.right, entry.right_marks, half, of=Sign.ADDED)
            return [pointer, *left, (" │ ", "rule"), *right]
        line = entry.left or entry.right
        if line is None:
            return []
        ink = _INKS[line.sign]
        number = f"{line.old if line.sign is Sign.REMOVED else line.new or '':>{self._digits}}"
        return [pointer, (f"{line.sign.value} ", f"{ink} bold".strip()), (f"{number}  ", ink or "faint")]

    def line(self, row: int) -> list[Run]:
        """Return the text of a unified row."""
        entry = self._rows[row]
        line = entry.left or entry.right
        if line is None or self.side_by_side:
            return []
        return _marked(line, entry.left_marks or entry.right_marks)

    def _side(self, line: DiffLine | None, marks: Marks, width: int, of: Sign) -> list[Run]:
        if line is None:
            return [(" " * width, "row")]
        number = line.old if of is Sign.REMOVED else line.new
        head = f"{line.sign.value} {number or '':>{self._digits}} "
        return [(head, _INKS[line.sign] or "faint"), *_fitted(_marked(line, marks), width - len(head))]


def _marked(line: DiffLine, marks: Marks) -> list[Run]:
    text = shown(line.text)
    ink = _INKS[line.sign]
    ends = "" if line.text.endswith(b"\n") else "  (no line end)" if line.sign is not Sign.SAME else ""
    runs: list[Run] = []
    done = 0
    for start, end in marks:
        runs += [(text[done:start], ink), (text[start:end], f"mark-{ink}")]
        done = end
    return [*runs, (text[done:], ink), (ends, "faint")]


def _fitted(runs: list[Run], width: int) -> list[Run]:
    """Cut or fill *runs* to *width* cells, an ellipsis where something is missing."""
    fitted: list[Run] = []
    used = 0
    for text, ink in runs:
        cells = cell_len(text)
        if used + cells > width:
            return [*fitted, (set_cell_size(text, max(0, width - used - 1)), ink), ("…", "faint")]
        fitted.append((text, ink))
        used += cells
    return [*fitted, (" " * (width - used), "")]
