"""A virtual environment is carried into an image that lacks the Python it points to."""

from __future__ import annotations

from venvoy.model.finding import Finding
from venvoy.model.trace import Carry, Installer, SiteKind
from venvoy.shortcuts.findings import asking, carry_finding
from venvoy.trace.brought_python import travels
from venvoy.trace.project_python import Demand, demand_of
from venvoy.trace.view import View

NAME = "venv-interpreter-missing"


def find(view: View) -> tuple[Finding, ...]:
    """Return a finding for each COPY of a venv into an image that has no Python, as far as its name tells."""
    found = []
    for carry in view.carries(SiteKind.VENV):
        base = view.surroundings.bases[carry.stage]
        if "all" not in carry.parts or view.copies_python(carry.stage) or travels(view, carry):
            continue
        empty = base.family in _WITHOUT_PYTHON and not view.gets_python(carry.stage)
        demand = _demand(view, carry)
        if not empty and demand is None and not carry.site.managed and not _managed(view, carry):
            continue
        message = (
            f"COPY brings the virtual environment {carry.source} into {base.reference}, but not the Python it was made"
            " with: a venv holds a link to its interpreter, not the interpreter."
        )
        if demand is not None:
            message = (
                f"COPY brings the virtual environment {carry.source} without its Python: {demand.file} asks for"
                f" {demand.wanted}, the build stage has {demand.has}, and so uv fetches another."
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


def _demand(view: View, carry: Carry) -> Demand | None:
    """Return why uv brings a Python for the venv, of which the Dockerfile itself says nothing."""
    chain = view.chain(carry.source_stage)
    installs = (i for i in view.trace.installs if i.stage in chain and i.site.root == carry.site.root)
    return next((demand for install in installs if (demand := demand_of(view, install)) is not None), None)
