"""The name of the file that a report is saved to."""

from __future__ import annotations

from pathlib import Path

from venvoy.reports.comparison_forms import ENDINGS

STEM = "venvoy-comparison"


def objection(name: str) -> str | None:
    """Return what speaks against *name*, or None."""
    if not name:
        return "type the name of a file"
    if Path(name).suffix.lower() not in ENDINGS:
        return f"it ends with {', '.join(e for e in ENDINGS if e != '.htm')}"
    return "it is there already" if Path(name).exists() else None


def free_name() -> str:
    """Return a name of a page that is not there yet."""
    names = [f"{STEM}.html", *(f"{STEM}-{number}.html" for number in range(2, 100))]
    return next((name for name in names if not Path(name).exists()), names[0])
