"""Two stages share packages, and a bot can move the image of the one without the other: advice."""

from __future__ import annotations

from attrs import evolve

from venvoy.model.finding import Finding, Related
from venvoy.shortcuts.findings import asking, finding
from venvoy.trace.coupling import LoosePair, loose_pairs
from venvoy.trace.view import View

NAME = "uncoupled-stages"


def find(view: View) -> tuple[Finding, ...]:
    """Return an advice for each pair of FROM lines that name the same Python apart while packages travel between."""
    return tuple(_finding(view, pair) for pair in loose_pairs(view))


def _finding(view: View, pair: LoosePair) -> Finding:
    start, line = pair.receiver.start, pair.source.start.lines.first
    message = (
        f"{pair.receiver.base} has to have the Python {pair.python} of {pair.source.base} on line {line},"
        " and nothing holds the two together."
    )
    found = finding(
        view,
        NAME,
        pair.receiver.index,
        start.lines,
        message,
        instruction=start.span.start,
        related=(
            Related(pair.source.start.lines, "says the same version"),
            Related(pair.carry.lines, f"copies {pair.carry.source}"),
        ),
        spans=(start.span,),
        facts={"image": pair.receiver.base, "line": str(line), "site": pair.carry.source},
    )
    reason = f"Line {start.lines.first}: one ARG in both lines, or one stage that both start from, couples them."
    return evolve(asking(view, found, start.span.start, reason), advice=True)
