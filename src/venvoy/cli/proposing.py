"""A rewrite shown: the difference or the whole file on standard output, reasons and remarks on standard error."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import evolve

from venvoy import migration
from venvoy.cli import output
from venvoy.cli.deciding import Wishes
from venvoy.cli.exits import Exit
from venvoy.cli.left_beside import what_stays_behind
from venvoy.cli.rewriting import ALL_OF_THEM, Rewrite, rewrite
from venvoy.company import named
from venvoy.model.finding import Finding, Verdict
from venvoy.reports.columns import wrap
from venvoy.reports.diff import diff_bytes, diff_text, why_text
from venvoy.reports.terminal import safe
from venvoy.session import Session


def propose(path: str, wishes: Wishes, *, whole: bool) -> Exit:
    """Print what *wishes* make of the Dockerfile at *path*: the *whole* of it, or else the difference; and why."""
    made = rewrite(path, wishes, ALL_OF_THEM)
    if made is None:
        return Exit.FAILED
    if whole:
        output.data(_screened(made.plan.after) if output.is_screen() else made.plan.after)
    else:
        output.data(_difference(made))
    narrate(made)
    if behind := what_stays_behind(made):
        output.say(behind)
    return Exit.CHANGES if made.plan.changes and not whole else Exit.OK


def narrate(made: Rewrite) -> None:
    """Say why each line changes, what there is to know about the plan, and what was left as it is."""
    plan, width = made.plan, output.prose_width()
    if plan.changes:
        output.say(why_text(migration.diff(plan), width))
    # A plan without its edits has only remarks to tell: their reasons are told above, with their lines.
    if remarks := why_text(evolve(plan, edits=()), width):
        output.say(remarks)
    told = list(_left(made.session))
    for remark in told:
        output.say("\n".join(wrap(safe(remark), width, rest="    ")))
    if not plan.changes:
        new = (why for why in made.session.analysis.review.reasons if not any(why in remark for remark in told))
        output.say("\n".join(wrap(safe(f"{plan.path}: nothing would change. {' '.join(new)}"), width, rest="    ")))


def _difference(made: Rewrite) -> str | bytes:
    difference = migration.diff(made.plan)
    return diff_text(difference, color=output.likes_colour()) if output.is_screen() else diff_bytes(difference)


def _left(session: Session) -> Iterator[str]:
    """Yield a sentence for each finding that stays, and for each stretch that was not understood."""
    for finding in session.findings:
        if not finding.advice and finding.id not in session.accepted:
            yield _why_it_stays(finding, session)
    for opaque in session.analysis.review.left_alone:
        yield f"left alone: line {opaque.lines.first}: {opaque.reason}"


def _why_it_stays(finding: Finding, session: Session) -> str:
    if finding.verdict is Verdict.KEEP:
        return f"kept: {named(finding)}: {finding.reason}"
    if session.answer(finding.id) is not None:
        return f"kept: {named(finding)}: you asked for it with --keep."
    if finding not in session.to_decide:
        return f"cannot be rewritten by this version: {named(finding)}: {finding.reason}"
    why = finding.reason or "It can only move together with one that is kept or has to be looked at."
    return f"not accepted: {named(finding)}: {why} 'venvoy PATH' lets you decide, or --accept all."


def _screened(content: bytes) -> str:
    lines = content.decode("utf-8", "surrogateescape").split("\n")
    return "\n".join(safe(line.removesuffix("\r")) for line in lines)
