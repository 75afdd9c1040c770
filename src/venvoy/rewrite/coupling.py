"""One version for the images of all stages that share packages."""

from __future__ import annotations

import re

from venvoy.model.dockerfile import Stage
from venvoy.model.plan import Cause
from venvoy.model.source import Span
from venvoy.rewrite.move import Move
from venvoy.rewrite.sketch import Sketch
from venvoy.trace.coupling import loose_pairs

_NAME = "PYTHON_VERSION"
_CAUSE = Cause("extra:coupled-stages", "The version is said once, so that no bot can move one stage without the other.")
_LITERAL = re.compile(r"(?:[\w.-]+(?:[:/][\w.-]+)*/)?(?:python:|uv:python)(?P<version>\d+\.\d+(?:\.\d+)?)(?:-[\w.-]+)?")


def couple(sketch: Sketch, move: Move) -> None:
    """Let the FROM lines of *move* that only happen to agree take their version from one ARG."""
    stages: dict[int, Stage] = {}
    for pair in loose_pairs(move.view):
        if pair.receiver.index in move.indices:
            stages |= {pair.source.index: pair.source, pair.receiver.index: pair.receiver}
    found = {at: _LITERAL.fullmatch(stage.base) for at, stage in stages.items()}
    versions = {match["version"] for match in found.values() if match is not None}
    if not stages:
        sketch.note("Nothing has to be coupled: no two images share packages, or one line moves both.")
    elif None in found.values() or len(versions) != 1:
        sketch.note("The stages are not coupled: their FROM lines do not write the same version out.")
    elif any(_NAME in i.argument.text for i in move.dockerfile.instructions):
        sketch.note(f"The stages are not coupled: {_NAME} means something in this file already.")
    else:
        _write(sketch, move, stages, versions.pop())


def _write(sketch: Sketch, move: Move, stages: dict[int, Stage], version: str) -> None:
    first = move.dockerfile.stages[0].start
    sketch.insert(first.span.start, (f"ARG {_NAME}={version}",), first, _CAUSE)
    for stage in stages.values():
        start = stage.start.words[0].span.start + stage.base.index(f":{_before(stage.base)}{version}") + 1
        start += len(_before(stage.base))
        sketch.replace(Span(start, start + len(version)), f"${{{_NAME}}}", _CAUSE)


def _before(base: str) -> str:
    """Return what stands between the colon and the version of *base*."""
    return "python" if ":python" in base else ""
