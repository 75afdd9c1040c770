"""The files of a record written all or nothing. The lock must be held, and the files must have been examined."""

from __future__ import annotations

import contextlib
from pathlib import Path

from attrs import evolve

from venvoy.model.receipt import Refused
from venvoy.workspace.archive import Archive, State
from venvoy.workspace.failures import cause
from venvoy.workspace.records import FileRecord, Record
from venvoy.workspace.recovery import recover, restore
from venvoy.workspace.replacing import put_in_place, remove, write_temporary
from venvoy.workspace.steps import Step
from venvoy.workspace.targets import holds


def carry_out(record: Record, archive: Archive) -> tuple[str, ...] | Refused:
    """Write every file's `after`, and settle the record; on any failure restore every file's `before`.

    Everything that needs room on the disk is written before the first file is replaced. Returns notes for the receipt.
    A KeyboardInterrupt leaves as clean a tree as any other failure, and is raised again.
    """
    try:
        return _carry_out(record, archive)
    except KeyboardInterrupt:
        with contextlib.suppress(OSError):  # then the record stays pending, and the next run takes it up
            recover(archive)
        raise


def _carry_out(record: Record, archive: Archive) -> tuple[str, ...] | Refused:
    try:
        archive.begin(record)
    except OSError as error:
        return _forget(record, archive, archive.refusal(error))
    outcome = _write(record, archive.step)
    if isinstance(outcome, Refused):
        return _take_back(record, archive, outcome)
    try:
        archive.settle(record, State.DONE)
    except OSError as error:
        reason = f"The journal could not record that this was written: {cause(error)}."
        return _take_back(record, archive, Refused(reason, str(archive.directory), archive.refusal(error).next_step))
    return outcome


def _write(record: Record, step: Step) -> tuple[str, ...] | Refused:
    notes: list[str] = []
    for index, file in enumerate(record.files):
        try:
            if file.after is not None:
                notes += write_temporary(record.temporary(index), file.after, Path(file.path), file.mode, step)
        except OSError as error:
            return _not_written(file, error)
    for index, file in enumerate(record.files):
        try:
            changed = _replace(file, record.temporary(index), step)
        except OSError as error:
            return _not_written(file, error)
        if changed is not None:
            return changed
    return tuple(notes)


def _replace(file: FileRecord, temporary: Path, step: Step) -> Refused | None:
    target = Path(file.path)
    step(f"compare {target}")
    if not holds(target, file.before):
        return Refused(
            "This file was changed by another program just now.",
            file.path,
            "Look at it, and start over from it.",
        )
    if file.after is None:
        remove(target, step)
    else:
        put_in_place(temporary, target, step)
    return None


def _not_written(file: FileRecord, error: OSError) -> Refused:
    return Refused(f"This file could not be written: {cause(error)}.", file.path, "Mend that, and try again.")


def _forget(record: Record, archive: Archive, refused: Refused) -> Refused:
    try:
        archive.discard(record)
    except OSError:
        # Nothing else was touched; the next run finds a record that names only files as they were, and drops it.
        return refused
    return refused


def _take_back(record: Record, archive: Archive, refused: Refused) -> Refused:
    """Restore what was written, and complete the reason with what came of that."""
    try:
        restored = restore(record, archive.step)
        archive.settle(record, State.TAKEN_BACK)
    except OSError as error:
        return evolve(
            refused,
            reason=f"{refused.reason} What was written before that could not be taken back yet: {cause(error)}.",
            next_step="Mend that, then run 'venvoy undo', which restores every file.",
        )
    if restored.left:
        left = len(restored.left)
        return evolve(refused, reason=f"{refused.reason} Files that changed meanwhile were left as they are: {left}.")
    return evolve(refused, reason=f"{refused.reason} Nothing was changed.")
