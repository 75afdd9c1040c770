"""The review: each finding with its place and its price, accepted or kept."""

from __future__ import annotations

from attrs import evolve

from venvoy.cli import output
from venvoy.cli.plain.asking import Asker, Quit, pick
from venvoy.company import named
from venvoy.model.finding import Finding, Verdict
from venvoy.model.plan import Answer
from venvoy.reports.columns import wrap
from venvoy.reports.page import explain_text
from venvoy.reports.terminal import safe
from venvoy.session import Session, accept, keep, select, take_back
from venvoy.shortcuts.pages import page

COSTS = "What it costs"
LONGEST = 12
"""Lines of the file that are read out with a finding."""
ANSWERS = {"a": "accept", "k": "keep", "e": "explain", "b": "back", "q": "quit"}


def head(session: Session) -> None:
    """Tell which file it is, what its stages are, and what asks for no answer."""
    found = session.analysis.review
    output.data(f"{safe(found.path)}\n")
    for stage in found.stages:
        output.data(f"  line {stage.line}: stage {safe(stage.name)} from {safe(stage.base)}\n")
    for reason in found.reasons:
        if all(reason != finding.reason for finding in found.findings):  # else it is told with the finding
            _say(reason)
    asked = {f.id for f in session.to_decide}
    if asked:
        output.data(f"{len(asked)} finding{' asks' if len(asked) == 1 else 's ask'} for your answer.\n")
    for finding in session.findings:
        if finding.id not in asked:
            _say(_unasked(finding))
    for opaque in found.left_alone:
        _say(f"Left alone: line {opaque.lines.first}: {opaque.reason}")


def _unasked(finding: Finding) -> str:
    if finding.advice:
        return f"Advice: {named(finding)}: {finding.message}"
    told = f"{named(finding)}: {finding.reason or finding.message}"
    if finding.verdict is Verdict.KEEP:
        return f"Kept: {told}"
    settle = f"# venvoy: keep {finding.shortcut} -- reason"
    told = f"Cannot be rewritten by this version: {told}"
    return f"{told} A comment above line {finding.lines.first} would settle it: {settle}"


def review(session: Session, asker: Asker) -> Session:
    """Ask for an answer to every finding that asks for one, and return the sitting with the answers.

    Raises:
        Quit: when the person wants to, or at the end of the input.
    """
    told: str | None = None
    while session.undecided:
        finding = session.undecided[0]
        if told != finding.id:
            _tell(finding, session)
            told = finding.id
        answer = pick(asker, "Accept, keep, explain, back or quit? [a/k/e/b/q]", ANSWERS, "a")
        session = _answered(select(session, finding.id), answer, asker)
    return session


def _tell(finding: Finding, session: Session) -> None:
    at = session.decided + 1
    stage = session.analysis.review.stages[finding.stage].name
    output.data(
        f"\nFinding {at} of {len(session.to_decide)}: {finding.shortcut}, "
        f"line {finding.lines.first}, stage {safe(stage)}\n"
    )
    _say(finding.message)
    for related in finding.related:
        _say(f"Line {related.lines.first}: {related.note}.")
    _quote(finding, session)
    found = page(finding.shortcut, dict(finding.facts))
    costs = found.section(COSTS) if found is not None else None
    if found is not None and costs is not None:
        output.data("\n" + explain_text(evolve(found, sections=(costs,), related=()), output.prose_width()) + "\n")
    if finding.reason:
        _say(finding.reason)


def _quote(finding: Finding, session: Session) -> None:
    first, last = finding.lines.first, finding.lines.last
    lines = session.analysis.dockerfile.content.decode("utf-8", "surrogateescape").split("\n")[first - 1 : last]
    for number, line in enumerate(lines[:LONGEST], first):
        output.data(f"  {number}: {safe(line.removesuffix(chr(13)))}\n")
    if len(lines) > LONGEST:
        output.data(f"  and {len(lines) - LONGEST} more lines\n")


def _answered(session: Session, answer: str, asker: Asker) -> Session:
    match answer:
        case "a":
            after = accept(session)
        case "k":
            after = keep(session, asker.ask("Why? (written above the instruction; empty for no comment)", ""))
        case "b":
            return _back(session)
        case "e":
            _explain(session)
            return session
        case _:
            raise Quit
    _confirm(session, after)
    return after


def _back(session: Session) -> Session:
    output.data("Taken back.\n" if session.history else "There is nothing to take back.\n")
    return take_back(session)


def _explain(session: Session) -> None:
    finding = session.current
    found = page(finding.shortcut, dict(finding.facts)) if finding is not None else None
    if found is not None:
        output.data("\n" + explain_text(found, output.prose_width()) + "\n")


def _confirm(before: Session, after: Session) -> None:
    for finding in after.findings:
        answer = after.answer(finding.id)
        if answer is not before.answer(finding.id):
            output.data(f"{'Accepted' if answer is Answer.ACCEPT else 'Kept'}: {named(finding)}.\n")


def _say(sentence: str) -> None:
    output.data("\n".join(wrap(safe(sentence), output.prose_width(), first="  ", rest="  ")) + "\n")
