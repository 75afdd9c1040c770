"""What is written, what is kept, and what is refused before anything is touched."""

from __future__ import annotations

import os
import resource
from datetime import UTC
from pathlib import Path

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from venvoy.model.plan import ChangeSet, FileChange
from venvoy.model.receipt import Applied, Refused, Undone
from venvoy.workspace.applying import apply
from venvoy.workspace.journal import Journal

from .children import NOBODY, unprivileged
from .trees import change_set, tree


def test_receipt(work_tree: Path, journal: Journal) -> None:
    """The receipt names the entry, the files and the command that takes it back."""
    (work_tree / "Dockerfile").write_bytes(b"FROM a\n")

    applied = apply(change_set(work_tree, {"Dockerfile": (b"FROM a\n", b"FROM b\n")}), journal)

    assert isinstance(applied, Applied)
    receipt = applied.receipt
    assert (str(work_tree / "Dockerfile"),) == receipt.files
    assert f"venvoy undo {receipt.id}" == receipt.undo
    assert "migrate Dockerfile" == receipt.summary
    assert () == receipt.notes
    assert UTC == receipt.when.tzinfo
    assert {"Dockerfile": b"FROM b\n"} == tree(work_tree)


@given(before=st.binary(max_size=4000), after=st.binary(max_size=4000))
def test_undo_is_the_inverse_of_apply(before: bytes, after: bytes, tmp_path_factory: pytest.TempPathFactory) -> None:
    """For all contents: apply gives exactly the new bytes and undo exactly the old ones, with nothing left beside."""
    work_tree = tmp_path_factory.mktemp("tree")
    journal = Journal(tmp_path_factory.mktemp("state"))
    (work_tree / "Dockerfile").write_bytes(before)

    outcome = apply(change_set(work_tree, {"Dockerfile": (before, after)}), journal)

    assert {"Dockerfile": after} == tree(work_tree)
    assert isinstance(outcome, Applied) == (before != after)
    assert isinstance(journal.undo(), Undone) == (before != after)
    assert {"Dockerfile": before} == tree(work_tree)


def test_name_that_is_not_utf8(work_tree: Path, journal: Journal) -> None:
    """A file name of arbitrary bytes is written, recorded and restored."""
    name = os.fsdecode(b"caf\xe9 \x1b[31m\n.Dockerfile")
    (work_tree / name).write_bytes(b"old")

    assert isinstance(apply(change_set(work_tree, {name: (b"old", b"new")}), journal), Applied)
    assert {name: b"new"} == tree(work_tree)
    assert isinstance(journal.undo(), Undone)
    assert {name: b"old"} == tree(work_tree)


@pytest.mark.parametrize("mode", [0o600, 0o644, 0o664, 0o755, 0o2750], ids=oct)
def test_mode_is_kept(work_tree: Path, journal: Journal, mode: int) -> None:
    """The new file has all permission bits of the old one, and so has the restored one."""
    target = work_tree / "Dockerfile"
    target.write_bytes(b"old")
    target.chmod(mode)

    assert isinstance(apply(change_set(work_tree, {"Dockerfile": (b"old", b"new")}), journal), Applied)
    assert mode == target.stat().st_mode & 0o7777
    assert isinstance(journal.undo(), Undone)
    assert mode == target.stat().st_mode & 0o7777


def test_new_file_has_the_mode_that_the_umask_leaves(work_tree: Path, journal: Journal) -> None:
    """A file that did not exist is made as any program would make it, not with the temporary file's closed mode."""
    umask = os.umask(0o027)
    try:
        assert isinstance(apply(change_set(work_tree, {".dockerignore": (None, b"venv\n")}), journal), Applied)
    finally:
        os.umask(umask)

    assert 0o640 == (work_tree / ".dockerignore").stat().st_mode & 0o7777


def test_owner_is_kept_or_the_write_refused(open_directory: Path) -> None:
    """Who may give files away keeps the owner; who may not is refused, as the new file would become theirs."""
    target = open_directory / "Dockerfile"
    target.write_bytes(b"old")
    target.chmod(0o666)
    changes = change_set(open_directory, {"Dockerfile": (b"old", b"new")})
    if os.geteuid() == 0:
        os.chown(target, 12, 34)
        assert isinstance(apply(changes, Journal(open_directory / "root")), Applied)
        assert (12, 34) == (target.stat().st_uid, target.stat().st_gid)
        target.write_bytes(b"old")
        refused = unprivileged(lambda: apply(changes, Journal(open_directory / "nobody")))
        assert isinstance(refused, Refused)
        assert "This file belongs to another user or group, and a new version would become yours." == refused.reason
    else:
        owner = (target.stat().st_uid, target.stat().st_gid)
        assert isinstance(apply(changes, Journal(open_directory / "own")), Applied)
        assert owner == (target.stat().st_uid, target.stat().st_gid)


