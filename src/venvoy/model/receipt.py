"""What came of writing a change set, of undoing one, and what the journal remembers of both."""

from __future__ import annotations

from datetime import datetime
from enum import Enum

from attrs import frozen


@frozen
class Refused:
    """A write or an undo that did not happen: every file holds what it held before, unless `reason` says otherwise."""

    reason: str
    """One sentence: what stands in the way. The path is not in it."""
    path: str | None
    """The file or directory it is about, raw; None when it is about no single one."""
    next_step: str
    """One sentence: what to do about it."""


@frozen
class Receipt:
    """What was written, and how to take it back."""

    id: str
    """Of the journal entry."""
    when: datetime
    """In UTC."""
    files: tuple[str, ...]
    """Absolute paths that were written, symbolic links resolved, in the order of the change set."""
    summary: str
    undo: str
    """The command line that takes it back."""
    notes: tuple[str, ...] = ()
    """Sentences the person should know: an attribute that could not be kept, an earlier write that was taken back."""


@frozen
class Applied:
    """A change set that was written completely."""

    receipt: Receipt


@frozen
class Undone:
    """Files that hold again, byte for byte, what they held before an entry was applied."""

    id: str
    """The entry that was taken back."""
    files: tuple[str, ...]
    """Absolute paths that were restored; empty when an interrupted write had not reached any file."""
    summary: str
    """The summary of the entry."""
    interrupted: bool = False
    """True when a write or an undo that was cut short has been cleaned up, rather than a complete one undone."""
    notes: tuple[str, ...] = ()


class EntryState(Enum):
    """What became of a journal entry."""

    APPLIED = "applied"
    UNDONE = "undone"
    TAKEN_BACK = "taken back"
    """It failed or was cut short, and what it had written was restored."""
    INTERRUPTED = "interrupted"
    """It was cut short; the next undo or apply restores what it had written."""


@frozen
class Entry:
    """One change set that was written, or begun, as the journal lists it."""

    id: str
    when: datetime
    """In UTC."""
    summary: str
    root: str
    files: tuple[str, ...]
    """Absolute paths, raw."""
    state: EntryState


@frozen
class DamagedEntry:
    """A journal entry that does not hold what was once written to it; it cannot be undone."""

    id: str
    path: str
    """The file of the journal."""
    reason: str
    """One sentence."""
