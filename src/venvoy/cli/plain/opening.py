"""The first step of the walk: which Dockerfile."""

from __future__ import annotations

from pathlib import Path

from venvoy.cli import output
from venvoy.cli.exits import Exit
from venvoy.cli.inputs import find
from venvoy.cli.plain.asking import Asker, Quit, pick_number
from venvoy.model.dockerfile import Unreadable
from venvoy.reports.terminal import safe


def open_one(path: str, asker: Asker) -> Path | Exit:
    """Return the one Dockerfile at *path*, or the one that is picked; an exit code when there is none."""
    found = find(path)
    if isinstance(found, Unreadable):
        output.complain(found)
        return Exit.FAILED
    for problem in found.problems:
        output.complain(problem)
    if not found.files:
        output.complain(Unreadable(path, "There is no Dockerfile here; give the path of one."))
        return Exit.FAILED
    return found.files[0] if len(found.files) == 1 else _pick(found.files, asker)


def _pick(files: tuple[Path, ...], asker: Asker) -> Path | Exit:
    output.data(f"There are {len(files)} Dockerfiles.\n")
    for number, file in enumerate(files, 1):
        output.data(f"  {number}: {safe(str(file))}\n")
    try:
        return files[pick_number(asker, f"Which one? [1 to {len(files)}, q to quit]", len(files), 1) - 1]
    except Quit:
        return Exit.OK
