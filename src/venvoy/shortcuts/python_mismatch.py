"""Packages are carried from one Python to another that differs."""

from __future__ import annotations

from attrs import evolve

from venvoy.model.finding import Finding, Remedy, Verdict
from venvoy.shortcuts.findings import carry_finding, pragma_for
from venvoy.trace.view import View

NAME = "python-mismatch"


def find(view: View) -> tuple[Finding, ...]:
    """Return a finding for each COPY between stages whose Pythons surely differ."""
    found = []
    for at in sorted(view.shipped_carries):
        carry = view.trace.carries[at]
        if carry.same_python is not False or carry.source_stage < 0 or not {"all", "packages"} & set(carry.parts):
            continue
        message = f"COPY carries packages from one Python to another: {carry.disagreement}."
        item = carry_finding(view, NAME, carry, message)
        if pragma_for(view, NAME, carry.instruction) is None:
            reason = f"Line {carry.lines.first}: which of the two Pythons is meant is for you to say."
            item = evolve(item, verdict=Verdict.ASK, remedy=Remedy.NONE, reason=reason)
        found.append(item)
    return tuple(found)
