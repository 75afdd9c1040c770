"""A branch and a commit for a change set, made by the real git, and every reason not to make them."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from venvoy.model.plan import ChangeSet
from venvoy.model.receipt import Applied, EntryState, Refused
from venvoy.workspace.committing import Committed, commit_on_branch
from venvoy.workspace.journal import Journal

from .trees import change_set, tree

CONTENTS: dict[str, tuple[bytes | None, bytes]] = {
    "Dockerfile": (b"FROM a\r\n", b"FROM b\r\n"),
    "api/compose.yaml": (b"old", b"new"),
    ".dockerignore": (None, b".venv\n"),
}
MESSAGE = "Move it\n\n# not a comment\n- because\n"


class Git:
    """Runs git in a work tree, with nobody's configuration."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def __call__(self, *arguments: str) -> str:
        """Return what git says; it has to succeed."""
        done = subprocess.run(["git", "-C", str(self.root), *arguments], check=True, capture_output=True, text=True)
        return done.stdout.strip()


@pytest.fixture(name="git")
def _git(work_tree: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Git:
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(tmp_path / "nobody"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "nobody"))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    git = Git(work_tree)
    git("init", "--quiet", "--initial-branch=main")
    git("config", "user.name", "Ada")
    git("config", "user.email", "ada@example.com")
    (work_tree / "api").mkdir()
    for name, (before, _) in CONTENTS.items():
        if before is not None:
            (work_tree / name).write_bytes(before)
    (work_tree / "notes.txt").write_text("mine\n")
    git("add", ".")
    git("commit", "--quiet", "--message", "first")
    return git


@pytest.fixture(name="changes")
def _changes(git: Git) -> ChangeSet:
    return change_set(git.root, CONTENTS)


def test_the_commit_holds_the_change_set_and_nothing_else(git: Git, changes: ChangeSet, journal: Journal) -> None:
    """What else is changed, staged or not, stays so; message and author are what they should be."""
    (git.root / "notes.txt").write_text("staged\n")
    git("add", "notes.txt")
    (git.root / "other.txt").write_text("untracked\n")

    done = commit_on_branch(changes, journal, "venvoy/shop", MESSAGE)

    assert isinstance(done, Committed)
    assert ("venvoy/shop", git("rev-parse", "HEAD")) == (done.branch, done.commit)
    assert "venvoy/shop" == git("symbolic-ref", "--short", "HEAD")
    assert set(CONTENTS) == set(git("show", "--name-only", "--format=", "HEAD").splitlines())
    assert "Ada <ada@example.com>" == git("show", "--no-patch", "--format=%an <%ae>", "HEAD")
    assert MESSAGE.strip() == git("show", "--no-patch", "--format=%B", "HEAD")
    assert {"M  notes.txt", "?? other.txt"} == set(git("status", "--porcelain").splitlines())
    assert {name: after for name, (_, after) in CONTENTS.items()}.items() <= _files(git.root).items()
    assert isinstance(done.applied, Applied)


def test_a_branch_alone(git: Git, changes: ChangeSet, journal: Journal) -> None:
    """Without a message the files are written on the new branch, and nothing is committed."""
    done = commit_on_branch(changes, journal, "try", None)

    assert isinstance(done, Committed)
    assert done.commit is None
    assert git("rev-parse", "main") == git("rev-parse", "try")
    assert "?? .dockerignore" in git("status", "--porcelain").splitlines()


def _nothing(git: Git) -> None:
    del git


def _merge(git: Git) -> None:
    git("checkout", "--quiet", "-b", "side")
    (git.root / "notes.txt").write_text("theirs\n")
    git("commit", "--quiet", "--all", "--message", "side")
    git("checkout", "--quiet", "main")
    git("merge", "--no-commit", "--no-ff", "side")


def _rebase(git: Git) -> None:
    Path(git.root, ".git", "rebase-merge").mkdir()


def _dirty(git: Git) -> None:
    (git.root / "api" / "compose.yaml").write_bytes(b"old")
    git("rm", "--quiet", "--cached", "api/compose.yaml")


def _nobody(git: Git) -> None:
    git("config", "--unset", "user.email")


