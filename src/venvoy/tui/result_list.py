"""The figures with their bars, and the differences, as a list: whatever the cursor is on tells how it is known."""

from __future__ import annotations

from collections.abc import Iterator

from textual import events

from venvoy.model.comparison import Comparison, Difference, Judgement, Measure
from venvoy.reports.comparison import shortened
from venvoy.reports.figures import change, figure, spread
from venvoy.tui.line_view import LineView, Run
from venvoy.tui.prose import wrapped
from venvoy.tui.text_view import Lines

_PARTS = " ▏▎▍▌▋▊▉"
_NEUTRAL = frozenset({"layers", "entries"})
"""Units of which more is neither better nor worse."""
_SIGNS = {Judgement.SURPRISE: ("!", "bad"), Judgement.EXPECTED: ("✓", "ok")}
_TITLES = {
    Judgement.SURPRISE: "Not explained by the migration",
    Judgement.EXPECTED: "What the migration is for",
}
Item = Measure | Difference


def bar(share: float, room: int) -> str:
    """Return a bar that fills *share* of *room* cells, to an eighth of a cell; what is not nothing can be seen."""
    eighths = round(max(0.0, min(share, 1.0)) * room * 8)
    eighths = max(eighths, 1) if share > 0 else 0
    return "█" * (eighths // 8) + (_PARTS[eighths % 8] if eighths % 8 else "")


class ResultList(LineView):
    """The pane of figures and differences."""

    HELP = "Figures and differences. Below the list stands how the one under the cursor is known."

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's own name
        super().__init__(id=id)
        self._comparison: Comparison | None = None
        self._rows: list[tuple[list[Run], Item | None]] = []
        self._first: list[bool] = []
        self._width = 0

    @property
    def rows(self) -> int:
        """Rows of all items and headings."""
        return len(self._rows)

    @property
    def item(self) -> Item | None:
        """What the cursor is on."""
        return self._rows[self.cursor][1] if self.cursor < self.rows else None

    def show(self, comparison: Comparison) -> None:
        """Show *comparison*, the cursor on the first item."""
        self._comparison = comparison
        self._lay_out()
        self.cursor = next((at for at in range(self.rows) if self.stops(at)), 0)
        self.scroll_to(y=0, animate=False, force=True, immediate=True)

    def _lay_out(self) -> None:
        self._width = self.width
        if self._comparison is None or self._width < 1:
            return
        item = self.item
        self._rows = list(_rows(self._comparison, self._width - 1))
        kinds = [found for _, found in self._rows]
        self._first = [kind is not None and (not at or kinds[at - 1] is not kind) for at, kind in enumerate(kinds)]
        self.resized(0)
        places = [at for at, kind in enumerate(kinds) if kind is not None and kind is item]
        self.cursor = places[0] if places else next((at for at in range(self.rows) if self.stops(at)), 0)
        if item is None:
            self.post_message(self.Moved(self, self.cursor))

    def on_resize(self, event: events.Resize) -> None:  # noqa: ARG002 - Textual's own signature
        """Let the bars follow the width."""
        if self.width != self._width:
            self._lay_out()
            self.show_item()

    def show_item(self) -> None:
        """Scroll until all rows of the item under the cursor are in view."""
        last = self.cursor
        while last + 1 < self.rows and self._rows[last + 1][1] is self.item:
            last += 1
        self.show_row(self.cursor if self.cursor > 1 else 0, last=last)

    def stops(self, row: int) -> bool:
        """Let the cursor stand on the first row of each item."""
        return self._first[row]

    def ground(self, row: int) -> str:
        """Mark all rows of the item under the cursor."""
        if self.item is None or self._rows[row][1] is not self.item:
            return ""
        return "cursor" if self.has_focus else "block"

    def watch_cursor(self, old: int, new: int) -> None:  # noqa: ARG002 - Textual's own signature
        """Repaint the items; each has several rows."""
        self.show_item()
        self.refresh()

    def margin(self, row: int) -> list[Run]:
        """Show the row; a list does not scroll sideways."""
        return self._rows[row][0]

    def line(self, row: int) -> list[Run]:  # noqa: ARG002 - as in LineView
        """Everything is in the margin."""
        return []


def _rows(comparison: Comparison, width: int) -> Iterator[tuple[list[Run], Item | None]]:
    yield from _differences(comparison, Judgement.SURPRISE, width)
    yield [(" Figures", "heading")], None
    for measure in comparison.measures:
        for row in _measure(measure, width):
            yield row, measure
    yield [], None
    yield from _differences(comparison, Judgement.EXPECTED, width)


def _differences(comparison: Comparison, judgement: Judgement, width: int) -> Iterator[tuple[list[Run], Item | None]]:
    found = [one for one in comparison.differences if one.judgement is judgement]
    if not found:
        return
    yield [(f" {_TITLES[judgement]}", "heading"), (f"  {len(found)}", "faint")], None
    for one in shortened(found):
        if isinstance(one, str):
            yield from ((row, None) for row in wrapped([(one, "faint")], width, [("   ", "")], [("   ", "")]))
        else:
            yield from ((row, one) for row in _difference(one, width))
    yield [], None


def _measure(measure: Measure, width: int) -> Lines:
    before, after = (figure(value, measure.unit) for value in (measure.before, measure.after))
    if measure.before == measure.after:
        told = f"{after}  as before"
        return [
            [(f"   {measure.name}", ""), (" " * max(1, width - 3 - len(measure.name) - len(told)), ""), (told, "faint")]
        ]
    worse = measure.after > measure.before
    ink = "" if measure.unit in _NEUTRAL else "needs-you" if worse else "ok"
    by = change(measure) or "none before"
    gap = " " * max(1, width - 3 - len(measure.name) - len(by))
    room = max(1, width - 24)
    most = max(measure.before, measure.after)
    lines: Lines = [[(f"   {measure.name}", "bold"), (gap, ""), (by, f"{ink} bold".strip())]]
    for name, value, told, side_ink in (
        ("before", measure.before, before, "faint"),
        ("after", measure.after, after, "accent"),
    ):
        drawn = bar(value / most, room)
        lines.append(
            [(f"     {name:7}", "faint"), (drawn, side_ink), (" " * (room - len(drawn)), ""), (f"{told:>11}", "")]
        )
    return lines


def _difference(difference: Difference, width: int) -> Lines:
    sign, ink = _SIGNS[difference.judgement]
    runs: list[Run] = [(f"{difference.subject.value} ", "faint"), (difference.name, "bold")]
    return wrapped(runs, width, [(f" {sign} ", f"{ink} bold")], [("     ", "")])


def how(item: Item | None, width: int) -> Lines:
    """Return how a figure was measured, or what a difference is and why it is judged so."""
    if item is None:
        return []
    if isinstance(item, Measure):
        lines = [[("How this was measured", "heading"), (f"   {item.name}", "faint")]]
        return [*lines, *wrapped([(" ".join(filter(None, (item.how, spread(item)))), "")], width)]
    sign, ink = _SIGNS[item.judgement]
    lines = wrapped([(f"{item.subject.value} {item.name}", "heading")], width)
    for name, value in (("before", item.before), ("after", item.after)):
        told = (value, "code") if value is not None else ("it is not there", "faint")
        lines += wrapped([told], width, [(f"{name:8}", "faint")], [(" " * 8, "")])
    return [
        *lines,
        *wrapped([(item.why, "")], width, [(f"{sign} {item.judgement.value}: ", f"{ink} bold")], [("  ", "")]),
    ]
