"""The guided session: holds the one session, and lets workers do what takes long."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from textual import on
from textual.app import App, SystemCommand
from textual.binding import Binding, BindingType
from textual.reactive import reactive
from textual.screen import Screen

from venvoy import session as transitions
from venvoy.model.dockerfile import Unreadable
from venvoy.session import Session, Step
from venvoy.tui import commands, messages, screens, sittings, themes, work

if TYPE_CHECKING:
    from venvoy.model.finding import Review
    from venvoy.model.receipt import Applied, Refused, Undone
    from venvoy.tui.outlook import Outlook
    from venvoy.tui.rooms import Rooms

SAVE_AFTER = 0.4
"""Seconds without a decision after which the sitting is saved."""


class VenvoyApp(App[None]):
    """A guided migration of a Dockerfile."""

    TITLE = "venvoy"
    SCREENS = screens.SCREENS
    ENABLE_COMMAND_PALETTE = True
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("t", "trace", "trace", tooltip="Draw where the packages go, now and after the migration"),
        Binding("z", "take_back", "undo", tooltip="Take back the last decision or choice"),
        Binding("1", "go(1)", "Open", show=False, tooltip="Go to the list of Dockerfiles"),
        Binding("2", "go(2)", "Review", show=False, tooltip="Go to the findings"),
        Binding("3", "go(3)", "Choose", show=False, tooltip="Go to the choices: installer, path, extras"),
        Binding("4", "go(4)", "Preview", show=False, tooltip="Go to the diff"),
        Binding("5", "go(5)", "Apply", show=False, tooltip="Go to what will be written where"),
        Binding("question_mark", "help", "help", tooltip="Show every key of this screen and what the signs mean"),
        Binding("ctrl+p", "command_palette", "palette", tooltip="Find any command by its name"),
        Binding("q", "quit", "quit", tooltip="Leave; the session is kept and resumes where you left it"),
    ]

    session: reactive[Session | None] = reactive(None, init=False)
    outlook: reactive[Outlook | None] = reactive(None, init=False)
    files: reactive[tuple[Path, ...]] = reactive((), init=False)
    summaries: reactive[Mapping[Path, Review | Unreadable]] = reactive({}, init=False)
    problem: reactive[Unreadable | None] = reactive(None, init=False)
    outcome: reactive[Applied | Refused | Undone | None] = reactive(None, init=False)
    notice: reactive[str] = reactive("", init=False)

    def __init__(self, path: Path, rooms: Rooms, state: Path) -> None:
        """Prepare a session with what is at *path*; *state* is the directory that remembers sittings."""
        super().__init__()
        self.path = path
        self.rooms = rooms
        self.state = state
        self.file: Path | None = None
        self.unsaved: str | None = None
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
        """Show a screen at once, and look what is there."""
        self.push_screen("review" if self.path.is_file() else "open")
        work.find(self)

    @on(messages.Found)
    def _found(self, message: messages.Found) -> None:
        if isinstance(message.result, Unreadable):
            self.problem = message.result
            self.show_step(Step.OPEN)
            return
        self.files = message.result
        if len(self.files) == 1:
            work.open_file(self, self.files[0])
        else:
            work.summarise(self, self.files)

    @on(messages.Summarised)
    def _summarised(self, message: messages.Summarised) -> None:
        self.summaries = {**self.summaries, message.path: message.result}

    @on(messages.Opened)
    def _opened(self, message: messages.Opened) -> None:
        if isinstance(message.result, Unreadable):
            self.problem = message.result
            self.show_step(Step.OPEN)
            return
        self.problem = self.outcome = self.outlook = None
        self.file = message.path
        self.session = message.result
        self.show_step(message.result.step)

    @on(messages.Looked)
    def _looked(self, message: messages.Looked) -> None:
        if self.session is not None and message.outlook.decisions == self.session.decisions:
            self.outlook = message.outlook

    @on(messages.Written)
    def _written(self, message: messages.Written) -> None:
        self.outcome = message.outcome
        self.notice = ""

    def watch_session(self, old: Session | None, new: Session | None) -> None:
        """Say what was done, look ahead, and remember."""
        if new is None:
            return
        self.notice = new.notice
        if old is None or (old.analysis, old.decisions) != (new.analysis, new.decisions):
            self.outcome = None
            work.look_ahead(self, new.analysis, new.decisions)
        if old is not None and old.analysis is new.analysis:
            self.set_timer(SAVE_AFTER, self.remember, name="remember")

    def remember(self) -> None:
        """Save the sitting when there is anything to resume."""
        session = self.session
        if session is not None and self.file is not None and session.history:
            at = sittings.place(self.file, session.analysis.dockerfile.content, self.state)
            self.unsaved = sittings.save(session, at)

    def show_step(self, step: Step) -> None:
        """Bring the screen of *step* into view, whatever lies over it."""
        name = step.name.lower()
        while len(self.screen_stack) > 2:
            self.pop_screen()
        if self.screen is not self.get_screen(name):
            self.switch_screen(name)

    def action_go(self, number: int) -> None:
        """Jump to a step of the walk."""
        step = Step(number)
        if self.session is None and step is not Step.OPEN:
            self.notice = "Open a Dockerfile first: choose one with ↑ ↓ and press enter."
            return
        if self.session is not None and step is not Step.OPEN:
            self.session = transitions.go(self.session, step)
        self.show_step(step)

    def action_take_back(self) -> None:
        """Take back the last decision."""
        if self.session is not None:
            self.session = transitions.take_back(self.session)

    def action_trace(self) -> None:
        """Show or leave the trace."""
        from venvoy.tui.trace_screen import TraceScreen

        if isinstance(self.screen, TraceScreen):
            self.pop_screen()
        elif self.session is not None:
            self.push_screen(TraceScreen(self.session.step))

    def action_help(self) -> None:
        """Show every key of this screen."""
        from venvoy.tui.help_screen import HelpScreen

        self.push_screen(HelpScreen(self.screen))

    async def action_quit(self) -> None:
        """Leave; ask only when decisions could not be saved."""
        self.remember()
        session = self.session
        if self.unsaved is None or session is None or not session.history:
            self.exit()
            return
        from venvoy.tui.leave_screen import LeaveScreen

        self.push_screen(LeaveScreen(self.unsaved, len(session.decisions.answers)), self._leave)

    def _leave(self, leave: bool | None) -> None:
        if leave:
            self.exit()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """Offer nothing that makes no sense yet."""
        needs_session = action in ("trace", "take_back")
        return not (needs_session and self.session is None)


def run(path: Path) -> int:
    """Hold a guided session with the Dockerfile, or the directory, at *path*; return the exit code."""
    from venvoy.tui.house import House
    from venvoy.workspace.journal import state_directory

    state = state_directory()
    app = VenvoyApp(path, House(state), state)
    app.run()
    return app.return_code or 0
