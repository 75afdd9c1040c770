"""The journal's directory: one file per record, whose name says what state the record is in.

A state changes by renaming, so there is no moment at which a record is in two states or in none:

    0012-3f9a1c.new         being written; means nothing yet
    0012-3f9a1c.pending     the files it names may be half way
    0012-3f9a1c.done        every file was written
    0012-3f9a1c.taken-back  every file was restored
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import re
import secrets
import time
from collections.abc import Iterator
from enum import Enum
from pathlib import Path
from types import TracebackType

from attrs import frozen

from venvoy.model.dockerfile import Unreadable
from venvoy.model.receipt import DamagedEntry, Refused
from venvoy.workspace.failures import cause
from venvoy.workspace.reading import read_bytes
from venvoy.workspace.records import DamagedRecordError, Record, decode, encode
from venvoy.workspace.replacing import fsync_directory
from venvoy.workspace.steps import Step, unobserved

KEPT = 200
"""Settled records that are kept; older ones are removed, undone or not."""

_NAME = re.compile(r"(?P<id>(?P<number>\d{4,})-[0-9a-f]{6})\.(?P<state>new|pending|done|taken-back)")


class State(Enum):
    """The states of a record that has been written; the value is the end of its file's name."""

    PENDING = "pending"
    DONE = "done"
    TAKEN_BACK = "taken-back"


@frozen
class Stored:
    """A record with its state."""

    record: Record
    state: State


@frozen
class Lock:
    """The right to write; the system gives it back when the process ends, however it ends."""

    descriptor: int

    def __enter__(self) -> None:
        """Hold it."""

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        os.close(self.descriptor)


@frozen
class Archive:
    """The records in a directory. All methods but `lock` and `stored` expect the lock to be held."""

    directory: Path
    step: Step = unobserved
    patience: float = 10.0
    """Seconds to wait for another process that is writing."""

    def lock(self) -> Lock | Refused:
        """Make the directory, readable for nobody else, and wait for the lock."""
        try:
            self.directory.mkdir(mode=0o700, parents=True, exist_ok=True)
            descriptor = os.open(self.directory / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError as error:
            return self.refusal(error)
        try:
            return Lock(descriptor) if self._wait(descriptor) else self._give_up_waiting(descriptor)
        except OSError as error:
            os.close(descriptor)
            return self.refusal(error)

    def stored(self) -> tuple[Stored | DamagedEntry, ...]:
        """Return every record, newest first; safe without the lock, as a record that moves meanwhile is followed.

        Raises:
            OSError: if the directory cannot be read.
        """
        found = []
        for name in self._names():
            if name["state"] == "new":
                continue
            stored = self._load(name["id"], State(name["state"]))
            if stored is not None:
                found.append(stored)
        return tuple(found)

    def next_id(self) -> str:
        """Return an id that comes after every other and cannot be foreseen, as temporary files are named after it.

        Raises:
            OSError: if the directory cannot be read.
        """
        newest = next((int(name["number"]) for name in self._names()), 0)
        return f"{newest + 1:04d}-{secrets.token_hex(3)}"

    def begin(self, record: Record) -> None:
        """Write *record* down as pending, safe against a power cut.

        Raises:
            OSError: if the directory cannot be written.
        """
        new = self._path(record.id, "new")
        self.step(f"create journal record {record.id}")
        with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600), "wb") as file:
            self.step(f"write journal record {record.id}")
            file.write(encode(record))
            file.flush()
            self.step(f"sync journal record {record.id}")
            os.fsync(file.fileno())
        self.step(f"make journal record {record.id} pending")
        new.replace(self._path(record.id, State.PENDING.value))
        self.step("sync journal directory")
        fsync_directory(self.directory)

    def settle(self, record: Record, state: State) -> None:
        """Bring *record* from whatever state it is in to *state*.

        Raises:
            OSError: if the directory cannot be written.
        """
        self.step(f"make journal record {record.id} {state.value}")
        at = next(s for s in State if self._path(record.id, s.value).exists())
        self._path(record.id, at.value).replace(self._path(record.id, state.value))
        self.step("sync journal directory")
        fsync_directory(self.directory)

    def discard(self, record: Record) -> None:
        """Forget a record that could not be begun.

        Raises:
            OSError: if the directory cannot be written.
        """
        for state in ("new", State.PENDING.value):
            self._path(record.id, state).unlink(missing_ok=True)

    def tidy(self) -> None:
        """Remove what a killed process was still writing, and the oldest settled records beyond `KEPT`.

        Raises:
            OSError: if the directory cannot be written.
        """
        names = self._names()
        settled = [name[0] for name in names if name["state"] in (State.DONE.value, State.TAKEN_BACK.value)]
        unfinished = [name[0] for name in names if name["state"] == "new"]
        for file in (*unfinished, *settled[KEPT:]):
            self.step(f"remove {file}")
            (self.directory / file).unlink(missing_ok=True)

    def refusal(self, error: OSError) -> Refused:
        """Return *error*, met in this directory before any file was touched, as a refusal."""
        return Refused(
            reason=f"The journal cannot be used, so nothing was written: {cause(error)}.",
            path=str(self.directory),
            next_step="Make room and the right to write there, or set VENVOY_STATE_DIR to another directory.",
        )

    def _names(self) -> list[re.Match[str]]:
        try:
            listed = [path.name for path in self.directory.iterdir()]
        except FileNotFoundError:
            return []
        matches = [match for match in map(_NAME.fullmatch, listed) if match is not None]
        return sorted(matches, key=lambda match: (int(match["number"]), match[0]), reverse=True)

    def _path(self, record: str, state: str) -> Path:
        return self.directory / f"{record}.{state}"

    def _load(self, record: str, state: State) -> Stored | DamagedEntry | None:
        """Return a record; None when it was discarded or tidied away meanwhile."""
        for at in (state, *State):
            path = self._path(record, at.value)
            if not path.exists():
                continue
            content = read_bytes(path, limit=None)
            if isinstance(content, Unreadable):
                return DamagedEntry(record, str(path), content.reason)
            try:
                decoded = decode(content)
            except DamagedRecordError as error:
                return DamagedEntry(record, str(path), f"This journal entry is damaged: {error}.")
            if decoded.id != record:
                return DamagedEntry(record, str(path), "This journal entry is damaged: it belongs under another name.")
            return Stored(decoded, at)
        return None

    def _wait(self, descriptor: int) -> bool:
        until = time.monotonic() + self.patience
        for _ in self._attempts(until):
            with contextlib.suppress(BlockingIOError):  # another process holds it: try again
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                return True
        return False

    @staticmethod
    def _attempts(until: float) -> Iterator[None]:
        yield
        while time.monotonic() < until:
            time.sleep(0.02)
            yield

    def _give_up_waiting(self, descriptor: int) -> Refused:
        os.close(descriptor)
        return Refused(
            reason=f"Another venvoy has been writing for more than {self.patience:g} seconds, so nothing was touched.",
            path=str(self.directory),
            next_step="Wait until it is done, or end it, and try again.",
        )
