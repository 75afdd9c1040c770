"""The journal of what was written: listed, undone, and cleaned up after an interruption."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

from attrs import evolve, frozen

from venvoy.model.receipt import DamagedEntry, Entry, EntryState, Refused, Undone
from venvoy.workspace.archive import Archive, State, Stored
from venvoy.workspace.records import FileRecord, Kind, Record
from venvoy.workspace.recovery import Recovered, Stuck, recover
from venvoy.workspace.state import state_directory
from venvoy.workspace.steps import Step, unobserved
from venvoy.workspace.targets import directory_obstacle, holds, obstacle
from venvoy.workspace.transaction import carry_out


def user_journal() -> Journal:
    """Return the journal of the user who runs this."""
    return Journal(state_directory() / "journal")


@frozen
class Journal:
    """The journal in a directory; the directory is made when the first change set is written."""

    directory: Path
    step: Step = unobserved
    """Told of every step of an apply, an undo and a recovery, before it is done."""
    patience: float = 10.0
    """Seconds to wait for another process that is writing."""

    @property
    def archive(self) -> Archive:
        """The records on disk."""
        return Archive(self.directory, self.step, self.patience)

    def entries(self, within: Path | None = None) -> tuple[Entry | DamagedEntry, ...] | Refused:
        """Return what was written, newest first; with *within*, only entries with a file in or below it."""
        try:
            stored = self.archive.stored()
        except OSError as error:
            return self.archive.refusal(error)
        undone = _undone(stored)
        return tuple(
            one if isinstance(one, DamagedEntry) else _entry(one, undone)
            for one in stored
            if isinstance(one, DamagedEntry) or (one.record.kind is Kind.APPLY and _touches(one.record, within))
        )

    def recover(self) -> tuple[Undone | Refused, ...]:
        """Clean up after writes and undos that were cut short; an empty tuple when there were none."""
        lock = self.archive.lock()
        if isinstance(lock, Refused):
            return (lock,)
        with lock:
            try:
                return tuple(_told(outcome) for outcome in recover(self.archive))
            except OSError as error:
                return (self.archive.refusal(error),)

    def undo(self, entry_id: str | None = None, within: Path | None = None) -> Undone | Refused:
        """Restore, byte for byte, what the files of an entry held before it was applied.

        Without *entry_id* the newest entry that is not undone is taken, with *within* the newest that has a file in or
        below it. When a write was cut short, cleaning up after it is the undo: nothing else is undone then.
        """
        lock = self.archive.lock()
        if isinstance(lock, Refused):
            return lock
        with lock:
            try:
                return self._undo(entry_id, within)
            except OSError as error:
                return self.archive.refusal(error)

    def _undo(self, entry_id: str | None, within: Path | None) -> Undone | Refused:
        recovered = recover(self.archive)
        for outcome in recovered:
            subject = outcome.record.undoes or outcome.record.id
            if entry_id in (None, subject) and _touches(outcome.record, within):
                return _told(outcome)
        stored = self.archive.stored()
        chosen = _choose(stored, entry_id, within)
        if isinstance(chosen, Refused):
            return chosen
        turned = _turn(chosen, stored)
        if isinstance(turned, Refused):
            return turned
        record = Record(
            id=self.archive.next_id(),
            kind=Kind.UNDO,
            undoes=chosen.id,
            when=datetime.now(UTC),
            summary=f"undo {chosen.id}: {chosen.summary}",
            root=chosen.root,
            files=turned,
        )
        notes = carry_out(record, self.archive)
        if isinstance(notes, Refused):
            return notes
        return Undone(
            chosen.id, tuple(file.path for file in turned), chosen.summary, notes=explain_recovery(recovered) + notes
        )


def explain_recovery(outcomes: tuple[Recovered | Stuck, ...]) -> tuple[str, ...]:
    """Return a sentence for each interrupted write that was met on the way to another."""
    return tuple(
        f"Journal entry {outcome.record.id} was cut short earlier; "
        + (
            "its files were restored."
            if isinstance(outcome, Recovered)
            else f"its files could not be restored yet: {outcome.reason}."
        )
        for outcome in outcomes
    )


def _told(outcome: Recovered | Stuck) -> Undone | Refused:
    record = outcome.record
    if isinstance(outcome, Stuck):
        return Refused(
            f"A write that was cut short ({record.id}) could not be taken back yet: {outcome.reason}.",
            record.files[0].path,
            "Mend that, and run 'venvoy undo' again.",
        )
    notes = tuple(f"{path} was changed after the interruption and is left as it is." for path in outcome.restored.left)
    subject = record.undoes or record.id
    return Undone(subject, outcome.restored.files, record.summary, interrupted=True, notes=notes)


def _undone(stored: tuple[Stored | DamagedEntry, ...]) -> frozenset[str]:
    return frozenset(
        one.record.undoes
        for one in stored
        if isinstance(one, Stored) and one.state is State.DONE and one.record.undoes is not None
    )


def _touches(record: Record, within: Path | None) -> bool:
    if within is None:
        return True
    top = os.path.realpath(within)
    return any(Path(file.path).is_relative_to(top) for file in record.files)


def _entry(stored: Stored, undone: frozenset[str]) -> Entry:
    record = stored.record
    states = {State.PENDING: EntryState.INTERRUPTED, State.TAKEN_BACK: EntryState.TAKEN_BACK}
    state = states.get(stored.state, EntryState.UNDONE if record.id in undone else EntryState.APPLIED)
    files = tuple(file.path for file in record.files)
    return Entry(record.id, record.when, record.summary, record.root, files, state)


def _choose(stored: tuple[Stored | DamagedEntry, ...], entry_id: str | None, within: Path | None) -> Record | Refused:
    undone = _undone(stored)
    for one in stored:
        if isinstance(one, DamagedEntry):
            if entry_id in (None, one.id):
                return Refused(one.reason, one.path, "Undo an older entry by its id, or remove this file.")
            continue
        record = one.record
        if record.kind is Kind.UNDO:
            continue
        open_still = one.state is State.DONE and record.id not in undone
        if entry_id == record.id:
            return (
                record
                if open_still
                else _nothing(f"Entry {record.id} is not in force: it was undone, or never completed.")
            )
        if entry_id is None and open_still and _touches(record, within):
            return record
    where = "" if within is None else " here"
    reason = f"There is nothing to undo{where}." if entry_id is None else f"The journal has no entry {entry_id}."
    return _nothing(reason)


def _nothing(reason: str) -> Refused:
    return Refused(reason, None, "See 'venvoy undo --list' for what was written.")


def _turn(record: Record, stored: tuple[Stored | DamagedEntry, ...]) -> tuple[FileRecord, ...] | Refused:
    """Return the files of *record* the other way round, or why one of them cannot be undone."""
    turned = []
    for file in record.files:
        path = Path(file.path)
        refused = _interposed(path) or obstacle(path, file.path)
        if refused is None and not holds(path, file.after):
            refused = _changed(record, file, stored)
        if refused is not None:
            return refused
        turned.append(evolve(file.turned(), mode=path.stat().st_mode & 0o7777))
    return tuple(turned)


def _interposed(path: Path) -> Refused | None:
    if os.path.realpath(path.parent) != str(path.parent):
        reason = "A symbolic link has taken the place of a directory on the way to this file."
        return Refused(reason, str(path), "Put the directory back, and undo again.")
    return directory_obstacle(path.parent, str(path))


def _changed(record: Record, file: FileRecord, stored: tuple[Stored | DamagedEntry, ...]) -> Refused:
    undone = _undone(stored)
    for one in stored:  # newest first: the first that fits is the one to undo first
        if isinstance(one, DamagedEntry) or one.state is not State.DONE or one.record.id in undone:
            continue
        later = one.record
        if later.id == record.id:
            break
        if later.kind is Kind.APPLY and any(f.path == file.path for f in later.files):
            return Refused(f"This file was written again by entry {later.id}.", file.path, f"Undo {later.id} first.")
    return Refused(
        f"This file was changed after entry {record.id} wrote it, and undoing would lose that.",
        file.path,
        "Move your version aside, put back what venvoy wrote, undo, and add your changes again.",
    )
