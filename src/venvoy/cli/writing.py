"""A plan written: what git says first, then all or nothing, then how it is taken back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from attrs import frozen

from venvoy import migration
from venvoy.cli import output
from venvoy.cli.deciding import Wishes
from venvoy.cli.exits import Exit
from venvoy.cli.left_beside import TAKE_ALONG, what_stays_behind
from venvoy.cli.proposing import narrate
from venvoy.cli.rewriting import ALL_OF_THEM, Rewrite, rewrite
from venvoy.model.plan import Plan
from venvoy.model.receipt import Applied, Refused
from venvoy.reports.columns import wrap
from venvoy.reports.terminal import safe
from venvoy.workspace.applying import apply
from venvoy.workspace.git import FileState, GitState, git_state
from venvoy.workspace.journal import user_journal

if TYPE_CHECKING:
    from venvoy.model.comparison import Comparison


@frozen
class Verify:
    """That both are to be built, and only the same application is written."""

    yes: bool
    """True to build without asking."""
    add_missing: bool = False
    """True to add system packages that turn out to be missing."""


def write_rewrite(path: str, wishes: Wishes, *, verify: Verify | None, allow_dirty: bool) -> Exit:
    """Write what *wishes* make of the Dockerfile at *path*, and say how to undo it."""
    made = rewrite(path, wishes, ALL_OF_THEM)
    if made is None:
        return Exit.FAILED
    narrate(made)
    if behind := what_stays_behind(made):
        output.say(behind)
    if made.path is None:
        output.say("Standard input cannot be written to; --stdout prints the rewritten Dockerfile.")
        return Exit.FAILED
    target = made.path
    if not made.plan.changes:
        return Exit.FAILED if made.plan.refused else Exit.OK
    git = git_state(made.path)
    if git.dirty and not allow_dirty:
        advice = "Commit or stash it first, or add --allow-dirty."
        output.say(f"{safe(str(made.path))}: {uncommitted(git)} Nothing was written. {advice}")
        return Exit.FAILED
    if verify is not None:
        verified = _verified(made, verify)
        if isinstance(verified, Exit):
            return verified
        made = verified
    outcome = write_file(made.plan, target, git)
    if isinstance(outcome, Refused):
        output.refuse(outcome)
        return Exit.FAILED
    output.say(told(outcome))
    if behind:
        output.say("\n".join(wrap(TAKE_ALONG, output.prose_width())))
    return Exit.OK


def _verified(made: Rewrite, verify: Verify) -> Rewrite | Exit:
    """Build both, and return what is the same application; else the exit code, after saying why not."""
    from venvoy.cli.adding import compare_adding
    from venvoy.cli.comparing import Request, Tools, compare_pair, pair_of_rewrite

    if verify.add_missing:
        found, made = compare_adding(made, Request(), Tools(), "same", 1, yes=verify.yes)
    else:
        pair = pair_of_rewrite(made, Request())
        found = pair if isinstance(pair, Exit) else compare_pair(pair, Tools(), "same", 1, yes=verify.yes)
    if isinstance(found, Exit):
        output.say("Nothing was written.")
        return found
    if is_same(found):
        return made
    output.say("Nothing was written.")
    return Exit.DIFFERS


def is_same(found: Comparison) -> bool:
    """Say what was *found*, and return whether it is the same application."""
    from venvoy.model.comparison import SameVerdict
    from venvoy.reports.comparison import comparison_text

    output.say(comparison_text(found, output.prose_width()))
    return found.verdict is SameVerdict.EQUIVALENT


def write_file(plan: Plan, path: Path, git: GitState) -> Applied | Refused:
    """Write *plan* to *path*, which may lie anywhere in its work tree or, outside of one, in its directory."""
    root = git.root or path.absolute().parent
    return apply(migration.change_set(plan, str(path.absolute()), str(root)), user_journal())


def told(done: Applied) -> str:
    """Return what was written and how it is taken back."""
    receipt = done.receipt
    lines = [*(f"Written: {safe(file)}" for file in receipt.files), *map(safe, receipt.notes)]
    return "\n".join((*lines, f"To take it back: {safe(receipt.undo)}"))


def uncommitted(git: GitState) -> str:
    """Return why *git* would not help to see, or to take back, what is written."""
    if git.state is FileState.UNTRACKED:
        return "Git does not track this file."
    return git.reason or "This file has changes that are not committed."
