"""A virtual environment looks through to the packages of its interpreter."""

from __future__ import annotations

from attrs import evolve

from venvoy.model.finding import Finding, Related, Remedy, Verdict
from venvoy.shortcuts.findings import asking, idle_venvs, pragma_for, venv_finding
from venvoy.trace.looking_below import Looking, looking_venvs
from venvoy.trace.view import View

NAME = "venv-with-system-packages"


def find(view: View) -> tuple[Finding, ...]:
    """Return a finding for each venv of an official Python image that is made with ``--system-site-packages``."""
    idle = idle_venvs(view)
    return tuple(_finding(view, looking, idle=looking.venv in idle) for looking in looking_venvs(view))


def _finding(view: View, looking: Looking, *, idle: bool) -> Finding:
    venv = looking.venv
    root, first = venv.site.root.text, venv.lines.first
    message = f"--system-site-packages lets {root} see the packages of the image's own Python, "
    message += "which are more than its own." if looking.below else "where nothing but pip is."
    spans = (venv.looks_below,) if venv.looks_below is not None else ()
    found = evolve(venv_finding(view, NAME, venv, message), spans=spans)
    if idle or pragma_for(view, NAME, venv.instruction) is not None:
        return found
    if looking.below:
        related = tuple(Related(lines, "fills what the venv looks through to") for lines in looking.below)
        reason = (
            f"Line {first}: which of the packages of line {looking.below[0].first} the venv needs is not seen here."
        )
        if looking.left_behind is not None:
            line = looking.left_behind.first
            reason = f"Line {line}: the venv is copied, and what it looked through to stays behind."
        return asking(view, evolve(found, related=related), venv.instruction, reason)
    if looking.doubt:
        reason = f"Line {first}: {looking.doubt}"
        return evolve(found, verdict=Verdict.ASK, remedy=Remedy.REVIEW, reason=reason)
    # What stands in the way of making a venv does not stand in the way of making one without the flag.
    return evolve(found, verdict=Verdict.MIGRATE, remedy=Remedy.SAFE, reason="")
