"""Which installer runs an install after the rewrite."""

from __future__ import annotations

from venvoy.model.plan import InstallerChoice
from venvoy.model.trace import Install, Installer
from venvoy.rewrite.move import Move

PROJECTS = frozenset({Installer.POETRY, Installer.PIPENV, Installer.PDM})
"""Installers that go by a manifest and a lock file of their own."""
TITLES = {
    Installer.PIP: "pip",
    Installer.UV: "uv",
    Installer.POETRY: "Poetry",
    Installer.PIPENV: "Pipenv",
    Installer.PDM: "PDM",
}
"""How sentences call them."""
_INSTALLERS = {
    InstallerChoice.PIP: Installer.PIP,
    InstallerChoice.UV: Installer.UV,
    InstallerChoice.POETRY: Installer.POETRY,
    InstallerChoice.PIPENV: Installer.PIPENV,
    InstallerChoice.PDM: Installer.PDM,
}


def wanted(move: Move) -> Installer | None:
    """Return the installer that was chosen; None when each install keeps its own."""
    return _INSTALLERS.get(move.choices.installer)


def spoken(move: Move, install: Install) -> Installer:
    """Return the installer that runs *install* after the rewrite."""
    chosen = wanted(move)
    handed = install.installer in TITLES and chosen in {Installer.PIP, Installer.UV}
    return chosen if chosen is not None and handed else install.installer


def syncs(move: Move, install: Install) -> bool:
    """Return True when *install* becomes ``uv sync``: what uv.lock says, instead of another tool's lock."""
    return install.installer in PROJECTS and spoken(move, install) is Installer.UV


def to_uv(move: Move, install: Install) -> bool:
    """Return True when uv takes *install* over from another installer."""
    return spoken(move, install) is Installer.UV and install.installer is not Installer.UV


def to_pip(move: Move, install: Install) -> bool:
    """Return True when pip takes *install* over from uv."""
    return spoken(move, install) is Installer.PIP and install.installer is Installer.UV
