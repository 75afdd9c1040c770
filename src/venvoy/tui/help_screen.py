"""Help: every key that works on the screen below, and what the signs mean."""

from __future__ import annotations

from typing import Any, ClassVar

from attrs import frozen
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen, Screen

from venvoy.tui.keys import working
from venvoy.tui.line_view import Run
from venvoy.tui.prose import wrapped
from venvoy.tui.text_view import Lines, TextView


@frozen
class Legend:
    """What the help tells beside the keys."""

    about: str
    """What one is in the midst of."""
    signs: tuple[tuple[str, str, str], ...]
    """Sign, ink and meaning."""
    clicked: str
    """What the mouse does."""


SIGNS = (
    ("✓", "ok", "accepted: the rewrite is in the preview"),
    ("=", "accent", "kept by you, with your reason"),
    ("?", "needs-you", "waits for your answer"),
    ("·", "faint", "stays as it is, for the reason told; or advice, which goes along with the rest"),
    ("▸", "accent", "you are here; in the source: the selected finding, with · on lines that belong to it"),
    ("▪", "faint", "in the source: another finding starts here"),
    ("+", "added", "a line that is added"),
    ("-", "removed", "a line that is removed"),
)
WALK = (
    "The walk: 2 Review what was found, 3 Choose how it is rewritten, 4 Preview the diff, 5 Apply, "
    "6 Compare both images. "
    "Nothing is written or built before you say so on its step, and what is written can be taken back."
)
SESSION = Legend(WALK, SIGNS, "Everything can be clicked: steps, keys, tabs, findings, lines. A second click opens.")


class HelpScreen(ModalScreen[None]):
    """The keys of a screen."""

    DEFAULT_CSS = """
    HelpScreen {
        align: center middle; background: $background 60%;
        Vertical { width: 84; max-width: 100%; height: auto; max-height: 100%; background: $panel; padding: 1 2;
                   border: round $rule; border-title-color: $accent; border-subtitle-color: $faint; }
        TextView { height: auto; max-height: 100vh; background: $panel; padding: 0; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,question_mark,q,enter", "app.pop_screen", "close", tooltip="Close the help"),
    ]

    def __init__(self, below: Screen[Any], legend: Legend = SESSION) -> None:
        """Tell of the keys that work on *below*, and what *legend* says of the rest."""
        super().__init__()
        self._legend = legend
        self._keys = working(below)

    def compose(self) -> ComposeResult:
        """One scrolling text."""
        with Vertical() as box:
            box.border_title = "Help"
            box.border_subtitle = "esc closes"
            yield TextView()

    def on_mount(self) -> None:
        """Write it."""
        view = self.query_one(TextView)
        view.write(self._told)
        view.focus()

    def _told(self, width: int) -> Lines:
        lines: Lines = [*wrapped([(self._legend.about, "")], width), [], [("Keys on this screen", "heading")]]
        for key in sorted(self._keys, key=lambda key: not key.footer):
            lines += _entry(key.key, key.meaning, width)
        lines += _entry("↑↓←→", "Move; home, end, page up and page down do too", width)
        lines += [[], [("Signs", "heading")]]
        for sign, ink, meaning in self._legend.signs:
            lines += wrapped([(meaning, "")], width, [(f"  {sign}          ", f"{ink} bold")], [(" " * 13, "")])
        return [*lines, [], *wrapped([(self._legend.clicked, "faint")], width)]


def _entry(key: str, meaning: str, width: int) -> Lines:
    lead: list[Run] = [(f"  {key:<11}", "key")]
    return wrapped([(meaning, "")], width, lead, [(" " * 13, "")])
