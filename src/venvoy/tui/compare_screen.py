"""Compare: build the original and the rewrite, and see whether it is the same application and what it costs."""

from __future__ import annotations

import time
from typing import ClassVar

from attrs import evolve
from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.timer import Timer

from venvoy.model.comparison import Comparison, Measured
from venvoy.model.step import Step
from venvoy.session import Session
from venvoy.tui import compare_texts, conduct, messages
from venvoy.tui.ask_bar import AskBar
from venvoy.tui.attempt import Attempt
from venvoy.tui.compare_keys import KEYS, WHILE
from venvoy.tui.compare_view import CompareView
from venvoy.tui.frame import StepScreen
from venvoy.tui.outlook import Outlook
from venvoy.tui.report_bar import ReportBar, as_markdown
from venvoy.tui.text_view import Lines
from venvoy.tui.trial import Order, Phase, Prepared, Trial, told

MOST_RUNS = 50
TAKE_AFTER = 0.1
"""Seconds that what builds say is gathered before it is shown: by the armful, not line by line."""


class CompareScreen(StepScreen):
    """Build both, once it was asked for, and look at what came of it."""

    STEP = Step.COMPARE
    DEFAULT_CSS = """
    CompareScreen.-narrow CompareView {
        padding: 0;
        #told { margin: 0; }
        #logs, #result { margin-top: 0; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = KEYS

    def __init__(self) -> None:
        super().__init__()
        self.trial: Trial | None = None
        self.measured = Measured.SAME
        self.runs = 3
        self._attempt: Attempt | None = None
        self._log_wanted = False
        self.now = time.monotonic
        """Tells the time; for a picture it stands still."""
        self._clock: Timer | None = None

    def body(self) -> ComposeResult:
        """Everything, and the bar that asks for words and names."""
        yield CompareView()
        yield ReportBar()

    def on_mount(self) -> None:
        """Let the time go on while something is built."""
        super().on_mount()
        self._clock = self.set_interval(1.0, self.tick, pause=True)
        self._view.told.focus()

    @property
    def _view(self) -> CompareView:
        return self.query_one(CompareView)

    @property
    def comparison(self) -> Comparison | None:
        """What was found, if anything was."""
        return self.trial.comparison if self.trial is not None else None

    def show(self, session: Session) -> None:  # noqa: ARG002 - as in StepScreen
        """Say whether what is shown is still about the decisions."""
        self._write()

    def show_outlook(self, outlook: Outlook | None) -> None:
        """Look for an engine once it is known what would be built, unless something is under way or was found."""
        if outlook is not None and outlook.is_of(self.session) and self.walk.file is not None:
            trial = self.trial
            kept = trial is not None and (trial.busy or trial.phase is Phase.OVER)
            another = trial is None or trial.order.path != self.walk.file
            if another or not (kept or self._is_current):
                self._prepare(Order(outlook, self.walk.file))
        self._write()

    @property
    def _is_current(self) -> bool:
        return self.trial is not None and self.trial.order.outlook.is_of(self.session)

    def _prepare(self, order: Order) -> None:
        if self._attempt is not None:
            self._attempt.end()
        self._attempt = self.trial = None
        self._log_wanted = False
        if order.outlook.plan.changes:
            self.trial = Trial(order)
            self._attempt = Attempt(self.walk, self, order)
            self._attempt.prepare()
        self._show_phase()

    @on(messages.BenchPrepared)
    def _bench_prepared(self, message: messages.BenchPrepared) -> None:
        if message.attempt is not self._attempt or self.trial is None:
            return
        if isinstance(message.found, Prepared):
            self.trial = evolve(self.trial, phase=Phase.READY, prepared=message.found)
        else:
            self.trial = evolve(self.trial, phase=Phase.LACKING, lack=message.found)
        self._show_phase()

    @on(messages.Stirred)
    def _stirred(self, message: messages.Stirred) -> None:
        self.set_timer(TAKE_AFTER, lambda: self._take(message.attempt))

    def _take(self, attempt: Attempt) -> None:
        batch = attempt.feed.take()
        if attempt is not self._attempt or self.trial is None:
            return
        for when, progress in batch.events:
            self.trial = told(self.trial, when, progress)
        self._view.hear(batch)
        self._write()

    @on(messages.Compared)
    def _compared(self, message: messages.Compared) -> None:
        if message.attempt is not self._attempt or self.trial is None:
            return
        self._take(message.attempt)
        self.trial = evolve(self.trial, phase=Phase.OVER, outcome=message.outcome, ended=self.now())
        self._view.take_outcome(message.outcome)
        self._show_phase()

    def _show_phase(self) -> None:
        busy = self.trial is not None and self.trial.busy
        if self._clock is not None:
            (self._clock.resume if busy else self._clock.pause)()
        self._write()
        self._view.show_phase(self.trial, log_wanted=self._log_wanted)
        self.refresh_bindings()

    def tick(self) -> None:
        """Show the time that has gone by."""
        if self.is_current:
            self._write()

    def _write(self) -> None:
        self._view.told.write(self._told, keep_place=True)

    def _told(self, width: int) -> Lines:
        session, trial, outlook = self.session, self.trial, self.walk.outlook
        if session is None or outlook is None or (trial is None and not outlook.is_of(session)):
            return [[("Working out what would change …", "faint")]]
        if trial is None:
            return compare_texts.nothing_to_build(outlook, width)
        if trial.busy:
            return compare_texts.running(trial, self.measured, self.now())
        if trial.phase is Phase.OVER:
            return compare_texts.over(trial, width, current=self._is_current)
        return compare_texts.before_building(trial, self.measured, self.runs, width)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer what makes sense in the phase."""
        trial = self.trial
        if action in WHILE:
            now = trial is not None and trial.phase in WHILE[action]
            return now and (action != "runs" or self.measured is not Measured.SAME)
        if action in ("copy", "save", "log"):
            return self.comparison is not None
        if action == "add":
            return trial is not None and bool(trial.additions) and self._is_current
        if action == "go_to_line":
            return self._failed_line is not None and self._is_current
        return super().check_action(action, parameters)

    @property
    def _failed_line(self) -> tuple[str, int] | None:
        return self.trial.failed_line if self.trial is not None else None

    def action_begin(self) -> None:
        """Build: the person has seen the commands."""
        trial, attempt = self.trial, self._attempt
        if trial is None or attempt is None or not attempt.run(self.measured, self.runs):
            return
        self._view.clear()
        self.trial = evolve(trial, phase=Phase.RUNNING, started=self.now())
        self.walk.notice = ""
        self._show_phase()

    def action_cancel(self) -> None:
        """Stop it."""
        if self.trial is not None and self.trial.phase is Phase.RUNNING and self._attempt is not None:
            self._attempt.end()
            self.trial = evolve(self.trial, phase=Phase.ENDING)
            self._show_phase()

    def action_leave(self) -> None:
        """Cancel, or go back."""
        if self.trial is not None and self.trial.busy:
            self.action_cancel()
        else:
            self.walk.action_go(Step.APPLY)

    def action_again(self) -> None:
        """Begin anew with the decisions as they are now."""
        outlook, file = self.walk.outlook, self.walk.file
        if outlook is not None and file is not None and outlook.is_of(self.session):
            self._prepare(Order(outlook, file))

    def action_add(self) -> None:
        """Add what is missing to the plan, and begin anew with it once it is made."""
        if self.trial is not None:
            packages = [one.package for one in self.trial.additions]
            self.trial = None
            conduct.add_packages(self.walk, packages)

    def action_measure(self) -> None:
        """Choose the next thing to measure."""
        choices = list(compare_texts.CHOICES)
        self.measured = choices[(choices.index(self.measured) + 1) % len(choices)]
        self._write()
        self._tell_measured()
        self.refresh_bindings()

    def action_runs(self, by: int) -> None:
        """Time more or less often."""
        self.runs = max(1, min(MOST_RUNS, self.runs + by))
        self._write()
        self._tell_measured()

    def _tell_measured(self) -> None:
        """Say what was chosen: on a low terminal the list of choices is out of view."""
        often = "once" if self.runs == 1 else f"{self.runs} times each"
        times = "" if self.measured is Measured.SAME else f", and builds are timed {often}"
        self.walk.notice = f"Measured: {self.measured.value}{times}."

    def action_log(self) -> None:
        """Turn between log and result."""
        self._log_wanted = not self._log_wanted
        self._show_phase()

    def action_go_to_line(self) -> None:
        """Go to the line that failed."""
        if self._failed_line is not None:
            conduct.show_line(self.walk, *self._failed_line)

    def action_copy(self) -> None:
        """Copy the comparison."""
        if self.comparison is not None:
            self.app.copy_to_clipboard(as_markdown(self.comparison))
            self.walk.notice = "The comparison is copied as Markdown, if this terminal allows it; s saves it."

    def action_save(self) -> None:
        """Ask for the name of a file."""
        self.walk.notice = ""
        if self.comparison is not None:
            self.query_one(ReportBar).ask_where(self.comparison)

    @on(AskBar.Given)
    @on(AskBar.Dismissed)
    def _go_back(self) -> None:
        self._view.refocus()

    @on(messages.Kept)
    def _kept(self, message: messages.Kept) -> None:
        why_not = message.why_not
        saved = f"Saved as {message.path}."
        self.walk.notice = saved if why_not is None else f"{message.path} is not written: {why_not}."
