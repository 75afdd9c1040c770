"""The two looks of the session: one accent, one colour for added, one for removed, one for what needs you."""

from __future__ import annotations

import os
from pathlib import Path

from textual.theme import Theme

DARK = Theme(
    name="venvoy-dark",
    dark=True,
    primary="#86b7f2",
    secondary="#9aa7b5",
    accent="#86b7f2",
    success="#86cf94",
    error="#f19790",
    warning="#eec275",
    foreground="#d9dfe6",
    background="#12161b",
    surface="#12161b",
    panel="#1b2129",
    variables={
        "faint": "#8592a0",
        "rule": "#36414d",
        "row": "#1a2028",
        "cursor": "#263648",
        "mark-added": "#24492f",
        "mark-removed": "#5a2b2b",
        "string": "#c3b8e8",
        "block-cursor-foreground": "#d9dfe6",
        "block-cursor-background": "#263648",
        "input-selection-background": "#86b7f2 35%",
        "scrollbar": "#242d37",
        "scrollbar-hover": "#455462",
        "scrollbar-active": "#86b7f2",
        "scrollbar-background": "#12161b",
        "scrollbar-background-hover": "#12161b",
        "scrollbar-background-active": "#12161b",
        "scrollbar-corner-color": "#12161b",
    },
)

LIGHT = Theme(
    name="venvoy-light",
    dark=False,
    primary="#0b5cad",
    secondary="#5b6570",
    accent="#0b5cad",
    success="#1c6b35",
    error="#a52a22",
    warning="#855200",
    foreground="#22272e",
    background="#fcfbf8",
    surface="#fcfbf8",
    panel="#f0eee8",
    variables={
        "faint": "#626b75",
        "rule": "#c9c6bd",
        "row": "#f3f1ea",
        "cursor": "#dbe8f6",
        "mark-added": "#c4e8cd",
        "mark-removed": "#f6cfcb",
        "string": "#5b3f9e",
        "block-cursor-foreground": "#22272e",
        "block-cursor-background": "#dbe8f6",
        "input-selection-background": "#0b5cad 25%",
        "scrollbar": "#e2dfd6",
        "scrollbar-hover": "#b9b5a9",
        "scrollbar-active": "#0b5cad",
        "scrollbar-background": "#fcfbf8",
        "scrollbar-background-hover": "#fcfbf8",
        "scrollbar-background-active": "#fcfbf8",
        "scrollbar-corner-color": "#fcfbf8",
    },
)

_MEMORY = "look"
"""Name of the file in the state directory that holds the look that was chosen."""


def remembered(directory: Path) -> str | None:
    """Return the look that was chosen in an earlier session, if it is one of ours."""
    try:
        name = (directory / _MEMORY).read_text("utf-8").strip()
    except (OSError, ValueError):
        return None  # no choice, or none that can be read: the terminal decides
    return name if name in (DARK.name, LIGHT.name) else None


def remember(name: str, directory: Path) -> str | None:
    """Keep the look *name* for later sessions; return why that was not possible, or None."""
    from venvoy.workspace.failures import cause

    try:
        directory.mkdir(parents=True, exist_ok=True)
        (directory / _MEMORY).write_text(name, "utf-8")
    except OSError as error:
        return cause(error)
    return None


_LIGHT_GROUNDS = frozenset({"7", "15"})


def fitting() -> str:
    """Return the name of the theme that suits the terminal, as far as ``COLORFGBG`` tells; dark otherwise."""
    ground = os.environ.get("COLORFGBG", "").rpartition(";")[2]
    return LIGHT.name if ground in _LIGHT_GROUNDS else DARK.name
