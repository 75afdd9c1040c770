"""A plan shown: the difference or the whole file on standard output, the reasons and remarks on standard error."""

from __future__ import annotations

from attrs import evolve

from venvoy import migration
from venvoy.cli import output
from venvoy.cli.deciding import UnknownName
from venvoy.cli.exits import Exit
from venvoy.model.finding import Finding, Verdict
from venvoy.model.plan import Plan
from venvoy.reports.diff import diff_bytes, diff_text, why_text
from venvoy.reports.terminal import safe
from venvoy.session import Session, named


def propose(plan: Plan, session: Session, *, whole: bool) -> Exit:
    """Print what *plan* makes of its file: the *whole* of it, or else the difference; and why."""
    if whole:
        output.data(_screened(plan.after) if output.is_screen() else plan.after)
        narrate(plan, session)
        return Exit.OK
    difference = migration.diff(plan)
    if output.is_screen():
        output.data(diff_text(difference, color=output.likes_colour()))
    else:
        output.data(diff_bytes(difference))
    narrate(plan, session)
    return Exit.CHANGES if plan.changes else Exit.OK


def narrate(plan: Plan, session: Session) -> None:
    """Say why each line changes, what there is to know about the plan, and what was left as it is."""
    width = output.prose_width()
    if plan.changes:
        output.say(why_text(migration.diff(plan), width))
    # A plan without its edits has only remarks to tell: their reasons are told above, with their lines.
    if remarks := why_text(evolve(plan, edits=()), width):
        output.say(remarks)
    left = [line for finding in session.findings if (line := _left(finding, session))]
    left += [f"left alone: line {o.lines.first}: {safe(o.reason)}" for o in session.analysis.review.left_alone]
    for line in left:
        output.say(line)
    if not plan.changes:
        reasons = " ".join(safe(reason) for reason in session.analysis.review.reasons)
        output.say(f"{safe(plan.path)}: nothing would change. {reasons}".rstrip())


def unknown_name(unknown: UnknownName, path: str) -> str:
    """Return the sentence for a name that `--keep` cannot mean."""
    known = f"It has {', '.join(unknown.known)}." if unknown.known else "It has no finding."
    return f"--keep: {safe(path)} has no finding or shortcut called {safe(unknown.name)}. {known}"


def _left(finding: Finding, session: Session) -> str:
    """Return why *finding* stays, or nothing when it is accepted or mere advice."""
    if finding.advice or finding.id in session.accepted:
        return ""
    if finding.verdict is Verdict.KEEP:
        return f"kept: {named(finding)}: {safe(finding.reason)}"
    if session.answer(finding.id) is not None:
        return f"kept: {named(finding)}: you asked for it with --keep."
    if finding in session.to_decide:
        why = finding.reason or "It can only move together with one that is kept or has to be looked at."
        return f"not accepted: {named(finding)}: {safe(why)} 'venvoy PATH' lets you decide, or --accept all."
    return f"not accepted: {named(finding)}: {safe(finding.reason)}"


def _screened(content: bytes) -> str:
    lines = content.decode("utf-8", "surrogateescape").split("\n")
    return "\n".join(safe(line.removesuffix("\r")) for line in lines)
