"""Packages point to a source directory that the stage which ships does not have."""

from __future__ import annotations

from attrs import evolve

from venvoy.model.finding import Finding, Related, Remedy, Verdict
from venvoy.model.trace import Installer, SiteKind
from venvoy.shortcuts.findings import facts_of, finding, pragma_for
from venvoy.trace.sources import Lost, lost_sources, may_fill
from venvoy.trace.view import View

NAME = "editable-in-image"
_PROJECTS = {Installer.POETRY, Installer.PDM}


def find(view: View) -> tuple[Finding, ...]:
    """Return a finding for each editable install whose source surely stays behind."""
    return tuple(_finding(view, lost) for lost in lost_sources(view) if _is_package(view, lost) is not False)


def _by_project(lost: Lost) -> bool:
    return lost.install.installer in _PROJECTS or lost.install.syncs_project


def _is_package(view: View, lost: Lost) -> bool | None:
    """Return whether there is a package to install at all; None when the project's own file was not seen."""
    if not _by_project(lost):
        return True
    project = view.repository.pyproject
    if project is None:
        # Where nothing else could be the application, the project itself is; otherwise it may never be imported.
        return None if lost.bare else False
    return project.build_system if lost.install.installer is not Installer.POETRY else None


def _finding(view: View, lost: Lost) -> Finding:
    install, carry = lost.install, lost.carry
    place = view.label(lost.stage)
    item = finding(
        view,
        NAME,
        install.stage,
        install.lines,
        f"{install.program} leaves a pointer to {lost.source}, and {place} has the packages but not {lost.source}.",
        instruction=install.instruction,
        related=(Related(carry.lines, f"copies {carry.source}, and the pointer in it"),),
        spans=(install.command.span,),
        facts=facts_of(view, install) | {"site": lost.source, "destination": carry.destination},
    )
    if pragma_for(view, NAME, install.instruction) is not None:
        return item
    remedy, reason = _doubt(view, lost)
    if install.site.kind is SiteKind.VENV or item.verdict is Verdict.MIGRATE:
        # What stands in the way of making a venv does not stand in the way of filling the one that is there.
        verdict = Verdict.MIGRATE if remedy is Remedy.SAFE else Verdict.ASK
        return evolve(item, verdict=verdict, remedy=remedy, reason=reason)
    return item


def _doubt(view: View, lost: Lost) -> tuple[Remedy, str]:
    """Return how sure it is that a copy of the source is wanted instead, and why it is not."""
    install, source = lost.install, lost.source
    line = install.lines.first
    if install.installer is Installer.POETRY:
        return Remedy.NONE, f"Line {line}: Poetry installs its project in no other way; copy {source} as well."
    gone = {other.source for other in lost_sources(view) if other.install == install}
    if kept := sorted(set(install.editable) - gone):
        return Remedy.NONE, f"Line {line}: {kept[0]}, which the same command installs, is there."
    if later := _copied_later(view, lost):
        return Remedy.NONE, f"Line {later} brings source after the install, which an install of a copy would miss."
    heirs = [s for s in view.trace.stages if s.ships and install.stage in view.chain(s.index)]
    if heirs:
        name = view.label(heirs[0].index)
        return Remedy.NONE, f"Line {line}: {name} is built from this stage, and may want the source to be live."
    if _is_package(view, lost) is None:
        return Remedy.REVIEW, f"Line {line}: without a build system in pyproject.toml the project is not installed."
    workdir = view.surroundings.final[lost.stage].workdir.text or "/"
    if f"{workdir}/".startswith(f"{source}/"):
        return Remedy.REVIEW, f"Line {line}: the last stage works in {source}, where the source may be mounted."
    return Remedy.SAFE, ""


def _copied_later(view: View, lost: Lost) -> int | None:
    """Return the line of a COPY into the source directory that stands behind the install."""
    for instruction in view.dockerfile.stages[lost.install.stage].instructions:
        later = instruction.span.start > lost.install.instruction
        if later and instruction.keyword in {"COPY", "ADD"} and may_fill(view, instruction, lost.source):
            return instruction.lines.first
    return None
