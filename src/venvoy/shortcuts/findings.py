"""Builds findings, so that every detector says the same things in the same way."""

from __future__ import annotations

from attrs import evolve

from venvoy.model.dockerfile import Instruction, Pragma
from venvoy.model.finding import Finding, Related, Remedy, Verdict
from venvoy.model.source import Lines, Span
from venvoy.model.trace import Carry, Install, VenvMade
from venvoy.shortcuts.obstacles import obstacles
from venvoy.trace.view import View


def finding(
    view: View,
    shortcut: str,
    stage: int,
    lines: Lines,
    message: str,
    *,
    instruction: int,
    related: tuple[Related, ...] = (),
    spans: tuple[Span, ...] = (),
    facts: dict[str, str] | None = None,
) -> Finding:
    """Return a finding with the verdict and remedy that the circumstances of its stages allow."""
    verdict, remedy, reason = Verdict.MIGRATE, Remedy.SAFE, ""
    if firmest := obstacles(view, stage)[:1]:
        verdict, remedy, reason = firmest[0].verdict, firmest[0].remedy, firmest[0].reason
    if pragma := pragma_for(view, shortcut, instruction):
        verdict, remedy = Verdict.KEEP, Remedy.NONE
        reason = f"Kept by the comment on line {pragma.line}" + (f": {pragma.reason}" if pragma.reason else ".")
    return Finding(
        id=f"{shortcut}:{lines.first}",
        shortcut=shortcut,
        stage=stage,
        lines=lines,
        message=message,
        verdict=verdict,
        remedy=remedy,
        reason=reason,
        related=related,
        spans=spans,
        facts=tuple((facts or {}).items()),
    )


def pragma_for(view: View, shortcut: str, instruction: int) -> Pragma | None:
    """Return the comment that keeps *shortcut* at the instruction starting at byte *instruction*, or in the file."""
    line = view.instruction(instruction).lines.first
    found = (p for p in view.dockerfile.pragmas if p.shortcut in {shortcut, "all"} and p.target in {None, line})
    return next(found, None)


def asking(view: View, found: Finding, instruction: int, reason: str) -> Finding:
    """Return *found* as one that only the person can answer, unless a comment at *instruction* keeps it already."""
    if pragma_for(view, found.shortcut, instruction) is not None:
        return found
    return evolve(found, verdict=Verdict.ASK, remedy=Remedy.NONE, reason=reason)


def install_finding(view: View, shortcut: str, install: Install, message: str) -> Finding:
    """Return the finding for an install, with the copies of its site as related lines."""
    related = tuple(
        Related(carry.lines, f"copies {carry.source} from {view.label(carry.source_stage)}")
        for carry in view.carries(install.site.kind)
        if carry.source_stage == install.stage and carry.site == install.site
    )
    return finding(
        view,
        shortcut,
        install.stage,
        install.lines,
        message,
        instruction=install.instruction,
        related=related,
        spans=(install.command.span,),
        facts=facts_of(view, install),
    )


def facts_of(view: View, install: Install) -> dict[str, str]:
    """Return this file's own names for the page of an install's shortcut."""
    return {
        "image": view.surroundings.bases[install.stage].reference,
        "site": install.site.packages or install.site.root.text or "",
        "line": str(install.lines.first),
        "program": install.program,
        "user": install.user.text or "",
        "packages": ", ".join(install.what),
    }


def carry_finding(view: View, shortcut: str, carry: Carry, message: str) -> Finding:
    """Return the finding for a copy, with the installs that filled its site as related lines."""
    related = tuple(
        Related(install.lines, f"{install.program} fills {install.site.root.text} here")
        for install in view.installs(carry.site.kind)
        if install.stage == carry.source_stage and install.site == carry.site
    )
    return finding(
        view,
        shortcut,
        carry.stage,
        carry.lines,
        message,
        instruction=carry.instruction,
        related=related,
        spans=(view.instruction(carry.instruction).span,),
        facts={
            "image": view.surroundings.bases[carry.stage].reference,
            "site": carry.source,
            "destination": carry.destination,
            "line": str(carry.lines.first),
        },
    )


def idle_venvs(view: View) -> tuple[VenvMade, ...]:
    """Return the venvs that are made and then passed by, by family of stages."""
    families = dict.fromkeys(view.families[venv.stage] for venv in view.trace.venvs)
    found = (view.idle_venv(view.family(family)) for family in families)
    shipped = {view.families[view.trace.installs[at].stage] for at in view.shipped_installs}
    return tuple(venv for venv in found if venv is not None and view.families[venv.stage] in shipped)


def venv_finding(
    view: View, shortcut: str, venv: VenvMade, message: str, instruction: Instruction | None = None
) -> Finding:
    """Return the finding for a venv that is passed by, at the command that makes it or at *instruction*."""
    lines = venv.lines if instruction is None else instruction.lines
    start = venv.instruction if instruction is None else instruction.span.start
    related = () if instruction is None else (Related(venv.lines, "makes the virtual environment"),)
    return finding(
        view,
        shortcut,
        venv.stage,
        lines,
        message,
        instruction=start,
        related=related,
        spans=(view.instruction(start).span,),
        facts={"venv": venv.site.root.text or "", "line": str(lines.first)},
    )


def joined(view: View, findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """Return *findings* with unique ids and with the others that each can only be accepted together with."""
    unique = _unique(findings)
    groups: dict[int, list[str]] = {}
    places: dict[str, int] = {}
    for item in unique:
        if not item.advice:
            group = groups.setdefault(view.families[item.stage], [])
            places[item.id] = len(group)
            group.append(item.id)
    return tuple(
        item if item.advice else evolve(item, needs=_others(groups[view.families[item.stage]], places[item.id]))
        for item in unique
    )


def _others(group: list[str], at: int) -> tuple[str, ...]:
    return (*group[:at], *group[at + 1 :])


def _unique(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    seen: dict[str, int] = {}
    result = []
    for item in sorted(findings, key=lambda f: (f.lines.first, f.shortcut)):
        seen[item.id] = seen.get(item.id, 0) + 1
        result.append(item if seen[item.id] == 1 else evolve(item, id=f"{item.id}.{seen[item.id]}"))
    return tuple(result)
