"""Packages are carried from one Python to another that differs."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import evolve

from venvoy.model.finding import Finding
from venvoy.model.trace import Carry
from venvoy.shortcuts.findings import asking, carry_finding, install_finding
from venvoy.trace.project_python import contradiction, demand_of
from venvoy.trace.view import View

NAME = "python-mismatch"


def find(view: View) -> tuple[Finding, ...]:
    """Return a finding for each COPY between stages whose Pythons surely differ."""
    found = []
    for at in sorted(view.shipped_carries):
        carry = view.trace.carries[at]
        if carry.source_stage < 0 or not {"all", "packages"} & set(carry.parts):
            continue
        why = carry.disagreement if carry.same_python is False else _by_default(view, carry)
        if why is None:
            continue
        message = f"COPY carries packages from one Python to another: {why}."
        reason = f"Line {carry.lines.first}: which of the two Pythons is meant is for you to say.{tested(view)}"
        found.append(asking(view, carry_finding(view, NAME, carry, message), carry.instruction, reason))
    return (*found, *_older_systems(view), *_demands(view), *_contradictions(view))


def _older_systems(view: View) -> Iterator[Finding]:
    """Yield an advice for each COPY between stages that agree on the Python, from a newer release of Debian or Ubuntu.

    The C library is compatible in one direction: what was compiled on a newer one may not load on an older one.
    """
    for at in sorted(view.shipped_carries):
        carry = view.trace.carries[at]
        if carry.source_stage < 0 or not {"all", "packages"} & set(carry.parts) or carry.same_python is False:
            continue
        made, used = (view.surroundings.bases[at].distribution or "" for at in (carry.source_stage, carry.stage))
        for releases in _RELEASES:
            if made in releases and used in releases and releases.index(made) > releases.index(used):
                message = f"Built on {made}, used on {used}: a module compiled there may want a newer C library."
                reason = f"Line {carry.lines.first}: build on {used} as well, or ship on {made}."
                item = asking(view, carry_finding(view, NAME, carry, message), carry.instruction, reason)
                yield evolve(item, advice=True)


_RELEASES = (
    ("stretch", "buster", "bullseye", "bookworm", "trixie", "forky"),
    ("bionic", "focal", "jammy", "noble"),
)


def _demands(view: View) -> Iterator[Finding]:
    """Yield an advice for each uv project that is installed for another Python than the image's, and stays there."""
    for at in sorted(view.shipped_installs):
        install = view.trace.installs[at]
        carried = any(carry.site.root == install.site.root for carry in view.trace.carries)
        demand = None if carried else demand_of(view, install)
        if demand is not None:
            message = f"{demand.file} asks for Python {demand.wanted}, the image has {demand.has}: uv brings another."
            reason = f"Line {install.lines.first}: take an image that fits, or set UV_PYTHON if the image's is meant."
            reason += tested(view)
            item = asking(view, install_finding(view, NAME, install, message), install.instruction, reason)
            yield evolve(item, advice=True)


def _contradictions(view: View) -> Iterator[Finding]:
    """Yield an advice for the first install whose Python is none that the project's own files ask for."""
    for at in sorted(view.shipped_installs):
        install = view.trace.installs[at]
        demand = contradiction(view, install)
        if demand is not None:
            message = f"{demand.file} asks for Python {demand.wanted}, the image has {demand.has}."
            reason = f"Line {install.lines.first}: take an image that fits, or correct the file that is out of date."
            reason += tested(view)
            item = asking(view, install_finding(view, NAME, install, message), install.instruction, reason)
            yield evolve(item, advice=True)
            return


def tested(view: View) -> str:
    """Return a sentence, after a blank, with the Pythons that the project is tested with; empty where none is known."""
    said = view.repository.project.tested if view.repository.project is not None else ()
    if not said:
        return ""
    files = ", ".join(dict.fromkeys(one.path for one in said))
    *others, last = (one.text for one in said)
    return f" The project is tested with {', '.join(others)}{' and ' if others else ''}{last} ({files})."


def _by_default(view: View, carry: Carry) -> str | None:
    """Return how the two Pythons differ while every build argument has its default; None when they need not."""
    if carry.same_python is not None:
        return None
    one, other = (view.surroundings.bases[at] for at in (carry.source_stage, carry.stage))
    minors = [base.python.text if base.python is not None else None for base in (one, other)]
    if None in minors or minors[0] == minors[1]:
        return None
    return f"{one.reference} has Python {minors[0]} by default, {other.reference} has {minors[1]}"
