"""A venv without pip, filled by the interpreter's own."""

from __future__ import annotations

import re

from venvoy.model.plan import Cause, Extra, InstallerChoice
from venvoy.model.shell import ShellWord
from venvoy.model.trace import Install, Installer
from venvoy.rewrite.move import Move
from venvoy.rewrite.sketch import Sketch

_CAUSE = Cause("extra:pip-left-behind", "pip stays with the interpreter and fills the venv from outside.")
_PROGRAM = re.compile(r"(?:/\S*/)?pip[\d.]*")
_CALL = re.compile(r"(?<![\w./-])(?:/\S*/)?pip[\d.]*[\s\"',]+[a-z-]")


def chosen(move: Move) -> bool:
    """Return True when the venv is to be made without pip, and can be."""
    return Extra.PIP_LEFT_BEHIND in move.choices.extras and why_not(move) is None


def why_not(move: Move) -> str | None:
    """Return why the venv of *move* cannot be filled from outside, as a sentence; None when it can.

    ``pip --python`` came with pip 22.3, and up to Python 3.11 a venv without pip is also one without setuptools, which
    older packages import unasked: only from 3.12 on is nothing else different.
    """
    older = _older_python(move)
    by_pip = any(install.installer is Installer.PIP for install in move.installs)
    # For an older Python the venv is its own also when uv fills it in pip's place.
    if move.choices.installer is InstallerChoice.UV and (older is None or not by_pip):
        return "A venv that uv makes has no pip."
    if move.adopted is not None:
        return f"pip is not left behind: the venv of line {move.adopted.lines.first} is the file's own."
    if older is not None:
        return older
    for install in move.installs:
        if install.installer is not Installer.PIP or install.tooling or _program(install) is None:
            line = install.lines.first
            return f"pip is not left behind: line {line} brings tools into the venv, or is not pip's by its name."
    return _called(move)


def _older_python(move: Move) -> str | None:
    """Return why the Python of *move* speaks against it, or None when it is certain to be new enough."""
    for host in move.hosts:
        python = move.view.surroundings.bases[host].python
        minor = (python.text if python is not None and python.certain else None) or ""
        if not re.fullmatch(r"3\.(?:1[2-9]|[2-9]\d)", minor):
            return "pip is not left behind: in a Python before 3.12, or unknown, setuptools may be missed too."
    return None


def _called(move: Move) -> str | None:
    """Return why something else that calls pip speaks against it: it would look elsewhere."""
    installs = {install.command.span for install in move.installs}
    for stage in move.stages:
        for instruction in stage.instructions:
            line = instruction.lines.first
            sentence = f"pip is not left behind: line {line} calls it for something else."
            if instruction.keyword in {"CMD", "ENTRYPOINT", "HEALTHCHECK"} and _CALL.search(instruction.argument.text):
                return sentence
            if instruction.keyword != "RUN" or b"pip" not in instruction.argument.value:
                continue
            others = (c for c in move.script(instruction).commands if c.span not in installs)
            tools = {i.command.span for i in move.view.trace.installs if i.instruction in move.tools}
            for command in others:
                words = [word.literal or "" for word in command.argv]
                if command.span not in tools and any(_PROGRAM.fullmatch(word) for word in words[:3]):
                    return sentence
    return None


def _program(install: Install) -> ShellWord | None:
    """Return the word that names pip, the first of its command or the third; None for sudo and what is made later."""
    words = install.command.argv
    first = words[0].literal or ""
    if _PROGRAM.fullmatch(first):
        return words[0]
    module = re.fullmatch(r"(?:/\S*/)?python[\d.]*", first) and [w.literal for w in words[1:3]] == ["-m", "pip"]
    return words[2] if module else None


def redirect(sketch: Sketch, move: Move, install: Install) -> None:
    """Let the interpreter's own pip install into the venv."""
    program = _program(install)
    if program is None:
        return
    first = install.command.argv[0]
    name = first.literal or ""
    prefix = move.view.surroundings.bases[install.stage].prefix
    if first is not program and "/" not in name and prefix is not None:
        # The venv's python comes first on PATH, and has no pip.
        sketch.replace_words(first.span, (f"{prefix}/bin/{name}",), _CAUSE)
    words = (program.literal or "", "--python", f"{move.choices.venv}/bin/python")
    sketch.replace_words(program.span, words, _CAUSE)
