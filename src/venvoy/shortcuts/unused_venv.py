"""A virtual environment is made, and then passed by."""

from __future__ import annotations

from venvoy.model.finding import Finding, Related
from venvoy.model.trace import VenvMade
from venvoy.shortcuts.findings import asking, finding, idle_venvs, venv_finding
from venvoy.trace.bypassing import Bypass, bypasses
from venvoy.trace.view import View

NAME = "unused-venv"


def find(view: View) -> tuple[Finding, ...]:
    """Return a finding for each venv that a family of stages makes while its installs go elsewhere."""
    found = []
    for venv in idle_venvs(view):
        root = venv.site.root.text or ""
        if view.activations(view.family(venv.stage), root):
            continue
        why = "the installs behind it go to the system" if _on_path(view, venv) else "it is not on PATH"
        message = f"The virtual environment at {root} is made here, but {why}: it is passed by."
        found.append(venv_finding(view, NAME, venv, message))
    return (*found, *(_bypassed(view, bypass) for bypass in bypasses(view)))


def _on_path(view: View, venv: VenvMade) -> bool:
    """Return True when the venv is on PATH in the end, so that an option of the installs is what misses it."""
    path = view.surroundings.final[venv.stage].env.get("PATH")
    return f"{venv.site.root.text}/bin" in ((path.text if path is not None else None) or "").split(":")


def _bypassed(view: View, bypass: Bypass) -> Finding:
    start, line = bypass.start, bypass.start.lines.first
    found = finding(
        view,
        NAME,
        bypass.stage,
        start.lines,
        f"{start.keyword} starts {bypass.python}, which does not see the packages in {bypass.venv}.",
        instruction=start.span.start,
        related=(Related(bypass.filled, f"fills {bypass.venv}"),),
        spans=(start.span,),
        facts={"venv": bypass.venv, "line": str(line), "program": bypass.python},
    )
    reason = f"Line {line}: put {bypass.venv}/bin first on PATH, or name {bypass.venv}/bin/python, if that is meant."
    return asking(view, found, start.span.start, reason)
