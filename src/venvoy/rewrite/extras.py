"""Improvements beside the migration; each is offered with its reason and off until chosen."""

from __future__ import annotations

import posixpath

from venvoy.model.dockerfile import Form, Instruction, Stage
from venvoy.model.plan import Cause, Extra, Shape
from venvoy.model.source import Span
from venvoy.model.trace import Installer
from venvoy.rewrite.dialects import chosen as dialect
from venvoy.rewrite.move import Move
from venvoy.rewrite.receiving import last_start
from venvoy.rewrite.sketch import Sketch

_USER = "app"


def add_extras(sketch: Sketch, move: Move, shape: Shape) -> None:
    """Sketch the chosen extras that belong to the end of the last stage."""
    del shape
    chosen = move.choices.extras
    stage = move.dockerfile.stages[-1]
    if stage.index not in move.indices:
        return
    if Extra.NON_ROOT_USER in chosen:
        _non_root(sketch, move, stage)
    if Extra.STOP_SIGNAL in chosen:
        _stop_signal(sketch, move, stage)
    if Extra.ISOLATED_MODE in chosen:
        _isolated(sketch, stage)
    if Extra.BYTECODE in chosen and dialect.wanted(move) is not Installer.UV:
        sketch.note("pip compiles bytecode by itself; bytecode adds nothing to this rewrite.")


def _start(stage: Stage) -> Instruction | None:
    entrypoint, cmd = last_start(stage)
    given = [i for i in (entrypoint, cmd) if i is not None]
    return min(given, key=lambda i: i.span.start) if given else None


def _non_root(sketch: Sketch, move: Move, stage: Stage) -> None:
    before = _start(stage)
    if before is None:
        sketch.note("There is no CMD or ENTRYPOINT to put a user before; the user stays as it is.")
        return
    if move.scope(before).user.text not in {"root", "0"}:
        sketch.note("The last stage already has a user of its own.")
        return
    cause = Cause(
        "extra:non-root-user", "The application runs as a user who may change neither the system nor the venv."
    )
    alpine = move.view.surroundings.bases[stage.index].libc == "musl"
    make = (
        f"RUN addgroup -S {_USER} && adduser -S -G {_USER} {_USER}"
        if alpine
        else (f"RUN groupadd --system {_USER} && useradd --system --gid {_USER} --create-home {_USER}")
    )
    sketch.insert(before.span.start, (make, f"USER {_USER}"), before, cause)
    sketch.ask(
        "Does the application write files in the image?",
        "The user may write only to its home directory.",
        before.lines,
    )


def _stop_signal(sketch: Sketch, move: Move, stage: Stage) -> None:
    before = _start(stage)
    if before is None or any(i.keyword == "STOPSIGNAL" for i in stage.instructions):
        sketch.note("STOPSIGNAL is set already, or there is nothing that it could stop.")
        return
    program = posixpath.basename(before.words[0].text) if before.words else ""
    if program in {"gunicorn", "celery"}:
        sketch.note(f"{program} takes SIGTERM as a graceful stop, so STOPSIGNAL stays as it is.", before.lines)
        return
    cause = Cause(
        "extra:stop-signal", "SIGINT becomes KeyboardInterrupt, on which most Python servers shut down cleanly."
    )
    sketch.insert(before.span.start, ("STOPSIGNAL SIGINT",), before, cause)
    del move


def _isolated(sketch: Sketch, stage: Stage) -> None:
    start = _start(stage)
    if start is None or start.form is not Form.JSON or not start.words:
        sketch.note("-I needs a CMD or ENTRYPOINT in JSON form that starts python.")
        return
    first = start.words[0]
    if not posixpath.basename(first.text).startswith("python") or any(
        w.text.startswith("-I") for w in start.words[1:2]
    ):
        sketch.note("-I was not added: what starts is not python, or has it already.", start.lines)
        return
    cause = Cause("extra:isolated-mode", "With -I, Python looks only at the standard library and the venv.")
    sketch.replace(Span(first.span.end, first.span.end), ', "-I"', cause)
    sketch.ask(
        "Does the application import modules from its own directory?",
        "With -I it could not; take the extra back if it does.",
        start.lines,
    )
