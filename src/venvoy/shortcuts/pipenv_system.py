"""Pipenv is told to install beside the interpreter's own packages."""

from __future__ import annotations

from venvoy.model.finding import Finding
from venvoy.model.trace import Install, Installer, SiteKind
from venvoy.shortcuts.findings import install_finding
from venvoy.trace.view import View


def find(view: View) -> tuple[Finding, ...]:
    """Return a finding for each such install that ships."""
    return tuple(
        install_finding(view, "pipenv-system", install, _message(install))
        for install in view.installs(SiteKind.SYSTEM, Installer.PIPENV)
    )


def _message(install: Install) -> str:
    site = install.site.packages
    return f"Pipenv is told to make no environment: it fills {site}, the packages of the interpreter itself."
