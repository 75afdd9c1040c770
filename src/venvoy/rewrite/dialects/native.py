"""uv, Poetry, Pipenv and PDM stay what they are, and are sent into the venv by VIRTUAL_ENV."""

from __future__ import annotations

import re
from itertools import pairwise

from venvoy.model.shell import ShellWord
from venvoy.model.trace import Install, Installer
from venvoy.rewrite.dialects import pip, uv_project
from venvoy.rewrite.move import Move
from venvoy.rewrite.sketch import Sketch

# Options that send an installer past the venv.
_DROPPED = {
    Installer.UV: frozenset({"--system", "--break-system-packages"}),
    Installer.PIPENV: frozenset({"--system"}),
    Installer.POETRY: frozenset[str](),
    Installer.PDM: frozenset({"-g", "--global"}),
}
_WHY = {
    Installer.UV: "uv installs into the environment that VIRTUAL_ENV names.",
    Installer.PIPENV: "Pipenv goes on in the environment that is active.",
    Installer.POETRY: "Poetry goes on in the environment that is active, whatever virtualenvs.create says.",
    Installer.PDM: "PDM goes on in the environment that is active.",
}
SETTINGS = {
    Installer.UV: frozenset({"UV_SYSTEM_PYTHON", "UV_BREAK_SYSTEM_PACKAGES"}),
    Installer.PIPENV: frozenset({"PIPENV_SYSTEM"}),
    Installer.POETRY: frozenset[str](),
    Installer.PDM: frozenset({"PDM_USE_VENV", "PDM_IGNORE_ACTIVE_VENV"}),
}
"""Variables that do the same as a dropped option."""


def redirect(sketch: Sketch, move: Move, install: Install) -> None:
    """Send one install of uv, Poetry, Pipenv or PDM into the venv."""
    if install.syncs_project:
        uv_project.redirect(sketch, move, install)
        return
    cause = move.cause(install, _WHY[install.installer])
    for word in placing(install):
        sketch.remove_word(word.span, cause)
    for assignment in install.command.assignments:
        if assignment.name in SETTINGS[install.installer]:
            sketch.remove_word(assignment.span, cause)


def placing(install: Install) -> list[ShellWord]:
    """Return the words of an install that send it past the venv."""
    dropped = _DROPPED[install.installer]
    found = [word for word in install.command.argv if (word.literal or "") in dropped]
    if install.installer is not Installer.UV:
        return found
    words = install.command.argv
    for option, value in pairwise(words):
        if (option.literal or "") in {"--python", "-p"} and (value.literal or "").startswith("/"):
            found += [option, value]
    found += [word for word in words if re.match(r"--python=/", word.literal or "")]
    return found + [word for word in pip.placing_words(install) if word not in found]


def is_native(install: Install) -> bool:
    """Return True for an install that goes by VIRTUAL_ENV instead of PATH."""
    return install.installer in _DROPPED
