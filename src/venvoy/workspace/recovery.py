"""Files brought back to one side of a record, whatever was cut short in between.

One rule decides the side: after an interruption every file holds what it held before the change set was applied. So an
interrupted apply is taken back, and an interrupted undo is finished.
"""

from __future__ import annotations

import os
from pathlib import Path

from attrs import frozen

from venvoy.model.receipt import DamagedEntry
from venvoy.workspace.archive import Archive, State
from venvoy.workspace.failures import cause
from venvoy.workspace.records import FileRecord, Kind, Record
from venvoy.workspace.replacing import put_in_place, remove, write_temporary
from venvoy.workspace.steps import Step
from venvoy.workspace.targets import holds


@frozen
class Restored:
    """What bringing a record's files back came to."""

    files: tuple[str, ...]
    """Paths that were written or removed."""
    left: tuple[str, ...]
    """Paths that hold neither what was there before nor what was to be written: somebody else's work, left alone."""


@frozen
class Recovered:
    """A record that was found half way and is settled now."""

    record: Record
    restored: Restored


@frozen
class Stuck:
    """A record that was found half way and could not be settled; it is still pending."""

    record: Record
    reason: str
    """A clause."""


def restore(record: Record, step: Step) -> Restored:
    """Bring every file of *record* to its `before`, and remove the temporary files.

    May be cut short and called again any number of times.

    Raises:
        OSError: if a file cannot be written.
    """
    files = []
    left = []
    for index, file in enumerate(record.files):
        _remove_temporary(record.temporary(index), step)
        if holds(Path(file.path), file.before):
            continue
        if holds(Path(file.path), file.after):
            _bring_back(file, record.temporary(index), step)
            files.append(file.path)
        else:
            left.append(file.path)
    return Restored(tuple(files), tuple(left))


def recover(archive: Archive) -> tuple[Recovered | Stuck, ...]:
    """Settle every pending record, newest first. The lock must be held.

    Raises:
        OSError: if the journal's directory cannot be read or tidied.
    """
    archive.tidy()
    pending = [
        stored.record
        for stored in archive.stored()
        if not isinstance(stored, DamagedEntry) and stored.state is State.PENDING
    ]
    return tuple(_settle(record, archive) for record in pending)


def _settle(record: Record, archive: Archive) -> Recovered | Stuck:
    apply = record.kind is Kind.APPLY
    try:
        restored = restore(record if apply else record.turned(), archive.step)
        archive.settle(record, State.TAKEN_BACK if apply else State.DONE)
    except OSError as error:
        return Stuck(record, cause(error))
    return Recovered(record, restored)


def _remove_temporary(temporary: Path, step: Step) -> None:
    if os.path.lexists(temporary):
        step(f"remove {temporary}")
        temporary.unlink()


def _bring_back(file: FileRecord, temporary: Path, step: Step) -> None:
    target = Path(file.path)
    if file.before is None:
        remove(target, step)
    else:
        write_temporary(temporary, file.before, target, file.mode, step)
        put_in_place(temporary, target, step)
