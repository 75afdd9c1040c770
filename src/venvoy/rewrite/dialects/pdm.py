"""PDM goes on in the environment that is active, once it is no longer told to use none."""

from __future__ import annotations

from venvoy.model.dockerfile import Instruction
from venvoy.model.shell import Command
from venvoy.model.trace import Installer
from venvoy.rewrite.chains import remove_command
from venvoy.rewrite.dialects.chosen import spoken
from venvoy.rewrite.move import Move
from venvoy.rewrite.sketch import Sketch

DIRECTORY = "__pypackages__"


def forget(sketch: Sketch, move: Move) -> None:
    """Take out what kept PDM from using an environment: its setting, and the directory that counts as one."""
    if not any(spoken(move, install) is Installer.PDM for install in move.installs):
        return
    cause = move.cause(None, "PDM would pass the active environment by; it needs no directory of its own either.")
    for stage in move.stages:
        for instruction in stage.instructions:
            if instruction.keyword != "RUN" or not _mentions(instruction):
                continue
            script = move.script(instruction)
            for command in script.commands:
                if switches_off(command) or makes_directory(command):
                    remove_command(sketch, instruction, script, command, cause)


def _mentions(instruction: Instruction) -> bool:
    return "use_venv" in instruction.argument.text or DIRECTORY in instruction.argument.text


def switches_off(command: Command) -> bool:
    """Return True for ``pdm config python.use_venv false``."""
    words = [word.literal or "" for word in command.argv]
    return words[:2] == ["pdm", "config"] and "python.use_venv" in words


def makes_directory(command: Command) -> bool:
    """Return True for a ``mkdir`` that makes nothing but ``__pypackages__``."""
    words = [word.literal or "" for word in command.argv]
    made = [word for word in words[1:] if not word.startswith("-")]
    return words[:1] == ["mkdir"] and bool(made) and all(m.rstrip("/").endswith(DIRECTORY) for m in made)
