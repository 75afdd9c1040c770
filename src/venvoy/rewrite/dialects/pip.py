"""pip goes on installing, into the venv."""

from __future__ import annotations

import posixpath
import re

from venvoy.model.plan import Cause
from venvoy.model.shell import ShellWord
from venvoy.model.trace import Install
from venvoy.rewrite import system_python
from venvoy.rewrite.dialects import bare
from venvoy.rewrite.move import Move
from venvoy.rewrite.sketch import Sketch

# What only served the shortcut.
_DROPPED_FLAGS = {"--user", "--break-system-packages"}
DROPPED_VARIABLES = {"PYTHONUSERBASE", "PIP_USER", "PIP_TARGET", "PIP_PREFIX", "PIP_BREAK_SYSTEM_PACKAGES"}
_DROPPED_PAIRS = {"--prefix", "--target", "-t"}


def creation(move: Move, install: Install) -> str:
    """Return the command that makes the venv."""
    name = system_python.interpreter(move, install) or interpreter_name(install)
    through = "--system-site-packages " if system_python.looks_through(move) else ""
    without = "--without-pip " if bare.chosen(move) else ""
    return f"{name} -m venv {through}{without}{move.choices.venv}"


def interpreter_name(install: Install) -> str:
    """Return the name of the interpreter that goes with the install's spelling of pip: ``pip3`` → ``python3``."""
    program = posixpath.basename(install.program.split(" ")[0])
    if re.fullmatch(r"(?:pip|python|pypy)[\d.]*", program):
        return program.replace("pip", "python") if program.startswith("pip") else program
    return "python"


def redirect(sketch: Sketch, move: Move, install: Install) -> None:
    """Send one install command into the venv."""
    cause = move.cause(install, "The venv's pip is first on PATH, so this install fills the venv.")
    for word in placing_words(install):
        sketch.remove_word(word.span, cause)
    for assignment in install.command.assignments:
        if assignment.name in DROPPED_VARIABLES:
            sketch.remove_word(assignment.span, cause)
    if bare.chosen(move):
        bare.redirect(sketch, move, install)
        return
    program = program_word(install)
    # sudo looks programs up on a PATH of its own.
    asked = (install.command.argv[0].literal or "") in {"sudo", "doas"} or _remembered(move, install)
    if program is not None and (asked or "/" in (program.literal or "")):
        name = posixpath.basename(program.literal or "")
        sketch.replace_words(program.span, (f"{move.choices.venv}/bin/{name}",), cause)


def _remembered(move: Move, install: Install) -> bool:
    """Return True where the shell has just run the interpreter of this name: bash would not look it up anew."""
    first = system_python.same_run(move, install.stage)
    return first is not None and first.instruction == install.instruction and " -m " in install.program


def stay_apart(sketch: Sketch, move: Move, install: Install) -> None:
    """Let a tool be installed by the interpreter's own pip, as before, although the venv's is first on PATH."""
    prefix = move.prefix(install.stage)
    program = program_word(install)
    if prefix is None or program is None or "/" in (program.literal or ""):
        return
    cause = Cause("layout", "The tool that installs stays outside of the application's venv.")
    sketch.replace_words(program.span, (f"{prefix}/bin/{program.literal}",), cause)


def placing_words(install: Install) -> tuple[ShellWord, ...]:
    """Return the words of an install that say where it goes; in a venv they are not wanted."""
    found: list[ShellWord] = []
    takes_value = False
    for word in install.command.argv:
        raw = word.literal if word.literal is not None else word.raw
        name, equals, _ = raw.partition("=")
        attached = raw.startswith("-t") and len(raw) > 2 and not raw.startswith("--")
        handed = raw.startswith("--install-option") and "--prefix" in raw
        if takes_value or raw in _DROPPED_FLAGS or name in _DROPPED_PAIRS or attached or handed:
            found.append(word)
        takes_value = not takes_value and raw in _DROPPED_PAIRS and not equals
    return tuple(found)


def program_word(install: Install) -> ShellWord | None:
    """Return the word that names pip, or the python of ``python -m pip``."""
    name = install.program.split(" ")[0]
    return next((word for word in install.command.argv if word.literal == name), None)
