"""pip goes on installing, into the venv."""

from __future__ import annotations

import posixpath

from venvoy.model.shell import ShellWord
from venvoy.model.trace import Install
from venvoy.rewrite.move import Move
from venvoy.rewrite.sketch import Sketch

# What only served the shortcut.
_DROPPED_FLAGS = {"--user", "--break-system-packages"}
_DROPPED_VARIABLES = {"PYTHONUSERBASE", "PIP_USER"}


def creation(move: Move, install: Install) -> str:
    """Return the command that makes the venv."""
    return f"{interpreter_name(install)} -m venv {move.choices.venv}"


def interpreter_name(install: Install) -> str:
    """Return the name of the interpreter that goes with the install's spelling of pip: ``pip3`` → ``python3``."""
    program = posixpath.basename(install.program.split(" ")[0])
    return program.replace("pip", "python") if program.startswith("pip") else program


def environment(move: Move) -> tuple[tuple[str, str], ...]:
    """Return the variables that the installer wants beside PATH."""
    del move
    return ()


def redirect(sketch: Sketch, move: Move, install: Install) -> None:
    """Send one install command into the venv."""
    cause = move.cause(install, "The venv's pip is first on PATH, so this install fills the venv.")
    for word in install.command.argv:
        if (word.literal or "") in _DROPPED_FLAGS:
            sketch.remove_word(word.span, cause)
    for assignment in install.command.assignments:
        if assignment.name in _DROPPED_VARIABLES:
            sketch.remove_word(assignment.span, cause)
    program = program_word(install)
    # sudo looks programs up on a PATH of its own.
    asked = (install.command.argv[0].literal or "") in {"sudo", "doas"}
    if program is not None and (asked or "/" in (program.literal or "")):
        name = posixpath.basename(program.literal or "")
        sketch.replace(program.span, f"{move.choices.venv}/bin/{name}", cause)


def program_word(install: Install) -> ShellWord | None:
    """Return the word that names pip, or the python of ``python -m pip``."""
    name = install.program.split(" ")[0]
    return next((word for word in install.command.argv if word.literal == name), None)
