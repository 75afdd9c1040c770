"""Writes and undos that are killed, or fail, before any of their steps."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from attrs import evolve

from venvoy.model.plan import ChangeSet
from venvoy.model.receipt import Applied, Refused, Undone
from venvoy.workspace.applying import apply
from venvoy.workspace.journal import Journal

from .children import Failer, Killer, killed
from .trees import change_set, tree

ONE = {"Dockerfile": (b"FROM a\r\n", b"FROM b\r\n")}
THREE = {
    "Dockerfile": (b"FROM a\n", b"FROM b\n"),
    "compose.yaml": (b"\xff\x00old", b"new"),
    ".dockerignore": (None, b".venv\n"),
}
MOST_STEPS = 80
"""More than any of these works has: reaching it means that the countdown did not work."""


@pytest.fixture(name="changes", params=[ONE, THREE], ids=["one file", "three files, one of them new"])
def _changes(request: pytest.FixtureRequest, work_tree: Path) -> ChangeSet:
    for name, (before, _) in request.param.items():
        if before is not None:
            (work_tree / name).write_bytes(before)
    return change_set(work_tree, request.param)


def count_steps(work: Callable[[int], bool]) -> int:
    """Call *work* with 0, 1, … until it says that it was not cut short any more, and return how often it was."""
    for countdown in range(MOST_STEPS):
        if not work(countdown):
            return countdown
    raise AssertionError("never came to an end")


def test_killed_apply_is_taken_back(work_tree: Path, journal: Journal, changes: ChangeSet) -> None:
    """Whatever step an apply is killed before, undo leaves the files as they were, and nothing else beside them."""
    before = tree(work_tree)

    def one_round(countdown: int) -> bool:
        cut = killed(lambda: apply(changes, evolve(journal, step=Killer(countdown))))
        undone = journal.undo()
        assert before == tree(work_tree)
        assert cut or isinstance(undone, Undone)
        assert () == journal.recover()
        return cut

    assert 5 + 6 * len(changes.changes) <= count_steps(one_round)


def test_killed_undo_is_finished(work_tree: Path, journal: Journal, changes: ChangeSet) -> None:
    """Whatever step an undo is killed before, the next undo leaves the files as they were before the apply."""
    before = tree(work_tree)

    def one_round(countdown: int) -> bool:
        applied = apply(changes, journal)
        assert isinstance(applied, Applied)
        cut = killed(lambda: evolve(journal, step=Killer(countdown)).undo())
        undone = journal.undo(applied.receipt.id)
        assert before == tree(work_tree)
        # Killed after the undo was recorded, there is nothing left to do, and that is what is said.
        assert isinstance(undone, Undone) or "not in force" in undone.reason
        return cut

    assert 5 + 2 * len(changes.changes) <= count_steps(one_round)


def test_killed_recovery_is_recovered(work_tree: Path, journal: Journal, changes: ChangeSet) -> None:
    """Whatever step of its own recovery is killed before, the next one leaves the files as they were."""
    before = tree(work_tree)
    last_replacement = _steps(journal, changes).index("make journal record {} done")

    def one_round(countdown: int) -> bool:
        assert killed(lambda: apply(changes, evolve(journal, step=Killer(last_replacement))))
        cut = killed(lambda: evolve(journal, step=Killer(countdown)).recover())
        journal.recover()
        assert before == tree(work_tree)
        assert isinstance(journal.undo(), Refused)
        return cut

    assert 4 <= count_steps(one_round)


def test_next_apply_cleans_up(work_tree: Path, journal: Journal, changes: ChangeSet) -> None:
    """Whatever step an apply is killed before, the same apply leads to the new files, and undo to the old."""
    before = tree(work_tree)

    def one_round(countdown: int) -> bool:
        cut = killed(lambda: apply(changes, evolve(journal, step=Killer(countdown))))
        again = apply(changes, journal)
        # Once it is recorded as done the first apply stands, and the second finds the files changed.
        assert cut or isinstance(again, Refused)
        assert {Path(c.path).name: c.after for c in changes.changes} == tree(work_tree)
        assert isinstance(journal.undo(), Undone)
        assert before == tree(work_tree)
        return cut

    count_steps(one_round)


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EIO, errno.EROFS], ids=errno.errorcode.get)
def test_failing_apply_changes_nothing(work_tree: Path, journal: Journal, changes: ChangeSet, number: int) -> None:
    """Whatever step of an apply fails, every file is as it was, nothing is left beside them, and it says so."""
    before = tree(work_tree)

    def one_round(countdown: int) -> bool:
        failer = Failer(countdown, number)
        outcome = apply(changes, evolve(journal, step=failer))
        if isinstance(outcome, Applied):
            assert isinstance(journal.undo(), Undone)
        else:
            assert "Nothing was changed." in outcome.reason or "nothing was written" in outcome.reason
        assert before == tree(work_tree)
        assert () == journal.recover()
        return isinstance(outcome, Refused)

    assert 5 + 6 * len(changes.changes) <= count_steps(one_round)


def test_keyboard_interrupt_leaves_nothing_half_way(work_tree: Path, journal: Journal, changes: ChangeSet) -> None:
    """Whatever step Ctrl-C comes before, the tree is at once the old one or the new one, with nothing beside it."""
    before = tree(work_tree)
    after = {Path(change.path).name: change.after for change in changes.changes}

    def one_round(countdown: int) -> bool:
        waiting = iter(range(countdown, -1, -1))

        def interrupt(_step: str) -> None:
            if next(waiting, None) == 0:
                raise KeyboardInterrupt

        try:
            apply(changes, evolve(journal, step=interrupt))
            cut = False
        except KeyboardInterrupt:
            cut = True
        assert tree(work_tree) in (before, after)
        assert () == journal.recover()
        if tree(work_tree) == after:
            assert isinstance(journal.undo(), Undone)
        return cut

    assert 5 + 6 * len(changes.changes) <= count_steps(one_round)


def test_failing_undo_changes_nothing(work_tree: Path, journal: Journal, changes: ChangeSet) -> None:
    """Whatever step of an undo fails, every file holds what was applied, and the undo can be repeated."""
    before = tree(work_tree)

    def one_round(countdown: int) -> bool:
        assert isinstance(apply(changes, journal), Applied)
        applied = tree(work_tree)
        outcome = evolve(journal, step=Failer(countdown, errno.EIO)).undo()
        if isinstance(outcome, Refused):
            assert applied == tree(work_tree)
            assert isinstance(journal.undo(), Undone)
        assert before == tree(work_tree)
        return isinstance(outcome, Refused)

    assert 5 + 2 * len(changes.changes) <= count_steps(one_round)


def test_failure_that_cannot_be_taken_back_at_once(work_tree: Path, journal: Journal) -> None:
    """When the disk fails for good half way, that is said, and a later undo restores every file."""
    for name in ("a", "b"):
        (work_tree / name).write_bytes(b"old")
    changes = change_set(work_tree, {"a": (b"old", b"new"), "b": (b"old", b"new")})

    def broken_after_the_first(step: str) -> None:
        if (work_tree / "a").read_bytes() == b"new":
            raise OSError(errno.EIO, os.strerror(errno.EIO))

    refused = apply(changes, evolve(journal, step=broken_after_the_first))

    assert isinstance(refused, Refused)
    assert (
        "This file could not be written: the disk reports an input/output error. What was written before that could "
        "not be taken back yet: the disk reports an input/output error." == refused.reason
    )
    assert b"new" == (work_tree / "a").read_bytes()
    assert isinstance(journal.undo(), Undone)
    assert {"a": b"old", "b": b"old"} == tree(work_tree)


def test_file_edited_after_the_interruption_is_left(work_tree: Path, journal: Journal) -> None:
    """A file that somebody edits between the kill and the recovery is not overwritten; the others are restored."""
    for name in ("a", "b"):
        (work_tree / name).write_bytes(b"old")
    changes = change_set(work_tree, {"a": (b"old", b"new"), "b": (b"old", b"new")})
    last = _steps(journal, changes).index("make journal record {} done")
    assert killed(lambda: apply(changes, evolve(journal, step=Killer(last))))
    (work_tree / "b").write_bytes(b"mine")

    undone = journal.undo()

    assert isinstance(undone, Undone)
    assert {"a": b"old", "b": b"mine"} == tree(work_tree)
    assert (str(work_tree / "a"),) == undone.files
    assert (f"{work_tree / 'b'} was changed after the interruption and is left as it is.",) == undone.notes


def test_recovery_that_fails_is_repeated(work_tree: Path, journal: Journal) -> None:
    """What cannot be taken back yet stays pending, blocks its own file, and can be taken back later."""
    (work_tree / "Dockerfile").write_bytes(b"old")
    changes = change_set(work_tree, {"Dockerfile": (b"old", b"new")})
    last = _steps(journal, changes).index("make journal record {} done")
    assert killed(lambda: apply(changes, evolve(journal, step=Killer(last))))
    failing = evolve(journal, step=Failer(0, errno.ENOSPC))
    onwards = change_set(work_tree, {"Dockerfile": (b"new", b"newer")})

    blocked = apply(onwards, failing)

    assert (
        Refused(
            "An earlier write of this file was cut short and cannot be taken back yet: the disk is full.",
            str(work_tree / "Dockerfile"),
            "Mend that, and run 'venvoy undo' first.",
        )
        == blocked
    )
    assert isinstance(evolve(journal, step=Failer(0, errno.ENOSPC)).undo(), Refused)
    assert isinstance(journal.undo(), Undone)
    assert {"Dockerfile": b"old"} == tree(work_tree)


def _steps(journal: Journal, changes: ChangeSet) -> list[str]:
    """Return the steps of applying *changes*, the record's id taken out, and undo it."""
    steps: list[str] = []
    applied = apply(changes, evolve(journal, step=steps.append))
    assert isinstance(applied, Applied)
    assert isinstance(journal.undo(), Undone)
    return [step.replace(applied.receipt.id, "{}") for step in steps]
