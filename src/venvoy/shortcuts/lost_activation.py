"""A virtual environment is activated in a RUN that ends at once."""

from __future__ import annotations

from venvoy.model.finding import Finding
from venvoy.shortcuts.findings import idle_venvs, venv_finding
from venvoy.trace.view import View


def find(view: View) -> tuple[Finding, ...]:
    """Return a finding for each RUN that activates a venv and nothing else."""
    found = []
    for venv in idle_venvs(view):
        root = venv.site.root.text or ""
        for instruction in view.activations(view.family(venv.stage), root):
            message = f"Each RUN has a shell of its own: the activation of {root} ends with this line."
            found.append(venv_finding(view, "lost-activation", venv, message, instruction))
    return tuple(found)
