"""An exercise: predict what commands will say, and run them on this machine."""

from __future__ import annotations

import threading
from queue import Queue
from typing import TYPE_CHECKING

from venvoy.labs.catalogue import lab
from venvoy.labs.running import carry_out, obstacle
from venvoy.model.lab import Again, Begun, CannotRun, Lab, LabResult, Ran, Said, Told
from venvoy.model.lesson import Lesson
from venvoy.reports.lab import ran_text
from venvoy.tui.shown import shown
from venvoy.workspace.failures import cause

if TYPE_CHECKING:
    from venvoy.tui.learn_exercise import Desk
    from venvoy.tui.learn_sheet import Sheet

LATEST = 100
"""Lines of the command that runs that are shown; once it has ended, all that was kept."""


class Try:
    """A prediction, the commands while they run, and what it means."""

    def __init__(self, lesson: Lesson, desk: Desk) -> None:
        found = lab(lesson.lab or "")
        if found is None:
            raise ValueError(f"the lesson {lesson.name} names no lab that is there")
        self._lab: Lab = found
        self._lesson, self._desk = lesson, desk
        self._why_not: CannotRun | None = None
        self._ready = False
        self._running: threading.Event | None = None
        """Set to cancel what runs; None while nothing does."""
        self._predicted: int | None = None
        self._ran: list[Ran] = []
        self._begun = ""
        """The command that runs."""
        self._said: list[str] = []
        """What that one has said so far."""
        self._again = ""
        """Which repetition runs; empty in the first."""
        self._told: Queue[Told] = Queue()
        """What the thread has told, and was not taken in yet."""
        self._result: LabResult | None = None
        self._notice = ""

    def begin(self) -> None:
        """Look whether it can be run here."""

        def job() -> None:
            why_not = obstacle(self._lab)
            self._desk.call(lambda: self._looked(why_not))

        self._desk.redraw()
        self._desk.work(job)

    def _looked(self, why_not: CannotRun | None) -> None:
        self._why_not, self._ready = why_not, True
        self._desk.redraw()

    def leave(self) -> bool:
        """End what runs; its directory is taken away."""
        if self._running is None:
            return False
        self._running.set()
        return True

    @property
    def _cancel(self) -> int:
        return len(self._lab.answers) + 1

    def pick(self, answer: int) -> None:
        """Predict and run, run without a prediction, or cancel."""
        if answer == self._cancel:
            self.leave()
            return
        self._predicted = answer if answer < len(self._lab.answers) else None
        self._ran, self._result, self._notice = [], None, ""
        self._begun, self._said, self._again, self._told = "", [], "", Queue()
        self._running = cancelled = threading.Event()

        def job() -> None:
            try:
                result = carry_out(self._lab, self._tell, cancelled)
            except OSError as error:
                reason = f"No directory could be made for it: {cause(error)}."
                self._desk.call(lambda: self._ended(None, reason))
                return
            self._desk.call(lambda: self._ended(result, "Cancelled." if cancelled.is_set() else ""))

        self._desk.redraw()
        self._desk.work(job)

    def _tell(self, told: Told) -> None:
        # In the thread. What comes while the sheet is drawn is taken in together: a flood must not outrun the drawing.
        self._told.put(told)
        if self._told.qsize() == 1:  # with more there, whoever put the first has called already
            self._desk.call(self._take_in)

    def _take_in(self) -> None:
        while not self._told.empty():
            told = self._told.get()
            if isinstance(told, Begun):
                self._begun, self._said = told.command, []
            elif isinstance(told, Said):
                self._said.append(told.line)
            elif isinstance(told, Again):
                self._again = f"Once more for the times, round {told.number} of {told.rounds} …"
            else:
                self._ran.append(told)
                self._begun = ""
        self._desk.redraw(show_news=True)

    def _ended(self, result: LabResult | None, notice: str) -> None:
        self._running, self._notice = None, notice
        if result is not None and not notice:
            self._result, self._ran = result, list(result.ran)
            self._desk.done()
        self._desk.redraw(show_news=True)

    def write(self, sheet: Sheet) -> None:
        """Write what is asked, what ran, and what came out."""
        sheet.text(self._lab.summary)
        sheet.text(f"**{self._lab.question}**")
        self._write_offers(sheet)
        sheet.gap()
        if not self._ran and not self._begun:
            sheet.say(("These commands are run:", "faint"))
            for command in self._lab.commands:
                _write_command(sheet, command)
        for number, ran in enumerate(self._ran):
            if number == len(self._ran) - 1 and self._result is None:
                sheet.begin_news()
            _write_ran(sheet, ran)
        if self._running is not None:
            self._write_running(sheet)
        if self._notice:
            sheet.begin_news()
            sheet.say((self._notice, "needs-you"))
        if self._result is not None:
            sheet.gap()
            sheet.begin_news()
            self._write_result(sheet, self._result)

    def _write_running(self, sheet: Sheet) -> None:
        if self._begun:
            sheet.begin_news()
            _write_command(sheet, self._begun)
        for line in self._said[-LATEST:]:
            sheet.say((line, ""), lead="  ")
        progress = f"Running, {len(self._ran)} of {len(self._lab.commands)} commands done …"
        sheet.say((self._again or progress, "accent"))

    def _write_offers(self, sheet: Sheet) -> None:
        if self._why_not is not None:
            sheet.say(("! ", "bad bold"), (self._why_not.reason, ""), (" ", ""), (self._why_not.next_step, "faint"))
        elif self._running is not None:
            sheet.offer(self._cancel, "Cancel")
        elif not self._ready:
            sheet.say(("Looking whether it can be run here …", "faint"))
        else:
            for at, answer in enumerate(self._lab.answers):
                mine = at == self._predicted
                sheet.offer(at, answer, ("(•)" if mine else "( )", "accent bold"))
            sheet.offer(len(self._lab.answers), "Run it without a prediction")

    def _write_result(self, sheet: Sheet, result: LabResult) -> None:
        outcome = result.outcome
        if outcome is None:
            sheet.say(("It came out in a way that the lab does not know. Judge for yourself.", "needs-you"))
        else:
            if self._predicted is not None:
                hit = self._predicted == outcome.answer
                sheet.say(("✓ As you said:", "ok bold") if hit else ("✗ Not as you said:", "bad bold"))
            sheet.text(self._lab.answers[outcome.answer])
            sheet.text(outcome.why)
        sheet.text(self._lab.shows)
        sheet.text(self._lesson.afterwards)


def _write_command(sheet: Sheet, command: str) -> None:
    first, *rest = command.split("\n")
    sheet.say((shown(first), "code"), lead="$ ")
    for line in rest:
        sheet.say((shown(line), "code"), lead="> ")


def _write_ran(sheet: Sheet, ran: Ran) -> None:
    _write_command(sheet, ran.command)
    said = ran_text(ran).split("\n")[len(ran.command.split("\n")) :]
    for line in said:
        if line:
            sheet.say((line.strip(), "faint" if line is said[-2] else ""), lead="  ")
