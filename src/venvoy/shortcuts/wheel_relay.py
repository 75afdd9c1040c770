"""Wheels are built in one stage, brought into another, and installed there."""

from __future__ import annotations

from venvoy.model.finding import Finding, Related
from venvoy.shortcuts.findings import facts_of, finding
from venvoy.trace.relays import Handover, handovers
from venvoy.trace.view import View

NAME = "wheel-relay"


def find(view: View) -> tuple[Finding, ...]:
    """Return a finding for each COPY or mount of wheels that a shipped install outside of a venv takes."""
    first: dict[int, Handover] = {}
    for handover in handovers(view):
        first.setdefault(handover.delivery.instruction, handover)
    return tuple(_finding(view, handover) for handover in first.values())


def _finding(view: View, handover: Handover) -> Finding:
    house, delivery, install = handover.house, handover.delivery, handover.installs[0]
    related = [Related(house.lines, f"{house.program} builds the wheels here")]
    if not delivery.mount:
        related.append(Related(install.lines, f"{install.program} installs them here"))
    return finding(
        view,
        NAME,
        delivery.stage,
        delivery.lines,
        _message(view, handover),
        instruction=delivery.instruction,
        related=tuple(related),
        spans=(view.instruction(delivery.instruction).span,),
        facts=facts_of(view, install)
        | {"site": house.path, "destination": delivery.path, "line": str(delivery.lines.first)},
    )


def _message(view: View, handover: Handover) -> str:
    delivery, install = handover.delivery, handover.installs[0]
    source = view.label(delivery.source_stage)
    if delivery.mount:
        return f"The wheels of {source} are installed only here, by a {install.program} that this stage needs for it."
    return (
        f"COPY brings the wheels of {source} into a layer of their own, where they stay beside what line"
        f" {install.lines.first} installs from them."
    )
