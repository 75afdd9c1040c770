"""A virtual environment is made, and then passed by."""

from __future__ import annotations

from venvoy.model.finding import Finding
from venvoy.shortcuts.findings import idle_venvs, venv_finding
from venvoy.trace.view import View


def find(view: View) -> tuple[Finding, ...]:
    """Return a finding for each venv that a family of stages makes while its installs go elsewhere."""
    found = []
    for venv in idle_venvs(view):
        root = venv.site.root.text or ""
        if view.activations(view.family(venv.stage), root):
            continue
        message = (
            f"The virtual environment at {root} is made here, but it is not on PATH: the installs behind it pass it by."
        )
        found.append(venv_finding(view, "unused-venv", venv, message))
    return tuple(found)
