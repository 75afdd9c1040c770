"""Which of several Dockerfiles are marked to be migrated together, remembered for each directory."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Collection
from pathlib import Path

from venvoy.workspace.failures import cause

SCHEMA = "venvoy.marks/1"


def remembered(directory: Path, state: Path, files: Collection[Path]) -> tuple[Path, ...]:
    """Return those of *files* that were marked when *directory* was open last; none when that cannot be read."""
    try:
        saved = json.loads(_place(directory, state).read_text("utf-8", errors="surrogateescape"))
        marked = set(saved["marked"]) if saved["schema"] == SCHEMA else set()
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return ()  # marks are set again with a key
    found = tuple(path for path in files if str(path.absolute()) in marked)
    return found if len(files) > 1 else ()


def remember(directory: Path, state: Path, marked: Collection[Path]) -> str | None:
    """Write down what is *marked*; return why that was not possible, or None."""
    at = _place(directory, state)
    try:
        at.parent.mkdir(parents=True, exist_ok=True)
        unfinished = at.with_suffix(".new")
        text = json.dumps({"schema": SCHEMA, "marked": [str(path.absolute()) for path in marked]})
        unfinished.write_text(text, "utf-8", errors="surrogateescape")
        unfinished.replace(at)
    except OSError as error:
        return cause(error)
    return None


def _place(directory: Path, state: Path) -> Path:
    return state / "marks" / f"{hashlib.sha256(os.fsencode(directory.absolute())).hexdigest()[:24]}.json"
