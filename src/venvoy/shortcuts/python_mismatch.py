"""Packages are carried from one Python to another that differs."""

from __future__ import annotations

from venvoy.model.finding import Finding
from venvoy.model.trace import Carry
from venvoy.shortcuts.findings import asking, carry_finding
from venvoy.trace.view import View

NAME = "python-mismatch"


def find(view: View) -> tuple[Finding, ...]:
    """Return a finding for each COPY between stages whose Pythons surely differ."""
    found = []
    for at in sorted(view.shipped_carries):
        carry = view.trace.carries[at]
        if carry.source_stage < 0 or not {"all", "packages"} & set(carry.parts):
            continue
        why = carry.disagreement if carry.same_python is False else _by_default(view, carry)
        if why is None:
            continue
        message = f"COPY carries packages from one Python to another: {why}."
        reason = f"Line {carry.lines.first}: which of the two Pythons is meant is for you to say."
        found.append(asking(view, carry_finding(view, NAME, carry, message), carry.instruction, reason))
    return tuple(found)


def _by_default(view: View, carry: Carry) -> str | None:
    """Return how the two Pythons differ while every build argument has its default; None when they need not."""
    if carry.same_python is not None:
        return None
    one, other = (view.surroundings.bases[at] for at in (carry.source_stage, carry.stage))
    minors = [base.python.text if base.python is not None else None for base in (one, other)]
    if None in minors or minors[0] == minors[1]:
        return None
    return f"{one.reference} has Python {minors[0]} by default, {other.reference} has {minors[1]}"
