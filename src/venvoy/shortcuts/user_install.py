"""pip installs below somebody's home directory."""

from __future__ import annotations

from venvoy.model.finding import Finding
from venvoy.model.trace import Install, SiteKind
from venvoy.shortcuts.findings import install_finding
from venvoy.trace.view import View


def find(view: View) -> tuple[Finding, ...]:
    """Return a finding for each application install into a user site that ships."""
    return tuple(
        install_finding(view, "user-install", install, _message(install)) for install in view.installs(SiteKind.USER)
    )


def _message(install: Install) -> str:
    where = install.site.root.text or "a home directory that is not known"
    if install.options == ("USER",):
        user = install.user.text
        return f"{install.program} runs as {user}, who may not write to site-packages, so pip falls back to {where}."
    return f"{install.program} installs below {where}: a place that only the user with that HOME looks at."
