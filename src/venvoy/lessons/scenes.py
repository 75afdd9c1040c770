"""The way of the packages as scenes: one for each command that moves them, and one for the start of the container."""

from __future__ import annotations

from collections.abc import Iterable

from attrs import evolve

from venvoy.model.analysis import Analysis
from venvoy.model.lesson import Scene, Shelf
from venvoy.model.trace import Carry, Install, VenvMade

_Event = VenvMade | Install | Carry
_Shelves = dict[str, str]
"""Directory → what lies in it."""


def scenes(analysis: Analysis) -> tuple[Scene, ...]:
    """Return what happens to the packages, in the order of the file, and at last what Python sees of them."""
    trace = analysis.trace
    events: list[_Event] = [*trace.venvs, *trace.installs, *trace.carries]
    events.sort(key=lambda event: (event.instruction, event.lines, isinstance(event, Carry)))
    reached: dict[int, _Shelves] = {}
    told = []
    for event in events:
        below = analysis.dockerfile.stages[event.stage].base_stage
        shelves = reached.setdefault(event.stage, dict(reached.get(below, {})) if below is not None else {})
        path, scene = _scene(event, analysis, shelves, reached)
        told.append(evolve(scene, stages=_stages(analysis, reached, (event.stage, path))))
    return (*told, _start(analysis, reached))


def _scene(event: _Event, of: Analysis, shelves: _Shelves, reached: dict[int, _Shelves]) -> tuple[str, Scene]:
    """Let *event* happen to *shelves*; return the directory that it filled, and what is told of it."""
    if isinstance(event, Carry):
        origin = reached.get(event.source_stage, {})
        taken = {_moved(path, event): what for path, what in origin.items() if _below(path, event.source)}
        shelves |= taken or {event.destination: ", ".join(event.parts)}
        path = next(iter(taken), event.destination)
        return path, Scene(event.lines, _carried(event, of), (event.source, event.destination), ())
    path = event.site.packages or "a place that is not known"
    if isinstance(event, VenvMade):
        shelves.setdefault(path, "")
        says = f"A virtual environment is made at {event.site.root.text or 'a place that is not known'}."
        return path, Scene(event.lines, says, ("python", path), ())
    what = " ".join(event.what)
    shelves[path] = f"{shelves[path]}, {what}" if shelves.get(path) else what
    return path, Scene(event.lines, f"{event.program} installs into the {event.site.kind.value}.", (what, path), ())


def _carried(carry: Carry, of: Analysis) -> str:
    verb = "A mount lends" if carry.mount else "COPY takes"
    named = _label(of, carry.source_stage) if carry.source_stage >= 0 else "an image"
    says = f"{verb} {carry.source} along from {named}."
    return f"{says} Left behind: {', '.join(carry.left_behind)}." if carry.left_behind else says


def _start(of: Analysis, reached: dict[int, _Shelves]) -> Scene:
    last = of.trace.stages[-1]
    held = reached.get(last.index, {})
    looks_in = tuple(entry.path for entry in last.launch.sys_path)
    missed = [path for path in held if path not in looks_in]
    says = f"The container starts {last.launch.python or 'an interpreter that is not known'}. "
    if missed:
        says += f"It does not look into {' or '.join(missed)}."
    else:
        says += "It looks where the packages are." if held else "There are no packages for it to find."
    return Scene(last.launch.lines, says, None, _stages(of, {last.index: held}, None), looks_in)


def _stages(
    of: Analysis, reached: dict[int, _Shelves], fresh: tuple[int, str] | None
) -> tuple[tuple[str, tuple[Shelf, ...]], ...]:
    def shelves(stage: int, held: _Shelves) -> Iterable[Shelf]:
        return (Shelf(path, what, (stage, path) == fresh) for path, what in held.items())

    return tuple((_label(of, stage), tuple(shelves(stage, held))) for stage, held in sorted(reached.items()))


def _label(of: Analysis, stage: int) -> str:
    name = of.dockerfile.stages[stage].name
    return name if name is not None else f"stage {stage}"


def _below(path: str, top: str) -> bool:
    top = top.rstrip("/")
    return path == top or path.startswith(f"{top}/")


def _moved(path: str, carry: Carry) -> str:
    return carry.destination.rstrip("/") + path.removeprefix(carry.source.rstrip("/"))
