"""pip installs the application beside the interpreter's own packages."""

from __future__ import annotations

from venvoy.model.finding import Finding
from venvoy.model.trace import Install, Installer, SiteKind
from venvoy.shortcuts.break_system_packages import forced
from venvoy.shortcuts.findings import install_finding
from venvoy.trace.view import View

_INSTALLERS = (Installer.PIP, Installer.PIP_TOOLS, Installer.PDM)
"""pip-sync is pip, and ``pdm --global`` the same by another word."""


def find(view: View) -> tuple[Finding, ...]:
    """Return a finding for each application install into a system site that ships."""
    return tuple(
        install_finding(
            view,
            "global-install",
            install,
            _message(view, install),
        )
        for installer in _INSTALLERS
        for install in view.installs(SiteKind.SYSTEM, installer)
        if not forced(view, install)
    )


def _message(view: View, install: Install) -> str:
    where = f"{install.program} installs into {install.site.packages}, the packages of the interpreter itself"
    python = view.packaged(install.stage)
    if python is None or not python.guarded or not python.base.image.certain:
        return f"{where}."
    return f"{where}; on {python.base.distribution} pip refuses that: externally-managed-environment."
