"""The review: each finding with its place and its price, accepted or kept."""

from __future__ import annotations

from attrs import evolve

from venvoy.cli import output
from venvoy.cli.plain.asking import Asker, Quit
from venvoy.model.finding import Finding
from venvoy.model.plan import Answer
from venvoy.reports.columns import wrap
from venvoy.reports.page import explain_text
from venvoy.reports.terminal import safe
from venvoy.session import Session, accept, keep, named, select, take_back
from venvoy.shortcuts.pages import page

COSTS = "What it costs"
LONGEST = 12
"""Lines of the file that are read out with a finding."""


def review(session: Session, asker: Asker) -> Session:
    """Ask for an answer to every finding that asks for one, and return the sitting with the answers.

    Raises:
        Quit: when the person wants to, or at the end of the input.
    """
    _introduce(session)
    told: str | None = None
    while session.undecided:
        finding = session.undecided[0]
        if told != finding.id:
            _tell(finding, session)
            told = finding.id
        answer = asker.ask("Accept, keep, explain, back or quit? [a/k/e/b/q]", "a").lower()
        session, known = _answered(select(session, finding.id), answer, asker)
        if not known:
            output.data(
                "Answer with a to accept the rewrite, k to keep it as it is, e for the whole page, "
                "b to take back the last answer, or q to quit.\n"
            )
    return session


def _introduce(session: Session) -> None:
    asked = {f.id for f in session.to_decide}
    number = len(asked)
    output.data(f"{number} finding{' asks' if number == 1 else 's ask'} for your answer.\n" if number else "")
    for finding in session.findings:
        if finding.id not in asked:
            why = finding.reason or finding.message
            _say(f"{'Advice' if finding.advice else 'Left as it is'}: {named(finding)}: {why}")
    for opaque in session.analysis.review.left_alone:
        _say(f"Left alone: line {opaque.lines.first}: {opaque.reason}")


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


def _answered(session: Session, answer: str, asker: Asker) -> tuple[Session, bool]:
    """Return the sitting after *answer* to the selected finding, and whether the answer was understood."""
    match answer:
        case "a" | "accept":
            after = accept(session)
        case "k" | "keep":
            after = keep(session, asker.ask("Why? (written above the instruction; empty for no comment)", ""))
        case "b" | "back":
            after = take_back(session)
            output.data("Taken back.\n" if after.history != session.history else "There is nothing to take back.\n")
            return after, True
        case "e" | "explain":
            _explain(session)
            return session, True
        case "q" | "quit":
            raise Quit
        case _:
            return session, False
    _confirm(session, after)
    return after, True


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
