"""PYTHONPATH lends one Python the packages of another environment."""

from __future__ import annotations

from attrs import evolve

from venvoy.model.finding import Finding, Remedy, Verdict
from venvoy.model.trace import SiteKind
from venvoy.shortcuts.findings import finding, pragma_for
from venvoy.trace.python_paths import Lent, lent_packages
from venvoy.trace.view import View

NAME = "pythonpath-packages"


def find(view: View) -> tuple[Finding, ...]:
    """Return a finding for each ENV whose PYTHONPATH lends packages of a venv, or of the distribution's Python."""
    first: dict[int, Lent] = {}
    for lent in lent_packages(view):
        first.setdefault(lent.instruction.span.start, lent)
    return tuple(_finding(view, lent) for lent in first.values())


def _finding(view: View, lent: Lent) -> Finding:
    launch = view.trace.stages[lent.user].launch
    owner = f"the virtual environment {lent.venv.root.text}" if lent.venv is not None else "the distribution's Python"
    item = finding(
        view,
        NAME,
        lent.stage,
        lent.instruction.lines,
        f"PYTHONPATH lends the packages of {owner} to {launch.python}, and to every other Python of the image.",
        instruction=lent.instruction.span.start,
        spans=(lent.instruction.span,),
        facts={
            "image": view.surroundings.bases[lent.user].reference,
            "site": lent.path,
            "line": str(lent.instruction.lines.first),
            "venv": (lent.venv.root.text if lent.venv is not None else None) or "",
            "program": launch.python or "",
        },
    )
    if pragma_for(view, NAME, lent.instruction.span.start) is not None:
        return item
    reason = _doubt(view, lent)
    if reason:
        # What apt brought is lent on purpose; whether it fits is worth a word, and stands in no rewrite's way.
        return evolve(item, verdict=Verdict.ASK, remedy=Remedy.NONE, reason=reason, advice=lent.venv is None)
    return evolve(item, verdict=Verdict.MIGRATE, remedy=Remedy.SAFE, reason="")


def _doubt(view: View, lent: Lent) -> str:
    """Return why the venv's own python cannot simply take over, or an empty text."""
    line = lent.instruction.lines.first
    if lent.venv is None:
        return f"Line {line}: which packages of the distribution are meant, and for which Python, is for you to say."
    if lent.stage != lent.user:
        return f"Line {line}: more than one stage is built on this line."
    launch = view.trace.stages[lent.user].launch
    first = launch.program[0] if launch.program else ""
    if first.startswith("/"):
        return f"Line {launch.lines.first if launch.lines else line} starts {first} by its path, past the venv."
    for present in view.trace.stages[lent.user].present:
        if present.site.kind is SiteKind.SYSTEM and any(not view.trace.installs[at].tooling for at in present.installs):
            return f"Line {line}: other packages are in {present.site.packages}, which the venv's python does not see."
    for at in (at for p in view.trace.stages[lent.user].present if p.site == lent.venv for at in p.carries):
        carry = view.trace.carries[at]
        if carry.same_python is not True:
            return f"Line {carry.lines.first}: {carry.disagreement.rstrip('.')}."
        if "all" not in carry.parts or carry.destination != carry.source:
            return f"Line {carry.lines.first}: only part of the venv is copied, or to another path."
    if later := _sets_path(view, lent):
        return f"Line {later} sets PATH as a whole."
    return ""


def _sets_path(view: View, lent: Lent) -> int | None:
    """Return the line of an ENV of the stage that sets PATH without what it was."""
    for instruction in view.dockerfile.stages[lent.user].instructions:
        words = [word.text for word in instruction.words]
        sets = any(w.startswith("PATH=") for w in words) or words[:1] == ["PATH"]
        if instruction.keyword == "ENV" and sets and "$" not in "".join(w for w in words if "PATH" in w or "/" in w):
            return instruction.lines.first
    return None
