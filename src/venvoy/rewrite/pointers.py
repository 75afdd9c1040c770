"""Editable installs whose source does not travel along become installs of a copy."""

from __future__ import annotations

from venvoy.model.finding import Finding
from venvoy.model.plan import Cause
from venvoy.model.source import Span
from venvoy.model.trace import Installer
from venvoy.rewrite.sketch import Sketch
from venvoy.trace.sources import lost_sources
from venvoy.trace.view import View

LOST = "editable-in-image"
"""The shortcut that is mended here."""


def install_copies(sketch: Sketch, view: View, findings: tuple[Finding, ...]) -> None:
    """Let installs put a copy of the source into the site, where *findings* say that a pointer to it is lost."""
    told: set[int] = set()
    for lost in lost_sources(view):
        finding = next((f for f in findings if f.shortcut == LOST and f.lines == lost.install.lines), None)
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
