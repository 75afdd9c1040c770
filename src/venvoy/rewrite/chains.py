"""Commands that are taken out of the chain they stand in."""

from __future__ import annotations

from venvoy.model.dockerfile import Instruction
from venvoy.model.plan import Cause
from venvoy.model.shell import Command, Script
from venvoy.model.source import Span
from venvoy.rewrite.sketch import Sketch

_JOINED = {"&&", ";"}


def remove_command(
    sketch: Sketch, instruction: Instruction, script: Script, command: Command, cause: Cause
) -> bool:  # fmt: skip
    """Take *command* out of a RUN, with what joins it to the next one; return False where it cannot be.

    A command that stands inside of something (a condition, a subshell, a substitution) is left, as is one whose
    success others depend on by ``||``.
    """
    commands = script.commands
    if any(other.context for other in commands) or instruction.keyword != "RUN" or instruction.heredocs:
        return False
    at = commands.index(command)
    behind = commands[at + 1] if at + 1 < len(commands) else None
    if len(commands) == 1:
        sketch.remove_instruction(instruction, cause)
        return True
    if behind is not None and behind.operator in _JOINED and command.operator in {"", *_JOINED}:
        sketch.replace(Span(command.span.start, behind.span.start), b"", cause)
        return True
    if behind is None and command.operator in _JOINED:
        sketch.replace(Span(commands[at - 1].span.end, command.span.end), b"", cause)
        return True
    return False
