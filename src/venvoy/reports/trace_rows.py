"""What a picture of the trace says of each stage, row by row, for pictures that are drawn in shapes."""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum

from attrs import frozen

from venvoy.model.dockerfile import Dockerfile
from venvoy.model.trace import Carry, Install, Launch, StageTrace, Trace
from venvoy.reports.columns import cells, cut
from venvoy.reports.terminal import safe

WIDE = 58
"""Cells of the longest row; what is longer goes on in the next one."""


class Tone(Enum):
    """How a row is drawn."""

    PLAIN = "plain"
    SOFT = "soft"
    PLACE = "place"
    """Where packages are put."""
    RUNG = "rung"
    """One entry of sys.path."""
    BEHIND = "behind"
    """What stays in its stage."""
    LOST = "lost"
    """What is in the image, and Python does not look there."""


@frozen
class Row:
    """A line of text."""

    text: str
    tone: Tone = Tone.PLAIN
    number: int | None = None
    """Of a rung, counted from 1; None for the rows that a rung goes on in."""


@frozen
class Drawn:
    """A stage as a box."""

    index: int
    name: str
    base: str
    ships: bool
    rows: tuple[Row, ...]
    arrivals: tuple[tuple[int, tuple[Row, ...]], ...]
    """Above the box: the stage that something comes from (-1 for none of the picture), and what it says."""


def drawn(trace: Trace, dockerfile: Dockerfile) -> tuple[Drawn, ...]:
    """Return the stages that Python packages go through, in the order of the file."""
    shown = [stage for stage in trace.stages if takes_part(stage, trace)]
    inside = {stage.index for stage in shown}
    return tuple(_stage(stage, trace, dockerfile, inside) for stage in shown)


def remarks(trace: Trace, dockerfile: Dockerfile) -> tuple[Row, ...]:
    """Return what stands below the picture: other stages, and what could not be followed."""
    inside = {stage.index for stage in trace.stages if takes_part(stage, trace)}
    others = [_label(stage.index, dockerfile) for stage in trace.stages if stage.index not in inside]
    rows: list[Row] = []
    if not inside:
        rows.append(Row("No Python package is installed.", Tone.SOFT))
    elif others:
        rows += _rows(f"no Python packages go through: {', '.join(others)}", Tone.SOFT)
    for opaque in trace.opaques:
        rows += _rows(f"not followed: line {opaque.lines.first}: {opaque.reason}", Tone.SOFT)
    return tuple(rows)


def takes_part(stage: StageTrace, trace: Trace) -> bool:
    """Return whether Python packages go through *stage*, so that a picture shows it."""
    installs = any(install.stage == stage.index for install in trace.installs)
    carries = any(stage.index in {carry.stage, carry.source_stage} for carry in trace.carries)
    return installs or carries or (stage.ships and bool(stage.present))


def _stage(stage: StageTrace, trace: Trace, dockerfile: Dockerfile, inside: set[int]) -> Drawn:
    rows = [row for one in trace.installs if one.stage == stage.index for row in _install(one)]
    rows += [row for one in trace.carries if one.source_stage == stage.index for row in _behind(one)]
    if stage.ships:
        rows += [*_launch(stage.launch), *_lost(stage)]
    return Drawn(
        stage.index,
        _label(stage.index, dockerfile),
        cut(safe(dockerfile.stages[stage.index].base), WIDE),
        stage.ships,
        tuple(rows) or (Row("(nothing of its own)", Tone.SOFT),),
        tuple(_arrivals(stage, trace, dockerfile, inside)),
    )


def _install(install: Install) -> Iterator[Row]:
    root = install.site.root.text
    remark = " (a tool)" if install.tooling else " (perhaps)" if install.conditional else ""
    where = root if root is not None else "a place that is not known"
    yield from _rows(f"line {install.lines.first}  {install.program} ▶ {where}{remark}", Tone.PLACE)
    if install.what:
        yield from _rows(" ".join(install.what), Tone.SOFT, "  ")


def _behind(carry: Carry) -> Iterator[Row]:
    if carry.left_behind:
        yield from _rows(f"line {carry.lines.first} leaves behind: {', '.join(carry.left_behind)}", Tone.BEHIND)


def _launch(launch: Launch) -> Iterator[Row]:
    yield from _rows(f"python  {launch.python or 'an interpreter that is not known'}", Tone.PLAIN)
    if launch.sys_path:
        yield Row("looks in", Tone.SOFT)
    for number, entry in enumerate(launch.sys_path, 1):
        first, *more = _rows(entry.path, Tone.RUNG)
        yield Row(first.text, Tone.RUNG, number)
        yield from more
        yield from _rows(entry.origin + (f", {entry.condition}" if entry.condition else ""), Tone.SOFT, "  ")


def _lost(stage: StageTrace) -> Iterator[Row]:
    for present in stage.present:
        if not present.importable and present.site.packages is not None:
            why = present.why_not or "not looked in"
            yield from _rows(f"✗ {present.site.packages}: {why}", Tone.LOST)


def _arrivals(
    stage: StageTrace, trace: Trace, dockerfile: Dockerfile, inside: set[int]
) -> Iterator[tuple[int, tuple[Row, ...]]]:
    below = dockerfile.stages[stage.index].base_stage
    if below is not None:
        yield (below if below in inside else -1), tuple(_rows(f"continues {_label(below, dockerfile)}", Tone.SOFT))
    for carry in trace.carries:
        if carry.stage == stage.index:
            origin = carry.source_stage
            named = _label(origin, dockerfile) if origin >= 0 else "an image"
            verb = "mount" if carry.mount else "COPY"
            way = f"line {carry.lines.first}  {verb} from {named}: {carry.source} ▶ {carry.destination}"
            yield (origin if origin in inside else -1), tuple(_rows(way, Tone.PLAIN))


def _label(stage: int, dockerfile: Dockerfile) -> str:
    name = dockerfile.stages[stage].name
    return cut(safe(name), WIDE - 10) if name is not None else f"stage {stage}"


def _rows(text: str, tone: Tone, indent: str = "") -> list[Row]:
    """Return *text*, made safe, in rows of at most `WIDE` cells; a word that is longer is broken."""
    rows, line = [], indent
    for word in (piece for one in safe(text).split(" ") for piece in _pieces(one, WIDE - len(indent) - 2)):
        if line.strip() and cells(line) + 1 + cells(word) > WIDE:
            rows.append(line)
            line = indent + "  "
        line += word if not line.strip() else f" {word}"
    return [Row(one, tone) for one in (*rows, line)]


def _pieces(word: str, most: int) -> Iterator[str]:
    piece = ""
    for char in word:
        if cells(piece) + cells(char) > most:
            yield piece
            piece = ""
        piece += char
    yield piece
