"""The pane of a build's output: it follows the end until the person looks elsewhere, and can be searched."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import ClassVar

from textual.binding import BindingType

from venvoy.tui.line_view import LineView, Run
from venvoy.tui.log import Log
from venvoy.tui.shown import shown

_MARK = re.compile(r"#\d+ (?:\d+\.\d+ )?")
"""What BuildKit puts before a line: the number of the step and the seconds since it began."""
_STEP = re.compile(r"\[[^\]]*\d+/\d+\] |Step \d+/\d+ : |STEP \d+/\d+: ")
_BAD = re.compile(r"(?:ERROR|error|fatal|Traceback)\b")
_WIDEST = 10_000


class LogView(LineView, inherit_bindings=False):
    """Shows a `Log`; text in it comes from strangers and is spelt out."""

    HELP = "The output of a build. / searches it; the end key follows it again."
    BINDINGS: ClassVar[list[BindingType]] = LineView.BINDINGS[:-1]

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's own name
        super().__init__(id=id)
        self.log_lines = Log()
        self._wanted = ""

    @property
    def rows(self) -> int:
        """Lines that are kept, and one that tells of those that are not."""
        return len(self.log_lines.lines) + self._head

    @property
    def _head(self) -> int:
        return 1 if self.log_lines.gone else 0

    @property
    def follows(self) -> bool:
        """True while the last line is in view."""
        return self.cursor >= self.rows - 1 and self.scroll_offset.y >= self.rows - self.height

    def clear(self) -> None:
        """Begin anew."""
        self.log_lines = Log()
        self._wanted = ""
        self.set_reactive(LineView.cursor, 0)
        self.resized(0)

    def add(self, lines: Iterable[str], gone: int = 0) -> None:
        """Show some more lines, before which *gone* were left out."""
        follows, before = self.follows, self._head
        cut = self.log_lines.add(lines, gone) - (self._head - before)
        self.resized(min(self.log_lines.widest, _WIDEST))
        if follows:
            self.set_reactive(LineView.cursor, max(0, self.rows - 1))
            self._scroll_down(self.rows)
        elif cut:
            self.set_reactive(LineView.cursor, max(0, self.cursor - cut))
            self._scroll_down(self.scroll_offset.y - cut)

    def _scroll_down(self, to: int) -> None:
        self.scroll_to(y=max(0, to), animate=False, force=True, immediate=True)

    def on_resize(self) -> None:
        """Stay at the end after the room changed."""
        if self.cursor >= self.rows - 1:
            self._scroll_down(self.rows)

    def search(self, text: str) -> int:
        """Go to the nearest line that holds *text*; return how many there are.

        The search goes down from the cursor. While the last line is followed it goes up, to what was said last.
        """
        self._wanted = shown(text)
        self._go(0, -1 if self.follows else 1)
        self.refresh()
        return self.log_lines.count(text)

    def again(self, by: int) -> bool:
        """Go to the next line (or the one before) that holds what was searched; tell whether anything was."""
        if self._wanted:
            self._go(by, by)
        return bool(self._wanted)

    def _go(self, over: int, by: int) -> None:
        start = max(0, self.cursor - self._head) + over
        at = self.log_lines.find(self._wanted, start, by) if self.log_lines.lines else None
        if at is not None:
            self._by_person(at + self._head)

    def line(self, row: int) -> list[Run]:
        """Return a line, what was searched marked."""
        if row < self._head:
            return [(f"⋮ {self.log_lines.gone:,} lines before these are not kept", "faint")]
        text = shown(self.log_lines.lines[row - self._head])
        if self._wanted and (found := _found(text, self._wanted)):
            return found
        mark = _MARK.match(text)
        start = mark.end() if mark else 0
        rest = text[start:]
        ink = "bad" if _BAD.search(rest) else "accent" if _STEP.match(rest) else ""
        return [(text[:start], "faint"), (rest, ink)]


def _found(text: str, wanted: str) -> list[Run]:
    """Return *text* with each occurrence of *wanted* marked; nothing when there is none."""
    pieces = re.split(f"({re.escape(wanted)})", text, flags=re.IGNORECASE)
    if len(pieces) == 1:
        return []
    return [(piece, "mark-added" if at % 2 else "") for at, piece in enumerate(pieces)]
