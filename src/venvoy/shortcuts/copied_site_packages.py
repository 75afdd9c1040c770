"""A COPY takes site-packages out of one interpreter and lays it over another."""

from __future__ import annotations

from venvoy.model.finding import Finding
from venvoy.model.trace import Carry, SiteKind
from venvoy.shortcuts.copied_prefix import is_prefix
from venvoy.shortcuts.findings import carry_finding
from venvoy.trace.view import View


def find(view: View) -> tuple[Finding, ...]:
    """Return a finding for each COPY of an interpreter's packages."""
    return tuple(
        carry_finding(view, "copied-site-packages", carry, _message(view, carry))
        for kind in (SiteKind.SYSTEM, SiteKind.VENV)
        for carry in view.carries(kind)
        if {"packages", "some packages"} & set(carry.parts) and not is_prefix(carry) and "all" not in carry.parts
    )


def _message(view: View, carry: Carry) -> str:
    source = view.label(carry.source_stage)
    return f"COPY lays {carry.source} of {source} over the interpreter's own packages; it merges and never deletes."
