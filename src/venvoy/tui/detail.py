"""What is said of the selected finding, in a few lines under the list."""

from __future__ import annotations

from venvoy.company import places, together
from venvoy.model.finding import Verdict
from venvoy.model.plan import Answer
from venvoy.model.repository_plan import PlannedPlace
from venvoy.model.shell import Opaque
from venvoy.session import Session
from venvoy.tui.finding_list import SIGNS, goes_along, place_state, state, sureness
from venvoy.tui.line_view import Run
from venvoy.tui.prose import wrapped
from venvoy.tui.shown import shown
from venvoy.tui.text_view import Lines, TextView


class Detail(TextView):
    """Message, state and company of a finding; then the tally of the file."""

    DEFAULT_CSS = """
    Detail { height: 10; border-top: solid $rule; }
    """

    can_focus = False

    def show(self, session: Session) -> None:
        """Tell of *session*'s selected finding."""
        self.write(lambda width: [*_told(session, width), [], *_tally(session, width)])

    def show_left_alone(self, opaque: Opaque) -> None:
        """Tell why lines are left alone."""
        first, last = opaque.lines.first, opaque.lines.last
        where = f"Line {first}: " if first == last else f"Lines {first} to {last}: "
        told: list[Run] = [(where, "bold"), (shown(opaque.reason), ""), (" It stays as it is.", "")]
        self.write(lambda width: wrapped(told, width))


def _told(session: Session, width: int) -> Lines:
    finding = session.current
    if session.place is not None:
        return _of_place(session, session.place, width)
    if finding is None:
        return wrapped([(" ".join(session.analysis.review.reasons) or "Nothing was found.", "")], width)
    words = state(session, finding)
    sign, ink = SIGNS[words]
    by = " by this version" if words == "cannot be rewritten" else ""
    head: list[Run] = [(f"{sign} {words}{by}", f"{ink} bold"), (f"  line {finding.lines.first}", "faint")]
    company = set(together(session.findings, finding.id)) - {finding.id}
    lines = [*wrapped(head, width), *wrapped([(finding.message, "")], width)]
    decision = session.decisions.answers.get(finding.id)
    if decision is not None and decision.answer is Answer.KEEP and decision.reason:
        lines += wrapped([(f"Reason: {decision.reason}", "italic")], width)
    if finding.reason and (finding.verdict is not Verdict.MIGRATE or decision is None):
        lines += wrapped([(finding.reason, "needs-you" if words == "to decide" else "faint")], width)
    if company and decision is None:
        others = [f for f in session.findings if f.id in company]
        lines += wrapped([(f"Goes together with {places(others)}.", "faint")], width)
    return lines


def _of_place(session: Session, planned: PlannedPlace, width: int) -> Lines:
    words = place_state(session, planned)
    sign, ink = SIGNS[words]
    place = planned.place
    sure = sureness(planned)
    head: list[Run] = [(f"{sign} {words}", f"{ink} bold")]
    head += [(f"  {sure}", "faint")] if sure != words else []
    head.append((f"  {place.path} line {place.lines.first}", "faint"))
    lines = [*wrapped(head, width), *wrapped([(place.message, "")], width)]
    if planned.doubt:
        lines += wrapped([(planned.doubt, "needs-you")], width)
    return lines + wrapped([(place.suggestion, "faint")], width)


def _tally(session: Session, width: int) -> Lines:
    words = [state(session, f) for f in session.findings]
    beside = session.beside or ()
    along = [one for one in beside if goes_along(session, one)]
    words += [place_state(session, one) for one in beside if one not in along]
    left = len(session.analysis.review.left_alone)
    parts = [(words.count("accepted"), "accepted", "ok"), (words.count("kept"), "kept", "accent")]
    parts += [(words.count("to decide"), "to decide", "needs-you")]
    parts += [(len(along), "goes along" if len(along) == 1 else "go along", "ok")]
    parts += [(words.count("cannot be rewritten"), "cannot be rewritten", "faint"), (left, "left alone", "faint")]
    parts.append((words.count("only told"), "only told", "faint"))
    runs: list[Run] = []
    for count, word, ink in parts:
        if count:
            runs += [(" · ", "faint")] if runs else []
            runs.append((f"{count} {word}", ink))
    return wrapped(runs, width)
