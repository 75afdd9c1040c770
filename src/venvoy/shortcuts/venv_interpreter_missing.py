"""A virtual environment is carried into an image that lacks the Python it points to."""

from __future__ import annotations

from venvoy.model.finding import Finding
from venvoy.model.trace import Carry, Installer, SiteKind
from venvoy.shortcuts.findings import asking, carry_finding
from venvoy.trace.view import View

NAME = "venv-interpreter-missing"


def find(view: View) -> tuple[Finding, ...]:
    """Return a finding for each COPY of a venv into an image that has no Python, as far as its name tells."""
    found = []
    for carry in view.carries(SiteKind.VENV):
        base = view.surroundings.bases[carry.stage]
        if "all" not in carry.parts or view.copies_python(carry.stage):
            continue
        empty = base.family in _WITHOUT_PYTHON and not view.gets_python(carry.stage)
        if not empty and not _managed(view, carry):
            continue
        message = (
            f"COPY brings the virtual environment {carry.source} into {base.reference}, but not the Python it was made"
            " with: a venv holds a link to its interpreter, not the interpreter."
        )
        reason = f"Line {carry.lines.first}: the interpreter has to be there too, at the path that the venv points to."
        found.append(asking(view, carry_finding(view, NAME, carry, message), carry.instruction, reason))
    return tuple(found)


_WITHOUT_PYTHON = {"debian", "ubuntu", "alpine", "scratch", "nginx", "busybox"}


def _managed(view: View, carry: Carry) -> bool:
    """Return True when the venv's Python is one that uv brought, as its stage has none of its own."""
    source = view.surroundings.bases[carry.source_stage]
    by_uv = any(i.installer is Installer.UV and i.site == carry.site for i in view.trace.installs)
    bare = source.python is None and source.family in {"uv", "debian", "ubuntu"}
    return bare and by_uv and not view.gets_python(carry.source_stage)
