"""What every screen of the walk has in common: the steps above, the notice and the keys below."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, cast

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.screen import Screen
from textual.widgets import Static

from venvoy.members import following
from venvoy.model.step import Step
from venvoy.tui import conduct
from venvoy.tui.header import Header
from venvoy.tui.keys import Keys
from venvoy.tui.shown import shown

if TYPE_CHECKING:
    from venvoy.session import Session
    from venvoy.tui.app import VenvoyApp
    from venvoy.tui.outlook import Outlook

WIDE = 110
"""Columns from which panes stand side by side."""


class Notice(Static):
    """What the last key did and what to press next: all of it, in a line where it fits, in up to three where not."""

    DEFAULT_CSS = """
    Notice { height: auto; min-height: 1; max-height: 3; padding: 0 1; color: $secondary; }
    """

    text = ""
    """What is shown."""
    _long = False

    def say(self, text: str) -> None:
        """Show *text*."""
        self.text = line = shown(text)
        was, self._long = self._long, cell_len(line) > self.size.width
        # Most notices take the room of the one before: laying out the whole screen for them would double a key's time.
        self.update(line, layout=was or self._long)


class StepScreen(Screen[None]):
    """A screen of the walk. It shows the session whenever that changed and the screen is in view."""

    STEP: ClassVar[Step]
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (WIDE, "-wide")]  # noqa: RUF012 - Textual's own annotation
    DEFAULT_CSS = """
    StepScreen {
        layout: vertical; background: $background;
        &.-narrow .pane { display: none; width: 1fr !important; margin: 0 !important; }
        &.-narrow .pane.-current { display: block; }
        &.-narrow PaneHead { display: none; }
        &.-wide PaneTabs { display: none; }
        &.-narrow Notice { min-height: 2; }
    }
    """

    _stale = True

    def compose(self) -> ComposeResult:
        """Put the body between header and footer."""
        yield Header()
        yield from self.body()
        yield Notice(markup=False)
        yield Keys()

    def body(self) -> ComposeResult:
        """Return the widgets between header and notice."""
        raise NotImplementedError

    def show(self, session: Session) -> None:
        """Show *session*; only called while the screen is in view."""

    def show_outlook(self, outlook: Outlook | None) -> None:
        """Show what the decisions would do; only called while the screen is in view."""

    @property
    def walk(self) -> VenvoyApp:
        """The app, which holds the session."""
        return cast("VenvoyApp", self.app)

    @property
    def session(self) -> Session | None:
        """The session as it is now."""
        return self.walk.session

    def action_onward(self, number: int) -> None:
        """Go on to a step: the same as its digit, offered in the footer when it is what comes next."""
        self.walk.action_go(number)

    def action_turn(self, by: int) -> None:
        """Bring the next of the Dockerfiles that are migrated together into view, or the one before."""
        if self.session is not None:
            conduct.turn(self.walk, following(self.session, by))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer to turn to another Dockerfile where there is one."""
        if action == "turn":
            return self.session is not None and bool(self.session.others)
        return super().check_action(action, parameters)

    def on_mount(self) -> None:
        """Follow the app."""
        self.query_one(Header).step = self.STEP
        self.watch(self.app, "session", self._session_changed, init=False)
        self.watch(self.app, "outlook", self._outlook_changed, init=False)
        self.watch(self.app, "notice", self._notice_changed, init=False)

    def on_screen_resume(self) -> None:
        """Catch up with what changed while another screen was in view."""
        self._session_changed()
        self._outlook_changed()
        self._notice_changed()

    def _session_changed(self) -> None:
        if not self.is_current:
            return
        header = self.query_one(Header)
        header.path = self.walk.title_path
        header.session = self.session
        if self.session is not None:
            self.show(self.session)

    def _outlook_changed(self) -> None:
        if self.is_current:
            self.show_outlook(self.walk.outlook)

    def _notice_changed(self) -> None:
        if self.is_current:
            self.query_one(Notice).say(self.walk.notice)
