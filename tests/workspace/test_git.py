"""What git says about a file, and that asking it executes nothing of the repository."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from venvoy.workspace.git import FileState, GitState, git_state


def git(directory: Path, *arguments: str) -> str:
    """Run git as a person would and return what it prints."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    environment |= {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    command = ["git", "-c", "user.name=a", "-c", "user.email=a@example.org", *arguments]
    done = subprocess.run(command, cwd=directory, env=environment, check=True, capture_output=True, text=True)
    return done.stdout.strip()


@pytest.fixture(autouse=True)
def _own_configuration(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the configuration of the person who runs the tests out of them."""
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "home/.config"))


@pytest.fixture(name="repository")
def _repository(work_tree: Path) -> Path:
    git(work_tree, "init", "--quiet", "--initial-branch", "trunk")
    (work_tree / "Dockerfile").write_bytes(b"FROM a\nRUN b\n")
    git(work_tree, "add", "Dockerfile")
    git(work_tree, "commit", "--quiet", "--message", "first")
    return work_tree


def state(path: Path) -> FileState:
    """Return only the state of a file."""
    return git_state(path).state


def test_clean(repository: Path) -> None:
    """A committed file: where, on which branch, and no reason to ask."""
    expected = GitState(FileState.CLEAN, repository, "trunk")

    assert expected == git_state(repository / "Dockerfile")
    assert not expected.dirty


def test_modified(repository: Path) -> None:
    """A change on disk, in the index, or in both."""
    (repository / "Dockerfile").write_bytes(b"FROM b\n")
    on_disk = git_state(repository / "Dockerfile")
    git(repository, "add", "Dockerfile")
    staged = git_state(repository / "Dockerfile")
    (repository / "Dockerfile").write_bytes(b"FROM a\nRUN b\n")
    staged_only = git_state(repository / "Dockerfile")

    assert [FileState.MODIFIED] * 3 == [on_disk.state, staged.state, staged_only.state]
    assert on_disk.dirty


def test_touched_is_clean(repository: Path) -> None:
    """A new time stamp is not a change."""
    os.utime(repository / "Dockerfile", (1, 1))

    assert FileState.CLEAN == state(repository / "Dockerfile")


def test_untracked_ignored_added(repository: Path) -> None:
    """Files that no commit has."""
    for name in ("new", "ignored", "added"):
        (repository / name).write_bytes(b"")
    (repository / ".gitignore").write_bytes(b"ignored\n")
    git(repository, "add", "added")

    states = [git_state(repository / name) for name in ("new", "ignored", "added", "not-there")]

    expected = [FileState.UNTRACKED, FileState.IGNORED, FileState.MODIFIED, FileState.UNTRACKED]
    assert expected == [one.state for one in states]
    assert [True, False, True, True] == [one.dirty for one in states]


def test_no_commit_yet(work_tree: Path) -> None:
    """In a repository without a commit a staged file is not committed, and the branch has a name all the same."""
    git(work_tree, "init", "--quiet", "--initial-branch", "trunk")
    (work_tree / "Dockerfile").write_bytes(b"FROM a\n")
    git(work_tree, "add", "Dockerfile")

    assert GitState(FileState.MODIFIED, work_tree, "trunk") == git_state(work_tree / "Dockerfile")


def test_detached_head(repository: Path) -> None:
    """A detached HEAD has no branch."""
    git(repository, "checkout", "--quiet", "--detach")

    assert GitState(FileState.CLEAN, repository, None) == git_state(repository / "Dockerfile")


def test_conflict(repository: Path) -> None:
    """A file with merge conflicts is modified."""
    git(repository, "checkout", "--quiet", "-b", "other")
    (repository / "Dockerfile").write_bytes(b"FROM other\n")
    git(repository, "commit", "--quiet", "--all", "--message", "other")
    git(repository, "checkout", "--quiet", "trunk")
    (repository / "Dockerfile").write_bytes(b"FROM trunk\n")
    git(repository, "commit", "--quiet", "--all", "--message", "trunk")
    with pytest.raises(subprocess.CalledProcessError):
        git(repository, "merge", "other")

    assert FileState.MODIFIED == state(repository / "Dockerfile")


def test_outside(work_tree: Path) -> None:
    """A file without a repository around it."""
    (work_tree / "Dockerfile").write_bytes(b"FROM a\n")

    outside = git_state(work_tree / "Dockerfile")

    assert GitState(FileState.OUTSIDE) == outside
    assert not outside.dirty


def test_line_ends_that_git_converts(repository: Path) -> None:
    """A checkout with converted line ends is clean, as git stores it with line feeds."""
    (repository / "Dockerfile").write_bytes(b"FROM a\r\nRUN b\r\n")

    assert FileState.CLEAN == state(repository / "Dockerfile")


def test_committed_carriage_returns(repository: Path) -> None:
    """A file that is stored with carriage returns is clean as it is."""
    (repository / "crlf").write_bytes(b"FROM a\r\n")
    git(repository, "-c", "core.autocrlf=false", "add", "crlf")
    git(repository, "commit", "--quiet", "--message", "crlf")

    assert FileState.CLEAN == state(repository / "crlf")


def test_sha256_repository(work_tree: Path) -> None:
    """A repository with the newer hash function is understood."""
    git(work_tree, "init", "--quiet", "--object-format=sha256")
    (work_tree / "Dockerfile").write_bytes(b"FROM a\n")
    git(work_tree, "add", "Dockerfile")
    git(work_tree, "commit", "--quiet", "--message", "first")

    clean = state(work_tree / "Dockerfile")
    (work_tree / "Dockerfile").write_bytes(b"FROM b\n")

    assert [FileState.CLEAN, FileState.MODIFIED] == [clean, state(work_tree / "Dockerfile")]


@pytest.mark.parametrize("name", [":(top)*", "*", "a b\n", "-x", "caf\udce9", "[D]ockerfile"])
def test_names_that_mean_something_to_git(repository: Path, name: str) -> None:
    """A file name is never a pattern or an option."""
    (repository / name).write_bytes(b"FROM a\n")
    untracked = state(repository / name)
    git(repository, "--literal-pathspecs", "add", "--", name)
    git(repository, "commit", "--quiet", "--message", "odd")

    assert [FileState.UNTRACKED, FileState.CLEAN] == [untracked, state(repository / name)]


def test_link_stands_for_its_target(repository: Path, tmp_path: Path) -> None:
    """The file that would be written is the one that is asked about."""
    (tmp_path / "link").symlink_to(repository / "Dockerfile")

    assert GitState(FileState.CLEAN, repository, "trunk") == git_state(tmp_path / "link")


def test_worktree_and_subdirectory(repository: Path, tmp_path: Path) -> None:
    """A linked work tree has its own top and branch."""
    (repository / "sub").mkdir()
    (repository / "sub/Dockerfile").write_bytes(b"FROM a\n")
    git(repository, "add", ".")
    git(repository, "commit", "--quiet", "--message", "sub")
    git(repository, "worktree", "add", "--quiet", "-b", "linked", str(tmp_path / "linked"))

    assert GitState(FileState.CLEAN, tmp_path / "linked", "linked") == git_state(tmp_path / "linked/sub/Dockerfile")


def test_without_git(repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a git program nobody can tell, which is a reason to ask; outside of a work tree it does not matter."""
    (tmp_path / "Dockerfile").write_bytes(b"FROM a\n")
    monkeypatch.setenv("PATH", str(tmp_path / "empty"))

    inside, outside = git_state(repository / "Dockerfile"), git_state(tmp_path / "Dockerfile")

    assert (FileState.UNKNOWN, repository, True, True) == (inside.state, inside.root, inside.git_missing, inside.dirty)
    assert GitState(FileState.OUTSIDE, git_missing=True) == outside


def test_git_of_the_working_directory_is_not_run(
    repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A program called git in the repository is not taken for git, even when PATH says so."""
    planted = repository / "git"
    planted.write_text(f"#!/bin/sh\ntouch {tmp_path}/ran\n")
    planted.chmod(0o755)
    monkeypatch.chdir(repository)
    monkeypatch.setenv("PATH", f".::{os.environ['PATH']}")

    assert FileState.CLEAN == state(repository / "Dockerfile")
    assert not (tmp_path / "ran").exists()


def test_broken_repository(work_tree: Path) -> None:
    """A repository that git does not open is said to be one, and is a reason to ask."""
    (work_tree / ".git").mkdir()
    (work_tree / "Dockerfile").write_bytes(b"FROM a\n")

    unknown = git_state(work_tree / "Dockerfile")

    assert FileState.UNKNOWN == unknown.state
    assert "Git does not open this repository; 'git status' says why (its owner may be another user)." == unknown.reason


def test_environment_of_a_hook(repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Variables that git sets for its own children do not lead to another repository."""
    git(tmp_path, "init", "--quiet", "other")
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "other/.git"))
    monkeypatch.setenv("GIT_WORK_TREE", str(tmp_path / "other"))

    assert GitState(FileState.CLEAN, repository, "trunk") == git_state(repository / "Dockerfile")


