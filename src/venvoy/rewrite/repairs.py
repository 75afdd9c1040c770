"""Venvs that are there but do not work, mended in place."""

from __future__ import annotations

import re

from venvoy.model.finding import Finding
from venvoy.model.plan import Cause, Choices, Extra
from venvoy.model.source import Span
from venvoy.model.trace import Carry, Installer
from venvoy.rewrite.lines import smoke_of
from venvoy.rewrite.receiving import SMOKE, last_start
from venvoy.rewrite.sketch import Sketch
from venvoy.trace.sources import lost_sources
from venvoy.trace.view import View

_LOST = "editable-in-image"
MENDED = frozenset({_LOST, "moved-venv"})
"""Shortcuts that are mended here, and not by moving packages into a new venv."""


def mend(sketch: Sketch, view: View, findings: tuple[Finding, ...], choices: Choices) -> None:
    """Sketch what mends *findings*: a venv that is moved is made where it is wanted."""
    for carry, _ in view.moved_venvs():
        finding = next((f for f in findings if f.lines == carry.lines), None)
        if finding is not None:
            _make_at_destination(sketch, view, carry, finding, choices)
    install_copies(sketch, view, findings)


def install_copies(sketch: Sketch, view: View, findings: tuple[Finding, ...]) -> None:
    """Let installs put a copy of the source into the site, where *findings* say that a pointer to it is lost."""
    told: set[int] = set()
    for lost in lost_sources(view):
        finding = next((f for f in findings if f.shortcut == _LOST and f.lines == lost.install.lines), None)
        if finding is None or lost.install.command.span.start in told:
            continue
        told.add(lost.install.command.span.start)
        cause = Cause(finding.id, f"A copy needs no {lost.source} in the stage that ships.")
        if lost.install.syncs_project or lost.install.installer is Installer.PDM:
            words = [w for w in lost.install.command.argv if w.literal in {"sync", "install"}]
            end = words[0].span.end
            sketch.replace(Span(end, end), " --no-editable", cause)
            continue
        for word in lost.install.command.argv:
            name, equals, value = word.raw.partition("=")
            if name in {"-e", "--editable"} and not equals:
                sketch.remove_word(word.span, cause)
            elif name == "--editable":
                sketch.replace(word.span, value, cause)


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
        sketch.insert(ready.span.end, (smoke_of(carry.destination, (), *reversed(last_start(stage))),), ready, SMOKE)
