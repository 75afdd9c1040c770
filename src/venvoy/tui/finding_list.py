"""The findings by stage, the places beside by file, each with a sign for what was decided, and what was left alone."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from attrs import frozen

from venvoy.company import asks, standing
from venvoy.model.analysis import Analysis
from venvoy.model.companion import Confidence
from venvoy.model.finding import Finding, Verdict
from venvoy.model.plan import Answer
from venvoy.model.repository_plan import PlannedPlace, Standing
from venvoy.model.shell import Opaque
from venvoy.session import Session
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
    "only told": ("·", "faint"),
    "not possible": ("!", "needs-you"),
}
"""State of a finding or a place → its sign and ink."""

_OF_PLACES = {
    Standing.ACCEPTED: "accepted",
    Standing.KEPT: "kept",
    Standing.OPEN: "to decide",
    Standing.REPORTED: "only told",
    Standing.REFUSED: "not possible",
}
SURE = {
    Confidence.CERTAIN: "certain",
    Confidence.LIKELY: "needs a look",
    Confidence.REPORTED: "only told",
}
"""How sure the change of a place is, in words."""


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


def place_state(session: Session, planned: PlannedPlace) -> str:
    """Return the state of a place: a key of `SIGNS`."""
    return _OF_PLACES[standing(planned, session.decisions)]


def goes_along(session: Session, planned: PlannedPlace) -> bool:
    """Tell whether a place is changed without having been asked about: its change is certain."""
    return place_state(session, planned) == "accepted" and planned.place.id not in session.decisions.answers


def sureness(planned: PlannedPlace) -> str:
    """Return in words how sure the change of a place is, all that is known of it considered."""
    sure = planned.place.confidence
    return SURE[Confidence.LIKELY if sure is Confidence.CERTAIN and planned.doubt else sure]


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


Row = StageRow | Finding | PlannedPlace | LeftAlone | Gap


def arranged(analysis: Analysis, beside: Sequence[PlannedPlace] = ()) -> tuple[Row, ...]:
    """Return the rows: a heading for each stage that has findings and each file beside, then what was left alone."""
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
    for path, places in groupby(beside, lambda one: one.place.path):
        rows += [Gap(), StageRow(shown(path), "beside"), *places]
    if review.left_alone:
        heading = StageRow("left alone", "not understood")
        rows += [*([Gap()] if rows else []), heading, *(LeftAlone(o) for o in review.left_alone)]
    return tuple(rows)


def id_of(row: Row) -> str | None:
    """Return the id under which a row is decided; None for a heading and what cannot be decided."""
    if isinstance(row, Finding):
        return row.id
    return row.place.id if isinstance(row, PlannedPlace) else None


class FindingList(LineView):
    """The findings pane."""

    HELP = (
        "What was found, by stage, and beside the Dockerfile by file. "
        "Signs: ✓ accepted, = kept, ? waits for you, · left as it is."
    )

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
        fresh = before is None or before.analysis is not session.analysis or before.beside != session.beside
        self._session = session
        decided = fresh or before is None or before.decisions != session.decisions
        if fresh:
            self._rows = arranged(session.analysis, session.beside or ())
            found = enumerate(map(id_of, self._rows))
            self._places = {one: n for n, one in found if one is not None}
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

    def id_at(self, row: int) -> str | None:
        """Return the id of the finding or place in *row*, if it is one."""
        return id_of(self._rows[row]) if row < self.rows else None

    def stops(self, row: int) -> bool:
        """Let the cursor stand on findings, places and lines left alone."""
        return isinstance(self._rows[row], Finding | PlannedPlace | LeftAlone)

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
        if isinstance(entry, PlannedPlace):
            place = entry.place
            return [pointer, *self._entry(place_state(self._session, entry), place.page, place.lines.first)]
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