def test_nothing_of_the_repository_is_executed(repository: Path, tmp_path: Path) -> None:
    """No monitor, hook, filter, converter, pager or alias that its configuration names is run."""
    ran = tmp_path / "ran"
    planted = tmp_path / "planted"
    planted.write_text(f"#!/bin/sh\necho $0 $@ >> {ran}\ncat\n")
    planted.chmod(0o755)
    for hook in ("post-index-change", "post-checkout", "fsmonitor-watchman", "reference-transaction"):
        (repository / ".git/hooks").mkdir(exist_ok=True)
        (repository / ".git/hooks" / hook).symlink_to(planted)
    (repository / ".gitattributes").write_text("* filter=evil diff=evil merge=evil\n")
    for setting in (
        "core.fsmonitor", "filter.evil.clean", "filter.evil.smudge", "filter.evil.process", "diff.evil.textconv",
        "diff.evil.command", "diff.external", "core.pager", "core.editor", "core.sshCommand", "core.askPass",
        "core.gitProxy", "credential.helper", "gpg.program",
    ):  # fmt: skip
        git(repository, "config", setting, str(planted))
    git(repository, "config", "core.hooksPath", str(tmp_path))
    git(repository, "config", "alias.ls-files", f"!{planted}")
    git(repository, "config", "alias.rev-parse", f"!{planted}")
    (repository / "Dockerfile").write_bytes(b"FROM changed\n")
    os.utime(repository / "Dockerfile", (1, 1))

    assert FileState.MODIFIED == state(repository / "Dockerfile")
    assert FileState.UNTRACKED == state(repository / ".gitattributes")
    assert not ran.exists()
    # The trap is a real one: an ordinary status steps into it.
    git(repository, "status")
    assert ran.exists()


def test_missing_objects_are_not_fetched(repository: Path, tmp_path: Path) -> None:
    """In a partial clone git would fetch a missing object through a command that the configuration names."""
    ran = tmp_path / "ran"
    planted = tmp_path / "planted"
    planted.write_text(f"#!/bin/sh\ntouch {ran}\nexit 1\n")
    planted.chmod(0o755)
    tree = git(repository, "rev-parse", "HEAD^{tree}")
    git(repository, "config", "core.repositoryFormatVersion", "1")
    git(repository, "config", "extensions.partialClone", "origin")
    git(repository, "config", "remote.origin.promisor", "true")
    git(repository, "config", "remote.origin.url", f"ext::{planted}")
    git(repository, "config", "protocol.ext.allow", "always")
    (repository / ".git/objects" / tree[:2] / tree[2:]).unlink()

    unknown = git_state(repository / "Dockerfile")

    assert FileState.UNKNOWN == unknown.state
    assert not ran.exists()
    with pytest.raises(subprocess.CalledProcessError):
        git(repository, "ls-tree", "HEAD")
    assert ran.exists()
