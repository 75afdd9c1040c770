"""A distribution's Python libraries and pip's packages share one interpreter."""

from __future__ import annotations

from venvoy.model.finding import Finding
from venvoy.model.trace import SiteKind, SystemInstall
from venvoy.shortcuts.findings import finding
from venvoy.trace.view import View

_SHOWN = 3


def find(view: View) -> tuple[Finding, ...]:
    """Return a finding for each command that brings such libraries to where an installer's packages are as well."""
    found: dict[int, tuple[SystemInstall, list[str]]] = {}
    for stage in view.trace.stages:
        python = view.packaged(stage.index)
        mixed = any(p.site.kind is SiteKind.SYSTEM and set(p.installs) & view.shipped_installs for p in stage.present)
        for command, name in python.libraries if python is not None and mixed else ():
            names = found.setdefault(command.command.span.start, (command, []))[1]
            if name not in names:
                names.append(name)
    return tuple(_finding(view, command, names) for _, (command, names) in sorted(found.items()))


def _finding(view: View, command: SystemInstall, names: list[str]) -> Finding:
    others = len(names) - _SHOWN
    shown = ", ".join(names[:_SHOWN]) + (f" and {others} more" if others > 0 else "")
    return finding(
        view,
        "apt-and-pip-mixed",
        command.stage,
        command.lines,
        f"{command.manager} brings {shown} for the same interpreter that pip's packages are installed for.",
        instruction=command.instruction,
        spans=(command.command.span,),
        facts={
            "image": view.surroundings.bases[command.stage].reference,
            "line": str(command.lines.first),
            "packages": ", ".join(names),
        },
    )
