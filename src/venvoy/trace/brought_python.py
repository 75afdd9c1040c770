"""Where the Pythons lie that uv brings, and whether they travel."""

from __future__ import annotations

import posixpath
import re

from venvoy.model.trace import Carry
from venvoy.parse.expansion import expand
from venvoy.trace.view import View

_VARIABLE = "UV_PYTHON_INSTALL_DIR"
_USUAL = "/root/.local/share/uv/python"
_FETCHES = re.compile(r"\buv\s(?:[^;&|]*\s)?python\s+install\b")


def travels(view: View, carry: Carry) -> bool:
    """Return True when the receiving stage has, or may have, what uv brought for the venv: by COPY, or inherited."""
    if _inherited(view, carry):
        return True
    declared = view.surroundings.final[carry.source_stage].env.get(_VARIABLE)
    if declared is None and _set_elsewhere(view, carry.source_stage):
        return True
    place = posixpath.normpath((declared.text if declared is not None else _USUAL) or "/")
    for at in view.chain(carry.stage):
        for instruction in view.dockerfile.stages[at].instructions:
            if instruction.keyword not in {"COPY", "ADD"} or instruction.flag("from") is None:
                continue
            scope = view.scope(instruction.span.start)
            sources = (expand(word.text, scope.lookup).text for word in instruction.words[:-1])
            if any(source is None or _takes(posixpath.normpath("/" + source.lstrip("/")), place) for source in sources):
                return True
    return False


def _inherited(view: View, carry: Carry) -> bool:
    """Return True when uv fetches a Python in a stage that both ends of the copy are built from."""
    both = set(view.chain(carry.source_stage)) & set(view.chain(carry.stage))
    inside = (i for at in sorted(both) for i in view.dockerfile.stages[at].instructions)
    return any(i.keyword == "RUN" and _FETCHES.search(i.argument.text) for i in inside)


def _takes(source: str, place: str) -> bool:
    return f"{place}/".startswith(source.rstrip("/") + "/") or source.startswith(place.rstrip("/") + "/")


def _set_elsewhere(view: View, stage: int) -> bool:
    """Return True when a RUN sets the directory by itself, so that it is not known here."""
    inside = (i for at in view.chain(stage) for i in view.dockerfile.stages[at].instructions)
    return any(
        i.keyword == "RUN" and (_VARIABLE in i.argument.text or "--install-dir" in i.argument.text) for i in inside
    )
