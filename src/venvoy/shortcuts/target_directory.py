"""pip installs into a bare directory of modules."""

from __future__ import annotations

from venvoy.model.finding import Finding
from venvoy.model.trace import Install, Installer, SiteKind
from venvoy.shortcuts.findings import install_finding
from venvoy.trace.view import View


def find(view: View) -> tuple[Finding, ...]:
    """Return a finding for each application install into a --target directory that ships."""
    return tuple(
        install_finding(view, "target-directory", install, _message(install))
        for installer in (Installer.PIP, Installer.UV)
        for install in view.installs(SiteKind.TARGET, installer)
    )


def _message(install: Install) -> str:
    root = install.site.root.text or "a directory that is not known"
    return (
        f"{install.program} installs into {root}, a bare directory that Python finds only when something points to it."
    )
