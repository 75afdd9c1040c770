"""Where the file itself puts the venv on PATH, once its ENV lines are changed."""

from __future__ import annotations

from venvoy.model.dockerfile import Instruction, Stage
from venvoy.rewrite.assignments import pairs
from venvoy.rewrite.environment import is_old
from venvoy.rewrite.move import Move


def path_settled(move: Move, starts: dict[int, int]) -> dict[int, bool]:
    """Return for each stage whether an ENV of the file, once changed, puts the venv on PATH in time."""
    settled: dict[int, bool] = {}
    carries = first_carries(move)
    for stage in move.stages:
        inherited = stage.base_stage is not None and settled.get(stage.base_stage, False)
        needed = starts.get(stage.index, _first_run(stage, carries.get(stage.index)))
        own = any(
            needed is None or i.span.start < needed
            for i in stage.instructions
            if i.keyword == "ENV" and names_old_path(move, i)
        )
        from_host = stage.base_stage is not None and (
            stage.base_stage in starts or stage.base_stage in carries or settled.get(stage.base_stage, False)
        )
        settled[stage.index] = inherited or own or from_host
    return settled


def _first_run(stage: Stage, copied: int | None) -> int | None:
    """Return the first RUN behind the copy: from there on the venv has to be on PATH."""
    if copied is None:
        return None
    return next((i.span.start for i in stage.instructions if i.keyword == "RUN" and i.span.start > copied), None)


def names_old_path(move: Move, instruction: Instruction) -> bool:
    """Return True when an ENV puts a site on PATH that is left."""
    return any(
        is_old(move, instruction, entry)
        for pair in pairs(instruction)
        if pair.name == "PATH"
        for entry in pair.value.strip("\"'").split(":")
    )


def first_carries(move: Move) -> dict[int, int]:
    """Return for each stage that is given a site the first byte of the COPY that brings it."""
    found: dict[int, int] = {}
    for carry in move.carries:
        found.setdefault(carry.stage, carry.instruction)
    return found
