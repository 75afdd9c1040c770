"""A virtual environment is copied to another path than the one it was made at."""

from __future__ import annotations

from attrs import evolve

from venvoy.model.finding import Finding, Remedy, Verdict
from venvoy.model.trace import Carry, VenvMade
from venvoy.shortcuts.findings import carry_finding, pragma_for
from venvoy.trace.view import View

NAME = "moved-venv"


def find(view: View) -> tuple[Finding, ...]:
    """Return a finding for each COPY that takes a venv to another path."""
    return tuple(_finding(view, carry, made) for carry, made in view.moved_venvs())


def _finding(view: View, carry: Carry, made: VenvMade | None) -> Finding:
    message = (
        f"COPY takes the virtual environment from {carry.source} to {carry.destination},"
        " but the first lines of its scripts go on naming the old place."
    )
    found = carry_finding(view, NAME, carry, message)
    if pragma_for(view, NAME, carry.instruction) is not None:
        return found
    # What stands in the way of making a venv does not stand in the way of making one elsewhere.
    if made is not None and carry.source in view.instruction(made.instruction).argument.text:
        return evolve(found, verdict=Verdict.MIGRATE, remedy=Remedy.SAFE, reason="")
    reason = f"Line {carry.lines.first}: make the environment at {carry.destination}, or copy it to {carry.source}."
    return evolve(found, verdict=Verdict.ASK, remedy=Remedy.NONE, reason=reason)
