"""uv is told that the interpreter's own prefix is the project's environment."""

from __future__ import annotations

from venvoy.model.finding import Finding
from venvoy.model.trace import Install, Installer, SiteKind
from venvoy.shortcuts.findings import install_finding
from venvoy.trace.view import View


def find(view: View) -> tuple[Finding, ...]:
    """Return a finding for each such sync that ships."""
    return tuple(
        install_finding(view, "uv-project-in-system-prefix", install, _message(install))
        for install in view.installs(SiteKind.SYSTEM, Installer.UV)
        if install.syncs_project
    )


def _message(install: Install) -> str:
    how = install.options[0] if install.options else "its setting"
    return (
        f"{how} makes {install.site.root.text} the project's environment, which uv sync clears of all it does not know."
    )
