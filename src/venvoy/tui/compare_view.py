"""The body of the last step: a text, and below it what the builds say, or what came of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, cast

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical

from venvoy.model.build import BuildFailed
from venvoy.model.comparison import Comparison
from venvoy.model.progress import Begun
from venvoy.tui.ask_bar import AskBar
from venvoy.tui.feed import Batch
from venvoy.tui.frame import WIDE
from venvoy.tui.image_picture import pictures
from venvoy.tui.line_view import LineView
from venvoy.tui.log_view import LogView
from venvoy.tui.panes import Panes
from venvoy.tui.result_list import ResultList, how
from venvoy.tui.text_view import TextView
from venvoy.tui.trial import SIDES, Phase, Trial

if TYPE_CHECKING:
    from venvoy.tui.app import VenvoyApp

_READABLE = 110
"""Cells of a line of text."""
_HOW, _HOW_NARROW, _HOW_AT_MOST = 8, 5, 12
"""Rows below the list, its rule among them."""
_SHARE = 2 / 5
"""How much of the body the text may take while there is something below it."""


class Told(TextView):
    """What is said above: as high as it has to be while there is something below it, else all there is."""

    most = 0
    """Rows it may have; 0 for all there is."""

    def resized(self, width: int) -> None:
        """Take the rows that are needed."""
        super().resized(width)
        self.fit()

    def fit(self) -> None:
        """Take the rows that are needed; lines of all there is are no longer than can be read with ease."""
        self.styles.height = max(1, min(self.rows, self.most)) if self.most else "1fr"
        self.styles.max_width = None if self.most else _READABLE


class How(TextView):
    """How the figure under the cursor is known: a few rows, and more where they are needed."""

    can_focus = False

    def resized(self, width: int) -> None:
        """Take the rows that are needed."""
        super().resized(width)
        least = _HOW if self.screen.size.width >= WIDE else _HOW_NARROW
        self.styles.height = max(least, min(self.rows + 1, _HOW_AT_MOST))


class CompareView(Vertical):
    """Shows a `Trial`."""

    DEFAULT_CSS = """
    CompareView {
        height: 1fr; padding: 1 0 0 0;
        #told { margin: 0 1; }
        #logs, #result { display: none; margin-top: 1; }
        &.-logs #logs { display: block; }
        &.-result #result { display: block; }
        #before { width: 1fr; margin-right: 1; }
        #after { width: 1fr; }
        #figures { width: 5fr; margin-right: 1; }
        #images { width: 7fr; }
        #how { border-top: solid $rule; }
    }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("slash", "search", "search", key_display="/", tooltip="Search the output of the build in view"),
        Binding("n", "search_on(1)", "next", show=False, tooltip="Go to the next line that was searched"),
        Binding("N", "search_on(-1)", "before", show=False, tooltip="Go to the line before that was searched"),
    ]

    def compose(self) -> ComposeResult:
        """Put the text above two sets of panes, of which one is shown at most."""
        yield Told(id="told")
        logs = [(side.capitalize(), side, (LogView(id=f"log-{side}"),)) for side in SIDES]
        yield Panes(*logs, id="logs")
        yield Panes(
            ("Figures and differences", "figures", (ResultList(), How(id="how"))),
            ("Images", "images", (TextView(id="pictures"),)),
            id="result",
        )
        yield AskBar("a part of a line, in any case", id="search")

    @property
    def told(self) -> Told:
        """The text."""
        return self.query_one("#told", Told)

    @property
    def _log(self) -> LogView:
        """The output that the keys go to."""
        side = SIDES[self.query_one("#logs", Panes).current]
        return self.query_one(f"#log-{side}", LogView)

    @property
    def shows_logs(self) -> bool:
        """True while the output of the builds is in view."""
        return self.has_class("-logs")

    def clear(self) -> None:
        """Forget the output of builds that were."""
        for side in SIDES:
            self.query_one(f"#log-{side}", LogView).clear()
        self.query_one("#logs", Panes).current = 0

    def hear(self, batch: Batch) -> None:
        """Take in what the builds have told, and turn to the one that has begun."""
        for side, lines in batch.lines.items():
            self.query_one(f"#log-{side}", LogView).add(lines, batch.gone.get(side, 0))
        begun = [progress.side for _, progress in batch.events if isinstance(progress, Begun)]
        if begun:
            searching = self.query_one("#search", AskBar).has_class("-asking")
            self.query_one("#logs", Panes).turn_to(SIDES.index(begun[-1]), focus=self.shows_logs and not searching)

    def take_outcome(self, outcome: object) -> None:
        """Lay out what was found, or turn to the output of the build that failed."""
        if isinstance(outcome, Comparison):
            self.query_one(ResultList).show(outcome)
            self.query_one("#pictures", TextView).write(lambda width: pictures(outcome, width))
            self._tell_how()
        elif isinstance(outcome, BuildFailed):
            self.query_one("#logs", Panes).turn_to(SIDES.index(outcome.name))

    def show_phase(self, trial: Trial | None, *, log_wanted: bool) -> None:
        """Show what belongs to the phase of *trial*, and give the keys to what is to be looked at."""
        over = trial is not None and trial.phase is Phase.OVER
        found = over and trial is not None and isinstance(trial.outcome, Comparison)
        logs = trial is not None and (trial.busy or (over and (log_wanted or not found)))
        self.set_class(logs, "-logs")
        self.set_class(found and not logs, "-result")
        self.told.most = max(4, int(self.size.height * _SHARE)) if logs or found else 0
        self.told.fit()
        self.refocus()

    def refocus(self) -> None:
        """Give the keys to what is to be looked at."""
        if self.shows_logs or self.has_class("-result"):
            panes = self.query_one("#logs" if self.shows_logs else "#result", Panes)
            panes.turn_to(panes.current)
        else:
            self.told.focus()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer to search where there is something to be searched."""
        return self.shows_logs if action in ("search", "search_on") else super().check_action(action, parameters)

    def action_search(self) -> None:
        """Ask what to look for."""
        question = "Search for: enter goes to the next line that holds it, n and N go on, esc goes back."
        self.query_one("#search", AskBar).ask(question, "")

    @on(AskBar.Given)
    def _search(self, message: AskBar.Given) -> None:
        message.stop()
        self.refocus()
        count = self._log.search(message.text)
        lines = "1 line holds" if count == 1 else f"{count:,} lines hold" if count else "No line holds"
        self._say(f"{lines} it.{' n goes to the next, N to the one before.' if count > 1 else ''}")

    @on(AskBar.Dismissed)
    def _go_back(self, message: AskBar.Dismissed) -> None:
        message.stop()
        self.refocus()

    def action_search_on(self, by: int) -> None:
        """Go to another line that was searched."""
        if not self._log.again(by):
            self._say("Nothing was searched yet: / asks what for.")

    def _say(self, notice: str) -> None:
        cast("VenvoyApp", self.app).notice = notice

    def on_resize(self) -> None:
        """Let the text have its share of another height."""
        if self.told.most:
            self.told.most = max(4, int(self.size.height * _SHARE))
            self.told.fit()

    @on(LineView.Moved)
    def _moved(self) -> None:
        self._tell_how()

    def _tell_how(self) -> None:
        item = self.query_one(ResultList).item
        self.query_one("#how", TextView).write(lambda width: how(item, width))
