"""Reading on: a page by itself, from which the pages beside it are a key away."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from attrs import frozen
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen, Screen

from venvoy.tui.choose_screen import ChooseScreen
from venvoy.tui.line_view import LineView
from venvoy.tui.option_list import OptionList
from venvoy.tui.page_text import page_sections, remark
from venvoy.tui.prose import rendered, wrapped
from venvoy.tui.review_screen import ReviewScreen, topic
from venvoy.tui.rooms import Rooms
from venvoy.tui.text_view import Lines, TextView

FIRST = "both-sides"
"""What is opened where nothing in view has a page: the whole argument, from which everything else is reached."""


@frozen
class Place:
    """A page that is being read."""

    name: str
    facts: Mapping[str, str]
    """What a finding knows; empty for the page of an example."""


def beside(screen: Screen[object]) -> tuple[str, Mapping[str, str]]:
    """Return the name and the facts of the page that belongs to what *screen* shows."""
    if isinstance(screen, ReviewScreen) and screen.session is not None:
        return topic(screen.session) or (FIRST, {})
    if isinstance(screen, ChooseScreen):
        return screen.query_one(OptionList).option.page or FIRST, {}
    return FIRST, {}


class ReadingView(TextView):
    """A page, and below it a line for each page to read next, which can be clicked."""

    HELP = "A page of the catalogue; the digits lead on to the pages beside it."

    def __init__(self) -> None:
        super().__init__()
        self.links: dict[int, int] = {}
        """Row → which of the pages to read next, from 0."""

    def stops(self, row: int) -> bool:
        """Let the mouse find the pages to read next, and nothing else."""
        return row in self.links


class ReadingScreen(ModalScreen[None]):
    """Pages of the catalogue, one after the other, and the way back."""

    DEFAULT_CSS = """
    ReadingScreen {
        align: center middle; background: $background 60%;
        Vertical { width: 92; max-width: 100%; height: 100%; background: $panel; padding: 1 2;
                   border: round $rule; border-title-color: $accent; border-subtitle-color: $faint; }
        ReadingView { height: 1fr; background: $panel; padding: 0; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "app.pop_screen", "close", tooltip="Go back to the session"),
        Binding("l", "lesson", "lesson", tooltip="Take the lesson on this page, and come back"),
        Binding("backspace", "back", "back", tooltip="Go back to the page before"),
        *(Binding(str(n), f"follow({n - 1})", f"page {n}", show=False) for n in range(1, 10)),
    ]

    def __init__(self, rooms: Rooms, name: str, facts: Mapping[str, str]) -> None:
        """Begin with the page called *name*, filled with *facts*."""
        super().__init__()
        self._rooms = rooms
        self._trail = [Place(name, facts)]

    def compose(self) -> ComposeResult:
        """One page that scrolls."""
        with Vertical():
            yield ReadingView()

    def on_mount(self) -> None:
        """Show the first page."""
        self.query_one(ReadingView).focus()
        self._show()

    def _show(self) -> None:
        place = self._trail[-1]
        page = self._rooms.page(place.name, place.facts)
        box = self.query_one(Vertical)
        box.border_title = page.title if page is not None else place.name
        on = [f"1-{len(self._related)} read on"] if self._related else []
        back = ["backspace goes back"] if len(self._trail) > 1 else []
        box.border_subtitle = " · ".join([*on, *back, "esc closes"])
        self.query_one(ReadingView).write(self._told)

    @property
    def _related(self) -> tuple[str, ...]:
        page = self._rooms.page(self._trail[-1].name, {})
        return page.related if page is not None else ()

    def _told(self, width: int) -> Lines:
        view, place = self.query_one(ReadingView), self._trail[-1]
        view.links = {}
        page = self._rooms.page(place.name, place.facts)
        if page is None:
            return wrapped([(f"There is no page called {place.name}.", "faint")], width)
        lines: Lines = [*rendered(page.summary, width), [], *remark(page, place.facts, width)]
        lines += page_sections(page, width)
        if page.related:
            lines.append([("Read next", "accent bold")])
        for at, name in enumerate(page.related):
            other = self._rooms.page(name, {})
            said = wrapped(
                [(other.title if other is not None else name, "")], width, [(f"{at + 1}  ", "key")], [("   ", "")]
            )
            view.links |= dict.fromkeys(range(len(lines), len(lines) + len(said)), at)
            lines += said
        return lines

    @on(LineView.Moved)
    def _clicked(self, message: LineView.Moved) -> None:
        self.action_follow(self.query_one(ReadingView).links[message.row])

    def action_follow(self, at: int) -> None:
        """Turn to one of the pages to read next; a digit without a page does nothing."""
        if at < len(self._related):
            self._trail.append(Place(self._related[at], {}))
            self._show()

    async def action_lesson(self) -> None:
        """Open the lesson on the page."""
        await self.run_action(f"app.learn({self._trail[-1].name!r})")

    def action_back(self) -> None:
        """Turn to the page before."""
        if len(self._trail) > 1:
            self._trail.pop()
            self._show()
