"""Text of others, made fit for one line of the screen."""

from __future__ import annotations

from venvoy.reports.terminal import safe


def shown(text: str | bytes) -> str:
    r"""Return one line of *text* as `safe` spells it, its line end left out and its tabs as blanks."""
    line = text.decode("utf-8", "surrogateescape") if isinstance(text, bytes) else text
    return safe(line.rstrip("\r\n").expandtabs(8))


def cut(text: str, width: int) -> str:
    """Return *text* within *width* characters, an ellipsis at the end when something is missing."""
    return text if len(text) <= width else text[: max(0, width - 1)] + "…"


def cut_path(path: str, width: int) -> str:
    """Return *path* within *width* characters: its end is what tells files apart."""
    return path if len(path) <= width else "…" + path[len(path) - max(0, width - 1) :]
