"""What every exercise of a lesson has in common, and the one that each kind of lesson has."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from venvoy.model.lesson import Exercise, Lesson

if TYPE_CHECKING:
    from textual.timer import Timer

    from venvoy.model.analysis import Analysis
    from venvoy.tui.learn_sheet import Sheet


KINDS = {
    Exercise.GUESS: ("guess", "You say which findings a Dockerfile has."),
    Exercise.WATCH: ("watch", "You go along with the packages, step by step."),
    Exercise.DECIDE: ("decide", "You flip decisions and see where Python looks then."),
    Exercise.LAB: ("lab", "You predict what commands will say; they run on this machine, in a directory of their own."),
}
"""Exercise → a word, and a sentence."""


class Desk(Protocol):
    """Where an exercise is done; the screen of the lesson is one. Only `call` may be used by a thread."""

    @property
    def moves(self) -> bool:
        """False where motion is reduced."""

    def redraw(self, *, show_news: bool = False) -> None:
        """Ask the exercise again what to show."""

    def done(self) -> None:
        """Take note that there is nothing more to do."""

    def onward(self) -> None:
        """Go on in the course."""

    def work(self, job: Callable[[], None]) -> None:
        """Do *job* in a thread."""

    def call(self, then: Callable[[], None]) -> None:
        """Have *then* done where widgets may be touched, if the lesson is still in view."""

    def every(self, seconds: float, tick: Callable[[], None]) -> Timer:
        """Call *tick* every so often until the timer is stopped."""


class Doing(Protocol):
    """An exercise that is being done."""

    def begin(self) -> None:
        """Start what has to be found out first."""

    def write(self, sheet: Sheet) -> None:
        """Write what there is to see and to pick."""

    def pick(self, answer: int) -> None:
        """Take the answer that was picked."""

    def leave(self) -> bool:
        """End what is under way; return whether there was something that would not have ended by itself at once."""


def exercise(lesson: Lesson, analysis: Analysis, desk: Desk) -> Doing:
    """Return the exercise of *lesson*, whose Dockerfile is *analysis*."""
    if lesson.exercise is Exercise.GUESS:
        from venvoy.tui.learn_guess import Guess

        return Guess(lesson, analysis, desk)
    if lesson.exercise is Exercise.WATCH:
        from venvoy.tui.learn_watch import Watch

        return Watch(lesson, analysis, desk)
    if lesson.exercise is Exercise.DECIDE:
        from venvoy.tui.learn_decide import Decide

        return Decide(lesson, analysis, desk)
    from venvoy.tui.learn_lab import Try

    return Try(lesson, desk)
