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


TAKE_ALONG = "To take them along after all: 'venvoy undo' first, then 'venvoy migrate --scope repository'."
"""What is left to do once the Dockerfile alone is written: what moves is told from its own before and after."""


def what_stays_behind(made: Rewrite) -> str:
    """Return a paragraph that names the files which have to follow *made*, and how they do.

    Empty when *made* changes nothing, lies in no git work tree, or no file has to follow. With a line end, and safe for
    a terminal.
    """
    if made.path is None or not made.plan.changes:
        return ""
    from venvoy import repository_migration as hall

    analysis = made.session.analysis
    around = hall.neighbourhood(analysis)
    if around is None:
        return ""
    found, _ = hall.companions_of(analysis, made.plan, around)
    places = [place for one in found for place in one.companion.places if place.page not in _HARMLESS]
    if not places:
        return ""
    files = list(dict.fromkeys(place.path for place in places))
    named = ", ".join(safe(file) for file in files[:_MOST]) + (" and others" if len(files) > _MOST else "")
    goes = "1 place goes" if len(places) == 1 else f"{len(places)} places go"
    way = (
        "'venvoy migrate --scope repository' shows them, and changes what it surely can, in one run with the "
        "Dockerfile. Once that is written alone, it cannot see them any more."
    )
    told = f"Beside it, {goes} by where packages lie today: {named}. {way}"
    return "\n".join(wrap(told, output.prose_width())) + "\n"
