"""What becomes of the plan of a repository: shown, written to a patch, written to the files, or committed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from attrs import frozen

from venvoy import migration
from venvoy import repository_migration as hall
from venvoy.cli import output
from venvoy.cli.deciding import Wishes
from venvoy.cli.exits import Exit
from venvoy.cli.proposing import narrate
from venvoy.cli.repository import RepositoryRewrite, rewrite_repository
from venvoy.cli.writing import Verify, is_same, told, uncommitted
from venvoy.model.plan import ChangeSet, FileDiff
from venvoy.model.receipt import Refused
from venvoy.model.repository_plan import Standing
from venvoy.reports.columns import wrap
from venvoy.reports.commit_message import commit_message
from venvoy.reports.diff import why_text
from venvoy.reports.repository import patch, patch_text, places_text, repository_json
from venvoy.reports.terminal import safe
from venvoy.workspace.applying import apply
from venvoy.workspace.git import git_state
from venvoy.workspace.journal import user_journal


@frozen
class Branch:
    """A branch that is made for what is written."""

    name: str
    commit: bool
    """True when it is committed, too."""


def propose_repository(path: str, wishes: Wishes, *, as_json: bool) -> Exit:
    """Print what *wishes* make of the repository around *path*: the difference, or all of the plan; and why."""
    made = rewrite_repository(path, wishes)
    if isinstance(made, Exit):
        return made
    diffs = _diffs(made)
    if as_json:
        output.data(repository_json(made.plan, diffs))
    elif output.is_screen():
        output.data(patch_text(diffs, color=output.likes_colour()))
    else:
        output.data(patch(diffs))
    _narrate(made)
    _afterwards(made)
    return made.exit(Exit.CHANGES if made.plan.changes else Exit.OK)


def patch_repository(path: str, wishes: Wishes, target: str) -> Exit:
    """Write what *wishes* make of the repository around *path* to the patch *target*, for ``git apply``."""
    made = rewrite_repository(path, wishes)
    if isinstance(made, Exit):
        return made
    _narrate(made)
    if not made.plan.changes:
        output.say("No patch was written: nothing would change.")
        return made.exit(Exit.OK)
    try:
        Path(target).write_bytes(patch(_diffs(made)))
    except OSError as error:
        output.say(f"{safe(target)}: the patch could not be written: {error.strerror}.")
        return Exit.FAILED
    output.say(
        f"Written: {safe(target)}\nTo apply it, in {safe(made.root)}: git apply {safe(str(Path(target).absolute()))}"
    )
    _afterwards(made)
    return made.exit(Exit.OK)


def write_repository(
    path: str, wishes: Wishes, *, verify: Verify | None, allow_dirty: bool, branch: Branch | None
) -> Exit:
    """Write what *wishes* make of the repository around *path*, every file or none, and say how to undo it."""
    made = rewrite_repository(path, wishes)
    if isinstance(made, Exit):
        return made
    _narrate(made)
    if not made.plan.changes:
        refused = any(one.refused for one in made.plan.dockerfiles)
        return made.exit(Exit.FAILED if refused else Exit.OK)
    changes = hall.change_set(made.plan, made.root)
    if not allow_dirty and branch is None and (dirty := list(_dirty(changes))):
        output.say("\n".join((*dirty, "Nothing was written. Commit or stash first, or add --allow-dirty.")))
        return Exit.FAILED
    if verify is not None and (failed := _verified(made, verify)) is not None:
        output.say("Nothing was written.")
        return failed
    done = apply(changes, user_journal()) if branch is None else _on_branch(made, changes, branch)
    if isinstance(done, Refused):
        output.refuse(done)
        return Exit.FAILED
    output.say(done if isinstance(done, str) else told(done))
    _afterwards(made)
    return made.exit(Exit.OK)


def _verified(made: RepositoryRewrite, verify: Verify) -> Exit | None:
    """Build each Dockerfile that changes before and after, with the files beside it; None when all are the same."""
    from venvoy.cli.comparing import Request, Tools, compare_pair, pair_of_rewrite

    for rewrite in made.rewrites:
        if not rewrite.plan.changes:
            continue
        output.say(f"{safe(rewrite.plan.path)}:")
        pair = pair_of_rewrite(rewrite, Request(), made.beside)
        found = pair if isinstance(pair, Exit) else compare_pair(pair, Tools(), "same", 1, yes=verify.yes)
        if isinstance(found, Exit):
            return found
        if not is_same(found):
            return Exit.DIFFERS
    return None


def _on_branch(made: RepositoryRewrite, changes: ChangeSet, branch: Branch) -> str | Refused:
    from venvoy.workspace.committing import commit_on_branch

    message = commit_message(made.plan) if branch.commit else None
    done = commit_on_branch(changes, user_journal(), branch.name, message)
    if isinstance(done, Refused):
        return done
    where = f"On the new branch {safe(done.branch)}"
    if done.commit is None:
        return f"{told(done.applied)}\n{where}; nothing is committed yet."
    return (
        f"{told(done.applied)}\n{where}, as the commit {done.commit[:12]}; nothing was pushed. 'venvoy undo' changes "
        "the files back and leaves the commit where it is."
    )


def _diffs(made: RepositoryRewrite) -> list[FileDiff]:
    return [migration.diff(one) for one in made.plan.changed]


def _narrate(made: RepositoryRewrite) -> None:
    """Say of each Dockerfile and each file beside it why it changes, and every place with what becomes of it."""
    width = output.prose_width()
    for rewrite in made.rewrites:
        if len(made.rewrites) > 1:
            output.say(f"{safe(rewrite.plan.path)}:")
        narrate(rewrite)
    for file in made.plan.files:
        if file.changes:
            output.say(f"{safe(file.path)}{' (new)' if file.created else ''}:\n{why_text(migration.diff(file), width)}")
    if places := places_text(made.plan, width):
        output.say(places)


def _afterwards(made: RepositoryRewrite) -> None:
    """Say what is easily lost among the reasons: places that wait, and files that nobody has looked into.

    A second run will not tell of the former, as they are found from what moves in this one.
    """
    left = sum(one.standing in {Standing.OPEN, Standing.REPORTED} for one in made.plan.places)
    if made.plan.changes and left:
        stays = "1 place stays as it is" if left == 1 else f"{left} places stay as they are"
        told = (
            f"{stays} until you look. Once the Dockerfile is migrated, a second run does not show them: decide in this "
            "one, with --accept all or by hand, or after 'venvoy undo'."
        )
        output.say("\n".join(wrap(told, output.prose_width())))
    for file in made.plan.files:
        if file.unread:
            told = f"{safe(file.path)} could not be read: paths in it were not looked at."
            output.say("\n".join(wrap(told, output.prose_width(), rest="    ")))


def _dirty(changes: ChangeSet) -> Iterator[str]:
    for change in changes.changes:
        if change.before is not None:
            git = git_state(Path(change.path))
            if git.dirty:
                yield f"{safe(change.path)}: {uncommitted(git)}"
