"""PDM installs into a directory of the project that only PDM looks into."""

from __future__ import annotations

from venvoy.model.finding import Finding
from venvoy.model.trace import Installer, SiteKind
from venvoy.shortcuts.findings import install_finding
from venvoy.trace.view import View


def find(view: View) -> tuple[Finding, ...]:
    """Return a finding for each such install that ships."""
    return tuple(
        install_finding(
            view,
            "pypackages",
            install,
            f"PDM is told to use no environment: it fills {install.site.root.text}, where no Python looks by itself.",
        )
        for install in view.installs(SiteKind.PYPACKAGES, Installer.PDM)
    )
