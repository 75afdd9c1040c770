"""``uv sync`` is sent into the venv by the variable that names the project's environment."""

from __future__ import annotations

from venvoy.model.trace import Install
from venvoy.rewrite.move import Move
from venvoy.rewrite.sketch import Sketch

VARIABLE = "UV_PROJECT_ENVIRONMENT"
_WHY = "uv makes the project's environment where this names it, and keeps it in step with the lock file."


def redirect(sketch: Sketch, move: Move, install: Install) -> None:
    """Name the venv where the RUN of *install* itself names the environment; ENV lines are changed elsewhere."""
    cause = move.cause(install, _WHY)
    for command in move.script(move.instruction(install.instruction)).commands:
        for assignment in command.assignments:
            done = any(edit.span == assignment.value.span for edit in sketch.edits)
            if assignment.name == VARIABLE and not done:
                sketch.replace(assignment.value.span, move.choices.venv, cause)


def makes_venv(move: Move, host: int) -> bool:
    """Return True when the first install of *host* is a sync: it makes the environment by itself."""
    # A stage whose venv is filled by an install of another one has none of its own.
    first = next((install for install in move.installs if install.stage == host), None)
    return first is not None and first.syncs_project
