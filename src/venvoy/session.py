"""One sitting: what the person has decided so far, and the pure transitions from one state to the next.

Every transition takes a `Session` and gives a new one; the old one stays as it was. `notice` says in one sentence what
the last transition did, so that a front only has to show it.
"""

from __future__ import annotations

from attrs import evolve, field, frozen

from venvoy.company import (
    asks,
    asks_for_a_look,
    can_change,
    counted,
    leaning_on,
    listed,
    named,
    named_place,
    reached,
    standing,
    together,
)
from venvoy.model.analysis import Analysis
from venvoy.model.finding import Finding, Remedy, Verdict
from venvoy.model.plan import Answer, Choices, Decision, Decisions
from venvoy.model.repository_plan import PlannedPlace, Standing
from venvoy.model.step import Step


@frozen
class Turn:
    """What `take_back` returns to."""

    decisions: Decisions
    selected: str | None
    """The finding or place that was selected."""
    label: str
    """What was done after it: ``accept user-install (line 4)``."""


@frozen
class Session:
    """The state of one sitting with one Dockerfile."""

    analysis: Analysis
    decisions: Decisions = field(factory=Decisions)
    step: Step = Step.REVIEW
    selected: str | None = None
    """Id of the finding or place in view; None when there is none."""
    history: tuple[Turn, ...] = ()
    """Oldest first."""
    notice: str = ""
    """What the last transition did, for the person."""
    beside: tuple[PlannedPlace, ...] | None = None
    """The places in the files beside the Dockerfile that would be concerned if all were accepted that nobody has
    answered, file by file; None until that is worked out. See `venvoy.company.standing`
    for what becomes of them."""
    others: tuple[Session, ...] = ()
    """The sittings with the Dockerfiles that are migrated along, in the order of their paths, each without others of
    its own: see `venvoy.members`."""

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Every finding, in the order of the file."""
        return self.analysis.review.findings

    @property
    def current(self) -> Finding | None:
        """The selected finding."""
        return next((f for f in self.findings if f.id == self.selected), None)

    @property
    def to_decide(self) -> tuple[Finding, ...]:
        """The findings that ask for an answer, see `asks`."""
        return tuple(f for f in self.findings if asks(f))

    @property
    def undecided(self) -> tuple[Finding, ...]:
        """Those of `to_decide` that have no answer yet."""
        return tuple(f for f in self.to_decide if f.id not in self.decisions.answers)

    @property
    def place(self) -> PlannedPlace | None:
        """The selected place."""
        return next((one for one in self.beside or () if one.place.id == self.selected), None)

    @property
    def ids(self) -> tuple[str, ...]:
        """Everything that can be selected: the findings, and behind them the places."""
        return (*(f.id for f in self.findings), *(one.place.id for one in self.beside or ()))

    @property
    def asked(self) -> tuple[str, ...]:
        """Ids of the findings and places that ask for an answer."""
        looks = (one.place.id for one in self.beside or () if asks_for_a_look(one))
        return (*(f.id for f in self.to_decide), *looks)

    @property
    def waiting(self) -> tuple[str, ...]:
        """Those of `asked` that have no answer yet."""
        return tuple(one for one in self.asked if one not in self.decisions.answers)

    @property
    def decided(self) -> int:
        """How many of `asked` have an answer."""
        return len(self.asked) - len(self.waiting)

    def answer(self, finding: str) -> Answer | None:
        """Return what the person said to *finding*, or None."""
        decision = self.decisions.answers.get(finding)
        return decision.answer if decision is not None else None

    @property
    def accepted(self) -> tuple[str, ...]:
        """Ids of the accepted findings, in the order of the file."""
        return tuple(f.id for f in self.findings if self.answer(f.id) is Answer.ACCEPT)


def begin(analysis: Analysis) -> Session:
    """Return a new sitting with *analysis*, at the first finding that asks for an answer."""
    findings = analysis.review.findings
    first = next((f for f in findings if asks(f)), findings[0] if findings else None)
    return Session(analysis=analysis, selected=first.id if first is not None else None)


def accept(session: Session) -> Session:
    """Accept the selected finding, and those it cannot go without, or the place; go on to the next undecided one."""
    if session.place is not None:
        return _settle(session, session.place, Decision(Answer.ACCEPT))
    finding = session.current
    if finding is None:
        return evolve(session, notice="There is no finding to accept.")
    if finding.advice:
        return evolve(session, notice=f"{named(finding)} is advice: it goes along with whatever you accept, see 3.")
    if finding.remedy is Remedy.NONE:
        why = finding.reason or "There is no rewrite for it that is known to be true."
        kept = "is better kept" if finding.verdict is Verdict.KEEP else "cannot be rewritten by this version"
        return evolve(session, notice=f"{named(finding)} {kept}. {why}")
    ids = together(session.findings, finding.id)
    label = f"accept {named(finding)}"
    done = answered(session, ids, Decision(Answer.ACCEPT), label, f"✓ Accepted {_with(session, finding, ids)}")
    return _onward(done, finding.id)


def keep(session: Session, reason: str = "") -> Session:
    """Keep the selected finding, and those that cannot go without it, or the place; go on to the next undecided one."""
    if session.place is not None:
        return _settle(session, session.place, Decision(Answer.KEEP, reason.strip()))
    finding = session.current
    if finding is None:
        return evolve(session, notice="There is no finding to keep.")
    accepted = (i for i in leaning_on(session.findings, finding.id) if session.answer(i) is Answer.ACCEPT)
    ids = (finding.id, *(i for i in accepted if i != finding.id))
    label = f"keep {named(finding)}"
    said = f"= Kept {_with(session, finding, ids)}"
    return _onward(answered(session, ids, Decision(Answer.KEEP, reason.strip()), label, said), finding.id)


def toggle(session: Session, finding_id: str) -> Session:
    """Accept *finding_id* when it is not accepted, and take the acceptance back when it is; stay where we are.

    A place that is changed is kept instead: a certain one would be changed without any answer, too.
    """
    planned = next((one for one in session.beside or () if one.place.id == finding_id), None)
    if planned is not None:
        there = evolve(session, selected=finding_id)
        turned = keep(there) if standing(planned, session.decisions) is Standing.ACCEPTED else accept(there)
        return evolve(turned, selected=finding_id)
    finding = next((f for f in session.findings if f.id == finding_id), None)
    if finding is None:
        return evolve(session, notice="This line does not come from a finding.")
    if session.answer(finding_id) is not Answer.ACCEPT:
        return evolve(accept(evolve(session, selected=finding_id)), selected=finding_id)
    ids = tuple(i for i in leaning_on(session.findings, finding_id) if session.answer(i) is Answer.ACCEPT)
    said = f"? Took back {_with(session, finding, ids)}"
    return answered(evolve(session, selected=finding_id), ids, None, f"take back {named(finding)}", said)


def accept_all_safe(session: Session) -> Session:
    """Accept every undecided finding whose rewrite is safe, unless it brings one along that is not."""
    by_id = {f.id: f for f in session.findings}
    needs = {f.id: f.needs for f in session.findings}
    ids: dict[str, None] = {}
    refused: set[str] = set()
    for finding in session.undecided:
        if finding.id in ids:
            continue
        group = reached(needs, finding.id) if refused.isdisjoint(finding.needs) else ()
        if group and all(by_id[i].remedy is Remedy.SAFE and session.answer(i) is not Answer.KEEP for i in group):
            ids |= dict.fromkeys(group)
        else:
            refused.add(finding.id)
    new = [i for i in ids if session.answer(i) is not Answer.ACCEPT]
    if not new:
        return evolve(session, notice="No undecided finding has a rewrite that is safe without a look.")
    rest = len(session.undecided) - sum(f.id in ids for f in session.undecided)
    left = f"; {rest} more {'needs' if rest == 1 else 'need'} a look from you" if rest else ""
    said = f"✓ Accepted {counted(len(new), 'safe finding')}{left}. "
    done = answered(session, tuple(ids), Decision(Answer.ACCEPT), f"accept {len(new)} safe", said)
    return evolve(done, selected=done.waiting[0]) if done.waiting else all_decided(done)


def choose(session: Session, choices: Choices, label: str) -> Session:
    """Take over *choices*; *label* names what was chosen, for `take_back`."""
    if choices == session.decisions.choices:
        return session
    turn = Turn(session.decisions, session.selected, label)
    decisions = evolve(session.decisions, choices=choices)
    return evolve(session, decisions=decisions, history=(*session.history, turn), notice=f"Chosen: {label}.")


def take_back(session: Session) -> Session:
    """Undo the last decision or choice."""
    if not session.history:
        return evolve(session, notice="There is no decision to take back.")
    *before, turn = session.history
    said = f"Taken back: {turn.label}."
    return evolve(session, decisions=turn.decisions, selected=turn.selected, history=tuple(before), notice=said)


def select(session: Session, finding_id: str) -> Session:
    """Bring the finding or place *finding_id* into view; an unknown id changes nothing."""
    return evolve(session, selected=finding_id, notice="") if finding_id in session.ids else session


def move(session: Session, by: int) -> Session:
    """Select what stands *by* places further on (negative: back), findings and then places; stop at the ends."""
    ids = session.ids
    if not ids:
        return evolve(session, notice="There is no finding to go to.")
    here = ids.index(session.selected) if session.selected in ids else 0
    there = here + by
    if there < 0:
        return evolve(session, notice="This is the first finding.")
    if there >= len(ids):
        return evolve(session, notice="This is the last finding. 3 goes on to the choices, 4 to the preview.")
    return select(session, ids[there])


def go(session: Session, step: Step) -> Session:
    """Walk or jump to *step*."""
    return evolve(session, step=step, notice="")


def _settle(session: Session, planned: PlannedPlace, to: Decision) -> Session:
    name = named_place(planned)
    if not can_change(planned):
        why = planned.doubt or planned.place.suggestion
        return evolve(session, notice=f"{name} is only told: venvoy knows no text that is surely right. {why}")
    done = "✓ Accepted" if to.answer is Answer.ACCEPT else "= Kept"
    said = answered(session, (planned.place.id,), to, f"{to.answer.value} {name}", f"{done} {name}.")
    return _onward(said, planned.place.id)


def answered(session: Session, ids: tuple[str, ...], to: Decision | None, label: str, said: str) -> Session:
    """Return *session* with each of *ids* answered alike: a turn called *label*, of which the person is told *said*."""
    decisions = session.decisions.answer_all(ids, to)
    turn = Turn(session.decisions, session.selected, label)
    notice = f"{said.rstrip()} z takes it back."
    return evolve(session, decisions=decisions, history=(*session.history, turn), notice=notice)


def _onward(session: Session, after: str) -> Session:
    """Select what waits for an answer behind *after*, or the first that does; stay when all is decided."""
    order = {one: at for at, one in enumerate(session.ids)}
    waiting = session.waiting
    following = next((one for one in waiting if order[one] > order[after]), waiting[0] if waiting else None)
    return all_decided(session) if following is None else evolve(session, selected=following)


def all_decided(session: Session) -> Session:
    """Add to what was said where to go now."""
    if any(other.undecided for other in session.others):
        return evolve(session, notice=f"{session.notice} All is decided here: ] goes on to the next Dockerfile.")
    return evolve(session, notice=f"{session.notice} All is decided: 4 shows what would change.")


def _with(session: Session, finding: Finding, ids: tuple[str, ...]) -> str:
    chosen = set(ids) - {finding.id}
    others = [named(f) for f in session.findings if f.id in chosen]
    if not others:
        return f"{named(finding)}."
    return f"{named(finding)}, and with it {listed(others)}: one does not go without the other."
