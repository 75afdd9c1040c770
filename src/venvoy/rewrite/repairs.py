"""Venvs that are there but do not work, mended in place."""

from __future__ import annotations

import re

from venvoy.model.finding import Finding
from venvoy.model.plan import Cause, Choices, Extra
from venvoy.model.source import Span
from venvoy.model.trace import Carry, VenvMade
from venvoy.rewrite.lending import LENT, use_the_venv
from venvoy.rewrite.lines import SMOKE, smoke_of
from venvoy.rewrite.pointers import LOST, install_copies
from venvoy.rewrite.receiving import last_start
from venvoy.rewrite.sketch import Sketch
from venvoy.trace.view import View

MENDED = frozenset({LOST, LENT, "moved-venv", "venv-with-system-packages"})
"""Shortcuts that are mended here, and not by moving packages into a new venv."""


def mend(sketch: Sketch, view: View, findings: tuple[Finding, ...], choices: Choices) -> None:
    """Sketch what mends *findings*: a venv is made where it is wanted, and without what only lets it look through."""
    for carry, _ in view.moved_venvs():
        finding = next((f for f in findings if f.shortcut == "moved-venv" and f.lines == carry.lines), None)
        if finding is not None:
            _make_at_destination(sketch, view, carry, finding, choices)
    install_copies(sketch, view, findings)
    use_the_venv(sketch, view, findings)
    for venv in view.trace.venvs:
        finding = next((f for f in findings if venv.looks_below in f.spans), None)
        if finding is not None:
            look_no_more(sketch, venv, Cause(finding.id, "The venv sees its own packages, and no others."))


def look_no_more(sketch: Sketch, venv: VenvMade, cause: Cause) -> None:
    """Take out the word that lets *venv* see the packages of its interpreter; none is there, none is taken."""
    if venv.looks_below is not None:
        sketch.remove_word(venv.looks_below, cause)


def _make_at_destination(sketch: Sketch, view: View, carry: Carry, finding: Finding, choices: Choices) -> None:
    """Name the venv's last place in the stage that makes it, so that what ships keeps its paths."""
    cause = Cause(finding.id, f"The environment is made at {carry.destination}, where it will be used.")
    old = re.compile(rb"(?<![\w./~-])" + re.escape(carry.source.encode()) + rb"(?![\w.-])")
    chain = [view.dockerfile.stages[at] for at in view.chain(carry.source_stage)]
    copied = view.instruction(carry.instruction)
    places = [i.span for stage in chain for i in stage.instructions] + [copied.words[0].span]
    for place in places:
        for match in old.finditer(sketch.content, place.start, place.end):
            sketch.replace(Span(match.start(), match.end()), carry.destination, cause)
    if Extra.SMOKE_TEST in choices.extras:
        stage = view.dockerfile.stages[carry.stage]
        later = (i for i in stage.instructions if i.keyword == "ENV" and i.span.start > copied.span.start)
        ready = next((i for i in later if f"{carry.destination}/bin" in i.argument.text), copied)
        entrypoint, cmd = last_start(stage)
        sketch.insert(ready.span.end, (smoke_of(carry.destination, (), cmd, entrypoint),), ready, SMOKE)
