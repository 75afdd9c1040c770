"""The top of every screen: what file, how far, and the steps of the walk."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.segment import Segment
from textual import events
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from venvoy.members import members, path_of
from venvoy.model.step import Step
from venvoy.tui.inks import Inked
from venvoy.tui.shown import cut_path, shown

if TYPE_CHECKING:
    from venvoy.session import Session


def title(step: Step) -> str:
    """Return the name of *step* as it is shown."""
    return step.name.capitalize()


def progress(session: Session) -> str:
    """Return how far the deciding is, in words, and with which of several Dockerfiles."""
    asked = len(session.asked)
    told = f"{session.decided} of {asked} decided" if asked else "nothing to decide"
    if not session.others:
        return told
    paths = [path_of(one) for one in members(session)]
    return f"file {paths.index(path_of(session)) + 1} of {len(paths)}   {told}"


class Header(Inked, Widget):
    """Two lines: name, file and progress; then the steps, the current one bold and between brackets."""

    DEFAULT_CSS = """
    Header { dock: top; height: 2; }
    """

    session: reactive[Session | None] = reactive(None)
    step: reactive[Step] = reactive(Step.OPEN)
    path: reactive[str] = reactive("")

    def steps(self) -> list[tuple[Step, int, int]]:
        """Return each step with the columns it stands in."""
        places = []
        at = 3
        for step in Step:
            width = len(title(step)) + 4
            places.append((step, at, at + width))
            at += width + 2
        return places

    def render_line(self, y: int) -> Strip:
        """Draw the name line or the steps."""
        base = self.rich_style
        runs = self._name_line() if y == 0 else self._step_line()
        strip = Strip([Segment(text, base + self.ink(ink) if ink else base) for text, ink in runs if text])
        return strip.crop_extend(0, self.size.width, base)

    def _name_line(self) -> list[tuple[str, str]]:
        right = f"{progress(self.session)} " if self.session is not None else ""
        ink = "needs-you" if self.session is not None and self.session.waiting else "ok"
        room = max(8, self.size.width - len(right) - 12)
        path = cut_path(shown(self.path), room)
        gap = " " * max(1, self.size.width - 10 - len(path) - len(right))
        return [(" venvoy", "accent bold"), ("   ", ""), (path, "bold"), (gap, ""), (right, ink)]

    def _step_line(self) -> list[tuple[str, str]]:
        runs = [("───", "rule")]
        for step in Step:
            here = step is self.step
            before, after = ("[", "]") if here else (" ", " ")
            ink = "accent bold" if here else "" if self.session is not None or step is Step.OPEN else "faint"
            runs += [(before, ink), (f"{step.value} ", "accent bold" if here else "faint"), (title(step), ink)]
            runs += [(after, ink), ("──", "rule")]
        used = sum(len(text) for text, _ in runs)
        return [*runs, ("─" * max(0, self.size.width - used), "rule")]

    async def on_click(self, event: events.Click) -> None:
        """Jump to the step under the mouse."""
        if event.y != 1:
            return
        for step, start, end in self.steps():
            if start <= event.x < end:
                await self.run_action(f"app.go({step.value})")
