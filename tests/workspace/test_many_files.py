"""A change set as a whole repository has it: thirty files, some of them new, killed at every step."""

from __future__ import annotations

from pathlib import Path

import pytest
from attrs import evolve

from venvoy.model.plan import ChangeSet
from venvoy.model.receipt import Applied, Refused, Undone
from venvoy.workspace.applying import apply
from venvoy.workspace.journal import Journal

from .children import Killer, killed
from .trees import change_set, tree

ENDINGS = (b"\n", b"\r\n", b"", b"\xff\x00")
MOST_STEPS = 600


@pytest.fixture(name="changes")
def _changes(work_tree: Path) -> ChangeSet:
    """Thirty files in three directories, every fifth one new."""
    contents: dict[str, tuple[bytes | None, bytes]] = {}
    for number in range(30):
        before = b"old %d" % number + ENDINGS[number % 4]
        name = f"{('.', 'api', 'api/jobs')[number % 3]}/file{number}"
        contents[name] = (None if number % 5 == 0 else before, before.replace(b"old", b"new"))
    for name, (before, _) in contents.items():
        (work_tree / name).parent.mkdir(parents=True, exist_ok=True)
        if before is not None:
            (work_tree / name).write_bytes(before)
    return change_set(work_tree, contents)


def test_killed_apply_of_thirty_files_is_undone(work_tree: Path, journal: Journal, changes: ChangeSet) -> None:
    """Whatever step the apply is killed before, undo leaves every file as it was, and none that is new."""
    before = tree(work_tree)
    for countdown in range(MOST_STEPS):
        cut = killed(lambda now=countdown: apply(changes, evolve(journal, step=Killer(now))))
        undone = journal.undo()
        assert before == tree(work_tree)
        if not cut:
            assert isinstance(undone, Undone)
            assert len(changes.changes) == len(undone.files)
            break
    assert not cut
    assert countdown >= 5 + 6 * len(changes.changes)


def test_killed_undo_of_thirty_files_is_finished(work_tree: Path, journal: Journal, changes: ChangeSet) -> None:
    """Whatever step the undo is killed before, the next one brings back what is left."""
    before = tree(work_tree)
    for countdown in range(0, MOST_STEPS, 5):
        applied = apply(changes, journal)
        assert isinstance(applied, Applied)
        cut = killed(lambda now=countdown: evolve(journal, step=Killer(now)).undo())
        undone = journal.undo(applied.receipt.id)
        assert before == tree(work_tree)
        assert isinstance(undone, Undone) or "not in force" in undone.reason
        if not cut:
            break
    assert not cut
    assert countdown >= 2 * len(changes.changes)


def test_one_file_that_changed_stops_all_thirty(work_tree: Path, journal: Journal, changes: ChangeSet) -> None:
    """Somebody edits the last file meanwhile: none of the others is written."""
    last = Path(changes.changes[-1].path)
    last.write_bytes(b"mine")
    before = tree(work_tree)

    refused = apply(changes, journal)

    assert isinstance(refused, Refused)
    assert (str(last), before) == (refused.path, tree(work_tree))
