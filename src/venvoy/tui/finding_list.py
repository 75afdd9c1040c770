"""The findings by stage, each with a sign for what was decided, and below them what was left alone."""

from __future__ import annotations

from attrs import frozen

from venvoy.model.analysis import Analysis
from venvoy.model.finding import Finding, Verdict
from venvoy.model.plan import Answer
from venvoy.model.shell import Opaque
from venvoy.session import Session, asks
from venvoy.tui.line_view import LineView, Run
from venvoy.tui.shown import cut, shown

SIGNS = {
    "accepted": ("✓", "ok"),
    "kept": ("=", "accent"),
    "to decide": ("?", "needs-you"),
    "advice": ("·", "faint"),
    "better kept": ("·", "faint"),
    "cannot be rewritten": ("·", "faint"),
    "left alone": ("·", "faint"),
}
"""State of a finding → its sign and ink."""


def state(session: Session, finding: Finding) -> str:
    """Return the state of *finding*: a key of `SIGNS`."""
    answer = session.answer(finding.id)
    if answer is Answer.ACCEPT:
        return "accepted"
    if answer is Answer.KEEP:
        return "kept"
    if finding.advice:
        return "advice"
    if asks(finding):
        return "to decide"
    return "better kept" if finding.verdict is Verdict.KEEP else "cannot be rewritten"


@frozen
class StageRow:
    """A heading."""

    name: str
    note: str


@frozen
class LeftAlone:
    """Lines that were not understood."""

    opaque: Opaque


@frozen
class Gap:
    """An empty row."""


Row = StageRow | Finding | LeftAlone | Gap


def arranged(analysis: Analysis) -> tuple[Row, ...]:
    """Return the rows: a heading for each stage that has findings, then what was left alone."""
    rows: list[Row] = []
    review = analysis.review
    ships = {stage.index for stage in analysis.trace.stages if stage.ships}
    for index, stage in enumerate(review.stages):
        inside = [f for f in review.findings if f.stage == index]
        if inside:
            named = f"stage {shown(stage.name)}" if len(review.stages) > 1 else shown(stage.base)
            rows += [
                *([Gap()] if rows else []),
                StageRow(named, "ships" if index in ships and len(review.stages) > 1 else ""),
                *inside,
            ]
    if not rows:
        rows.append(StageRow("nothing found", ""))
    if review.left_alone:
        heading = StageRow("left alone", "not understood")
        rows += [*([Gap()] if rows else []), heading, *(LeftAlone(o) for o in review.left_alone)]
    return tuple(rows)


class FindingList(LineView):
    """The findings pane."""

    HELP = "What was found, by stage. Signs: ✓ accepted, = kept, ? waits for you, · left as it is."

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's own name
        super().__init__(id=id)
        self._session: Session | None = None
        self._rows: tuple[Row, ...] = ()
        self._places: dict[str, int] = {}

    @property
    def rows(self) -> int:
        """Headings, findings, gaps, lines left alone."""
        return len(self._rows)

    def show(self, session: Session) -> None:
        """Show the findings of *session*, the selected one under the cursor."""
        before = self._session
        fresh = before is None or before.analysis is not session.analysis
        self._session = session
        decided = fresh or before is None or before.decisions != session.decisions
        if fresh:
            self._rows = arranged(session.analysis)
            self._places = {row.id: n for n, row in enumerate(self._rows) if isinstance(row, Finding)}
            self.resized(0)
        place = self._places.get(session.selected or "")
        if place is not None and not (self.has_focus and isinstance(self.at_cursor, LeftAlone)):
            self.cursor = place
            self.call_next(self.show_row, place)
        if decided:
            self.refresh()

    @property
    def at_cursor(self) -> Row | None:
        """The row under the cursor."""
        return self._rows[self.cursor] if self.cursor < self.rows else None

    def finding_at(self, row: int) -> Finding | None:
        """Return the finding in *row*, if it is one."""
        found = self._rows[row] if row < self.rows else None
        return found if isinstance(found, Finding) else None

    def stops(self, row: int) -> bool:
        """Let the cursor stand on findings and on lines left alone."""
        return isinstance(self._rows[row], Finding | LeftAlone)

    def ground(self, row: int) -> str:
        """Mark the selected finding, also when another pane has the keys."""
        if row != self.cursor or not self.stops(row):
            return ""
        return "cursor" if self.has_focus else "block"

    def margin(self, row: int) -> list[Run]:
        """Show the row; nothing of a list scrolls sideways."""
        entry = self._rows[row]
        if isinstance(entry, StageRow):
            return [(f" {entry.name}", "heading"), (f"  {entry.note}" if entry.note else "", "faint")]
        if isinstance(entry, Gap) or self._session is None:
            return []
        pointer = ("▸", "accent bold") if row == self.cursor else (" ", "")
        if isinstance(entry, LeftAlone):
            return [pointer, *self._entry("left alone", entry.opaque.reason, entry.opaque.lines.first)]
        return [pointer, *self._entry(state(self._session, entry), entry.shortcut, entry.lines.first)]

    def line(self, row: int) -> list[Run]:  # noqa: ARG002 - as in LineView
        """Everything is in the margin."""
        return []

    def _entry(self, of: str, name: str, line: int) -> list[Run]:
        sign, ink = SIGNS[of]
        where = f"line {line} "
        room = self.width - 4 - len(where) - 1
        text = cut(shown(name), room)
        quiet = "faint" if ink == "faint" else ""
        return [(f" {sign} ", f"{ink} bold"), (f"{text:<{max(room, 0)}} ", quiet), (where, "faint")]
