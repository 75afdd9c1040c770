"""setup.py is run to install, by setuptools and not by pip, beside the interpreter's own packages."""

from __future__ import annotations

from venvoy.model.finding import Finding
from venvoy.model.trace import Install, Installer, SiteKind
from venvoy.shortcuts.findings import install_finding
from venvoy.trace.view import View


def find(view: View) -> tuple[Finding, ...]:
    """Return a finding for each such install that ships."""
    return tuple(
        install_finding(view, "setup-py-install", install, _message(install))
        for install in view.installs(SiteKind.SYSTEM, Installer.SETUPTOOLS)
        if install.runs_setup_py
    )


def _message(install: Install) -> str:
    how = "links the source from" if install.what == ("-e .",) else "installs into"
    return f"{install.program} {how} {install.site.packages}, the packages of the interpreter itself."