@pytest.mark.parametrize(
    ("prepare", "branch", "reason"),
    [
        pytest.param(_merge, "new", "The work tree is in the middle of a merge.", id="merge"),
        pytest.param(_rebase, "new", "The work tree is in the middle of a rebase.", id="rebase"),
        pytest.param(_dirty, "new", "A commit would mix with what is not committed", id="dirty"),
        pytest.param(_nobody, "new", "Git does not know who commits here.", id="no identity"),
        pytest.param(_nothing, "main", "There is a branch main already.", id="branch exists"),
        pytest.param(_nothing, "a..b", "Git takes no branch called a..b.", id="no name"),
        pytest.param(_nothing, "-f", "Git takes no branch called -f.", id="an option"),
    ],
)
def test_no_moment_for_a_commit(
    prepare: Callable[[Git], None], branch: str, reason: str, git: Git, changes: ChangeSet, journal: Journal
) -> None:
    """It is refused with a sentence before anything is touched."""
    prepare(git)
    before = (_files(git.root), git("for-each-ref"), git("symbolic-ref", "HEAD"))

    refused = commit_on_branch(changes, journal, branch, MESSAGE)

    assert isinstance(refused, Refused)
    assert refused.reason.startswith(reason)
    assert before == (_files(git.root), git("for-each-ref"), git("symbolic-ref", "HEAD"))
    assert () == journal.entries()


def test_a_repository_without_a_commit(work_tree: Path, journal: Journal) -> None:
    """There is nothing that a branch could start from."""
    Git(work_tree)("init", "--quiet")
    refused = commit_on_branch(change_set(work_tree, {"a": (None, b"new")}), journal, "new", MESSAGE)

    assert isinstance(refused, Refused)
    assert "There is no commit yet that a branch could start from." == refused.reason


def test_a_directory_that_is_no_repository(work_tree: Path, journal: Journal, monkeypatch: pytest.MonkeyPatch) -> None:
    """There is nothing that a branch could be in."""
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(work_tree.parent))
    refused = commit_on_branch(change_set(work_tree, {"a": (None, b"new")}), journal, "new", MESSAGE)

    assert isinstance(refused, Refused)
    assert "This is no git repository, or git does not open it." == refused.reason
    assert {} == tree(work_tree)


def test_a_hook_that_refuses(git: Git, changes: ChangeSet, journal: Journal) -> None:
    """Hooks run as ever; after a no, the files, the index and the branches are as before, and the hook is quoted."""
    hook = git.root / ".git" / "hooks" / "pre-commit"
    hook.write_text("#!/bin/sh\necho the linter says no >&2\nexit 1\n")
    hook.chmod(0o755)
    before = (_files(git.root), git("for-each-ref"), git("status", "--porcelain"))

    refused = commit_on_branch(changes, journal, "new", MESSAGE)

    assert isinstance(refused, Refused)
    assert "Git did not commit: the linter says no Every file holds again what it held before." == refused.reason
    assert before == (_files(git.root), git("for-each-ref"), git("status", "--porcelain"))
    assert "main" == git("symbolic-ref", "--short", "HEAD")
    assert [EntryState.UNDONE] == [entry.state for entry in journal.entries()]


def test_a_hook_that_changes_a_file_and_refuses(git: Git, changes: ChangeSet, journal: Journal) -> None:
    """What the hook made is not thrown away: the branch stays, and that is said."""
    hook = git.root / ".git" / "hooks" / "pre-commit"
    hook.write_text("#!/bin/sh\necho formatted > api/compose.yaml\nexit 1\n")
    hook.chmod(0o755)

    refused = commit_on_branch(changes, journal, "new", MESSAGE)

    assert isinstance(refused, Refused)
    assert "The files are on the branch new; not all of them could be restored." in refused.reason
    assert b"formatted\n" == (git.root / "api" / "compose.yaml").read_bytes()
    assert "new" == git("symbolic-ref", "--short", "HEAD")


def test_a_file_that_cannot_be_written(git: Git, changes: ChangeSet, journal: Journal) -> None:
    """The reason is that of the write, and the branch is gone again."""
    (git.root / ".dockerignore").write_text("somebody was faster\n")

    refused = commit_on_branch(changes, journal, "new", MESSAGE)

    assert isinstance(refused, Refused)
    assert "This file is to be made, but it exists already." == refused.reason
    assert ("main", ["refs/heads/main"]) == (
        git("symbolic-ref", "--short", "HEAD"),
        git("for-each-ref", "--format=%(refname)").splitlines(),
    )


def test_a_detached_head(git: Git, changes: ChangeSet, journal: Journal) -> None:
    """The branch starts from the commit that is checked out."""
    git("checkout", "--quiet", "--detach")

    done = commit_on_branch(changes, journal, "new", MESSAGE)

    assert isinstance(done, Committed)
    assert git("rev-parse", "main") == git("rev-parse", "new~1")


def _files(root: Path) -> dict[str, bytes]:
    return {name: content for name, content in tree(root).items() if not name.startswith(".git/")}
