"""Asks every detector of the catalogue, and sums up what a file needs."""

from __future__ import annotations

import importlib
import importlib.resources
import pkgutil
import re
from collections.abc import Callable
from functools import cache

import venvoy.shortcuts
from venvoy.model.dockerfile import Dockerfile
from venvoy.model.environment import Base, Surroundings
from venvoy.model.finding import FileVerdict, Finding, Review, StageSummary, Verdict
from venvoy.model.repository import UNSEEN, Repository
from venvoy.model.shell import Opaque
from venvoy.model.trace import Install, Installer, SiteKind, Trace
from venvoy.shortcuts.findings import joined
from venvoy.shortcuts.obstacles import obstacles
from venvoy.trace.view import View

Detector = Callable[[View], tuple[Finding, ...]]


@cache
def detectors() -> tuple[Detector, ...]:
    """Return the detectors: every module of this folder that has a page beside it."""
    folder = importlib.resources.files(venvoy.shortcuts)
    names = sorted(
        m.name for m in pkgutil.iter_modules(venvoy.shortcuts.__path__) if folder.joinpath(f"{m.name}.md").is_file()
    )
    modules = (importlib.import_module(f"venvoy.shortcuts.{name}") for name in names)
    return tuple(module.find for module in modules)


def review(dockerfile: Dockerfile, surroundings: Surroundings, trace: Trace, repository: Repository = UNSEEN) -> Review:
    """Return everything that was found in one file, and the verdict on it."""
    view = View(dockerfile, surroundings, trace, repository)
    items = tuple(item for find in detectors() for item in find(view))
    left = tuple(dict.fromkeys(reason for item in items if (reason := _better_left(view, item))))
    found = joined(view, tuple(item for item in items if not _better_left(view, item)))
    verdict, reasons = _verdict(view, found, left)
    stages = tuple(StageSummary(s.label, s.base, s.lines.first) for s in dockerfile.stages)
    return Review(dockerfile.path, stages, verdict, reasons, found, _left_alone(view))


def _verdict(view: View, found: tuple[Finding, ...], left: tuple[str, ...]) -> tuple[FileVerdict, tuple[str, ...]]:
    real = [item for item in found if not item.advice]
    reasons = tuple(dict.fromkeys(item.reason for item in real if item.reason))
    for verdict, answer in ((Verdict.MIGRATE, FileVerdict.MIGRATE), (Verdict.ASK, FileVerdict.ASK)):
        if any(item.verdict is verdict for item in real):
            return answer, () if answer is FileVerdict.MIGRATE else reasons
    if real:
        return FileVerdict.KEEP, reasons
    if left:
        return FileVerdict.KEEP, left
    if unfollowed := _unfollowed(view):
        return FileVerdict.NOT_UNDERSTOOD, unfollowed
    if kept := _kept(view):
        return FileVerdict.KEEP, kept
    return FileVerdict.NOTHING, (_nothing(view),)


def _better_left(view: View, item: Finding) -> str | None:
    """Return why the image of a finding is better left alone: the verdict on the file says it, and no finding does."""
    firmest = obstacles(view, item.stage)[:1]
    return firmest[0].reason if firmest and firmest[0].verdict is Verdict.KEEP else None


def _kept(view: View) -> tuple[str, ...]:
    bases = (view.surroundings.bases[stage.index] for stage in view.trace.stages if stage.ships)
    return tuple(dict.fromkeys(base.leave_alone for base in bases if base.leave_alone))


def _unfollowed(view: View) -> tuple[str, ...]:
    """Return a sentence for each shipped application install that no page of the catalogue speaks of yet."""
    sentences = []
    lost = {
        at
        for at, install in enumerate(view.trace.installs)
        if install.site.kind is SiteKind.UNKNOWN
        and not install.tooling
        and view.trace.stages[install.stage].reaches_last
    }
    for at in sorted(view.shipped_installs | lost):
        install = view.trace.installs[at]
        base = view.surroundings.bases[install.stage]
        own = install.site.kind is SiteKind.VENV or install.installer in {Installer.PIPX, Installer.CONDA}
        if (not own or _set_elsewhere(install, base)) and not base.leave_alone:
            sentences.append(_why_unfollowed(install, base))
    return tuple(sentences) or _mounted(view) or _carted(view) or _indirect(view)


