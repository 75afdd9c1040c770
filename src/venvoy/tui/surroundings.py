"""What is around one Dockerfile, told below the list of all."""

from __future__ import annotations

from venvoy.company import counted
from venvoy.tui.line_view import Run
from venvoy.tui.neighbours import Around, Neighbour, Served
from venvoy.tui.prose import wrapped
from venvoy.tui.shown import shown
from venvoy.tui.text_view import Lines

_MOST_NOTES = 20
"""Sentences on what could not be read that are told; the rest is counted."""


def told(around: Around | None, width: int) -> Lines:
    """Return its services with what is mounted over the application, the files beside it, and what is not read."""
    if around is None:
        return wrapped([("It lies in no work tree of git: nothing beside it is read.", "faint")], width)
    lines: Lines = []
    if around.services:
        lines.append([("Services that are built from it", "heading")])
        for one in around.services:
            lines += _item("▸", "accent", _service(one), width)
    if around.files:
        lines.append([("Beside it, a migration would also concern", "heading")])
        for file in around.files:
            lines += _item("~", "accent", _file(file), width)
    else:
        lines += wrapped([("Nothing beside it goes by where its packages lie.", "faint")], width)
    if around.notes:
        lines.append([("Not read in this repository", "heading")])
        for note in around.notes[:_MOST_NOTES]:
            lines += _item("·", "needs-you", [(shown(note), "")], width)
        if len(around.notes) > _MOST_NOTES:
            lines += _item("·", "needs-you", [(f"and {len(around.notes) - _MOST_NOTES} more", "faint")], width)
    return lines


def _service(one: Served) -> list[Run]:
    service = one.service
    stage = f", stage {service.target}" if service.target is not None else ""
    runs: list[Run] = [(shown(service.name), "bold"), (f"  {shown(', '.join(service.paths))}{shown(stage)}", "faint")]
    for mount in one.over:
        what = f"{mount.source} " if mount.source else ""
        over = f"{what}({mount.kind}) over {mount.target}"
        runs += [("; ", "faint"), (shown(over), "needs-you")]
    return runs


def _file(one: Neighbour) -> list[Run]:
    parts = [f"{counted(one.changing, 'place')} to change" if one.changing else ""]
    parts += [f"{counted(one.told, 'place')} for you to look at" if one.told else ""]
    return [(shown(one.path), "bold"), (f"  {', '.join(filter(None, parts))}", "faint")]


def _item(sign: str, ink: str, runs: list[Run], width: int) -> Lines:
    return wrapped(runs, width, [(f"  {sign} ", f"{ink} bold")], [("    ", "")])
