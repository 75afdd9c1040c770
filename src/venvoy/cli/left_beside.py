"""What a rewrite of the Dockerfile alone leaves behind: files beside it that go by where packages lie today."""

from __future__ import annotations

from venvoy.cli import output
from venvoy.cli.rewriting import Rewrite
from venvoy.reports.columns import wrap
from venvoy.reports.terminal import safe

_MOST = 3
"""Files that are named."""
_HARMLESS = frozenset({"context-carries-venv", "isolated-mode", "python-by-name"})
"""Pages of places that work as well, or as badly, as before when only the Dockerfile changes."""


def say_what_stays_behind(made: Rewrite) -> None:
    """Name the files that have to follow *made*, when it changes anything and lies in a git work tree."""
    if made.path is None or not made.plan.changes:
        return
    from venvoy import repository_migration as hall

    analysis = made.session.analysis
    around = hall.neighbourhood(analysis)
    if around is None:
        return
    found, _ = hall.companions_of(analysis, made.plan, around)
    places = [place for one in found for place in one.companion.places if place.page not in _HARMLESS]
    if not places:
        return
    files = list(dict.fromkeys(place.path for place in places))
    named = ", ".join(safe(file) for file in files[:_MOST]) + (" and others" if len(files) > _MOST else "")
    goes = "1 place goes" if len(places) == 1 else f"{len(places)} places go"
    way = "'venvoy migrate --scope repository' shows them, and changes what it surely can."
    output.say("\n".join(wrap(f"Beside it, {goes} by where packages lie today: {named}. {way}", output.prose_width())))