def test_extended_attributes_are_kept_or_named(work_tree: Path, journal: Journal) -> None:
    """An attribute of the file is on the new one too; where the system refuses, the receipt says so."""
    target = work_tree / "Dockerfile"
    target.write_bytes(b"old")
    try:
        os.setxattr(target, "user.venvoy", b"kept")
    except (OSError, AttributeError):
        before: list[str] = []  # a file system, or a system, without attributes: nothing to lose
    else:
        before = os.listxattr(target)

    applied = apply(change_set(work_tree, {"Dockerfile": (b"old", b"new")}), journal)

    assert isinstance(applied, Applied)
    lost = [name for name in before if name not in os.listxattr(target)]
    assert lost == [name for name in before if any(name in note for note in applied.receipt.notes)]


def test_link_inside_the_root_is_followed(work_tree: Path, journal: Journal) -> None:
    """A symbolic link stays one; the file it leads to is written and restored."""
    (work_tree / "docker").mkdir()
    (work_tree / "docker/real").write_bytes(b"old")
    (work_tree / "Dockerfile").symlink_to("docker/real")

    applied = apply(change_set(work_tree, {"Dockerfile": (b"old", b"new")}), journal)

    assert isinstance(applied, Applied)
    assert (str(work_tree / "docker/real"),) == applied.receipt.files
    assert (work_tree / "Dockerfile").is_symlink()
    assert b"new" == (work_tree / "docker/real").read_bytes()
    assert isinstance(journal.undo(), Undone)
    assert b"old" == (work_tree / "docker/real").read_bytes()


def _prepare_link_outside(work_tree: Path) -> None:
    (work_tree.parent / "outside").write_bytes(b"old")
    (work_tree / "Dockerfile").symlink_to("../outside")


def _prepare_linked_directory(work_tree: Path) -> None:
    (work_tree.parent / "elsewhere").mkdir()
    (work_tree.parent / "elsewhere/Dockerfile").write_bytes(b"old")
    (work_tree / "sub").symlink_to("../elsewhere")


def _prepare_hard_link(work_tree: Path) -> None:
    (work_tree / "Dockerfile").write_bytes(b"old")
    (work_tree / "twin").hardlink_to(work_tree / "Dockerfile")


def _prepare_git_directory(work_tree: Path) -> None:
    (work_tree / ".git").mkdir()
    (work_tree / ".git/config").write_bytes(b"old")
    (work_tree / "Dockerfile").symlink_to(".git/config")


def _prepare_nothing(_work_tree: Path) -> None:
    """Leave it empty."""


def _prepare_changed(work_tree: Path) -> None:
    (work_tree / "Dockerfile").write_bytes(b"old and more")


REFUSALS = {
    "link out of the root": (
        _prepare_link_outside,
        "Dockerfile",
        "This is a symbolic link that leads out of the directory that may be written.",
    ),
    "directory linked to outside": (
        _prepare_linked_directory,
        "sub/Dockerfile",
        "This is a symbolic link that leads out of the directory that may be written.",
    ),
    "path outside of the root": (
        lambda work_tree: (work_tree.parent / "outside").write_bytes(b"old"),
        "../outside",
        "This lies outside of the directory that may be written.",
    ),
    "hard link": (
        _prepare_hard_link,
        "Dockerfile",
        "This file has 2 names (hard links), and writing it would part them.",
    ),
    "into .git": (_prepare_git_directory, "Dockerfile", "This leads into git's own directory."),
    "changed": (_prepare_changed, "Dockerfile", "This file has changed since it was read."),
    "gone": (_prepare_nothing, "Dockerfile", "This file is gone."),
    "directory": (lambda work_tree: (work_tree / "d").mkdir(), "d", "This is not a regular file."),
    "pipe": (lambda work_tree: os.mkfifo(work_tree / "pipe"), "pipe", "This is not a regular file."),
    "dangling link": (
        lambda work_tree: (work_tree / "Dockerfile").symlink_to("nowhere"),
        "Dockerfile",
        "The place to write to cannot be reached: it does not exist.",
    ),
    "link to itself": (
        lambda work_tree: (work_tree / "Dockerfile").symlink_to("Dockerfile"),
        "Dockerfile",
        "The place to write to cannot be reached: its symbolic links go round in a circle.",
    ),
    "directory is missing": (
        _prepare_nothing,
        "none/Dockerfile",
        "The place to write to cannot be reached: it does not exist.",
    ),
    "NUL": (_prepare_nothing, "Docker\0file", "This path has a NUL character in it."),
}


