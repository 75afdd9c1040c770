"""Panes side by side where there is room, one at a time under tabs where there is not."""

from __future__ import annotations

from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.reactive import reactive
from textual.widget import Widget
from textual.widgets import Static

from venvoy.tui.pane_tabs import PaneTabs
from venvoy.tui.shown import shown


class PaneHead(Static):
    """What a pane shows; its colour and weight tell which one has the keys."""


class Panes(Vertical):
    """Holds some panes; on a narrow screen only the current one is shown. Each keeps its place either way."""

    DEFAULT_CSS = """
    Panes {
        height: 1fr;
        & > Horizontal { height: 1fr; }
        .pane { height: 1fr; }
        .pane > PaneHead { height: 1; padding: 0 1; color: $faint; }
        .pane.-current > PaneHead { color: $accent; text-style: bold; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "turn(1)", "next pane", show=False, tooltip="Go to the next pane"),
        Binding("shift+tab", "turn(-1)", "pane before", show=False, tooltip="Go to the pane before"),
    ]

    current: reactive[int] = reactive(0, init=False)

    def __init__(self, *panes: tuple[str, str, tuple[Widget, ...]], id: str | None = None) -> None:  # noqa: A002 - Textual's
        """Hold *panes*: the name of each, its id, and what is in it."""
        super().__init__(id=id)
        self._names = tuple(name for name, _, _ in panes)
        self._panes = tuple(
            Vertical(PaneHead(name, markup=False), *inside, id=of, classes="pane") for name, of, inside in panes
        )
        self._panes[0].add_class("-current")
        self._meant = 0

    def compose(self) -> ComposeResult:
        """Put the tabs above the panes."""
        yield PaneTabs(self._names)
        with Horizontal():
            yield from self._panes

    def name_pane(self, index: int, name: str) -> None:
        """Put *name* over a pane; its tab stays."""
        self._panes[index].query_one(PaneHead).update(shown(name), layout=False)

    def watch_current(self, index: int) -> None:
        """Show the current pane."""
        self.query_one(PaneTabs).current = index
        for number, pane in enumerate(self._panes):
            pane.set_class(number == index, "-current")

    def turn_to(self, index: int, *, focus: bool = True) -> None:
        """Make the pane at *index* the current one and give it the keys."""
        self.current = self._meant = index
        if focus:
            self.call_after_refresh(self._focus, index)

    def _focus(self, index: int) -> None:
        if index != self._meant:  # somebody turned to another one meanwhile
            return
        target = next((w for w in self._panes[index].query("*").results(Widget) if w.focusable), None)
        if target is not None:
            target.focus(scroll_visible=False)

    def action_turn(self, by: int) -> None:
        """Go to another pane, round and round."""
        self.turn_to((self.current + by) % len(self._panes))

    @on(PaneTabs.Picked)
    def _picked(self, message: PaneTabs.Picked) -> None:
        self.turn_to(message.index)

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Follow the keys: a click into a pane makes it the current one."""
        if event.widget is not self.screen.focused:  # the keys have gone on since
            return
        for index, pane in enumerate(self._panes):
            if pane in event.widget.ancestors:
                self.current = index
