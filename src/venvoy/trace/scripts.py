"""Console scripts that travel without the packages which they import."""

from __future__ import annotations

import re

from attrs import frozen

from venvoy.model.trace import Carry, Install, Installer, SiteKind
from venvoy.trace.files import place_upstream
from venvoy.trace.view import View

_SCRIPTS = {"scripts", "one script"}
_WITHOUT_BEARING = {
    "--disable-pip-version-check", "--no-cache", "--no-cache-dir", "--no-input", "--no-warn-script-location", "--quiet",
    "--root-user-action=ignore", "--user", "-q", "--break-system-packages",
}  # fmt: skip
_ONLY_PIP = re.compile(
    r"^(?:python[\d.]*\s+-m\s+)?pip[\d.]*\s+install\s|^rm\s+-rf?\s+(?:/root/\.cache|~/\.cache)\b|^set\s"
)


@frozen
class BareScripts:
    """A COPY of scripts alone."""

    carry: Carry
    again: Install | None
    """An install of the receiving stage that installs the same once more; None when there is none for certain."""
    doubt: str
    """Why there is none, as one sentence; empty when there is one."""


def bare_scripts(view: View) -> tuple[BareScripts, ...]:
    """Return the shipped copies of scripts whose packages no other copy brings, in the order of the file."""
    return view.once(_bare_scripts, 0)


def _bare_scripts(view: View, about: int) -> tuple[BareScripts, ...]:
    del about
    carries = [view.trace.carries[at] for at in sorted(view.shipped_carries)]
    whole = {(c.stage, c.site) for c in carries if {"all", "packages"} & set(c.parts)}
    found = []
    for carry in carries:
        alone = carry.source_stage >= 0 and bool(carry.parts) and set(carry.parts) <= _SCRIPTS
        brought = any((stage, carry.site) in whole for stage in view.chain(carry.stage))
        if not alone or brought or _holds_more(view, carry):
            continue
        again, doubt = _again(view, carry)
        found.append(BareScripts(carry, again, doubt))
    return tuple(found)


def _holds_more(view: View, carry: Carry) -> bool:
    """Return True when programs that no package brought may lie where the scripts are copied from."""
    wide = carry.site.kind is SiteKind.SYSTEM and "scripts" in carry.parts
    return wide and view.also_writes(carry) is not None


def _again(view: View, carry: Carry) -> tuple[Install | None, str]:
    """Return the install that repeats, in the receiving stage, what filled the site; or None, and why."""
    line = carry.lines.first
    filling = [view.trace.installs[at] for at in sorted(view.taken(carry)) if not view.trace.installs[at].tooling]
    here = [i for at in view.chain(carry.stage) for i in view.installs_of((view.dockerfile.stages[at],))]
    here = [i for i in here if not i.tooling]
    if not here:
        return None, f"Line {line}: only scripts are copied, without the packages that they import."
    second = here[0]
    if len(here) > 1 or len(filling) != 1 or not _alike(view, filling[0], second, carry):
        return None, (
            f"Line {line}: only scripts are copied; whether line {second.lines.first} installs the same packages"
            " cannot be told."
        )
    return second, ""


def _alike(view: View, first: Install, second: Install, carry: Carry) -> bool:
    """Return True when two installs surely install the same: the same words, about the same files."""
    plain = all(
        i.installer is Installer.PIP and not i.conditional and (i.user.text or "root") in {"root", "0"}
        for i in (first, second)
    )
    asked = _asked(first)
    if not plain or asked is None or asked != _asked(second) or not first.what or second.stage != carry.stage:
        return False
    if first.editable or second.editable or len(first.reads) != len(second.reads):
        return False
    stages = (first.stage, second.stage)
    places = [place_upstream(view, path, stages, second.instruction) for path in second.reads]
    return places == list(first.reads) and _only_installs(view, second)


def _asked(install: Install) -> list[str] | None:
    """Return what stands behind ``install``, without what only says where to, or how loud; None for a variable."""
    words = [word.literal for word in install.command.argv]
    if None in words or "install" not in words:
        return None
    behind = words[words.index("install") + 1 :]
    return sorted(word for word in behind if word is not None and word not in _WITHOUT_BEARING)


def _only_installs(view: View, install: Install) -> bool:
    """Return True when the RUN of an install does nothing else that an image would miss."""
    text = view.instruction(install.instruction).argument.text
    return all(_ONLY_PIP.match(piece.strip()) for piece in re.split(r"&&|;|\n", text) if piece.strip())
