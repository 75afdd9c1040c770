"""uv is told to install beside the interpreter's own packages."""

from __future__ import annotations

from venvoy.model.finding import Finding
from venvoy.model.trace import Install, Installer, SiteKind
from venvoy.shortcuts.break_system_packages import forced
from venvoy.shortcuts.findings import install_finding
from venvoy.trace.view import View


def find(view: View) -> tuple[Finding, ...]:
    """Return a finding for each such install that ships."""
    return tuple(
        install_finding(view, "uv-system", install, _message(install))
        for install in view.installs(SiteKind.SYSTEM, Installer.UV)
        if not install.syncs_project and not forced(view, install)
    )


def _message(install: Install) -> str:
    how = install.options[0] if install.options else "its settings"
    site = install.site.packages
    return f"{how} tells uv to pass by virtual environments and to fill {site}, the packages of the interpreter itself."
