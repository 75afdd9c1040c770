"""An installer is told to fill a distribution's own Python although the distribution forbids it."""

from __future__ import annotations

from venvoy.model.finding import Finding
from venvoy.model.trace import Install, Installer, SiteKind
from venvoy.shortcuts.findings import install_finding
from venvoy.trace.installers.guard import MARKER
from venvoy.trace.view import View


def find(view: View) -> tuple[Finding, ...]:
    """Return a finding for each application install that ships and passes the guard of a packaged Python."""
    return tuple(
        install_finding(view, "break-system-packages", install, _message(install))
        for installer in (Installer.PIP, Installer.UV)
        for install in view.installs(SiteKind.SYSTEM, installer)
        if forced(view, install) and not install.syncs_project
    )


def forced(view: View, install: Install) -> bool:
    """Return True when something lifts the guard of the packaged Python that an install fills.

    On an official ``python`` image, and in releases from before the guard, there is nothing to lift.
    """
    python = view.packaged(install.stage)
    return bool(install.lifted) and python is not None and python.guarded is not False


def _message(install: Install) -> str:
    where = f"{install.site.packages}, which the distribution's own packages are installed beside"
    if install.lifted == MARKER:
        return f"{install.program} fills {where}: the {MARKER} marker that forbids it was taken away."
    return f"{install.lifted} lets {install.program} fill {where}."
