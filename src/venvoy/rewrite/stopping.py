"""The signal that stops the container."""

from __future__ import annotations

import posixpath

from venvoy.model.dockerfile import Instruction, Stage
from venvoy.model.plan import Cause
from venvoy.rewrite.move import Move
from venvoy.rewrite.sketch import Sketch

_BY_SIGTERM = frozenset({"celery", "gunicorn", "nginx", "supervisord"})
"""Programs that take SIGTERM as a graceful stop, and SIGINT, if at all, as a quick one
(https://gunicorn.org/signals, https://docs.celeryq.dev/en/stable/userguide/workers.html)."""
_PASSING_ON = frozenset({"exec", "env", "tini", "dumb-init", "docker-init"})
"""Programs that start another one and hand signals on to it."""
_RUNNERS = frozenset({"hatch", "pdm", "pipenv", "poetry", "uv"})
"""Installers whose ``run`` starts another program."""
_SHELLS = frozenset({"sh", "bash", "ash", "dash"})


def stop_signal(sketch: Sketch, move: Move, stage: Stage, before: Instruction | None) -> None:
    """Sketch a STOPSIGNAL before what starts, unless that has a better use for SIGTERM or cannot be told."""
    if before is None or any(i.keyword == "STOPSIGNAL" for i in stage.instructions):
        sketch.note("STOPSIGNAL is set already, or there is nothing that it could stop.")
        return
    program = started(move.view.trace.stages[stage.index].launch.program)
    if program in _BY_SIGTERM:
        sketch.note(f"{program} takes SIGTERM as a graceful stop, so STOPSIGNAL stays as it is.", before.lines)
        return
    if program in _SHELLS or program.endswith(".sh") or "entrypoint" in program:
        sketch.note("Which signal the script that starts passes on cannot be seen; STOPSIGNAL stays.", before.lines)
        return
    why = "SIGINT becomes KeyboardInterrupt, on which most Python servers shut down cleanly."
    sketch.insert(before.span.start, ("STOPSIGNAL SIGINT",), before, Cause("extra:stop-signal", why))


def started(words: tuple[str, ...]) -> str:
    """Return the program that *words* start in the end; of a Python, the module that it runs."""
    rest = list(words)
    if rest[1:2] == ["run"] and posixpath.basename(rest[0]) in _RUNNERS:
        rest = rest[2:]
    while rest and (posixpath.basename(rest[0]) in _PASSING_ON or rest[0].startswith("-") or "=" in rest[0]):
        rest = rest[1:]
    name = posixpath.basename(rest[0]) if rest else ""
    if name.startswith("python") and "-m" in rest[1:-1]:
        return rest[rest.index("-m") + 1].partition(".")[0]
    return name