@pytest.mark.parametrize("case", REFUSALS)
def test_refused_before_anything_is_touched(work_tree: Path, journal: Journal, case: str) -> None:
    """A file that cannot be written safely stops the whole change set, the files before it included."""
    prepare, name, reason = REFUSALS[case]
    prepare(work_tree)
    (work_tree / "first").write_bytes(b"old")
    before = tree(work_tree.parent)

    refused = apply(change_set(work_tree, {"first": (b"old", b"new"), name: (b"old", b"new")}), journal)

    assert isinstance(refused, Refused)
    assert reason == refused.reason
    assert refused.path is not None
    assert refused.next_step
    assert before == {k: v for k, v in tree(work_tree.parent).items() if not k.startswith("state/")}
    assert () == journal.entries()


def test_new_file_that_exists_is_refused(work_tree: Path, journal: Journal) -> None:
    """A file that is to be made never takes the place of one that is there, not even of a dangling link."""
    (work_tree / ".dockerignore").symlink_to(work_tree / "nowhere")

    refused = apply(change_set(work_tree, {".dockerignore": (None, b"venv\n")}), journal)

    assert isinstance(refused, Refused)
    assert (work_tree / ".dockerignore").is_symlink()


def test_same_file_twice_is_refused(work_tree: Path, journal: Journal) -> None:
    """Two changes of one file, one through a link, contradict each other."""
    (work_tree / "Dockerfile").write_bytes(b"old")
    (work_tree / "link").symlink_to("Dockerfile")

    refused = apply(change_set(work_tree, {"Dockerfile": (b"old", b"1"), "link": (b"old", b"2")}), journal)

    assert isinstance(refused, Refused)
    assert "Two changes mean the same file, one of them through a symbolic link." == refused.reason
    assert b"old" == (work_tree / "Dockerfile").read_bytes()


def test_nothing_to_write(work_tree: Path, journal: Journal) -> None:
    """A change set that changes nothing leaves no entry in the journal."""
    (work_tree / "Dockerfile").write_bytes(b"old")

    refused = apply(change_set(work_tree, {"Dockerfile": (b"old", b"old")}), journal)

    assert isinstance(refused, Refused)
    assert () == journal.entries()


def test_relative_path(work_tree: Path, journal: Journal, monkeypatch: pytest.MonkeyPatch) -> None:
    """Relative paths are relative to the working directory, and the undo does not depend on it."""
    (work_tree / "Dockerfile").write_bytes(b"old")
    monkeypatch.chdir(work_tree)
    changes = ChangeSet((FileChange("Dockerfile", b"old", b"new"),), ".", "migrate")

    assert isinstance(apply(changes, journal), Applied)
    monkeypatch.chdir("/")
    assert isinstance(journal.undo(), Undone)
    assert {"Dockerfile": b"old"} == tree(work_tree)


def test_changed_at_the_last_moment(work_tree: Path, journal: Journal) -> None:
    """A file that changes while the others are being written is noticed, and the others are taken back."""
    for name in ("a", "b"):
        (work_tree / name).write_bytes(b"old")

    def edit(step: str) -> None:
        if step == f"compare {work_tree / 'b'}":
            (work_tree / "b").write_bytes(b"mine")

    changes = change_set(work_tree, {"a": (b"old", b"new"), "b": (b"old", b"new")})
    refused = apply(changes, evolve(journal, step=edit))

    assert isinstance(refused, Refused)
    assert (
        "This file was changed by another program just now. Files that changed meanwhile were left as they are: 1."
        == refused.reason
    )
    assert {"a": b"old", "b": b"mine"} == tree(work_tree)


def test_link_at_the_last_moment(work_tree: Path, journal: Journal) -> None:
    """A symbolic link that takes a file's place while others are written is noticed, even if it leads to the same."""
    (work_tree / "Dockerfile").write_bytes(b"old")
    (work_tree.parent / "outside").write_bytes(b"old")

    def swap(step: str) -> None:
        if step.startswith("compare "):
            (work_tree / "Dockerfile").unlink()
            (work_tree / "Dockerfile").symlink_to("../outside")

    refused = apply(change_set(work_tree, {"Dockerfile": (b"old", b"new")}), evolve(journal, step=swap))

    assert isinstance(refused, Refused)
    assert (work_tree / "Dockerfile").is_symlink()
    assert {"Dockerfile": b"old"} == tree(work_tree)


