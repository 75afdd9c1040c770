"""The walk from the first finding to the written file."""

from __future__ import annotations

from pathlib import Path

from attrs import evolve

from venvoy import migration
from venvoy.cli import output
from venvoy.cli.exits import Exit
from venvoy.cli.inputs import Source, analyse
from venvoy.cli.left_beside import TAKE_ALONG, what_stays_behind
from venvoy.cli.plain.asking import Asker, Quit, pick
from venvoy.cli.plain.choosing import choose
from venvoy.cli.plain.reviewing import head, review
from venvoy.cli.rewriting import Rewrite
from venvoy.cli.writing import told, uncommitted, write_file
from venvoy.model.dockerfile import Unreadable
from venvoy.model.plan import Plan
from venvoy.model.receipt import Refused
from venvoy.reports.columns import wrap
from venvoy.reports.diff import diff_text, why_text
from venvoy.reports.terminal import safe
from venvoy.session import Session, begin, take_back
from venvoy.workspace.git import git_state


def walk(path: Path, asker: Asker, called: str | None = None) -> Exit:
    """Walk through the file at *path*, *called* so in messages, with the answers of *asker*; return the exit code."""
    analysis = analyse(Source(called or str(path), path))
    if isinstance(analysis, Unreadable):
        output.complain(analysis)
        return Exit.FAILED
    session = begin(analysis)
    head(session)
    try:
        return _decide(session, path, asker)
    except Quit:
        output.data("Nothing was written.\n")
        return Exit.OK


def _decide(session: Session, path: Path, asker: Asker) -> Exit:
    """Ask until the person is done: going back from the last question leads to the one before it."""
    judge = migration.Judge()
    while True:
        session = review(session, asker)
        if session.accepted:
            session = choose(session, asker, judge)
        plan = migration.plan(session.analysis, session.decisions, judge)
        _preview(plan)
        if not plan.changes and not session.history:
            return Exit.OK
        behind = what_stays_behind(Rewrite(plan, session, path))
        output.data(f"\n{behind}" if behind else "")
        match _last_question(plan, path, asker):
            case "b":
                session = take_back(session)
            case "y":
                return _apply(plan, path, alone=bool(behind))
            case _:
                raise Quit


def _preview(plan: Plan) -> None:
    if plan.changes:
        output.data("\nThe difference, and why each line changes:\n")
        output.data(diff_text(migration.diff(plan), reasons=True))
    # Without its edits, a plan tells only what else there is to know; the reasons are told with the difference.
    output.data(why_text(evolve(plan, edits=()), output.prose_width()))
    if not plan.changes:
        output.data("Nothing would change.\n")


def _last_question(plan: Plan, path: Path, asker: Asker) -> str:
    if not plan.changes:
        return pick(asker, "Back or quit? [b/q]", {"b": "back", "q": "quit"}, "q")
    git = git_state(path)
    note = f"{safe(uncommitted(git))}\n" if git.dirty else ""
    output.data(f"\n{note}")
    answers = {"y": "yes", "n": "no", "b": "back", "q": "quit"}
    return pick(asker, f"Write this to {safe(plan.path)}? [y/N, b to go back, q to quit]", answers, "n", default="n")


def _apply(plan: Plan, path: Path, *, alone: bool) -> Exit:
    """Write *plan*; *alone* is True when files beside it would have had to follow."""
    outcome = write_file(plan, path, git_state(path))
    if isinstance(outcome, Refused):
        output.refuse(outcome)
        return Exit.FAILED
    output.data(f"{told(outcome)}\n")
    if alone:
        output.data("\n".join(wrap(TAKE_ALONG, output.prose_width())) + "\n")
    return Exit.OK
