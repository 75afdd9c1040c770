"""One stage becomes three names for two: a common base, a build stage, and the last stage."""

from __future__ import annotations

from attrs import frozen

from venvoy.model.plan import Shape
from venvoy.rewrite.move import Move
from venvoy.rewrite.sketch import Sketch


def why_not_split(move: Move) -> str | None:
    return "not yet"


def lay_out_split(sketch: Sketch, move: Move) -> None:
    pass
