"""The thread's side of a comparison: an open bench, and how it is closed whatever happens."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from contextlib import ExitStack
from enum import Enum
from typing import TYPE_CHECKING

from attrs import define, field

from venvoy.model.build import BuildFailed, Halt, Halted
from venvoy.model.comparison import Comparison, Measured
from venvoy.model.dockerfile import Unreadable
from venvoy.model.engine import NoEngine
from venvoy.tui import messages
from venvoy.tui.feed import Feed
from venvoy.tui.trial import Order, Prepared
from venvoy.workspace.failures import cause

if TYPE_CHECKING:
    from venvoy.tui.app import VenvoyApp
    from venvoy.tui.compare_screen import CompareScreen
    from venvoy.tui.rooms import Bench


class _At(Enum):
    """Who may touch the bench."""

    WORKER = "a worker"
    NOBODY = "nobody: it is open and waits"
    CLOSED = "nobody: it is closed"


@define(eq=False)
class Attempt:
    """One bench, from the search for an engine until everything that was made on it is gone."""

    app: VenvoyApp = field(repr=False)
    screen: CompareScreen = field(repr=False)
    order: Order = field(repr=False)
    cancelled: threading.Event = field(factory=threading.Event)
    feed: Feed = field(init=False, repr=False)
    _benches: Mapping[Measured, Bench] = field(factory=dict, repr=False)
    _stack: ExitStack = field(factory=ExitStack, repr=False)
    _lock: threading.Lock = field(factory=threading.Lock, repr=False)
    _at: _At = _At.WORKER

    @feed.default
    def _feed(self) -> Feed:
        return Feed(self._stir)

    def _stir(self) -> None:
        self.screen.post_message(messages.Stirred(self))

    def prepare(self) -> None:
        """Look for an engine in a worker; posts `Prepared`. To be called once, first."""
        self.app.attempts.add(self)
        self._in_worker(self._prepare)

    def _prepare(self) -> None:
        found = self._prepared()
        with self._lock:
            waits = isinstance(found, Prepared) and not self.cancelled.is_set()
            self._at = _At.NOBODY if waits else _At.WORKER
        if not waits:
            self._close()
        self.screen.post_message(messages.BenchPrepared(self, found))

    def _prepared(self) -> Prepared | NoEngine | Unreadable | Halted:
        try:
            place = self._stack.enter_context(self.app.rooms.bench(self.order, self.feed.hear, self.cancelled))
            if isinstance(place, NoEngine | Unreadable):
                return place
            self._benches = {measured: place.measuring(measured) for measured in Measured}
        except OSError as error:
            return _no_place(error)
        commands = {m: tuple(map(tuple, bench.commands)) for m, bench in self._benches.items()}
        return Prepared(place.engine, commands)

    def run(self, measured: Measured, runs: int) -> bool:
        """Build and compare in a worker; posts `Compared` once all is cleared away. Tell whether it could begin."""
        with self._lock:
            if self._at is not _At.NOBODY:
                return False
            self._at = _At.WORKER
        self._in_worker(lambda: self._run(measured, runs))
        return True

    def _run(self, measured: Measured, runs: int) -> None:
        outcome: Comparison | BuildFailed | Halted
        try:
            outcome = self._benches[measured].compare(runs)
        except OSError as error:
            outcome = _no_place(error)
        finally:
            self._close()
        self.screen.post_message(messages.Compared(self, outcome))

    def end(self) -> None:
        """Stop whatever is under way, and have everything cleared away by a worker; the app hears `Cleared`."""
        if self._to_be_closed():
            self._in_worker(self._close)

    def abandon(self) -> None:
        """Do the same at once, without workers: the app is going."""
        if self._to_be_closed():
            self._close()

    def _to_be_closed(self) -> bool:
        with self._lock:
            self.cancelled.set()
            waited = self._at is _At.NOBODY
            self._at = _At.WORKER if waited else self._at
        return waited

    def _close(self) -> None:
        self._stack.close()
        self._at = _At.CLOSED
        self.app.post_message(messages.Cleared(self))

    def _in_worker(self, job: object) -> None:
        self.app.run_worker(job, group="compare", thread=True)  # type: ignore[arg-type]


def _no_place(error: OSError) -> Halted:
    reason = f"The builds could not be prepared: {cause(error)}."
    return Halted(Halt.DISK_FULL, reason, "Look at the build context and at the directory for temporary files.")
