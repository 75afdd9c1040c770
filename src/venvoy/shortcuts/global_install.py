"""pip installs the application beside the interpreter's own packages."""

from __future__ import annotations

from venvoy.model.finding import Finding
from venvoy.model.trace import SiteKind
from venvoy.shortcuts.findings import install_finding
from venvoy.trace.view import View


def find(view: View) -> tuple[Finding, ...]:
    """Return a finding for each application install into a system site that ships."""
    return tuple(
        install_finding(
            view,
            "global-install",
            install,
            f"{install.program} installs into {install.site.packages}, the packages of the interpreter itself.",
        )
        for install in view.installs(SiteKind.SYSTEM)
    )
