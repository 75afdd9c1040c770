"""pip-sync stays out of the venv, and is told which interpreter it is about."""

from __future__ import annotations

from venvoy.model.source import Span
from venvoy.model.trace import Install
from venvoy.rewrite.dialects import pip
from venvoy.rewrite.move import Move
from venvoy.rewrite.sketch import Sketch


def redirect(sketch: Sketch, move: Move, install: Install) -> None:
    """Let one pip-sync fill the venv by its option for that, and run by the interpreter that has pip-tools."""
    cause = move.cause(install, "pip-sync stays outside of the venv, and is told whose packages it looks after.")
    words = install.command.argv
    program = pip.program_word(install)
    if program is None:
        return
    by_module = install.program.endswith(" sync")
    last = next(word for word in words if word.literal == "sync") if by_module else program
    end = last.span.end
    sketch.insert_word(Span(end, end), ("--python-executable", f"{move.choices.venv}/bin/python"), cause)
    prefix = move.view.surroundings.bases[install.stage].prefix
    if by_module and prefix is not None and "/" not in (program.literal or ""):
        sketch.replace_words(program.span, (f"{prefix}/bin/{program.literal}",), cause)
