"""The screens by name. Each is imported when it is first shown: the first paint pays for one."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.screen import Screen

_ROOMS = {
    "curtain": ("curtain", "Curtain"),
    "open": ("open_screen", "OpenScreen"),
    "review": ("review_screen", "ReviewScreen"),
    "choose": ("choose_screen", "ChooseScreen"),
    "preview": ("preview_screen", "PreviewScreen"),
    "apply": ("apply_screen", "ApplyScreen"),
    "compare": ("compare_screen", "CompareScreen"),
}


def _maker(module: str, name: str) -> Callable[[], Screen[Any]]:
    def make() -> Screen[Any]:
        screen: Screen[Any] = getattr(import_module(f"venvoy.tui.{module}"), name)()
        return screen

    return make


SCREENS: dict[str, Callable[[], Screen[Any]]] = {name: _maker(*where) for name, where in _ROOMS.items()}
"""Name of the step in lower case → what makes its screen."""
