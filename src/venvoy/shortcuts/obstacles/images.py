"""What base images bring, or lack."""

from __future__ import annotations

import re
from collections.abc import Iterator

from venvoy.model.trace import SiteKind
from venvoy.shortcuts.obstacles.obstacle import Family, Obstacle, ask, carries_of, installs_of, leave, look
from venvoy.trace.view import View

_PYTHON_FAMILIES = {"python", "uv", "pypy"}


def left_alone(view: View, family: Family) -> Iterator[Obstacle]:
    """Find images whose value is what they come with."""
    for stage in family:
        base = view.surroundings.bases[stage.index]
        if base.leave_alone:
            yield leave(base.leave_alone)
            return


def product(view: View, family: Family) -> Iterator[Obstacle]:
    """Find directories of packages that are what the image is for: nothing starts a Python beside them."""
    for carry in carries_of(view, family):
        base = view.surroundings.bases[carry.stage]
        if carry.site.kind in {SiteKind.TARGET, SiteKind.PREFIX} and base.family in {"scratch", "distroless"}:
            line = carry.lines.first
            if base.family == "scratch":
                yield leave(f"Line {line}: the directory of packages itself is what this image delivers.")
            else:
                yield leave(
                    f"Line {line}: {base.reference} has its Python elsewhere, and no shell to make or test a venv."
                )
            return


def interpreter(view: View, family: Family) -> Iterator[Obstacle]:
    """Ask whether there is a Python that can make a venv, where the installs are and where they go."""
    stages = {i.stage for i in installs_of(view, family)} | {c.stage for c in carries_of(view, family)}
    for install in installs_of(view, family):
        base = view.surroundings.bases[install.stage]
        beside = base.family in _PYTHON_FAMILIES and install.site.root.text == "/usr"
        if beside and install.site.kind is SiteKind.SYSTEM and not install.tooling:
            yield ask(f"Line {install.lines.first}: this is the distribution's own Python, beside that of the image.")
            return
    for stage in sorted(stages):
        base = view.surroundings.bases[stage]
        line = view.dockerfile.stages[stage].lines.first
        if base.family in _PYTHON_FAMILIES and base.prefix is not None:
            continue
        if base.family != "unknown" and view.packaged(stage) is not None:
            continue
        if base.family == "distroless":
            yield ask(f"Line {line}: {base.reference} has no shell to make or test a venv with.")
        elif base.family == "scratch":
            yield ask(
                f"Line {line}: a whole file system is copied onto an empty image; ENV has to be written there anew."
            )
        elif base.family == "unknown" and view.packaged(stage) is None and _lifts(view, stage):
            yield ask(
                f"Line {line}: which Python of a distribution {base.reference} holds, and what beside it, is not seen."
            )
        elif base.family == "unknown":
            yield _unseen(view, family, stage)
        elif base.prefix == "/usr" or base.python is None:
            yield ask(
                f"Line {line}: where {base.reference} has its Python from, and what a venv needs there, is not seen."
            )
        else:
            yield look(f"Line {line}: {base.reference} brings a Python of its own kind.")
        return


def _unseen(view: View, family: Family, stage: int) -> Obstacle:
    """Return how an image that is not known stands in the way: firmly where what starts is its own to say."""
    line, image = view.dockerfile.stages[stage].lines.first, view.surroundings.bases[stage].reference
    added = next((i for i in installs_of(view, family) if i.site.kind is SiteKind.TARGET and i.stage == stage), None)
    if added is not None and view.trace.stages[stage].ships:
        # What looks into such a directory besides its own packages is code that is not seen, and stays as it is.
        return ask(
            f"Line {added.lines.first}: these packages are added to those that the image {image} holds, which a fresh"
            " venv would hide."
        )
    for member in family:
        traced = view.trace.stages[member.index]
        unknown = view.surroundings.bases[member.index].family == "unknown"
        # A Python that this file brings is not what the image came to run.
        if unknown and view.packaged(member.index) is None and traced.ships and not traced.launch.program:
            return ask(
                f"Line {line}: what starts is for the image {image} to say, and a fresh venv would hide the packages"
                " that it came with."
            )
    return look(f"Line {line}: what the image {image} already holds cannot be seen from here.")


def _lifts(view: View, stage: int) -> bool:
    """Return True when an install of a stage passes the guard of a distribution's Python, so that there is one."""
    return any(install.lifted for install in view.installs_of((view.dockerfile.stages[stage],)))


def too_old(view: View, family: Family) -> Iterator[Obstacle]:
    """Find Pythons from before the venv module (3.3) and ``-I`` (3.4)."""
    for stage in family:
        python = view.surroundings.bases[stage.index].python
        version = (python.text if python is not None else None) or ""
        image = view.surroundings.bases[stage.index].image.text or ""
        if view.surroundings.bases[stage.index].family in _PYTHON_FAMILIES and re.search(r":2(?:$|[-.])", image):
            version = version or "2"
        if re.match(r"^(?:2(?:\.|$)|3\.[0-3]$)", version):
            yield leave(f"Python {version} has no venv module.")
            return
    for install in installs_of(view, family):
        if re.match(r"^(?:.*/)?(?:pip|python)2", install.program):
            line = install.lines.first
            yield leave(f"Line {line}: Python 2 has no venv module.")
            return
