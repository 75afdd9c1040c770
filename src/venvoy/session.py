"""One sitting: what the person has decided so far, and the pure transitions from one state to the next.

Every transition takes a `Session` and gives a new one; the old one stays as it was. `notice` says in one sentence what
the last transition did, so that a front only has to show it.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from itertools import filterfalse

from attrs import evolve, field, frozen

from venvoy.model.analysis import Analysis
from venvoy.model.finding import Finding, Remedy, Verdict
from venvoy.model.plan import Answer, Choices, Decision, Decisions
from venvoy.model.step import Step


@frozen
class Turn:
    """What `take_back` returns to."""

    decisions: Decisions
    selected: str | None
    """The finding that was selected."""
    label: str
    """What was done after it: ``accept user-install (line 4)``."""


@frozen
class Session:
    """The state of one sitting with one Dockerfile."""

    analysis: Analysis
    decisions: Decisions = field(factory=Decisions)
    step: Step = Step.REVIEW
    selected: str | None = None
    """Id of the finding in view; None when there is none."""
    history: tuple[Turn, ...] = ()
    """Oldest first."""
    notice: str = ""
    """What the last transition did, for the person."""

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
    def decided(self) -> int:
        """How many of `to_decide` have an answer."""
        return len(self.to_decide) - len(self.undecided)

    def answer(self, finding: str) -> Answer | None:
        """Return what the person said to *finding*, or None."""
        decision = self.decisions.answers.get(finding)
        return decision.answer if decision is not None else None

    @property
    def accepted(self) -> tuple[str, ...]:
        """Ids of the accepted findings, in the order of the file."""
        return tuple(f.id for f in self.findings if self.answer(f.id) is Answer.ACCEPT)


def asks(finding: Finding) -> bool:
    """Tell whether *finding* waits for an answer: it can be rewritten and is neither mere advice nor better kept."""
    return finding.verdict is not Verdict.KEEP and finding.remedy is not Remedy.NONE and not finding.advice


def begin(analysis: Analysis) -> Session:
    """Return a new sitting with *analysis*, at the first finding that asks for an answer."""
    findings = analysis.review.findings
    first = next((f for f in findings if asks(f)), findings[0] if findings else None)
    return Session(analysis=analysis, selected=first.id if first is not None else None)


def accept(session: Session) -> Session:
    """Accept the selected finding, and those it cannot go without; go on to the next undecided one."""
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
    done = _answered(session, ids, Decision(Answer.ACCEPT), label, f"✓ Accepted {_with(session, finding, ids)}")
    return _onward(done, finding)


def keep(session: Session, reason: str = "") -> Session:
    """Keep the selected finding as it is, and those that cannot go without it; go on to the next undecided one."""
    finding = session.current
    if finding is None:
        return evolve(session, notice="There is no finding to keep.")
    accepted = (i for i in leaning_on(session.findings, finding.id) if session.answer(i) is Answer.ACCEPT)
    ids = (finding.id, *(i for i in accepted if i != finding.id))
    label = f"keep {named(finding)}"
    said = f"= Kept {_with(session, finding, ids)}"
    return _onward(_answered(session, ids, Decision(Answer.KEEP, reason.strip()), label, said), finding)


def toggle(session: Session, finding_id: str) -> Session:
    """Accept *finding_id* when it is not accepted, and take the acceptance back when it is; stay where we are."""
    finding = next((f for f in session.findings if f.id == finding_id), None)
    if finding is None:
        return evolve(session, notice="This line does not come from a finding.")
    if session.answer(finding_id) is not Answer.ACCEPT:
        return evolve(accept(evolve(session, selected=finding_id)), selected=finding_id)
    ids = tuple(i for i in leaning_on(session.findings, finding_id) if session.answer(i) is Answer.ACCEPT)
    said = f"? Took back {_with(session, finding, ids)}"
    return _answered(evolve(session, selected=finding_id), ids, None, f"take back {named(finding)}", said)


def accept_all_safe(session: Session) -> Session:
    """Accept every undecided finding whose rewrite is safe, unless it brings one along that is not."""
    by_id = {f.id: f for f in session.findings}
    needs = {f.id: f.needs for f in session.findings}
    ids: dict[str, None] = {}
    refused: set[str] = set()
    for finding in session.undecided:
        if finding.id in ids:
            continue
        group = _reach(needs, finding.id) if refused.isdisjoint(finding.needs) else ()
        if group and all(by_id[i].remedy is Remedy.SAFE and session.answer(i) is not Answer.KEEP for i in group):
            ids |= dict.fromkeys(group)
        else:
            refused.add(finding.id)
    new = [i for i in ids if session.answer(i) is not Answer.ACCEPT]
    if not new:
        return evolve(session, notice="No undecided finding has a rewrite that is safe without a look.")
    rest = len(session.undecided) - sum(f.id in ids for f in session.undecided)
    left = f"; {rest} more {'needs' if rest == 1 else 'need'} a look from you" if rest else ""
    said = f"✓ Accepted {_count(len(new), 'safe finding')}{left}. "
    done = _answered(session, tuple(ids), Decision(Answer.ACCEPT), f"accept {len(new)} safe", said)
    return evolve(done, selected=done.undecided[0].id) if done.undecided else _all_decided(done)


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
    """Bring *finding_id* into view; an unknown id changes nothing."""
    known = any(f.id == finding_id for f in session.findings)
    return evolve(session, selected=finding_id, notice="") if known else session


def move(session: Session, by: int) -> Session:
    """Select the finding *by* places further on (negative: back); stop at the ends."""
    if not session.findings:
        return evolve(session, notice="There is no finding to go to.")
    ids = [f.id for f in session.findings]
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


def together(findings: Iterable[Finding], finding_id: str) -> tuple[str, ...]:
    """Return *finding_id* and every id that can only be accepted together with it, itself first."""
    return _reach({f.id: f.needs for f in findings}, finding_id)


def leaning_on(findings: Iterable[Finding], finding_id: str) -> tuple[str, ...]:
    """Return *finding_id* and every id that cannot stay accepted when it is not, itself first."""
    leaning: dict[str, list[str]] = {}
    for finding in findings:
        leaning.setdefault(finding.id, [])
        for needed in finding.needs:
            leaning.setdefault(needed, []).append(finding.id)
    return _reach(leaning, finding_id)


def _reach(edges: Mapping[str, Sequence[str]], start: str) -> tuple[str, ...]:
    found = {start: None} if start in edges else {}
    waiting = deque(found)
    while waiting:
        # Where all need all, nearly every edge leads to what is found: these cost no turn of the loop.
        for there in filterfalse(found.__contains__, edges[waiting.popleft()]):
            if there in edges:
                found[there] = None
                waiting.append(there)
    return tuple(found)


def named(finding: Finding) -> str:
    """Return how a sentence calls *finding*: ``user-install (line 4)``."""
    return f"{finding.shortcut} (line {finding.lines.first})"


def places(findings: Iterable[Finding]) -> str:
    """Return where *findings* are: ``line 4``, ``lines 4 and 9``, ``lines 4, 9, 12 and 3 more``."""
    numbers = sorted({f.lines.first for f in findings})
    if len(numbers) == 1:
        return f"line {numbers[0]}"
    *first, last = map(str, numbers if len(numbers) <= 4 else [*numbers[:3], f"{len(numbers) - 3} more"])
    return f"lines {', '.join(first)} and {last}"


def _answered(session: Session, ids: tuple[str, ...], to: Decision | None, label: str, said: str) -> Session:
    decisions = session.decisions.answer_all(ids, to)
    turn = Turn(session.decisions, session.selected, label)
    notice = f"{said.rstrip()} z takes it back."
    return evolve(session, decisions=decisions, history=(*session.history, turn), notice=notice)


def _onward(session: Session, after: Finding) -> Session:
    """Select the next undecided finding behind *after*, or the first one; stay when all is decided."""
    places = {f.id: place for place, f in enumerate(session.findings)}
    behind = places[after.id]
    undecided = session.undecided
    following = next((f for f in undecided if places[f.id] > behind), undecided[0] if undecided else None)
    if following is None:
        return _all_decided(session)
    return evolve(session, selected=following.id)


def _all_decided(session: Session) -> Session:
    return evolve(session, notice=f"{session.notice} All is decided: 4 shows what would change.")


def _with(session: Session, finding: Finding, ids: tuple[str, ...]) -> str:
    chosen = set(ids) - {finding.id}
    others = [named(f) for f in session.findings if f.id in chosen]
    if not others:
        return f"{named(finding)}."
    return f"{named(finding)}, and with it {_listed(others)}: one does not go without the other."


def _listed(names: list[str]) -> str:
    if len(names) > 3:
        return f"{', '.join(names[:2])} and {len(names) - 2} more"
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
