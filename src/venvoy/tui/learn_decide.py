"""An exercise: accept a finding, keep it again, and see what that changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from venvoy import session as transitions
from venvoy.lessons.deciding import turnout
from venvoy.model.lesson import Lesson, Turnout
from venvoy.model.plan import Answer
from venvoy.tui.line_view import Run
from venvoy.tui.shown import shown

if TYPE_CHECKING:
    from venvoy.model.analysis import Analysis
    from venvoy.session import Session
    from venvoy.tui.learn_exercise import Desk
    from venvoy.tui.learn_sheet import Sheet

_INKS = {"+": "added", "-": "removed", " ": ""}


class Decide:
    """The findings as switches, and below them what Python would look in."""

    def __init__(self, lesson: Lesson, analysis: Analysis, desk: Desk) -> None:
        self._lesson, self._desk = lesson, desk
        self._session = transitions.begin(analysis)
        self._turnout: Turnout | None = None
        self._flipped = False

    def begin(self) -> None:
        """Work out what it comes to when everything is kept."""
        self._look()

    def leave(self) -> bool:
        """Leave what is being worked out to itself: it is short, and nobody waits for it any more."""
        return False

    def pick(self, answer: int) -> None:
        """Flip a decision."""
        self._session = transitions.toggle(self._session, self._session.to_decide[answer].id)
        self._flipped = True
        self._look()

    def _look(self) -> None:
        session, self._turnout = self._session, None
        self._desk.redraw()

        def job() -> None:
            found = turnout(session)
            self._desk.call(lambda: self._found(session, found))

        self._desk.work(job)

    def _found(self, session: Session, found: Turnout) -> None:
        if session is not self._session:
            return  # decided otherwise meanwhile
        self._turnout = found
        if self._flipped:
            self._desk.done()
        self._desk.redraw()

    def write(self, sheet: Sheet) -> None:
        """Write the switches and the turnout."""
        sheet.say(("enter flips a decision; what is accepted together is flipped together.", "faint"))
        sheet.gap()
        for at, finding in enumerate(self._session.to_decide):
            accepted = self._session.answer(finding.id) is Answer.ACCEPT
            switch: Run = ("✓ accept", "ok bold") if accepted else ("= keep  ", "accent bold")
            sheet.offer(at, f"`{finding.shortcut}` line {finding.lines.first}", switch)
        sheet.gap()
        if self._turnout is None:
            sheet.say(("Working it out …", "faint"))
            return
        sheet.say(("The last stage's Python looks in", "heading"))
        for entry in self._turnout.entries:
            sheet.say((entry.text, _INKS[entry.sign]), lead=f"  {entry.sign} ")
        sheet.gap()
        sheet.say(("Lines of the Dockerfile", "heading"))
        for sign, text in self._turnout.changed:
            sheet.say((f"{sign} {shown(text)}", _INKS[sign]), lead="  ")
        if not self._turnout.changed:
            sheet.say(("none is changed: kept is kept", "faint"), lead="  ")
        sheet.gap()
        if self._flipped:
            sheet.text(self._lesson.afterwards)
