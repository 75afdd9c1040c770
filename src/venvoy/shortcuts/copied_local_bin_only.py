"""A COPY takes scripts out of a site, and leaves what they import."""

from __future__ import annotations

from venvoy.model.finding import Finding
from venvoy.shortcuts.findings import carry_finding
from venvoy.trace.scripts import BareScripts, bare_scripts
from venvoy.trace.view import View

NAME = "copied-local-bin-only"


def find(view: View) -> tuple[Finding, ...]:
    """Return a finding for each COPY of console scripts whose packages do not come along."""
    return tuple(carry_finding(view, NAME, bare.carry, _message(bare)) for bare in bare_scripts(view))


def _message(bare: BareScripts) -> str:
    carry = bare.carry
    if bare.again is not None:
        return f"COPY takes {carry.source} alone, and line {bare.again.lines.first} installs once more what it needs."
    return f"COPY takes {carry.source} alone, without the packages in {carry.site.packages} that it imports."
