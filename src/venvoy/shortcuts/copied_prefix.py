"""A COPY takes a whole prefix, or its bin, from one stage to another."""

from __future__ import annotations

from venvoy.model.finding import Finding
from venvoy.model.trace import Carry, SiteKind
from venvoy.shortcuts.findings import carry_finding
from venvoy.trace.scripts import bare_scripts
from venvoy.trace.view import View


def find(view: View) -> tuple[Finding, ...]:
    """Return a finding for each COPY of the interpreter's prefix, its bin or its lib."""
    alone = {bare.carry for bare in bare_scripts(view)}
    return tuple(
        carry_finding(
            view,
            "copied-prefix",
            carry,
            f"COPY takes everything below {carry.source}, of which the application is only a part.",
        )
        for carry in view.carries(SiteKind.SYSTEM)
        if is_prefix(carry) and carry not in alone
    )


def is_prefix(carry: Carry) -> bool:
    """Return True when a carry takes a prefix, its bin, or its lib as a whole."""
    if carry.source == "/":
        return False
    parts = set(carry.parts)
    whole_lib = "library" in parts and carry.source.rstrip("/").endswith("/lib")
    return "all" in parts or parts == {"scripts"} or whole_lib
