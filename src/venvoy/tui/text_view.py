"""A pane of text for reading: wrapped to its own width, drawn line by line."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual import events
from textual.binding import BindingType

from venvoy.tui.line_view import LineView, Run

Lines = list[list[Run]]


class TextView(LineView, inherit_bindings=False):
    """Shows what a function makes of its width; asks again when that changes. Keys scroll, there is no cursor."""

    HELP = "Text for reading; ↑ and ↓ scroll it."
    BINDINGS: ClassVar[list[BindingType]] = LineView.BINDINGS[:-1]
    DEFAULT_CSS = """
    TextView { overflow-x: hidden; scrollbar-gutter: stable; padding: 0 0 0 1; }
    """

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's own name
        super().__init__(id=id)
        self._writer: Callable[[int], Lines] | None = None
        self._lines: Lines = []
        self._width = 0

    @property
    def rows(self) -> int:
        """Lines of the text at this width."""
        return len(self._lines)

    @property
    def plain(self) -> str:
        """The text without its inks."""
        return "\n".join("".join(text for text, _ in line) for line in self._lines)

    def write(self, writer: Callable[[int], Lines], *, keep_place: bool = False) -> None:
        """Show what *writer* gives for the width of the pane, from its start unless *keep_place*."""
        self._writer = writer
        self._flow()
        if not keep_place:
            self.scroll_to(y=0, animate=False, force=True, immediate=True)

    def _flow(self) -> None:
        before, was = self._lines, self._width
        self._width = self.width
        if self._writer is None or self._width < 1:
            return
        self._lines = self._writer(max(1, self._width - 1))
        if (self._width, len(self._lines)) != (was, len(before)):
            self.resized(self._width)
            return
        # Most of a page is the same for the next finding: painting it again would double the time of a key.
        for row, (old, new) in enumerate(zip(before, self._lines, strict=True)):
            if old != new:
                self.refresh_row(row)

    def on_resize(self, event: events.Resize) -> None:  # noqa: ARG002 - Textual's own signature
        """Wrap again."""
        if self.width != self._width:
            self._flow()

    def line(self, row: int) -> list[Run]:
        """Return one wrapped line."""
        return self._lines[row]

    def ground(self, row: int) -> str:  # noqa: ARG002 - as in LineView
        """No row is marked."""
        return ""

    def action_move(self, by: int) -> None:
        """Scroll by a line."""
        self._scroll(by)

    def action_page(self, by: int) -> None:
        """Scroll by a page."""
        self._scroll(by * max(1, self.height - 2))

    def action_edge(self, end: int) -> None:
        """Scroll to the start or the end."""
        self._scroll(end * self.rows)

    def _scroll(self, by: int) -> None:
        self.scroll_to(y=self.scroll_offset.y + by, animate=False)
