"""The guard of an externally managed Python (PEP 668), and the ways around it."""

from __future__ import annotations

from venvoy.model.shell import Command
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


def lifts(command: Command) -> bool:
    """Return True for a command that switches the guard off, and does nothing else."""
    words = [word.raw for word in command.argv]
    words = words[1:] if words[:1] == ["sudo"] else words
    takes = words[:1] in (["rm"], ["mv"], ["find"], ["unlink"]) and any(MARKER in word for word in words)
    alone = sum(not word.startswith("-") for word in words) == 2 or words[:1] != ["rm"]
    return (takes and alone) or ("config" in words and any(SETTING in word for word in words))


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
