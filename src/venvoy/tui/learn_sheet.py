"""The sheet of an exercise: text, and rows that can be picked."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import ClassVar

from attrs import define, field
from textual import events
from textual.binding import Binding, BindingType
from textual.reactive import reactive

from venvoy.tui.line_view import LineView, Run
from venvoy.tui.prose import inline, rendered, wrapped
from venvoy.tui.text_view import Lines, TextView


@define
class Sheet:
    """What an exercise writes for one width."""

    width: int
    lines: Lines = field(factory=list)
    answers: dict[int, int] = field(factory=dict)
    """Row → number of the answer that it is part of."""
    news: int | None = None
    """Row where what has just come in begins."""

    def text(self, markdown: str) -> None:
        """Write paragraphs and leave a blank row."""
        self.lines += [*rendered(markdown, self.width), []]

    def rows(self, rows: Iterable[list[Run]]) -> None:
        """Write *rows* as they are."""
        self.lines += rows

    def say(self, *runs: Run, lead: str = "") -> None:
        """Write a sentence, its further rows indented as far as *lead* is long."""
        self.lines += wrapped(runs, self.width, [(lead, "")], [(" " * len(lead), "")])

    def gap(self) -> None:
        """Leave a blank row."""
        self.lines.append([])

    def begin_news(self) -> None:
        """Note that what has just come in begins here."""
        self.news = len(self.lines)

    def offer(self, answer: int, markdown: str, sign: Run = ("→", "accent bold")) -> None:
        """Write a row that can be picked as *answer*."""
        first = len(self.lines)
        blank = " " * (len(sign[0]) + 2)
        self.lines += wrapped(inline(markdown), self.width, [(" ", ""), sign, (" ", "")], [(blank, "")])
        self.answers |= dict.fromkeys(range(first, len(self.lines)), answer)


class SheetView(TextView):
    """The pane of an exercise."""

    HELP = "The exercise. ↑ and ↓ go to what can be picked; enter or a click picks it."
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,space", "choose", "pick", key_display="enter", tooltip="Pick what the cursor is on"),
    ]

    at: reactive[int] = reactive(0, repaint=False)
    """The answer under the cursor."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's own name
        super().__init__(id=id)
        self._answers: dict[int, int] = {}
        self._news: int | None = None

    def ask(self, writer: Callable[[Sheet], None], *, show_news: bool = False) -> None:
        """Show what *writer* writes; bring what has just come in into view when *show_news*."""

        def flow(width: int) -> Lines:
            sheet = Sheet(width)
            writer(sheet)
            self._answers, self._news = sheet.answers, sheet.news
            offered = set(sheet.answers.values())
            if offered and self.at not in offered:
                self.set_reactive(SheetView.at, min(offered))
            return sheet.lines

        self.write(flow, keep_place=True)
        self.refresh()
        if show_news and self._news is not None:
            self.call_after_refresh(self.show_row, self._news, last=self.rows - 1)

    def stops(self, row: int) -> bool:
        """Let the mouse find what can be picked."""
        return row in self._answers

    def ground(self, row: int) -> str:
        """Mark the answer under the cursor, also without the keys."""
        if self._answers.get(row) != self.at:
            return ""
        return "cursor" if self.has_focus else "block"

    def watch_at(self) -> None:
        """Bring the answer into view."""
        rows = [row for row, answer in self._answers.items() if answer == self.at]
        if rows:
            self.show_row(rows[0], last=rows[-1])
        self.refresh()

    def on_focus(self) -> None:
        """Show the cursor."""
        self.refresh()

    def on_blur(self) -> None:
        """Hide it."""
        self.refresh()

    def action_move(self, by: int) -> None:
        """Go to another answer; beyond the last one, scroll."""
        order = list(dict.fromkeys(self._answers.values()))
        place = order.index(self.at) + by if self.at in order else -1
        if 0 <= place < len(order):
            self.at = order[place]
        else:
            super().action_move(by)

    def action_choose(self) -> None:
        """Pick the answer under the cursor."""
        row = next((row for row, answer in self._answers.items() if answer == self.at), None)
        if row is not None:
            self.post_message(LineView.Chosen(self, row))

    def answer_of(self, row: int) -> int:
        """Return the answer that *row* is part of."""
        return self._answers[row]

    def on_click(self, event: events.Click) -> None:
        """Pick what is clicked at once."""
        event.prevent_default()
        offset = event.get_content_offset(self)
        row = offset.y + self.scroll_offset.y if offset is not None else -1
        if row in self._answers:
            self.at = self._answers[row]
            self.action_choose()
