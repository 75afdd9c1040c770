"""Findings and places in company: which go together, which ask for an answer, and how a sentence calls them."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from itertools import filterfalse

from venvoy.model.analysis import Analysis
from venvoy.model.companion import Confidence
from venvoy.model.finding import Finding, Remedy, Verdict
from venvoy.model.plan import Answer, Decision, Decisions
from venvoy.model.repository_plan import PlannedPlace, Standing


def asks(finding: Finding) -> bool:
    """Tell whether *finding* waits for an answer: it can be rewritten and is neither mere advice nor better kept."""
    return finding.verdict is not Verdict.KEEP and finding.remedy is not Remedy.NONE and not finding.advice


def can_change(planned: PlannedPlace) -> bool:
    """Tell whether there is a new text for a place that can be carried out."""
    return planned.standing not in (Standing.REPORTED, Standing.REFUSED)


def asks_for_a_look(planned: PlannedPlace) -> bool:
    """Tell whether a place waits for an answer: there is a new text, and it is not certain that it is meant."""
    sure = planned.place.confidence is Confidence.CERTAIN and not planned.doubt
    return can_change(planned) and not sure


def standing(planned: PlannedPlace, decisions: Decisions) -> Standing:
    """Return what becomes of a place with the answers so far."""
    if not can_change(planned):
        return planned.standing
    decision = decisions.answers.get(planned.place.id)
    if decision is not None:
        return Standing.ACCEPTED if decision.answer is Answer.ACCEPT else Standing.KEPT
    return Standing.OPEN if asks_for_a_look(planned) else Standing.ACCEPTED


def is_place(decided: str) -> bool:
    """Tell whether an answer is kept under the id of a place, not of a finding."""
    return "@" in decided


def together(findings: Iterable[Finding], finding_id: str) -> tuple[str, ...]:
    """Return *finding_id* and every id that can only be accepted together with it, itself first."""
    return reached({f.id: f.needs for f in findings}, finding_id)


def leaning_on(findings: Iterable[Finding], finding_id: str) -> tuple[str, ...]:
    """Return *finding_id* and every id that cannot stay accepted when it is not, itself first."""
    leaning: dict[str, list[str]] = {}
    for finding in findings:
        leaning.setdefault(finding.id, [])
        for needed in finding.needs:
            leaning.setdefault(needed, []).append(finding.id)
    return reached(leaning, finding_id)


def reached(edges: Mapping[str, Sequence[str]], start: str) -> tuple[str, ...]:
    """Return *start* and everything that *edges* lead to from it, *start* first; nothing when it is unknown."""
    found = {start: None} if start in edges else {}
    waiting = deque(found)
    while waiting:
        # Where all need all, nearly every edge leads to what is found: these cost no turn of the loop.
        for there in filterfalse(found.__contains__, edges[waiting.popleft()]):
            if there in edges:
                found[there] = None
                waiting.append(there)
    return tuple(found)


def foreseen(analysis: Analysis, decisions: Decisions) -> Decisions:
    """Return *decisions* with every finding accepted, too, that asks for an answer and can do with those given."""
    findings = analysis.review.findings
    kept = {one for one, decision in decisions.answers.items() if decision.answer is Answer.KEEP}
    groups = ((f.id, together(findings, f.id)) for f in findings if asks(f) and f.id not in decisions.answers)
    return decisions.answer_all([one for one, group in groups if kept.isdisjoint(group)], Decision(Answer.ACCEPT))


def named(finding: Finding) -> str:
    """Return how a sentence calls *finding*: ``user-install (line 4)``."""
    return f"{finding.shortcut} (line {finding.lines.first})"


def named_place(planned: PlannedPlace) -> str:
    """Return how a sentence calls a place: ``old-path-in-command (compose.yaml line 5)``."""
    return f"{planned.place.page} ({planned.place.path} line {planned.place.lines.first})"


def places(findings: Iterable[Finding]) -> str:
    """Return where *findings* are: ``line 4``, ``lines 4 and 9``, ``lines 4, 9, 12 and 3 more``."""
    numbers = sorted({f.lines.first for f in findings})
    if len(numbers) == 1:
        return f"line {numbers[0]}"
    *first, last = map(str, numbers if len(numbers) <= 4 else [*numbers[:3], f"{len(numbers) - 3} more"])
    return f"lines {', '.join(first)} and {last}"


def listed(names: list[str]) -> str:
    """Return *names* as a sentence has them: ``a``, ``a and b``, ``a, b and 3 more``."""
    if len(names) > 3:
        return f"{', '.join(names[:2])} and {len(names) - 2} more"
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def counted(number: int, noun: str) -> str:
    """Return ``1 place``, ``3 places``."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
