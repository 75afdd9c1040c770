"""Isolated mode: offered where nothing of the repository is found by the directory that Python would no longer see."""

from __future__ import annotations

import posixpath
import re

from venvoy.model.dockerfile import Form, Instruction, Stage
from venvoy.model.plan import Cause
from venvoy.model.source import Span
from venvoy.rewrite.move import Move
from venvoy.rewrite.sketch import Sketch


def isolate(sketch: Sketch, move: Move, stage: Stage, start: Instruction | None) -> None:
    """Put ``-I`` into the *start* of the last *stage*, or say why the application would not be found with it."""
    if start is None or start.form is not Form.JSON or not start.words:
        sketch.note("-I needs a CMD or ENTRYPOINT in JSON form that starts python.")
        return
    first = start.words[0]
    if not posixpath.basename(first.text).startswith("python") or any(
        w.text.startswith("-I") for w in start.words[1:2]
    ):
        sketch.note("-I was not added: what starts is not python, or has it already.", start.lines)
        return
    told = _told_to_python(move, stage)
    if "PYTHONPATH" in told or "PYTHONHOME" in told:
        sketch.note("-I was not added: it ignores PYTHONPATH, by which the application finds modules.", start.lines)
        return
    if lost := _lost(move, [word.text for word in start.words]):
        sketch.note(f"-I was not added: {lost}", start.lines)
        return
    cause = Cause("extra:isolated-mode", "With -I, Python looks only at the standard library and the venv.")
    unbuffered = "PYTHONUNBUFFERED" in told and all(word.text != "-u" for word in start.words)
    sketch.replace(Span(first.span.end, first.span.end), ', "-I", "-u"' if unbuffered else ', "-I"', cause)
    if unread := [name for name in told if name != "PYTHONUNBUFFERED"]:
        sketch.note(f"Python does not look at {', '.join(unread)} with -I.", start.lines)
    if _installed(move):
        return
    sketch.ask(
        "Does the application import modules from its own directory?",
        "With -I it could not; take the extra back if it does.",
        start.lines,
    )


def _lost(move: Move, words: list[str]) -> str | None:
    """Return which of the repository's own modules would not be found with ``-I``; None when that is not known.

    It leaves out the working directory, which is what ``python -m`` looks in first, and the directory of a script.
    """
    project = move.view.repository.project
    if project is None or _installed(move):
        return None
    own = {*project.packages, *project.modules}
    if "-m" in words[1:-1]:
        name = words[words.index("-m") + 1].partition(".")[0]
        return f"{name} lies in the working directory, and no install puts it into the venv." if name in own else None
    script = next((word for word in words[1:] if word.endswith(".py")), "")
    beside = sorted(own - {posixpath.basename(script).removesuffix(".py")})
    if script and beside:
        return f"{script} may import {beside[0]}, which no install puts into the venv."
    return None


def _installed(move: Move) -> bool:
    """Return True when an install is seen to make the project itself importable, by a pointer to its source or not."""
    return any(
        install.editable or any(re.fullmatch(r"\./?(?:\[.*\])?", word) for word in install.what)
        for install in move.installs
    )


def _told_to_python(move: Move, stage: Stage) -> list[str]:
    """Return the variables of the last stage that Python itself reads; those of the image, PYTHON_…, are none."""
    names = move.view.surroundings.final[stage.index].env
    return sorted(name for name in names if name.startswith("PYTHON") and "_" not in name)
