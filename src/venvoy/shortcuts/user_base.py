"""PYTHONUSERBASE makes a directory of its own out of the user site."""

from __future__ import annotations

from venvoy.model.finding import Finding
from venvoy.model.trace import SiteKind
from venvoy.shortcuts.findings import install_finding
from venvoy.trace.view import View


def find(view: View) -> tuple[Finding, ...]:
    """Return a finding for each application install below PYTHONUSERBASE that ships."""
    return tuple(
        install_finding(
            view,
            "user-base",
            install,
            f"PYTHONUSERBASE sends this install to {install.site.root.text},"
            " which Python finds only while that variable is set.",
        )
        for install in view.installs(SiteKind.USER_BASE)
    )
