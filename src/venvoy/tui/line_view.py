"""The base of every pane: lines, drawn only when they are in view, with a cursor."""

from __future__ import annotations

from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.widget import Widget

from venvoy.tui.inks import Inked

Run = tuple[str, str]
"""Text and the name of its ink (see `INKS`), several joined by blanks: ``("RUN", "keyword bold")``."""


class LineView(Inked, ScrollView, can_focus=True):
    """A scrolling view of lines. A subclass says how many there are and what each one shows."""

    DEFAULT_CSS = """
    LineView {
        height: 1fr;
        scrollbar-size-vertical: 1;
        scrollbar-size-horizontal: 1;
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", "Line up", show=False),
        Binding("down", "move(1)", "Line down", show=False),
        Binding("pageup", "page(-1)", "Page up", show=False),
        Binding("pagedown", "page(1)", "Page down", show=False),
        Binding("home", "edge(-1)", "First line", show=False),
        Binding("end", "edge(1)", "Last line", show=False),
        Binding("left", "sideways(-8)", "Scroll left", show=False),
        Binding("right", "sideways(8)", "Scroll right", show=False),
        Binding("enter", "choose", "Open", show=False),
    ]

    cursor: reactive[int] = reactive(0, repaint=False)
    """Row under the cursor, from 0."""

    class Moved(Message):
        """The cursor was moved by the person."""

        def __init__(self, view: LineView, row: int) -> None:
            super().__init__()
            self.view = view
            self.row = row

        @property
        def control(self) -> LineView:
            """The view whose cursor moved."""
            return self.view

    class Chosen(Moved):
        """Enter was pressed, or the row under the cursor was clicked again."""

    @property
    def rows(self) -> int:
        """How many rows there are."""
        raise NotImplementedError

    @property
    def width(self) -> int:
        """Cells of a row that no scroll bar covers."""
        return self.scrollable_content_region.width

    @property
    def height(self) -> int:
        """Rows that are in view at once: those that no scroll bar covers."""
        return self.scrollable_content_region.height

    def margin(self, row: int) -> list[Run]:  # noqa: ARG002 - a subclass may have none
        """Return what stands at the left of *row* and does not scroll sideways."""
        return []

    def line(self, row: int) -> list[Run]:
        """Return what *row* shows."""
        raise NotImplementedError

    def ground(self, row: int) -> str:
        """Return the ink of *row*'s background; empty for none."""
        return "cursor" if row == self.cursor and self.has_focus else ""

    def stops(self, row: int) -> bool:  # noqa: ARG002 - a subclass may have headings
        """Tell whether the cursor may stand on *row*."""
        return True

    def resized(self, width: int) -> None:
        """Take over the number of rows, and the width of the widest line, for the scroll bars."""
        size = Size(width, self.rows)
        if size != self.virtual_size:
            # Only the scroll bars follow: laying out the whole screen again would cost more than drawing it.
            self.set_reactive(Widget.virtual_size, size)
            self._scroll_update(size)
        self.refresh()

    def render_lines(self, crop: Region) -> list[Strip]:
        """Draw lines; what they have in common is looked up once."""
        self._base = self.rich_style
        return super().render_lines(crop)

    def render_line(self, y: int) -> Strip:
        """Draw one line of the view."""
        across, down = self.scroll_offset
        row, width = y + down, self.size.width
        if row >= self.rows:
            return Strip([Segment(" " * width, self._base)], width)
        ground = self.ground(row)
        under = self._base + self.ink(ground) if ground else self._base
        whole = Strip([*self._segments(self.margin(row), under), *self._cut(self.line(row), across, under)])
        room = min(width, self.width)
        if whole.cell_length > room:
            whole = Strip([*whole.crop(0, room - 1), Segment("…", under + self.ink("faint"))], room)
        return whole.crop_extend(0, width, under)

    def _cut(self, runs: list[Run], across: int, under: Style) -> list[Segment]:
        segments = self._segments(runs, under)
        return list(Strip(segments).crop(across)) if across and segments else segments

    def _segments(self, runs: list[Run], under: Style) -> list[Segment]:
        return [Segment(text, under + self.ink(names) if names else under) for text, names in runs if text]

    def watch_cursor(self, old: int, new: int) -> None:
        """Repaint the row the cursor left and the one it came to."""
        for row in (old, new):
            self.refresh_row(row)

    def refresh_row(self, row: int) -> None:
        """Repaint *row* if it is in view."""
        y = row - self.scroll_offset.y
        if 0 <= y < self.size.height:
            self.refresh(Region(0, y, self.size.width, 1))

    def on_focus(self) -> None:
        """Show the cursor."""
        self.refresh_row(self.cursor)

    def on_blur(self) -> None:
        """Hide the cursor."""
        self.refresh_row(self.cursor)

    def show_row(self, row: int, *, last: int | None = None, centre: bool = False) -> None:
        """Scroll until *row* is in view, up to *last* as far as there is room; in the middle when *centre*."""
        height, top = self.height, self.scroll_offset.y
        last = row if last is None else min(last, row + max(0, height - 1))
        if not height or (top <= row and last < top + height):
            return
        over = height // 3 if centre else 0
        target = row - over if row < top or centre else last - height + 1
        self.scroll_to(y=max(0, target), animate=False, force=True, immediate=True)

    def put_cursor(self, row: int) -> bool:
        """Put the cursor on *row* or the nearest one it may stand on; tell whether it moved."""
        row = max(0, min(row, self.rows - 1))
        nearest = next((r for r in _around(row, self.rows) if self.stops(r)), None)
        if nearest is None or nearest == self.cursor:
            self.show_row(self.cursor)
            return False
        self.cursor = nearest
        self.show_row(nearest)
        return True

    def _by_person(self, row: int) -> None:
        if self.put_cursor(row):
            self.post_message(self.Moved(self, self.cursor))

    def action_move(self, by: int) -> None:
        """Move the cursor *by* one, passing rows it may not stand on."""
        row = self.cursor + by
        while 0 <= row < self.rows and not self.stops(row):
            row += by
        if 0 <= row < self.rows:
            self._by_person(row)
        else:
            self.scroll_to(y=0 if by < 0 else self.rows, animate=False)

    def action_page(self, by: int) -> None:
        """Move the cursor by a page."""
        self._by_person(self.cursor + by * max(1, self.height - 1))

    def action_edge(self, end: int) -> None:
        """Move the cursor to the first or last row."""
        self._by_person(0 if end < 0 else self.rows - 1)

    def action_sideways(self, by: int) -> None:
        """Scroll to the side."""
        self.scroll_to(x=self.scroll_offset.x + by, animate=False)

    def action_choose(self) -> None:
        """Open what the cursor is on."""
        if self.rows:
            self.post_message(self.Chosen(self, self.cursor))

    def on_click(self, event: events.Click) -> None:
        """Put the cursor where the mouse is; a click on the cursor's own row opens it."""
        offset = event.get_content_offset(self)
        if offset is None:
            return
        row = offset.y + self.scroll_offset.y
        if row >= self.rows or not self.stops(row):
            return
        if row == self.cursor:
            self.action_choose()
        else:
            self._by_person(row)


def _around(row: int, rows: int) -> list[int]:
    """Return *row* and then the others by their distance, those below first."""
    return sorted(range(max(0, row - 50), min(rows, row + 50)), key=lambda r: (abs(r - row), r < row))
