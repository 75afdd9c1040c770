"""System packages that a person adds to the last stage, since what was built needs them there.

They are installed first, before the environment comes: what tests it behind may load them.
"""

from __future__ import annotations

import re

from venvoy.model.dockerfile import Instruction, Stage
from venvoy.model.environment import Base
from venvoy.model.plan import Cause
from venvoy.rewrite.move import Move
from venvoy.rewrite.sketch import Sketch

_NAME = re.compile(r"[a-z0-9][a-z0-9+.-]+")
_APT = frozenset({"debian", "node", "python", "ubuntu", "uv"})
"""Families of images that install with apt, unless they are built on musl, which then means Alpine."""
_CAUSE = Cause("choice:packages", "You added these packages: what was built needs them where it runs.")


def is_package(name: str) -> bool:
    """Return whether *name* can be that of a package of Debian or Alpine (Debian policy, 5.6.1)."""
    return _NAME.fullmatch(name) is not None


def add_to_new_stage(sketch: Sketch, move: Move, offset: int, first: Instruction) -> None:
    """Write the packages into the last stage of a split, whose FROM has just been written at byte *offset*.

    *first* is the first instruction of what the stage builds on top of the common base.
    """
    if (line := _line(sketch, move, move.stages[0], first)) is not None:
        sketch.insert(offset, (line,), move.stages[0].start, _CAUSE)


def add_in_place(sketch: Sketch, move: Move) -> None:
    """Write the packages into a last stage that stays, behind its FROM and the ARGs there."""
    stage = move.dockerfile.stages[-1]
    if stage.index not in move.indices:
        return
    behind = next((i for i in stage.instructions if i.keyword not in {"FROM", "ARG"}), None)
    if behind is not None and (line := _line(sketch, move, stage, behind)) is not None:
        sketch.insert(sketch.above_comments(behind.span.start), (line,), behind, _CAUSE)


def _line(sketch: Sketch, move: Move, stage: Stage, at: Instruction) -> str | None:
    """Return the RUN that installs the packages before *at*; None when there are none, or they have no place."""
    names = " ".join(move.choices.packages)
    if not names:
        return None
    base = move.view.surroundings.bases[stage.index]
    if move.scope(at).user.text not in {"root", "0"}:
        sketch.note(f"{names}: not added, for the last stage begins with a user who may install nothing.", at.lines)
        return None
    line = _install(base, names)
    if line is None:
        sketch.note(f"{names}: not added, for how {base.reference} installs packages is not known.", at.lines)
    return line


def _install(base: Base, names: str) -> str | None:
    if base.libc == "musl":
        return f"RUN apk add --no-cache {names}"
    if base.family not in _APT:
        return None
    return f"RUN apt-get update && apt-get install -y --no-install-recommends {names} && rm -rf /var/lib/apt/lists/*"
