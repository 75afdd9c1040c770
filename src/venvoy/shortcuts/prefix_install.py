"""pip installs into a tree of its own, made to be copied onto an interpreter's prefix."""

from __future__ import annotations

from venvoy.model.finding import Finding
from venvoy.model.trace import Install, Installer, SiteKind
from venvoy.shortcuts.findings import install_finding
from venvoy.trace.view import View


def find(view: View) -> tuple[Finding, ...]:
    """Return a finding for each application install below a prefix that ships."""
    return tuple(
        install_finding(view, "prefix-install", install, _message(install))
        for installer in (Installer.PIP, Installer.UV)
        for install in view.installs(SiteKind.PREFIX, installer)
    )


def _message(install: Install) -> str:
    root = install.site.root.text or "a prefix that is not known"
    return f"{install.program} installs below {root}: a tree that no interpreter looks at until it is laid over one."
