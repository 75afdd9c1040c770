"""A venv of a distribution's own Python: the package that it needs, and the guard that it no longer has to pass."""

from __future__ import annotations

import re

from venvoy.model.dockerfile import Instruction
from venvoy.model.plan import Cause
from venvoy.model.shell import Command, Context
from venvoy.model.source import Span
from venvoy.model.trace import Install
from venvoy.rewrite.move import Move
from venvoy.rewrite.sketch import Sketch
from venvoy.trace.installers.distribution import package_name, python_of
from venvoy.trace.installers.guard import MARKER, SETTING, lifts


def interpreter(move: Move, install: Install) -> str | None:
    """Return the name of the packaged interpreter that *install* fills; None where the Python is the image's own."""
    python = move.view.packaged(install.stage)
    return None if python is None else python.interpreter_of(install)


def looks_through(move: Move) -> bool:
    """Return True when the venv has to see the distribution's packages: libraries of it stand beside pip's."""
    pythons = (move.view.packaged(stage.index) for stage in move.stages)
    return any(python is not None and python.libraries for python in pythons)


def brought_at(move: Move, stage: int) -> int | None:
    """Return the first byte of the last instruction of a stage itself that brings its Python; None for none."""
    python = move.view.packaged(stage)
    mine = [c.instruction for c in python.commands if c.stage == stage] if python is not None else []
    return max(mine, default=None)


def same_run(move: Move, host: int) -> Install | None:
    """Return the first install of a host where the very RUN that brings its Python runs it; None otherwise."""
    first = min((i for i in move.installs if i.stage == host), key=lambda i: i.command.span.start)
    python, name = move.view.packaged(host), interpreter(move, first)
    if python is None or name is None:
        return None
    return first if python.bringing(name).instruction == first.instruction else None


def make_within(sketch: Sketch, first: Install, creation: str, cause: Cause) -> None:
    """Make the venv in the RUN that brings the Python, right before the first install of it."""
    at = first.command.span.start
    line = sketch.content[sketch.content.rfind(b"\n", 0, at) + 1 : at].decode("utf-8", "surrogateescape")
    newline = sketch.dockerfile.newline.decode()
    if not line.strip() and first.command.operator == "\n":
        text = f"{creation}{newline}{line}"
    elif not line.strip():
        text = f"{creation} && {sketch.dockerfile.escape}{newline}{line}"
    elif line.strip() in {"&&", ";"}:
        text = f"{creation} {sketch.dockerfile.escape}{newline}{line}"
    else:
        text = f"{creation} && "
    sketch.replace(Span(at, at), text, cause)


def add_package(sketch: Sketch, move: Move, host: int, cause: Cause) -> None:
    """Add what ``-m venv`` needs to the list of packages that brings the interpreter."""
    install = next(i for i in move.installs if i.stage == host)
    python, name = move.view.packaged(host), interpreter(move, install)
    if python is None or name is None or (package := python.venv_package(name)) is None:
        return
    words = python.bringing(name).command.argv
    mine = [w for w in words if python_of(package_name(w.literal or ""), python.manager) == name]
    # Behind the packages of the same Python that sort before it: lists are often kept in order.
    after = [w for w in mine if package_name(w.literal or "") < package]
    place = (after or mine)[-1].span
    line_start = sketch.content.rfind(b"\n", 0, place.start) + 1
    before = sketch.content[line_start : place.start]
    behind = _rest_of_line(sketch, place.end)
    alone = not before.strip() and re.match(rb"[ \t]*(?:&&|;)?[ \t]*[\\`]?[ \t]*\r?$", behind)
    if alone:
        newline = sketch.dockerfile.newline.decode()
        text = f" {sketch.dockerfile.escape}{newline}{before.decode('utf-8', 'surrogateescape')}{package}"
    else:
        text = f" {package}"
    sketch.replace(Span(place.end, place.end), text, cause)


def _rest_of_line(sketch: Sketch, at: int) -> bytes:
    end = sketch.content.find(b"\n", at)
    return sketch.content[at : end if end >= 0 else len(sketch.content)]


def drop_guard(sketch: Sketch, move: Move) -> None:
    """Take out the commands that switch the guard off: in a venv there is none, and the system's may stay."""
    if move.tools or move.beside or not any(move.view.packaged(stage.index) for stage in move.stages):
        return
    cause = move.cause(None, "A virtual environment is not externally managed, so nothing has to be lifted.")
    for stage in move.stages:
        for instruction in stage.instructions:
            text = instruction.argument.text + "".join(heredoc.body.text for heredoc in instruction.heredocs)
            if instruction.keyword == "RUN" and (MARKER in text or SETTING in text):
                _drop_commands(sketch, move, instruction, cause)


def _drop_commands(sketch: Sketch, move: Move, instruction: Instruction, cause: Cause) -> None:
    commands = move.script(instruction).commands
    gone = [n for n, command in enumerate(commands) if lifts(command)]
    if not gone:
        return
    if all(n in gone or _nothing(command) for n, command in enumerate(commands)):
        sketch.remove_instruction(instruction, cause)
        return
    for n in gone:
        span = _removal(sketch, commands, n)
        if span is None:
            sketch.note("This lifts a guard that a virtual environment does not have; it may go.", commands[n].lines)
        else:
            sketch.replace(span, b"", cause)


def _nothing(command: Command) -> bool:
    return [word.literal for word in command.argv[:1]] in (["true"], [":"])


def _removal(sketch: Sketch, commands: tuple[Command, ...], n: int) -> Span | None:
    """Return the bytes of a command with the operator that joins it to the rest; None where that is not simple."""
    command = commands[n]
    behind = commands[n + 1] if n + 1 < len(commands) else None
    last = command
    if behind is not None and behind.operator == "||":
        if not _nothing(behind):
            return None
        last, behind = behind, commands[n + 2] if n + 2 < len(commands) else None
    if set(command.context) - {Context.HEREDOC} or command.operator not in {"", "&&", ";", "\n"}:
        return None
    if n > 0:
        span = Span(commands[n - 1].span.end, last.span.end)
    elif behind is not None and behind.operator in {"&&", ";"} and not behind.context:
        span = Span(command.span.start, behind.span.start)
    else:
        return None
    return None if b"#" in sketch.content[span.start : span.end] else span
