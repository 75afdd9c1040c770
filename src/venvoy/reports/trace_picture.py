"""The trace as a picture: stages as boxes, packages travelling between them, and where Python looks in the end."""

from __future__ import annotations

from collections.abc import Callable
from itertools import zip_longest

from venvoy.model.dockerfile import Dockerfile
from venvoy.model.trace import Carry, Install, Launch, StageTrace, Trace
from venvoy.reports.boxes import FRAME, beside_width, box, side_by_side, widest
from venvoy.reports.columns import cells, cut, pad, wrap
from venvoy.reports.terminal import safe
from venvoy.reports.trace_rows import takes_part

HANG = "        "
"""Below what stands behind ``line 12``."""
ROOM_FOR_MEANING = 20
"""Cells that must be left beside a path for what it is; else that goes on the next row."""

TWO = 120
"""Cells from which two pictures may stand beside each other."""
GAP = 4
"""Cells between them."""
Drawing = Callable[[int], str]
"""Gives a picture in at most so many cells."""


def trace_text(trace: Trace, dockerfile: Dockerfile, width: int = 80) -> str:
    """Return the picture of *trace* in at most *width* cells: two stages side by side where they fit, else stacked.

    Stages that no Python package goes through are named below the picture, and so is what could not be followed.
    """
    shown = [stage for stage in trace.stages if takes_part(stage, trace)]
    lines = _beside(shown, trace, dockerfile, width) or _stacked(shown, trace, dockerfile, width)
    lines += _left_out(trace, dockerfile, shown, width)
    for opaque in trace.opaques:
        text = f"not followed: line {opaque.lines.first}: {safe(opaque.reason)}"
        lines += wrap(text, width, rest="    ")
    return "".join(f"{line.rstrip()}\n" for line in lines)


def two_texts(heads: tuple[str, str], draw: tuple[Drawing, Drawing], width: int) -> str:
    """Return two pictures beside each other where both fit, else below each other, each below its head.

    Args:
        heads: one line for each.
        draw: gives each for some number of cells, as `trace_text` does.
        width: cells for both.
    """
    half = (width - GAP) // 2
    sides = [[head, "", *one(half).splitlines()] for head, one in zip(heads, draw, strict=True)]
    if width < TWO or any(cells(line) > half for side in sides for line in side):
        return "\n".join(f"{head}\n\n{one(width)}" for head, one in zip(heads, draw, strict=True))
    rows = zip_longest(*sides, fillvalue="")
    return "".join(f"{pad(left, half + GAP)}{right}".rstrip() + "\n" for left, right in rows)


