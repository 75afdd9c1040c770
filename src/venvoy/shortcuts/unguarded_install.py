"""Nothing stops pip from installing globally: advice that travels with a migration, never a reason for one."""

from __future__ import annotations

from attrs import evolve

from venvoy.model.finding import Finding
from venvoy.model.trace import SiteKind
from venvoy.shortcuts.findings import install_finding
from venvoy.trace.view import View

NAME = "unguarded-install"


def find(view: View) -> tuple[Finding, ...]:
    """Return one advice per stage whose shipped installs run without PIP_REQUIRE_VIRTUALENV."""
    advice: dict[int, Finding] = {}
    for kind in (SiteKind.SYSTEM, SiteKind.USER, SiteKind.USER_BASE):
        for install in view.installs(kind):
            guard = view.scope(install.instruction).lookup("PIP_REQUIRE_VIRTUALENV")
            if guard is None and install.stage not in advice:
                message = "Nothing stops pip from installing outside of a virtual environment in this stage."
                advice[install.stage] = evolve(install_finding(view, NAME, install, message), advice=True)
    return tuple(advice.values())
