"""The guided session: holds the one session; screens watch it, workers do what takes long.

What the first paint does not need is imported when it is first used; the app itself knows only names.
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from textual import on
from textual.app import App, SystemCommand
from textual.binding import Binding, BindingType
from textual.reactive import reactive
from textual.screen import Screen

from venvoy.model.step import Step
from venvoy.tui import commands, messages, screens, themes

if TYPE_CHECKING:
    from venvoy.model.dockerfile import Unreadable
    from venvoy.model.finding import Review
    from venvoy.model.receipt import Applied, Refused, Undone
    from venvoy.session import Session
    from venvoy.tui.attempt import Attempt
    from venvoy.tui.neighbours import Beside
    from venvoy.tui.outlook import Outlook
    from venvoy.tui.rooms import Rooms

FULL_ROUNDS = 10_000
"""Rounds of the cyclic garbage collector through the second generation until one goes through everything."""


class VenvoyApp(App[None]):
    """A guided migration of a Dockerfile."""

    TITLE = "venvoy"
    SCREENS = screens.SCREENS
    ENABLE_COMMAND_PALETTE = True
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("t", "trace", "trace", tooltip="Draw where the packages go, now and after the migration"),
        Binding("i", "read", "read on", show=False, tooltip="Read the page in view by itself, and those beside it"),
        Binding("D", "doctor", "doctor", show=False, tooltip="Paste a message or a log, and see what is behind it"),
        Binding("l,L", "learn", "lesson", show=False, tooltip="Take the lesson on what is in view, and come back"),
        Binding("z", "take_back", "undo", tooltip="Take back the last decision or choice"),
        Binding("1", "go(1)", "Open", show=False, tooltip="Go to the list of Dockerfiles"),
        Binding("2", "go(2)", "Review", show=False, tooltip="Go to the findings"),
        Binding("3", "go(3)", "Choose", show=False, tooltip="Go to the choices: installer, path, extras"),
        Binding("4", "go(4)", "Preview", show=False, tooltip="Go to the diff"),
        Binding("5", "go(5)", "Apply", show=False, tooltip="Go to what will be written where"),
        Binding("6", "go(6)", "Compare", show=False, tooltip="Go to building both and comparing the images"),
        Binding("question_mark", "help", "help", tooltip="Show every key of this screen and what the signs mean"),
        Binding("ctrl+p", "command_palette", "palette", tooltip="Find any command by its name"),
        Binding("q", "quit", "quit", tooltip="Leave; the session is kept and resumes where you left it"),
    ]

    session: reactive[Session | None] = reactive(None, init=False, repaint=False)
    outlook: reactive[Outlook | None] = reactive(None, init=False, repaint=False)
    files: reactive[tuple[Path, ...]] = reactive((), init=False, repaint=False)
    marked: reactive[tuple[Path, ...]] = reactive((), init=False, repaint=False)
    summaries: reactive[Mapping[Path, Review | Unreadable]] = reactive({}, init=False, repaint=False)
    beside: reactive[Beside] = reactive({}, init=False, repaint=False)
    problem: reactive[Unreadable | None] = reactive(None, init=False, repaint=False)
    outcome: reactive[Applied | Refused | Undone | None] = reactive(None, init=False, repaint=False)
    notice: reactive[str] = reactive("", init=False, repaint=False)

    def __init__(self, path: Path, rooms: Rooms) -> None:
        """Prepare a session with what is at *path*, which *rooms* read, rewrite and remember."""
        super().__init__()
        self.path = path
        self.rooms = rooms
        self.file: Path | None = None
        self.unsaved: str | None = None
        self.looking = False
        self.attempts: set[Attempt] = set()
        """Comparisons of which something may be left on the engine."""
        self.leaving = False
        """True when the session ends as soon as there is none of those any more."""
        self.stale = False
        """True when writing was refused because the file holds something else than what was read."""
        for theme in (themes.DARK, themes.LIGHT):
            self.register_theme(theme)
        self.theme = themes.fitting()

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Give the inks a colour under themes that are not ours."""
        return dict((themes.DARK if self.current_theme.dark else themes.LIGHT).variables)

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:
        """Offer every key of the screen by name, and the looks."""
        yield from commands.of(self, screen)

    @property
    def title_path(self) -> str:
        """The file or directory the session is about."""
        return str(self.file if self.file is not None else self.path)

    def on_mount(self) -> None:
        """Show the frame at once; then look what is there."""
        self.push_screen("curtain")
        self.call_after_refresh(self._look_around)

    def _look_around(self) -> None:
        from venvoy.tui import work

        self.theme = themes.remembered(self.rooms.state) or self.theme
        work.find(self)

    @on(messages.Found)
    def _found(self, message: messages.Found) -> None:
        from venvoy.tui import conduct

        conduct.found(self, message.result)

    @on(messages.Summarised)
    def _summarised(self, message: messages.Summarised) -> None:
        self.summaries = {**self.summaries, message.path: message.result}

    @on(messages.Surveyed)
    def _surveyed(self, message: messages.Surveyed) -> None:
        self.beside = message.beside

    @on(messages.Opened)
    def _opened(self, message: messages.Opened) -> None:
        from venvoy.tui import conduct

        conduct.opened(self, message.path, message.result)

    @on(messages.Looked)
    def _looked(self, message: messages.Looked) -> None:
        from venvoy.tui import conduct

        conduct.looked(self, message.outlook)

    @on(messages.Written)
    def _written(self, message: messages.Written) -> None:
        from venvoy.tui import conduct

        self.stale = message.stale
        self.outcome = message.outcome
        self.notice = ""
        conduct.remember(self)

    @on(messages.Cleared)
    def _cleared(self, message: messages.Cleared) -> None:
        from venvoy.tui import conduct

        conduct.cleared(self, message.attempt)

    def on_unmount(self) -> None:
        """Leave nothing on the engine, whatever ends the session."""
        for attempt in self.attempts:
            attempt.abandon()

    def watch_session(self, old: Session | None, new: Session | None) -> None:
        """Say what was done, look ahead, and remember."""
        from venvoy.tui import conduct

        conduct.changed(self, old, new)

    def show_step(self, step: Step) -> None:
        """Bring the screen of *step* into view, whatever lies over it."""
        name = step.name.lower()
        while len(self.screen_stack) > 2:
            self.pop_screen()
        if self.screen is not self.get_screen(name):
            self.switch_screen(name)

    def action_go(self, number: int) -> None:
        """Jump to a step of the walk."""
        from venvoy.tui import conduct

        conduct.go(self, Step(number))

    def action_take_back(self) -> None:
        """Take back the last decision."""
        from venvoy.tui import conduct

        conduct.take_back(self)

    def action_trace(self) -> None:
        """Show or leave the trace."""
        from venvoy.tui.trace_screen import TraceScreen

        if isinstance(self.screen, TraceScreen):
            self.pop_screen()
        elif self.session is not None:
            self.notice = ""
            self.push_screen(TraceScreen(self.session.step))

    def action_read(self, name: str = "", facts: Mapping[str, str] | None = None) -> None:
        """Open the page called *name*, filled with *facts*, or the one that belongs to what is in view."""
        from venvoy.tui.reading_screen import ReadingScreen, beside

        self.push_screen(ReadingScreen(self.rooms, *((name, facts or {}) if name else beside(self.screen))))

    def action_doctor(self) -> None:
        """Ask what is behind a message, or behind the build that failed in view."""
        from venvoy.tui.doctor_screen import DoctorScreen, at_hand

        self.push_screen(DoctorScreen(at_hand(self.screen)))

    def action_learn(self, page: str = "") -> None:
        """Open the lesson on *page*, or on what is in view."""
        from venvoy.tui.learn_app import lesson_about
        from venvoy.tui.learn_lesson import LessonScreen
        from venvoy.tui.reading_screen import beside

        self.push_screen(LessonScreen(self.rooms, lesson_about(page or beside(self.screen)[0])))

    def action_help(self) -> None:
        """Show every key of this screen."""
        from venvoy.tui.help_screen import HelpScreen

        self.push_screen(HelpScreen(self.screen))

    def action_help_quit(self) -> None:
        """Answer ctrl+c in our own words."""
        from venvoy.tui import conduct

        conduct.interrupted(self)

    async def action_quit(self) -> None:
        """Leave; ask only when decisions could not be saved."""
        from venvoy.tui import conduct

        conduct.leave(self)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """Offer nothing that makes no sense yet."""
        needs_session = action in ("trace", "take_back")
        return not (needs_session and self.session is None)


def run(path: Path) -> int:
    """Hold a guided session with the Dockerfile, or the directory, at *path*; return the exit code."""
    from venvoy.tui import endings
    from venvoy.tui.house import House

    app = VenvoyApp(path, House())
    # What was read is a tree of values: a round of the collector through all of it finds nothing, and a key waits.
    # The young generations, where what was drawn ends up, are still collected.
    gc.set_threshold(*gc.get_threshold()[:2], FULL_ROUNDS)

    def leave() -> None:
        from venvoy.tui import conduct

        conduct.end_from_outside(app)

    code = endings.hold(app, leave)
    from venvoy.tui import conduct

    sys.stdout.write(conduct.farewell(app))
    return code
