"""A change set on a branch of its own, as one commit: never pushed, and nothing else in it.

Other than in `venvoy.workspace.git`, which only looks, hooks and signing are left to git here: whoever commits by hand
has them, too. What a commit needs is asked for before anything is touched.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Sequence
from pathlib import Path

from attrs import frozen

from venvoy.model.plan import ChangeSet
from venvoy.model.receipt import Applied, Refused, Undone
from venvoy.workspace.applying import apply
from venvoy.workspace.git import FileState, git_program, git_state
from venvoy.workspace.journal import Journal

TIMEOUT = 900.0
"""Seconds for a commit: its hooks may run a project's tests."""

_HALFWAY = (
    ("MERGE_HEAD", "a merge"),
    ("rebase-merge", "a rebase"),
    ("rebase-apply", "a rebase"),
    ("CHERRY_PICK_HEAD", "a cherry-pick"),
    ("REVERT_HEAD", "a revert"),
    ("BISECT_LOG", "a bisection"),
)
_KEPT = ("GIT_AUTHOR_", "GIT_COMMITTER_", "GIT_CONFIG_")
"""Beginnings of the variables that say who commits and how; the others could name another repository."""


@frozen
class Committed:
    """A change set that was written, and what git made of it."""

    applied: Applied
    branch: str
    commit: str | None
    """The name of the commit; None when none was asked for."""


@frozen
class _Said:
    """What a git command came to."""

    status: int
    output: str

    @property
    def last(self) -> str:
        """The last lines, in which programs say what is wrong."""
        return " ".join(self.output.split("\n")[-5:]).strip()


@frozen
class _Git:
    """One work tree."""

    program: str
    root: Path

    def __call__(self, *arguments: str) -> _Said:
        """Run a git command there and return what it came to."""
        environment = {name: value for name, value in os.environ.items() if _may_stay(name)}
        command = [self.program, "-C", str(self.root), "--literal-pathspecs", *arguments]
        try:
            done = subprocess.run(  # noqa: S603 - a fixed program, no shell, literal path specs
                command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                env=environment,
                timeout=TIMEOUT,
                check=False,
            )
        except subprocess.TimeoutExpired:
            return _Said(-1, f"It did not end within {TIMEOUT:.0f} seconds.")
        except OSError as error:
            return _Said(-1, str(error))
        return _Said(done.returncode, os.fsdecode(done.stdout).strip())


def commit_on_branch(change_set: ChangeSet, journal: Journal, branch: str, message: str | None) -> Committed | Refused:
    """Make *branch* from what is checked out, write *change_set* there, and commit it with *message*.

    Without a *message* nothing is committed. Only the files of the change set are; what else is staged stays so. When
    git or one of its hooks refuses the commit, the files are restored and the branch is gone again.
    """
    program = git_program()
    if program is None:
        return _refused("Git is not installed.", "Install it, or write without --branch.")
    git = _Git(program, Path(change_set.root))
    refused = _obstacle(git, change_set, branch, message)
    if refused is not None:
        return refused
    before = git("symbolic-ref", "--quiet", "--short", "HEAD").output or git("rev-parse", "HEAD").output
    made = git("checkout", "--quiet", "-b", branch)
    if made.status != 0:
        return _refused(f"Git did not make the branch {branch}: {made.last}", "Mend that, or choose another name.")
    applied = apply(change_set, journal)
    if isinstance(applied, Refused):
        _leave(git, before, branch)
        return applied
    if message is None:
        return Committed(applied, branch, None)
    names = [change.path for change in change_set.changes]
    created = [change.path for change in change_set.changes if change.before is None]
    said = git("add", "--intent-to-add", "--", *created) if created else _Said(0, "")
    if said.status == 0:
        said = git("commit", "--quiet", "--only", "--cleanup=verbatim", "--message", message, "--", *names)
    if said.status != 0:
        return _take_back(git, journal, applied, (before, branch), created, said)
    return Committed(applied, branch, git("rev-parse", "HEAD").output)


def _may_stay(name: str) -> bool:
    return not name.startswith("GIT_") or name.startswith(_KEPT)


def _obstacle(git: _Git, change_set: ChangeSet, branch: str, message: str | None) -> Refused | None:
    """Return why this is no moment for a branch and a commit, or None."""
    if git("rev-parse", "--git-dir").status != 0:
        return _refused("This is no git repository, or git does not open it.", "Write without --branch.")
    if git("rev-parse", "--verify", "--quiet", "HEAD").status != 0:
        return _refused("There is no commit yet that a branch could start from.", "Commit something first.")
    for name, what in _HALFWAY:
        where = git("rev-parse", "--git-path", name)
        if where.status == 0 and os.path.lexists(git.root / where.output):
            return _refused(f"The work tree is in the middle of {what}.", "Finish it or give it up first.")
    if git("check-ref-format", "--branch", branch).status != 0:
        return _refused(f"Git takes no branch called {branch}.", "Choose another name.")
    if git("show-ref", "--verify", "--quiet", f"refs/heads/{branch}").status == 0:
        return _refused(f"There is a branch {branch} already.", "Choose another name, or delete it.")
    if message is not None and any(_no_identity(git, role) for role in ("GIT_AUTHOR_IDENT", "GIT_COMMITTER_IDENT")):
        return _refused(
            "Git does not know who commits here.", "Set user.name and user.email with 'git config', then try again."
        )
    return _not_committed(change_set)


def _no_identity(git: _Git, role: str) -> bool:
    # What git would guess from the names of the user and the machine is nobody's identity.
    return git("-c", "user.useConfigOnly=true", "var", role).status != 0


def _not_committed(change_set: ChangeSet) -> Refused | None:
    for change in change_set.changes:
        if change.before is None:
            continue
        state = git_state(Path(change.path)).state
        if state is not FileState.CLEAN:
            return Refused(
                f"A commit would mix with what is not committed: git calls this file {state.value}.",
                change.path,
                "Commit or stash it first.",
            )
    return None


def _take_back(
    git: _Git, journal: Journal, applied: Applied, branches: tuple[str, str], created: Sequence[str], said: _Said
) -> Refused:
    """Restore what was written after git refused the commit, and say what came of both."""
    before, branch = branches
    reason = f"Git did not commit: {said.last}"
    git("reset", "--quiet", "--", *created) if created else None
    undone = journal.undo(applied.receipt.id)
    if not isinstance(undone, Undone) or undone.notes:
        left = f"The files are on the branch {branch}; not all of them could be restored."
        return _refused(f"{reason} {left}", f"Look at them with 'git status'; '{applied.receipt.undo}' tries again.")
    _leave(git, before, branch)
    return _refused(f"{reason} Every file holds again what it held before.", "Mend that, and try again.")


def _leave(git: _Git, before: str, branch: str) -> None:
    """Go back to what was checked out, which is the same commit, and take the branch away."""
    if git("checkout", "--quiet", before).status == 0:
        git("branch", "--quiet", "-D", branch)


def _refused(reason: str, next_step: str) -> Refused:
    return Refused(reason, None, next_step)
