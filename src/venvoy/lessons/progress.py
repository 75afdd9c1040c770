"""Which lessons were done, remembered beside the sittings."""

from __future__ import annotations

import json
from pathlib import Path

from venvoy.workspace.failures import cause

SCHEMA = "venvoy.lessons/1"


def place(state: Path) -> Path:
    """Return the file below the directory *state* that remembers them."""
    return state / "lessons.json"


def done(state: Path) -> frozenset[str]:
    """Return the names of the lessons that were done; none when nothing, or nothing readable, is remembered."""
    try:
        remembered = json.loads(place(state).read_text("utf-8"))
        return frozenset(map(str, remembered["done"])) if remembered["schema"] == SCHEMA else frozenset()
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return frozenset()  # a course begun anew costs less than one that does not open


def remember(name: str, state: Path) -> str | None:
    """Remember that the lesson *name* was done; return why that was not possible, or None."""
    remembered = {"schema": SCHEMA, "done": sorted(done(state) | {name})}
    at = place(state)
    try:
        at.parent.mkdir(parents=True, exist_ok=True)
        unfinished = at.with_suffix(".new")
        unfinished.write_text(json.dumps(remembered), "utf-8")
        unfinished.replace(at)
    except OSError as error:
        return cause(error)
    return None


def forget(state: Path) -> str | None:
    """Begin the course anew; return why that was not possible, or None."""
    try:
        place(state).unlink(missing_ok=True)
    except OSError as error:
        return cause(error)
    return None
