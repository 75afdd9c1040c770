"""Isolated mode: offered where nothing of the repository is found by the directory that Python would no longer see."""

from __future__ import annotations

import posixpath

from venvoy.model.dockerfile import Form, Instruction, Stage
from venvoy.model.isolation import EntryCheck, Isolation, Standing
from venvoy.model.plan import Cause, Extra
from venvoy.model.source import Span
from venvoy.rewrite.move import Move
from venvoy.rewrite.sketch import Sketch


def isolate(sketch: Sketch, move: Move, stage: Stage, start: Instruction | None, judged: Isolation) -> None:
    """Put ``-I`` into the *start* of the last *stage*, or say why the application would not be found with it.

    *judged* is what the import graph says; where the repository was not seen, the person is asked.
    """
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
    # Where it works, the judgement has looked at PYTHONPATH: all that lies there is installed.
    if "PYTHONHOME" in told or ("PYTHONPATH" in told and judged.standing is not Standing.WORKS):
        sketch.note("-I was not added: it ignores PYTHONPATH, by which the application finds modules.", start.lines)
        return
    if not judged.offered:
        sketch.note(f"-I was not added: {judged.why}", start.lines)
        return
    cause = Cause("extra:isolated-mode", "With -I, Python looks only at the standard library and the venv.")
    unbuffered = "PYTHONUNBUFFERED" in told and all(word.text != "-u" for word in start.words)
    sketch.replace(Span(first.span.end, first.span.end), ', "-I", "-u"' if unbuffered else ', "-I"', cause)
    if unread := [name for name in told if name != "PYTHONUNBUFFERED"]:
        sketch.note(f"Python does not look at {', '.join(unread)} with -I.", start.lines)
    if judged.standing is Standing.WORKS:
        return
    sketch.ask(
        "Does the application import modules from its own directory?",
        "With -I it could not; take the extra back if it does.",
        start.lines,
    )


def entry_check_of(move: Move, judged: Isolation | None) -> EntryCheck | None:
    """Return how the smoke test asks for what starts, where isolated mode was chosen and works; None elsewhere."""
    chosen = Extra.ISOLATED_MODE in move.choices.extras and move.dockerfile.stages[-1].index in move.indices
    return judged.check if chosen and judged is not None and judged.standing is Standing.WORKS else None


def _told_to_python(move: Move, stage: Stage) -> list[str]:
    """Return the variables of the last stage that Python itself reads; those of the image, PYTHON_…, are none."""
    names = move.view.surroundings.final[stage.index].env
    return sorted(name for name in names if name.startswith("PYTHON") and "_" not in name)
