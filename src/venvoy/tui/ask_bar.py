"""Where something is typed: a question and a line at the foot of the screen, nothing modal."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.widgets import Input, Static

from venvoy.tui.shown import shown

Objection = Callable[[str], str | None]
"""Says what speaks against a text, or None."""


class Answer(Input):
    """The line that is typed."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "submit", "done", tooltip="Take over what is typed")]


class AskBar(Vertical):
    """Asks for one line of text; enter gives it, escape goes back, and it says so in place of the last notice."""

    DEFAULT_CSS = """
    AskBar {
        height: auto; display: none; background: $panel; padding: 0 1;
        &.-asking { display: block; }
        Horizontal { height: 1; }
        Static { width: auto; color: $accent; text-style: bold; }
        #question { width: 1fr; height: auto; }
        #objection { color: $warning; max-width: 60%; }
        Input { width: 1fr; height: 1; border: none; padding: 0; background: $panel; }
        Input:focus { border: none; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss", "back", tooltip="Go back, nothing changes"),
    ]

    class Given(Message):
        """Enter was pressed on a text that nothing speaks against."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    class Dismissed(Message):
        """Escape was pressed."""

    def __init__(
        self,
        placeholder: str,
        objection: Objection = lambda _: None,
        *,
        id: str | None = None,  # noqa: A002 - Textual's own name
    ) -> None:
        """Show *placeholder* while nothing is typed, and what *objection* says of what is."""
        super().__init__(id=id)
        self._placeholder = placeholder
        self._objection = objection

    def compose(self) -> ComposeResult:
        """Question, answer, objection."""
        yield Static(id="question", markup=False)
        with Horizontal():
            yield Static("▸ ", markup=False)
            yield Answer(placeholder=self._placeholder, compact=True, max_length=200, select_on_focus=False)
            yield Static(id="objection", markup=False)

    def ask(self, question: str, text: str) -> None:
        """Ask *question*, starting from *text*."""
        self.query_one("#question", Static).update(shown(question))
        self.add_class("-asking")
        field = self.query_one(Input)
        field.value = text
        field.cursor_position = len(text)
        field.focus()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Object while there is time."""
        event.stop()
        objection = self._objection(event.value.strip())
        self.query_one("#objection", Static).update(f"! {objection}" if objection and event.value else "")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Hand the text on, unless something speaks against it."""
        event.stop()
        text = event.value.strip()
        if self._objection(text) is None:
            self.remove_class("-asking")
            self.post_message(self.Given(text))

    def action_dismiss(self) -> None:
        """Ask no longer."""
        self.remove_class("-asking")
        self.post_message(self.Dismissed())
