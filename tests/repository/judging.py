"""Trees of Python files with a Dockerfile beside them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from venvoy import migration
from venvoy.model.analysis import Analysis
from venvoy.model.isolation import Isolation

COPIED = "FROM python:3.12-slim\nWORKDIR /app\nRUN pip install flask\nCOPY . .\n"


def write(place: Path, files: Mapping[str, str]) -> None:
    """Write *files*, by their paths from *place*."""
    for name, content in files.items():
        (place / name).parent.mkdir(parents=True, exist_ok=True)
        (place / name).write_text(content, "utf-8")


def judged(place: Path, files: Mapping[str, str], start: str, rest: str = COPIED) -> Isolation:
    """Return the judgement about a Dockerfile, *rest* and then *start*, beside *files*."""
    write(place, {"requirements.txt": "flask\n", **files})
    analysis = migration.analyse(f"{rest}{start}\n".encode(), str(place / "Dockerfile"), place)
    assert isinstance(analysis, Analysis), analysis
    return migration.isolation(analysis)
