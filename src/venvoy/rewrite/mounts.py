"""Mounts of a RUN that only its installs need."""

from __future__ import annotations

import re

from venvoy.model.dockerfile import Flag


def only_installs(flag: Flag, text: str, *, lone: bool) -> bool:
    """Return True for a mount that nothing in *text* needs; *lone* is True when that is about system packages alone."""
    if flag.name != "mount":
        return False
    settings = dict(part.partition("=")[::2] for part in (flag.value or "").split(","))
    target = settings.get("target") or settings.get("dst") or settings.get("destination") or ""
    named = [value for key, value in settings.items() if key in {"target", "dst", "destination", "id", "env"} and value]
    if any(value in text for value in named):
        return False
    if settings.get("type") == "cache":
        return re.search(r"(?:^|[/-])(?:pip|uv|pypoetry|pipenv|pdm)(?:/|$)|\.cache$", target) is not None
    return lone and not target.startswith("/etc/apt")
