"""The walk from the first finding to the written file."""

from __future__ import annotations

from pathlib import Path

from attrs import evolve

from venvoy import migration
from venvoy.cli import output
from venvoy.cli.exits import Exit
from venvoy.cli.inputs import Source, analyse
from venvoy.cli.plain.asking import Asker, Quit
from venvoy.cli.plain.choosing import agrees, choose
from venvoy.cli.plain.reviewing import review
from venvoy.model.dockerfile import Unreadable
from venvoy.model.plan import Plan
from venvoy.model.receipt import Refused
from venvoy.reports.diff import diff_text, why_text
from venvoy.reports.terminal import safe
from venvoy.session import Session, begin


def walk(path: Path, asker: Asker, called: str | None = None) -> Exit:
    """Walk through the file at *path*, *called* so in messages, with the answers of *asker*; return the exit code."""
    analysis = analyse(Source(called or str(path), path))
    if isinstance(analysis, Unreadable):
        output.complain(analysis)
        return Exit.FAILED
    session = begin(analysis)
    _head(session)
    try:
        return _decide(review(session, asker), path, asker)
    except Quit:
        output.data("Nothing was written.\n")
        return Exit.OK


def _head(session: Session) -> None:
    found = session.analysis.review
    output.data(f"{safe(found.path)}\n")
    for stage in found.stages:
        output.data(f"  line {stage.line}: stage {safe(stage.name)} from {safe(stage.base)}\n")
    for reason in found.reasons:
        output.data(f"{safe(reason)}\n")


def _decide(session: Session, path: Path, asker: Asker) -> Exit:
    if session.accepted:
        choices = choose(session.decisions.choices, asker)
        session = evolve(session, decisions=evolve(session.decisions, choices=choices))
    plan = migration.plan(session.analysis, session.decisions)
    _preview(plan)
    return _apply(plan, path, asker) if plan.changes else Exit.OK


def _preview(plan: Plan) -> None:
    if plan.changes:
        output.data("\nThe difference, and why each line changes:\n")
        output.data(diff_text(migration.diff(plan), reasons=True))
    # Without its edits, a plan tells only what else there is to know; the reasons are told with the difference.
    output.data(why_text(evolve(plan, edits=()), output.prose_width()))
    if not plan.changes:
        output.data("Nothing would change.\n")


def _apply(plan: Plan, path: Path, asker: Asker) -> Exit:
    from venvoy.cli.writing import told, uncommitted, write_file
    from venvoy.workspace.git import git_state

    git = git_state(path)
    output.data("\n")
    if git.dirty:
        output.data(f"{safe(uncommitted(git))}\n")
    if not agrees(asker, f"Write this to {safe(plan.path)}?"):
        output.data("Nothing was written.\n")
        return Exit.OK
    outcome = write_file(plan, path, git)
    if isinstance(outcome, Refused):
        output.refuse(outcome)
        return Exit.FAILED
    output.data(f"{told(outcome)}\n")
    return Exit.OK