def test_read_only_file_and_directory(open_directory: Path) -> None:
    """Without the right to write a file or its directory, that is said and nothing is touched."""
    (open_directory / "sub").mkdir()
    for name in ("Dockerfile", "sub/Dockerfile"):
        (open_directory / name).write_bytes(b"old")
        if os.geteuid() == 0:
            os.chown(open_directory / name, NOBODY, NOBODY)
    (open_directory / "Dockerfile").chmod(0o444)
    (open_directory / "sub").chmod(0o555)
    state = open_directory / "state"

    def attempt(name: str) -> Applied | Refused:
        return unprivileged(lambda: apply(change_set(open_directory, {name: (b"old", b"new")}), Journal(state)))

    outcomes = [attempt("Dockerfile"), attempt("sub/Dockerfile")]
    (open_directory / "sub").chmod(0o755)

    assert [
        "This file is read-only for you.",
        "Its directory cannot be written, so no new version can take its place.",
    ] == [outcome.reason for outcome in outcomes if isinstance(outcome, Refused)]


def test_journal_that_cannot_be_written(open_directory: Path) -> None:
    """Without a journal nothing is written: there would be no way back."""
    (open_directory / "Dockerfile").write_bytes(b"old")
    if os.geteuid() == 0:
        os.chown(open_directory / "Dockerfile", NOBODY, NOBODY)
    changes = change_set(open_directory, {"Dockerfile": (b"old", b"new")})

    (open_directory / "closed").mkdir(mode=0o555)

    refused = unprivileged(lambda: apply(changes, Journal(open_directory / "closed/journal")))

    assert isinstance(refused, Refused)
    assert "The journal cannot be used, so nothing was written: permission is denied." == refused.reason
    assert "VENVOY_STATE_DIR" in refused.next_step
    assert {"Dockerfile": b"old"} == tree(open_directory)


@pytest.mark.parametrize(
    ("full_from", "left_over"),
    [("write journal record", set()), ("write /", {"taken-back"})],
    ids=["no room for the journal", "no room for the new file"],
)
def test_no_room_on_the_disk(open_directory: Path, full_from: str, left_over: set[str]) -> None:
    """When the system stops a write in the middle, nothing has changed and nothing is left beside the file."""
    (open_directory / "Dockerfile").write_bytes(b"old")
    if os.geteuid() == 0:
        os.chown(open_directory / "Dockerfile", NOBODY, NOBODY)
    changes = change_set(open_directory, {"Dockerfile": (b"old", b"x" * 3_000)})

    def fill(step: str) -> None:
        if step.startswith(full_from):
            resource.setrlimit(resource.RLIMIT_FSIZE, (2_000, 2_000))

    refused = unprivileged(lambda: apply(changes, Journal(open_directory / "state", fill)))

    assert isinstance(refused, Refused)
    assert "the file would be larger than this process may write" in refused.reason
    assert {"Dockerfile": b"old"} == {k: v for k, v in tree(open_directory).items() if not k.startswith("state/")}
    assert left_over == {path.suffix[1:] for path in (open_directory / "state").iterdir() if path.suffix}


def test_one_of_two_simultaneous_applies_wins(work_tree: Path, journal: Journal) -> None:
    """Two processes that write the same file at once: one is applied, the other sees that the file has changed."""
    (work_tree / "Dockerfile").write_bytes(b"old")
    contents = [b"first", b"second"]
    reading, writing = os.pipe()
    children = []
    for content in contents:
        child = os.fork()
        if child == 0:
            os.close(writing)
            os.read(reading, 1)  # until the parent lets both go
            outcome = apply(change_set(work_tree, {"Dockerfile": (b"old", content)}), journal)
            os._exit(0 if isinstance(outcome, Applied) else 3)
        children.append(child)
    os.close(reading)
    os.close(writing)

    statuses = [os.WEXITSTATUS(os.waitpid(child, 0)[1]) for child in children]

    assert [0, 3] == sorted(statuses)
    assert {"Dockerfile": contents[statuses.index(0)]} == tree(work_tree)
    assert isinstance(journal.undo(), Undone)
    assert {"Dockerfile": b"old"} == tree(work_tree)


def test_waiting_for_another_process_ends(work_tree: Path, journal: Journal) -> None:
    """A lock that another process does not give back is waited for, but not for ever."""
    (work_tree / "Dockerfile").write_bytes(b"old")
    held = journal.archive.lock()
    assert not isinstance(held, Refused)
    with held:
        changes = change_set(work_tree, {"Dockerfile": (b"old", b"new")})
        refused = apply(changes, evolve(journal, patience=0.0))

    assert isinstance(refused, Refused)
    assert "Another venvoy has been writing for more than 0 seconds, so nothing was touched." == refused.reason
