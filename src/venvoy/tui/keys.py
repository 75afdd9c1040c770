"""The footer: the keys that work here, as many as fit; `?` has them all."""

from __future__ import annotations

from typing import NamedTuple

from rich.segment import Segment
from textual import events
from textual.binding import Binding
from textual.dom import DOMNode
from textual.reactive import reactive
from textual.screen import Screen
from textual.strip import Strip
from textual.widget import Widget

from venvoy.tui.inks import Inked


class Key(NamedTuple):
    """A key that works on a screen now."""

    key: str
    """As it is printed on the keyboard."""
    label: str
    """For the footer: one or two words."""
    meaning: str
    """For the help: a sentence."""
    action: str
    """What is run, with its name space."""
    footer: bool
    always: bool
    """True for what stands at the end of the footer however narrow it is."""
    leads: bool
    """True for the next step: it stands first."""
    node: DOMNode


_ALWAYS = frozenset({"help", "quit"})
_LEADS = "onward("
_PRINTED = {
    "question_mark": "?",
    "ctrl+p": "^p",
    "left_curly_bracket": "{",
    "right_curly_bracket": "}",
    "escape": "esc",
    "up": "↑",
    "down": "↓",
    "left": "←",
    "right": "→",
    "pageup": "page up",
    "pagedown": "page down",
}


def working(screen: Screen[object]) -> list[Key]:
    """Return the keys that work on *screen* now, in the order their bindings were written."""
    found: dict[tuple[DOMNode, str], Key] = {}
    for active in screen.active_bindings.values():
        binding: Binding = active.binding
        what = (active.node, binding.action)
        known = found.get(what)
        if not binding.tooltip or not active.enabled or (known is not None and (known.footer or not binding.show)):
            continue
        found[what] = Key(
            key=_PRINTED.get(binding.key, binding.key_display or binding.key),
            label=binding.description,
            meaning=binding.tooltip,
            action=binding.action,
            footer=binding.show,
            always=binding.action in _ALWAYS,
            leads=binding.action.startswith(_LEADS),
            node=active.node,
        )
    return list(found.values())


class Keys(Inked, Widget):
    """One line of keys, each of which can be clicked."""

    DEFAULT_CSS = """
    Keys { dock: bottom; height: 1; background: $panel; }
    """

    keys: reactive[tuple[Key, ...]] = reactive(())

    def on_mount(self) -> None:
        """Follow the bindings of the screen."""
        self.screen.bindings_updated_signal.subscribe(self, self._follow)
        self._follow(self.screen)

    def _follow(self, screen: Screen[object]) -> None:
        if screen is self.screen and self.app.screen is screen:
            shown = [key for key in working(screen) if key.footer]
            self.keys = tuple(sorted(shown, key=lambda key: not key.leads))

    def placed(self) -> list[tuple[Key, int]]:
        """Return the keys that fit, each with the column where it starts."""
        last = [key for key in self.keys if key.always]
        room = self.size.width - sum(_width(key) for key in last)
        placed: list[tuple[Key, int]] = []
        at = 0
        for key in (k for k in self.keys if not k.always):
            if at + _width(key) > room:
                break
            placed.append((key, at))
            at += _width(key)
        for key in last:
            placed.append((key, at))
            at += _width(key)
        return placed

    def render_line(self, y: int) -> Strip:  # noqa: ARG002 - one line
        """Draw the keys."""
        base = self.rich_style
        bright = base + self.ink("key")
        quiet = base + self.ink("plain")
        segments = []
        for key, _ in self.placed():
            label = base + self.ink("accent bold") if key.leads else quiet
            segments += [Segment(f" {key.key}", bright), Segment(f" {key.label} ", label)]
        return Strip(segments).crop_extend(0, self.size.width, base)

    async def on_click(self, event: events.Click) -> None:
        """Do what the key under the mouse does."""
        for key, start in self.placed():
            if start <= event.x < start + _width(key):
                await self.app.run_action(key.action, key.node)


def _width(key: Key) -> int:
    return len(key.key) + len(key.label) + 3
