"""Keys that are text: what is typed, and what a terminal pastes without saying that it does."""

from __future__ import annotations

from textual import events

_KEYS = {"tab": "\t", "enter": "\n", "ctrl+j": "\n"}


class Typed:
    """The text of some keys, one after the other."""

    def __init__(self) -> None:
        self.text = ""
        self._last = ""

    def take(self, key: events.Key) -> bool:
        """Take *key* into the text; return False for one that is no text, as blank ones are at its beginning."""
        last, self._last = self._last, key.key
        blank = _KEYS.get(key.key)
        if key.key == "backspace" and self.text:
            self.text = self.text[:-1]
        elif blank is not None and self.text:
            self.text += "" if (last, key.key) == ("enter", "ctrl+j") else blank  # one line end, sent as two keys
        elif key.is_printable and key.character is not None and (self.text or key.character.strip()):
            self.text += key.character
        else:
            return False
        return True
