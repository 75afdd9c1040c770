"""An install goes by a lock file that is missing, or behind its manifest. Advice, as only the owner can lock anew."""

from __future__ import annotations

import re
from collections.abc import Iterator

from attrs import evolve

from venvoy.model.finding import Finding
from venvoy.model.lock import Freshness
from venvoy.model.trace import Install, Installer
from venvoy.shortcuts.findings import asking, install_finding
from venvoy.trace.project_python import LOCKS, brought, mounts
from venvoy.trace.view import View

NAME = "stale-lock"

_RENEWED = {"uv.lock": "uv lock", "poetry.lock": "poetry lock", "Pipfile.lock": "pipenv lock", "pdm.lock": "pdm lock"}
_STOPS = {
    Installer.UV: frozenset({"--locked"}),
    Installer.PIPENV: frozenset({"--deploy"}),
    Installer.PDM: frozenset({"--check"}),
}
"""Options with which a lock file that is behind, or missing, ends the build; Poetry needs none for the former."""
_NEEDS = {
    Installer.UV: frozenset({"--frozen"}),
    Installer.PIPENV: frozenset({"sync"}),
    Installer.PDM: frozenset({"sync"}),
}
"""Others, with which one that is missing does."""
_OLD = {
    Installer.UV: frozenset({"--frozen"}),
    Installer.PIPENV: frozenset({"sync", "--ignore-pipfile"}),
    Installer.PDM: frozenset({"sync"}),
}
"""Words with which what it says is installed all the same."""


def find(view: View) -> tuple[Finding, ...]:
    """Return an advice for each lock file, at the first shipped install that goes by it."""
    found: dict[str, Finding] = {}
    for at in sorted(view.shipped_installs):
        install = view.trace.installs[at]
        lock = "uv.lock" if install.syncs_project else LOCKS.get(install.installer)
        if lock is not None and lock not in found:
            for item in _findings(view, install, lock):
                found[lock] = item
    return tuple(found.values())


def _findings(view: View, install: Install, lock: str) -> Iterator[Finding]:
    repository = view.repository
    words = _words(view, install)
    known, line = repository.lock(lock), install.lines.first
    if known is not None and known.freshness is Freshness.STALE and _arrives(view, install, lock):
        message = f"{install.program} goes by {lock}, which is out of date: {known.why}."
        reason = f"Line {line}: {_effect(install, words)} '{_RENEWED[lock]}' renews it."
    elif _is_missed(view, install, lock):
        message = f"{install.program} goes by {lock}, and there is none in {repository.root}."
        needs = {*_STOPS.get(install.installer, ()), *_NEEDS.get(install.installer, ())}
        stops = words & needs
        does = "that ends the build" if stops else "so each build takes the newest versions that fit"
        reason = f"Line {line}: {does}. '{_RENEWED[lock]}' makes it."
    else:
        return
    item = asking(view, install_finding(view, NAME, install, message), install.instruction, reason)
    yield evolve(item, advice=True)


def _words(view: View, install: Install) -> frozenset[str]:
    """Return the words of the command, with the options that variables stand for (uv docs, "Environment variables")."""
    words = {word.literal or "" for word in install.command.argv}
    if install.installer is Installer.UV:
        scope = view.scope(install.instruction)
        words |= {f"--{name}" for name in ("locked", "frozen") if scope.lookup(f"UV_{name.upper()}") is not None}
    return frozenset(words)


def _arrives(view: View, install: Install, lock: str) -> bool:
    """Return True when *lock* of the root of the context surely is what *install* reads."""
    flags = view.instruction(install.instruction).flags
    return brought(view, lock) or any(mounts(flag, lock) for flag in flags)


def _effect(install: Install, words: frozenset[str]) -> str:
    """Return what a lock file that is behind leads to (docs of the tools, on installing)."""
    if install.installer is Installer.POETRY:
        return "current versions of Poetry end the build there."
    if words & _STOPS[install.installer]:
        return "that ends the build."
    if words & _OLD[install.installer]:
        return "what it says is installed all the same."
    return "it is locked anew in each build, with the newest versions that fit."


def _is_missed(view: View, install: Install, lock: str) -> bool:
    """Return True when the context is the tool's project, has no lock file, and no line of the Dockerfile makes one."""
    repository = view.repository
    if repository.root is None or lock in repository.names:
        return False
    project = repository.pyproject
    match install.installer:
        case Installer.PIPENV:
            own = "Pipfile" in repository.names
        case Installer.UV:
            own = project is not None and project.project
        case _:
            own = project is not None and install.installer.value in project.tools
    manifest = "Pipfile" if install.installer is Installer.PIPENV else "pyproject.toml"
    text = view.dockerfile.content.decode("utf-8", "replace")
    made = re.search(rf"\b{install.installer.value}\s+lock\b|--skip-lock|--from=\S+[^\n]*{re.escape(lock)}", text)
    return own and made is None and _arrives(view, install, manifest)
