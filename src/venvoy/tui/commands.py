"""What the command palette offers: everything a key does, and the looks."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import TYPE_CHECKING, Any

from textual.app import SystemCommand

from venvoy.tui import themes
from venvoy.tui.keys import Key, working
from venvoy.tui.prose import inline

if TYPE_CHECKING:
    from textual.screen import Screen

    from venvoy.tui.app import VenvoyApp


def of(app: VenvoyApp, screen: Screen[Any]) -> Iterable[SystemCommand]:
    """Return the commands that make sense on *screen*."""
    for key in working(screen):
        if key.action != "command_palette":
            yield SystemCommand(f"{key.label.rstrip('…').capitalize()}  ({key.key})", key.meaning, _doing(app, key))
    for idea in app.rooms.ideas():
        yield SystemCommand(f"Read: {idea.title}", _told(idea.summary), partial(app.action_read, idea.name))
    for theme, name in ((themes.DARK, "Dark"), (themes.LIGHT, "Light")):
        about = f"Show the session in its {name.lower()} colours, now and the next time"
        yield SystemCommand(f"{name} look", about, partial(_look, app, theme.name))


def _told(markdown: str) -> str:
    return "".join(text for text, _ in inline(markdown))


def _look(app: VenvoyApp, theme: str) -> None:
    from venvoy.tui import conduct

    conduct.look(app, theme)


def _doing(app: VenvoyApp, key: Key) -> Callable[[], object]:
    return partial(app.run_action, key.action, key.node)
