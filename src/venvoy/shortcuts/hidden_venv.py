"""Something lies over a virtual environment: the host's own, or a volume. Advice, as only what is there tells."""

from __future__ import annotations

from attrs import evolve

from venvoy.model.finding import Finding, Related
from venvoy.shortcuts.findings import asking, finding
from venvoy.trace.covering import Covering, coverings
from venvoy.trace.view import View

NAME = "hidden-venv"


def find(view: View) -> tuple[Finding, ...]:
    """Return an advice for each COPY that a host's venv would come along with, and each volume over a venv."""
    return tuple(_finding(view, covering) for covering in coverings(view))


def _finding(view: View, covering: Covering) -> Finding:
    instruction = view.instruction(covering.instruction)
    line = instruction.lines.first
    if covering.host is None:
        message = f"A volume is declared over {covering.venv}: it keeps what it was first filled with."
        reason = f"Line {line}: make the environment outside of the volume, or declare the volume below it."
    else:
        message = f"COPY would lay {covering.host} of the build context, where there is one, over {covering.venv}."
        reason = f"Line {line}: .dockerignore lacks {covering.host}, or make the environment elsewhere."
    filled = covering.filled
    related = () if filled is None else (Related(filled, "is where the environment comes from"),)
    found = finding(
        view,
        NAME,
        covering.stage,
        instruction.lines,
        message,
        instruction=covering.instruction,
        related=related,
        spans=(instruction.span,),
        facts={"venv": covering.venv, "line": str(line)},
    )
    return evolve(asking(view, found, covering.instruction, reason), advice=True)