def _beside(shown: list[StageTrace], trace: Trace, dockerfile: Dockerfile, width: int) -> list[str]:
    """Return two stages with arrows between them, or nothing when the picture is another or does not fit."""
    if len(shown) != 2:
        return []
    first, second = shown
    carries = [carry for carry in trace.carries if (carry.source_stage, carry.stage) == (first.index, second.index)]
    if not carries or len(carries) != len(trace.carries):
        return []
    arrows = [f"{_means(carry)} line {carry.lines.first}" for carry in carries]
    left = [safe(carry.source) for carry in carries] + _rows(first, trace, width // 2)
    room = width - beside_width(left, [], arrows)
    right = [safe(carry.destination) for carry in carries] + _rows(second, trace, room)
    if widest(right) > room:
        return []
    start = widest(left) + FRAME + widest(arrows) + 6
    titles = zip(_title(first, dockerfile), _title(second, dockerfile), strict=True)
    heads = [pad(cut(a, start - 2), start) + cut(b, width - start) for a, b in titles]
    left_behind = [line for carry in carries for line in _left_behind(carry, width, "")]
    return [*heads, *side_by_side(left, right, arrows), *left_behind]


def _stacked(shown: list[StageTrace], trace: Trace, dockerfile: Dockerfile, width: int) -> list[str]:
    lines: list[str] = []
    for stage in shown:
        arrivals = _arrivals(stage, trace, dockerfile, width)
        if lines:
            lines += arrivals or [""]
        rows = _rows(stage, trace, width - FRAME) or ["(nothing of its own)"]
        lines += [cut(line, width) for line in _title(stage, dockerfile)]
        lines += box(rows, min(widest(rows), width - FRAME))
    return lines


def _arrivals(stage: StageTrace, trace: Trace, dockerfile: Dockerfile, width: int) -> list[str]:
    lines: list[str] = []
    below = dockerfile.stages[stage.index].base_stage
    if below is not None:
        lines += wrap(f"continues stage {_label(below, dockerfile)}", width, first="  │ ", rest="  │ ")
    for carry in trace.carries:
        if carry.stage == stage.index:
            origin = _label(carry.source_stage, dockerfile)
            way = f"{_means(carry)} from {origin} {safe(carry.source)} to {safe(carry.destination)}"
            lines += wrap(f"line {carry.lines.first}: {way}", width, first="  │ ", rest="  │     ")
            lines += _left_behind(carry, width, "  │     ")
    return [*lines, "  ▼"] if lines else []


def _left_behind(carry: Carry, width: int, indent: str) -> list[str]:
    if not carry.left_behind:
        return []
    places = ", ".join(safe(place) for place in carry.left_behind)
    return wrap(f"left behind on line {carry.lines.first}: {places}", width, first=indent, rest=indent + "    ")


def _rows(stage: StageTrace, trace: Trace, width: int) -> list[str]:
    """Return what a stage's box says: its installs, and where Python looks when it is what ships."""
    rows = [row for install in trace.installs if install.stage == stage.index for row in _install(install, width)]
    if stage.ships:
        rows += [""] * bool(rows) + _launch(stage.launch, width)
        for present in stage.present:
            if not present.importable and present.site.packages is not None:
                why = f"? {safe(present.site.packages)}: {safe(present.why_not or 'not looked in')}"
                rows += wrap(why, width, rest="  ")
    return rows


def _install(install: Install, width: int) -> list[str]:
    place = f"line {install.lines.first} ".ljust(len(HANG))
    where = safe(install.site.root.text) if install.site.root.text is not None else "a place that is not known"
    remark = " (a tool)" if install.tooling else " (perhaps)" if install.conditional else ""
    rows = wrap(f"{safe(install.program)} ▶ {where}{remark}", width, first=place, rest=HANG)
    return rows + (wrap(safe(" ".join(install.what)), width, first=HANG, rest=HANG) if install.what else [])


def _launch(launch: Launch, width: int) -> list[str]:
    python = safe(launch.python) if launch.python is not None else "an interpreter that is not known"
    rows = [f"python  {python}", "looks in"]
    column = max((cells(safe(entry.path)) for entry in launch.sys_path), default=0)
    for at, entry in enumerate(launch.sys_path, 1):
        meaning = safe(entry.origin) + (f", {safe(entry.condition)}" if entry.condition else "")
        beside = f"{at:3} {pad(safe(entry.path), column)}  "
        if cells(beside) + ROOM_FOR_MEANING <= width:
            rows += wrap(meaning, width, first=beside, rest=" " * cells(beside))
        else:
            rows += [f"{at:3} {safe(entry.path)}", *wrap(meaning, width, first="      ", rest="      ")]
    return rows


def _title(stage: StageTrace, dockerfile: Dockerfile) -> tuple[str, str]:
    label = _label(stage.index, dockerfile)
    return f"{label} (ships)" if stage.ships else label, safe(dockerfile.stages[stage.index].base)


def _label(stage: int, dockerfile: Dockerfile) -> str:
    name = dockerfile.stages[stage].name
    return safe(name) if name is not None else f"stage {stage}"


def _means(carry: Carry) -> str:
    return "mount" if carry.mount else "COPY"


def _left_out(trace: Trace, dockerfile: Dockerfile, shown: list[StageTrace], width: int) -> list[str]:
    others = [_label(stage.index, dockerfile) for stage in trace.stages if stage not in shown]
    if not shown:
        return ["No Python package is installed."]
    return wrap(f"no Python packages go through: {', '.join(others)}", width, rest="    ") if others else []
