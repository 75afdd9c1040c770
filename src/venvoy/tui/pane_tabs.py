"""The names of the panes: tabs where there is room for one, headings where there is room for all."""

from __future__ import annotations

from rich.segment import Segment
from textual import events
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from venvoy.tui.inks import Inked


class PaneTabs(Inked, Widget):
    """One line of names; the current one is bold and underlined by its sign."""

    DEFAULT_CSS = """
    PaneTabs { height: 1; padding: 0 1; }
    """

    current: reactive[int] = reactive(0)
    names: reactive[tuple[str, ...]] = reactive(())

    class Picked(Message):
        """A tab was clicked."""

        def __init__(self, index: int) -> None:
            super().__init__()
            self.index = index

    def __init__(self, names: tuple[str, ...]) -> None:
        super().__init__()
        self.set_reactive(PaneTabs.names, names)

    def render_line(self, y: int) -> Strip:  # noqa: ARG002 - one line
        """Draw the names."""
        base = self.rich_style
        segments = []
        for index, name in enumerate(self.names):
            here = index == self.current
            segments += [Segment("▸ " if here else "  ", base + self.ink("accent"))]
            segments += [Segment(name, base + self.ink("heading" if here else "faint")), Segment("   ", base)]
        segments += [Segment("tab changes the pane", base + self.ink("rule"))]
        return Strip(segments).crop_extend(0, self.size.width, base)

    def on_click(self, event: events.Click) -> None:
        """Tell which name was clicked."""
        offset = event.get_content_offset(self)
        at = 0
        for index, name in enumerate(self.names):
            if offset is not None and at <= offset.x < at + len(name) + 5:
                self.post_message(self.Picked(index))
            at += len(name) + 5
