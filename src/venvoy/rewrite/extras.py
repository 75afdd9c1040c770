"""Improvements beside the migration; each is offered with its reason and off until chosen."""

from __future__ import annotations

from venvoy.model.dockerfile import Instruction, Stage
from venvoy.model.isolation import Isolation
from venvoy.model.plan import Cause, Extra
from venvoy.model.trace import Installer
from venvoy.rewrite.coupling import couple
from venvoy.rewrite.dialects import bare
from venvoy.rewrite.dialects.chosen import spoken
from venvoy.rewrite.isolation import isolate
from venvoy.rewrite.lines import leaves_bytecode_out
from venvoy.rewrite.move import Move
from venvoy.rewrite.receiving import last_start
from venvoy.rewrite.sketch import Sketch
from venvoy.rewrite.stopping import stop_signal

_USER = "app"
_MADE = frozenset({"useradd", "adduser", "groupadd", "addgroup"})


def add_extras(sketch: Sketch, move: Move, judged: Isolation | None) -> None:
    """Sketch the chosen extras that are not part of making the venv, and say what becomes of those that are.

    *judged* tells whether the application, as it will be installed, may run isolated; None where that was not asked.
    """
    chosen = move.choices.extras
    stage = move.dockerfile.stages[-1]
    if Extra.COUPLED_STAGES in chosen:
        couple(sketch, move)
    if Extra.PIP_LEFT_BEHIND in chosen and (why := bare.why_not(move)):
        sketch.note(why)
    if Extra.BYTECODE in chosen and not leaves_bytecode_out(move):
        poetry = any(spoken(move, install) is Installer.POETRY for install in move.installs)
        sketch.note(
            "Poetry leaves bytecode out, and has an option of its own for it: --compile."
            if poetry
            else "What installs here compiles bytecode by itself, or is told to; bytecode adds nothing to this rewrite."
        )
    if stage.index not in move.indices:
        return
    if Extra.NON_ROOT_USER in chosen:
        _non_root(sketch, move, stage)
    if Extra.STOP_SIGNAL in chosen:
        stop_signal(sketch, move, stage, _start(stage))
    if judged is not None and Extra.ISOLATED_MODE in chosen:
        isolate(sketch, move, stage, _start(stage), judged)


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
    if why := _no_place_for_user(stage, before):
        sketch.note(why, before.lines)
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


def _no_place_for_user(stage: Stage, before: Instruction) -> str | None:
    """Return why a new user has no place before what starts, or None."""
    for instruction in stage.instructions:
        words = {word.text for word in instruction.words}
        if instruction.keyword == "RUN" and instruction.span.start > before.span.start:
            return f"No user is added: line {instruction.lines.first} runs behind what starts, and may need root."
        if instruction.keyword == "RUN" and words & _MADE:
            return f"No user is added: line {instruction.lines.first} makes one already."
    return None
