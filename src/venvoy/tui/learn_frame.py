"""What both screens of the course have in common: a line above, the keys below, and nothing of the walk's."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import ModalScreen

from venvoy.tui.frame import WIDE, Notice
from venvoy.tui.keys import Keys
from venvoy.tui.line_view import Run
from venvoy.tui.text_view import Lines, TextView

if TYPE_CHECKING:
    from venvoy.tui.rooms import Rooms

INTERRUPTED = "q quits, and so does ctrl+c once more; which lessons were done is remembered."

COURSE = (
    "The course: each lesson has a page to read, a picture to look at, and something to do; which lessons were done is "
    "remembered. 'venvoy learn NAME' opens one by its name, and 'venvoy learn --list' has the names. Nothing of yours "
    "is changed: the Dockerfiles are the course's own, and labs run in directories for temporary files."
)
SIGNS = (
    ("✓", "ok", "done; in an exercise: right, or accepted"),
    ("→", "needs-you", "the next lesson; in an exercise: an answer to choose"),
    ("·", "faint", "not done yet"),
    ("▸", "accent", "you are here"),
    ("✗", "bad", "not as you said"),
    ("=", "accent", "kept as it is"),
    ("+", "added", "comes with what you decide"),
    ("-", "removed", "goes with what you decide"),
)


class Head(TextView, can_focus=False):
    """Where one is in the course."""

    DEFAULT_CSS = """
    Head { dock: top; height: 2; padding: 0; scrollbar-gutter: auto; }
    """

    def tell(self, title: str, right: str) -> None:
        """Show *title*, and *right* at the other end."""

        def told(width: int) -> Lines:
            room = max(0, width - len(right) - 11)
            shown = title if len(title) <= room else title[: max(0, room - 1)] + "…"
            gap = " " * max(1, width - 10 - len(shown) - len(right))
            name: list[Run] = [(" venvoy", "accent bold"), ("   ", ""), (shown, "bold"), (gap, ""), (right, "ok")]
            return [name, [("─" * (width + 1), "rule")]]

        self.write(told)


class CourseFrame(ModalScreen[None]):
    """A screen that lies over the session, whose keys it does not pass on."""

    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (WIDE, "-wide")]  # noqa: RUF012 - Textual's own annotation
    DEFAULT_CSS = """
    CourseFrame {
        layout: vertical; background: $background;
        &.-narrow .pane { display: none; width: 1fr !important; margin: 0 !important; }
        &.-narrow .pane.-current { display: block; }
        &.-narrow PaneHead { display: none; }
        &.-wide PaneTabs { display: none; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "app.pop_screen", "back", tooltip="Go back to where you were"),
        Binding("question_mark", "help", "help", tooltip="Show every key of this screen and what the signs mean"),
        Binding("q", "quit", "quit", tooltip="Leave; which lessons were done is remembered"),
        Binding("ctrl+c", "interrupt", "end", show=False, tooltip="End the lab that runs; pressed twice, leave"),
    ]

    def __init__(self, rooms: Rooms) -> None:
        """Remember progress where *rooms* remember sittings, and read their pages."""
        super().__init__()
        self.rooms = rooms

    def compose(self) -> ComposeResult:
        """Put the body between head and keys."""
        yield Head()
        yield from self.body()
        yield Notice(markup=False)
        yield Keys()

    def body(self) -> ComposeResult:
        """Return the widgets between head and notice."""
        raise NotImplementedError

    async def action_quit(self) -> None:
        """Leave as the app does."""
        await self.app.action_quit()

    def end(self) -> bool:
        """End what runs; return whether anything did."""
        return False

    async def action_interrupt(self) -> None:
        """End what runs; else say which key quits, and quit when pressed again, as in the session."""
        notice = self.query_one(Notice)
        if self.end():
            return
        if notice.text == INTERRUPTED:
            await self.action_quit()
        else:
            notice.say(INTERRUPTED)

    def action_help(self) -> None:
        """Show every key of this screen."""
        from venvoy.tui.help_screen import HelpScreen, Legend

        clicked = "Everything can be clicked: lessons, keys, tabs, answers."
        self.app.push_screen(HelpScreen(self, Legend(COURSE, SIGNS, clicked)))
