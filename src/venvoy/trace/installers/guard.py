"""The guard of an externally managed Python (PEP 668), and the ways around it."""

from __future__ import annotations

from venvoy.trace.invocation import Invocation
from venvoy.trace.moment import Moment

MARKER = "EXTERNALLY-MANAGED"
"""The file beside the standard library that makes pip and uv refuse."""
FLAG = "--break-system-packages"
VARIABLES = ("PIP_BREAK_SYSTEM_PACKAGES", "UV_BREAK_SYSTEM_PACKAGES")
SETTING = "break-system-packages"
_TAKING = {"rm", "mv", "unlink", "find", "truncate"}


def takes_marker(run: Invocation) -> bool:
    """Return True when a command takes the marker away: ``rm``, ``mv``, or ``find … -delete``."""
    return run.program in _TAKING and any(MARKER in word.raw for word in run.arguments)


def lifted_by(run: Invocation, moment: Moment) -> str:
    """Return what lets an install pass the guard, whether or not there is one; empty when nothing does."""
    if any(value == FLAG for value in run.values):
        return FLAG
    uv = any(value == "uv" for value in (run.program, *run.values[:2]))
    for name in VARIABLES:
        if name.startswith("UV_") == uv and moment.switched_on(name, run.environment):
            return name
    if not uv and moment.state.pip_settings.get(SETTING, "").lower() in {"1", "true", "yes", "on"}:
        return f"pip config {SETTING}"
    return MARKER if moment.state.unmarked else ""
