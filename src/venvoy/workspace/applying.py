"""A change set written to the disk: every file of it, or none."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

from venvoy.model.plan import ChangeSet
from venvoy.model.receipt import Applied, Receipt, Refused
from venvoy.workspace.failures import cause
from venvoy.workspace.journal import Journal, explain_recovery
from venvoy.workspace.records import FileRecord, Kind, Record
from venvoy.workspace.recovery import Recovered, Stuck, recover
from venvoy.workspace.targets import examine
from venvoy.workspace.transaction import carry_out


def apply(change_set: ChangeSet, journal: Journal) -> Applied | Refused:
    """Write *change_set* all or nothing, so that *journal* can take it back.

    Before anything is touched, every file is examined: it must hold what was read, be a regular file of its own (no
    hard links) inside of the root with symbolic links resolved, and be replaceable with the same owner and mode.
    Whether uncommitted changes matter is the caller's question; see `venvoy.workspace.git`.
    """
    lock = journal.archive.lock()
    if isinstance(lock, Refused):
        return lock
    with lock:
        try:
            return _apply(change_set, journal)
        except OSError as error:
            return journal.archive.refusal(error)


def _apply(change_set: ChangeSet, journal: Journal) -> Applied | Refused:
    recovered = recover(journal.archive)
    files = _examine_all(change_set)
    if isinstance(files, Refused):
        return files
    blocked = _blocked(files, recovered)
    if blocked is not None:
        return blocked
    record = Record(
        id=journal.archive.next_id(),
        kind=Kind.APPLY,
        undoes=None,
        when=datetime.now(UTC),
        summary=change_set.summary,
        root=os.path.realpath(change_set.root),
        files=files,
    )
    notes = carry_out(record, journal.archive)
    if isinstance(notes, Refused):
        return notes
    return Applied(
        Receipt(
            id=record.id,
            when=record.when,
            files=tuple(file.path for file in files),
            summary=record.summary,
            undo=f"venvoy undo {record.id}",
            notes=(*explain_recovery(recovered), *notes),
        )
    )


def _examine_all(change_set: ChangeSet) -> tuple[FileRecord, ...] | Refused:
    try:
        root = Path(os.path.realpath(change_set.root, strict=True))
    except OSError as error:
        return Refused(
            f"The directory to write in cannot be reached: {cause(error)}.", change_set.root, "Check the path."
        )
    files: dict[str, FileRecord] = {}
    for change in change_set.changes:
        if change.before == change.after:
            continue
        file = examine(change, root)
        if isinstance(file, Refused):
            return file
        if file.path in files:
            return Refused(
                "Two changes mean the same file, one of them through a symbolic link.", change.path, "Give it once."
            )
        files[file.path] = file
    if not files:
        return Refused("There is nothing to write: no file would change.", None, "Accept a finding first.")
    return tuple(files.values())


def _blocked(files: tuple[FileRecord, ...], recovered: tuple[Recovered | Stuck, ...]) -> Refused | None:
    """Return a refusal when a file still belongs to an interrupted write: its record must be settled first."""
    ours = {file.path for file in files}
    for outcome in recovered:
        if isinstance(outcome, Stuck):
            for file in outcome.record.files:
                if file.path in ours:
                    reason = (
                        f"An earlier write of this file was cut short and cannot be taken back yet: {outcome.reason}."
                    )
                    return Refused(reason, file.path, "Mend that, and run 'venvoy undo' first.")
    return None