def _set_elsewhere(install: Install, base: Base) -> bool:
    """Return True when a setting of an image that is not known may send Poetry or Pipenv to the interpreter itself."""
    settable = install.installer in {Installer.POETRY, Installer.PIPENV} and install.site.root.text is None
    return settable and base.family == "unknown"


def _why_unfollowed(install: Install, base: Base) -> str:
    """Return why it is not known where *install* puts what it installs."""
    line = install.lines.first
    if (install.program, install.options) == ("uv pip", ()):
        if base.family == "unknown":
            return f"Line {line}: which environment uv pip fills is for the image {base.reference} to say, unseen here."
        return f"Line {line}: uv pip is given no environment here, and none was seen that it would find."
    called = " ".join((install.program, *install.options))
    if _set_elsewhere(install, base):
        return f"Line {line}: which environment {called} fills is for the image {base.reference} to say, unseen here."
    return f"Line {line}: {called} is not followed yet, so this file is left as it is."


def _carted(view: View) -> tuple[str, ...]:
    """Return a sentence for each RUN that takes installed packages elsewhere in a stage that others copy from."""
    if view.shipped_installs:
        return ()
    sentences = []
    for install in view.trace.installs:
        root = install.site.root.text
        if install.tooling or root is None or install.site.kind is SiteKind.VENV or root in {"/", "/usr", "/usr/local"}:
            continue
        if not view.trace.stages[install.stage].reaches_last:
            continue
        for instruction in view.dockerfile.stages[install.stage].instructions:
            carted = re.search(r"\b(?:cp|mv|tar|rsync|ln|zip)\b[^;&|]*" + re.escape(root), instruction.argument.text)
            if instruction.keyword == "RUN" and carted:
                line = instruction.lines.first
                of = install.lines.first
                sentences.append(f"Line {line}: where this takes the packages of line {of} is not followed.")
    return tuple(dict.fromkeys(sentences))


def _mounted(view: View) -> tuple[str, ...]:
    """Return a sentence for each RUN that is given another stage's packages and may take them over."""
    installs = {install.instruction for install in view.trace.installs}
    shipping = {s.index for s in view.trace.stages if s.reaches_last or s.ships}
    return tuple(
        f"Line {carry.lines.first}: what this RUN takes of the packages that are mounted at {carry.destination}"
        " is not followed."
        for carry in view.trace.carries
        if carry.mount and carry.stage in shipping and carry.instruction not in installs
    )


def _indirect(view: View) -> tuple[str, ...]:
    """Return a sentence for each place that may install an application where nothing else was seen to."""
    if view.shipped_installs:
        return ()
    shipping = {s.index for s in view.trace.stages if s.reaches_last or s.ships}
    lines = [
        s.lines
        for s in view.dockerfile.stages
        if s.index in shipping and view.surroundings.bases[s.index].family == "python"
    ]
    return tuple(
        f"Line {opaque.lines.first}: {opaque.reason} If it installs Python packages, that was not seen."
        for opaque in view.trace.opaques
        if any(r.first <= opaque.lines.first <= r.last for r in lines)
    )


def _nothing(view: View) -> str:
    if any(view.trace.installs[at].site.kind is SiteKind.VENV for at in view.shipped_installs):
        return "The application's packages already live in a virtual environment."
    there = {at for s in view.trace.stages if s.ships for present in s.present for at in present.installs}
    if any(view.trace.installs[at].installer is Installer.CONDA for at in there):
        return "What conda installs lives in an isolated prefix already; a virtual environment would add nothing to it."
    own = (i for i in view.trace.installs if i.site.kind is SiteKind.VENV and i.site.root.text is None)
    if install := next(own, None):
        return (
            f"Line {install.lines.first}: {install.program} fills an environment of its own; which stage takes it from "
            "there is not followed."
        )
    return "No install of a Python application into an image that ships was seen."


def _left_alone(view: View) -> tuple[Opaque, ...]:
    """Return what was not understood in stages that have Python installs, in the order of the file."""
    stages = {install.stage for install in view.trace.installs}
    ranges = [view.dockerfile.stages[stage].lines for stage in stages]
    inside = (o for o in view.trace.opaques if any(r.first <= o.lines.first <= r.last for r in ranges))
    return tuple(sorted(inside, key=lambda opaque: opaque.lines))
