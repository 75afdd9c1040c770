"""Why a line changes, told for the pane beside the diff."""

from __future__ import annotations

import re

from venvoy.company import leaning_on, named, named_place, places
from venvoy.model.plan import Cause, FileDiff, Plan, Sign
from venvoy.model.repository_plan import PlannedPlace
from venvoy.model.source import Lines as Span
from venvoy.session import Session
from venvoy.tui.diff_rows import Row
from venvoy.tui.finding_list import SIGNS, place_state, sureness
from venvoy.tui.line_view import Run
from venvoy.tui.outlook import FileView
from venvoy.tui.prose import wrapped
from venvoy.tui.text_view import Lines

_SAID = re.compile(r"\blines? \d", re.IGNORECASE)
_IN: list[Run] = [("  ", "")]
_STRIP = 60
"""Cells from which the pane is the low strip below the diff, which has no line to spare for a heading."""


def behind_row(row: Row | None, session: Session) -> str | None:
    """Return the finding or place behind *row*, the first when there are several."""
    known = set(session.ids)
    return next((c.source for c in row.causes if c.source in known), None) if row is not None else None


def why(row: Row | None, session: Session, plan: Plan, diff: FileDiff, width: int) -> Lines:
    """Return why *row* changes; for a row that stays, what there is to know about the whole."""
    if row is None or not row.causes:
        return about(plan, diff, session, width)
    lines: Lines = [[("Why this line", "heading")], []] if width < _STRIP else []
    for cause in row.causes:
        lines += [*wrapped([(cause.why, "")], width), *_source(cause, session, width), []]
    return lines


def _source(cause: Cause, session: Session, width: int) -> Lines:
    finding = next((f for f in session.findings if f.id == cause.source), None)
    planned = next((one for one in session.beside or () if one.place.id == cause.source), None)
    if planned is not None:
        return _of_place(planned, session, width)
    if finding is None:
        kind, _, name = cause.source.partition(":")
        said = f"{kind}: {name}" if name else "the layout of an image with a virtual environment"
        return wrapped([(said, "accent"), ("  c", "key"), (" to change", "faint")], width)
    others = [f for f in session.findings if f.id in leaning_on(session.findings, finding.id)[1:]]
    company = f", with {places(others)}" if others else ""
    return [
        *wrapped([("✓ ", "ok bold"), (named(finding), "ok"), (" accepted", "faint")], width, [], [("  ", "")]),
        *wrapped([("space", "key"), (f" takes it back{company}", "faint")], width),
    ]


def _of_place(planned: PlannedPlace, session: Session, width: int) -> Lines:
    answered = planned.place.id in session.decisions.answers
    how = "accepted" if answered else "certain: goes along unasked"
    lines = wrapped([(planned.place.message, "faint")], width)
    lines += wrapped([("✓ ", "ok bold"), (named_place(planned), "ok"), (f" {how}", "faint")], width, [], [("  ", "")])
    return lines + wrapped([("space", "key"), (" keeps it as it was", "faint")], width)


def about_file(file: FileView, session: Session, width: int) -> Lines:
    """Return what was found in a file beside the Dockerfile, and what becomes of each place."""
    lines: Lines = [[("What was found in this file", "heading")], []] if width < _STRIP else []
    for planned in file.places:
        sign, ink = SIGNS[place_state(session, planned)]
        place = planned.place
        told = f"line {place.lines.first}: {place.message}"
        lines += wrapped([(told, ""), (f" ({sureness(planned)})", "faint")], width, [(f"{sign} ", f"{ink} bold")], _IN)
    keys: list[Run] = [("f", "key"), (" accepts all of them, ", "faint"), ("K", "key"), (" keeps the file", "faint")]
    return [*lines, [], *wrapped(keys, width)]


def at_line(lines: Span | None, text: str, diff: FileDiff) -> str:
    """Return which line a *text* is about, before and after where that differs; empty when the text says it itself."""
    if lines is None or _SAID.search(text):
        return ""
    now = next((one.new for one in diff.lines if one.sign is Sign.SAME and one.old == lines.first), None)
    moved = f", {now} in the new file" if now is not None and now != lines.first else ""
    return f"line {lines.first}{moved}: "


def about(plan: Plan, diff: FileDiff, session: Session, width: int) -> Lines:
    """Return what there is to know: what was refused, open questions, notes, undecided findings."""
    lines: Lines = []
    for refused in plan.refused:
        lines += [*wrapped([("! ", "bad bold"), (refused, "")], width, [], [("  ", "")]), []]
    for accepted, brought in plan.moved_together:
        told = f"{accepted} brought {brought} along: one does not go without the other."
        lines += [*wrapped([("✓ ", "ok bold"), (told, "")], width, [], [("  ", "")]), []]
    for question in plan.questions:
        head = f"{at_line(question.lines, question.text, diff)}{question.text}"
        lines += wrapped([("? ", "needs-you bold"), (head, "")], width, [], [("  ", "")])
        lines += [*wrapped([(f"Until you answer: {question.default}", "faint")], width, [("  ", "")], [("  ", "")]), []]
    for note in plan.notes:
        where = at_line(note.lines, note.text, diff)
        lines += [*wrapped([("· ", "accent"), (where, "faint"), (note.text, "")], width, [], [("  ", "")]), []]
    undecided = len(session.undecided)
    if undecided:
        things = "1 finding has" if undecided == 1 else f"{undecided} findings have"
        told = f"{things} no answer yet and {'changes' if undecided == 1 else 'change'} nothing here."
        lines += [*wrapped([("? ", "needs-you bold"), (told, "")], width, [], [("  ", "")]), []]
    heading: Lines = [[("What to know", "heading")], []]
    return [*heading, *lines] if lines else wrapped([("Move to a changed line to see why it changes.", "faint")], width)
