"""The trace as an SVG, in the colours of the session: nothing is fetched, nothing is run, and its text is text."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import frozen

from venvoy.model.dockerfile import Dockerfile
from venvoy.model.trace import Trace
from venvoy.reports.markup import Markup, element, joined
from venvoy.reports.trace_rows import WIDE, Drawn, Row, Tone, drawn, remarks

_LINE = 19
"""Pixels from one row to the next."""
_CELL = 7.8
"""Pixels that a monospaced character of 13 pixels takes."""
_PAD = 14
_GUTTER = 46
"""Pixels to the left of the boxes, where packages travel."""
_LANES = 4
"""Ways beside each other there; more of them lie over each other."""
_BOX = round(WIDE * _CELL) + 2 * _PAD + 26
_COLUMN = _GUTTER + _BOX + _PAD

STYLE = """
.venvoy-trace { --ink: #22272e; --soft: #5b6570; --paper: #fcfbf8; --box: #f0eee8; --line: #c9c6bd; --way: #0b5cad;
  --place: #1c6b35; --lost: #a52a22; font: 13px ui-monospace, monospace; color-scheme: light dark; }
@media screen and (prefers-color-scheme: dark) { .venvoy-trace { --ink: #d9dfe6; --soft: #9aa7b5; --paper: #12161b;
  --box: #1b2129; --line: #36414d; --way: #86b7f2; --place: #86cf94; --lost: #f19790; } }
.venvoy-trace text { fill: var(--ink); white-space: pre; }
.venvoy-trace .sheet { fill: var(--paper); }
.venvoy-trace .box { fill: var(--box); stroke: var(--line); }
.venvoy-trace .box.ships { stroke: var(--place); stroke-width: 2; }
.venvoy-trace .name { font-weight: 700; }
.venvoy-trace text.soft { fill: var(--soft); }
.venvoy-trace text.place, .venvoy-trace text.badge { fill: var(--place); }
.venvoy-trace text.lost, .venvoy-trace text.behind { fill: var(--lost); }
.venvoy-trace .left { fill: none; stroke: var(--lost); stroke-dasharray: 4 3; }
.venvoy-trace .way { fill: none; stroke: var(--way); stroke-width: 2; }
.venvoy-trace .parcel, .venvoy-trace .head { fill: var(--way); }
.venvoy-trace .rail { stroke: var(--line); stroke-width: 2; }
"""


@frozen
class Picture:
    """One trace to draw, and what it is called above it when there are several."""

    title: str
    trace: Trace
    dockerfile: Dockerfile


def trace_svg(pictures: Sequence[Picture], name: str = "trace") -> str:
    """Return *pictures* beside each other as one SVG document, with a line end.

    Args:
        pictures: at least one.
        name: what the ids in it begin with; another one for each SVG of a page.
    """
    columns = [_column(picture, titled=len(pictures) > 1) for picture in pictures]
    width = len(columns) * _COLUMN + _PAD
    height = max(tall for _, tall in columns) + _PAD
    placed = (
        element("g", inside, transform=f"translate({at * _COLUMN + _PAD} {_PAD})")
        for at, (inside, _) in enumerate(columns)
    )
    document = element(
        "svg",
        element("title", "Where the packages go", id=f"{name}-title"),
        element("desc", "; ".join(_told(picture) for picture in pictures), id=f"{name}-desc"),
        element("style", Markup(STYLE)),
        element("rect", class_="sheet", width=f"{width}", height=f"{height}"),
        *placed,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {width} {height}",
        width=f"{width}",
        height=f"{height}",
        class_="venvoy-trace",
        role="graphics-document",
        aria_labelledby=f"{name}-title",
        aria_describedby=f"{name}-desc",
    )
    return document.html.translate(_NO_CHARACTERS) + "\n"


_NO_CHARACTERS = {0xFFFE: "\ufffd", 0xFFFF: "\ufffd"}
"""Code points that XML has no place for, beside the controls and surrogates that are spelt out already."""


def _told(picture: Picture) -> str:
    """Return the picture in a sentence, for those who do not see it."""
    stages = drawn(picture.trace, picture.dockerfile)
    installs, carries = len(picture.trace.installs), len(picture.trace.carries)
    names = ", ".join(stage.name for stage in stages) or "none"
    return f"{picture.title}: stages {names}; installs: {installs}; copied between stages: {carries}"


def _column(picture: Picture, *, titled: bool) -> tuple[Markup, int]:
    """Return everything of one trace, drawn from the top, and how tall it is."""
    parts: list[Markup] = []
    y = 0
    if titled:
        parts.append(_text(_GUTTER, 14, picture.title, "name"))
        y = 30
    leaves: dict[int, int] = {}
    lane = 0
    for stage in drawn(picture.trace, picture.dockerfile):
        for origin, rows in stage.arrivals:
            if origin in leaves:
                parts.append(_way(leaves[origin], y + 9, lane % _LANES))
                lane += 1
            parts += [_text(_GUTTER + 8, y + 14 + at * _LINE, row.text, row.tone.value) for at, row in enumerate(rows)]
            y += len(rows) * _LINE
        y += 6 * bool(stage.arrivals)
        box, tall = _box(stage, y)
        parts.append(box)
        leaves[stage.index] = y + 14
        y += tall + 16
    for row in remarks(picture.trace, picture.dockerfile):
        parts.append(_text(_GUTTER, y + 14, row.text, row.tone.value))
        y += _LINE
    return joined(parts), y


def _box(stage: Drawn, y: int) -> tuple[Markup, int]:
    tall = (len(stage.rows) + 2) * _LINE + 16
    frame = element(
        "rect",
        class_="box ships" if stage.ships else "box",
        x=f"{_GUTTER}",
        y=f"{y}",
        rx="6",
        width=f"{_BOX}",
        height=f"{tall}",
    )
    left = _GUTTER + _PAD
    badge = [_text(_GUTTER + _BOX - _PAD - 5 * _CELL, y + 19, "ships", "badge")] if stage.ships else []
    head = (_text(left, y + 19, stage.name, "name"), *badge, _text(left, y + 19 + _LINE, stage.base, "soft"))
    rows = (part for at, row in enumerate(stage.rows) for part in _row(row, left, y + 22 + (at + 2) * _LINE))
    return element("g", frame, *head, *_rails(stage, left, y), *rows), tall


def _row(row: Row, x: int, y: int) -> list[Markup]:
    if row.tone is Tone.RUNG:
        number = [_text(x, y, f"{row.number:>2}", "soft")] if row.number is not None else []
        return [*number, _text(x + 26, y, row.text, "plain")]
    if row.tone is Tone.BEHIND:
        frame = element(
            "rect", class_="left", x=f"{x - 6}", y=f"{y - 14}", width=f"{_BOX - 2 * _PAD + 12}", height=f"{_LINE - 1}"
        )
        return [frame, _text(x, y, row.text, "behind")]
    return [_text(x + (26 if row.text.startswith("  ") else 0), y, row.text.strip(), row.tone.value)]


def _rails(stage: Drawn, x: int, y: int) -> list[Markup]:
    """Return the rail of the ladder that Python climbs: from its first entry to what belongs to its last."""
    rungs = [at for at, row in enumerate(stage.rows) if row.tone is Tone.RUNG]
    if not rungs:
        return []
    top, end = (y + 22 + (at + 2) * _LINE for at in (rungs[0], rungs[-1]))
    return [element("line", class_="rail", x1=f"{x + 20}", y1=f"{top - 14}", x2=f"{x + 20}", y2=f"{end + _LINE}")]


def _way(start: int, end: int, lane: int) -> Markup:
    """Return the way of packages from a box down to where they arrive, with a parcel on it."""
    x = _GUTTER - 12 - lane * 9
    path = f"M{_GUTTER} {start} H{x} V{end} H{_GUTTER - 2}"
    head = f"M{_GUTTER + 4} {end} l-8 -5 v10 z"
    parcel = element(
        "rect", class_="parcel", x=f"{x - 5}", y=f"{(start + end) // 2 - 5}", width="10", height="10", rx="2"
    )
    return joined((element("path", class_="way", d=path), parcel, element("path", class_="head", d=head)))


def _text(x: float, y: float, text: str, tone: str) -> Markup:
    return element("text", text, x=f"{x:g}", y=f"{y:g}", class_=tone)
