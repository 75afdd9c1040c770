"""What a venv with ``--system-site-packages`` sees below it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from attrs import frozen

from venvoy.model.source import Lines
from venvoy.model.trace import Installer, SiteKind, VenvMade
from venvoy.trace.view import View

_BELOW = {SiteKind.SYSTEM, SiteKind.USER, SiteKind.USER_BASE}
_OFFICIAL = {"python", "uv"}
_BROUGHT = {"pip", "setuptools", "wheel"}
"""What the official images hold, or held, of their own."""
_OLDER = re.compile(r":3\.(?:\d|1[01]|12\.[0-5])(?![\d])")
"""Images from before Python 3.12.6, which hold setuptools and wheel beside pip
(https://github.com/docker-library/python/pull/954)."""


@frozen
class Looking:
    """A venv that ships and looks through to the packages of its interpreter."""

    venv: VenvMade
    below: tuple[Lines, ...]
    """Where something fills the site that it looks through to; empty when that holds only what came with Python."""
    left_behind: Lines | None
    """The copy that takes it to a stage where none of that is; None when there is no such copy."""
    doubt: str
    """Why more than that may be below it, as a sentence without its line; empty when that is certain."""


def looking_venvs(view: View) -> tuple[Looking, ...]:
    """Return the venvs of official Python images that look through to the system's packages.

    Elsewhere the flag has its reasons: a distribution's libraries, or a stack that the image comes with.
    """
    return tuple(_looking(view, venv) for venv in view.trace.venvs if venv.looks_below and _to_be_judged(view, venv))


def _to_be_judged(view: View, venv: VenvMade) -> bool:
    base = view.surroundings.bases[venv.stage]
    official = base.family in _OFFICIAL and base.prefix == "/usr/local" and not base.image.depends_on
    below = venv.below is not None and venv.below.root.text == "/usr/local"
    into = [i for i in view.trace.installs if i.site.root.text == venv.site.root.text]
    # Without a pip of its own, the flag is how the venv comes to one.
    own_pip = venv.seeded or (bool(into) and all(i.installer is Installer.UV for i in into))
    return official and below and own_pip and bool(_stages(view, venv))


def _stages(view: View, venv: VenvMade) -> list[int]:
    """Return the stages that ship and hold *venv*."""
    root = venv.site.root.text
    return [s.index for s in view.trace.stages if s.ships and any(p.site.root.text == root for p in s.present)]


def _looking(view: View, venv: VenvMade) -> Looking:
    makers = view.chain(venv.stage)
    holders = {at for stage in _stages(view, venv) for at in view.chain(stage)} | set(makers)
    below = tuple(sorted(_fillings(view, holders)))
    carried = (c for c in view.trace.carries if c.site.root.text == venv.site.root.text and "all" in c.parts)
    lost = (c.lines for c in carried if not list(_fillings(view, set(view.chain(c.stage)))))
    return Looking(venv, below, next(lost, None) if below else None, _doubt(view, venv, holders))


def _fillings(view: View, stages: set[int]) -> Iterator[Lines]:
    """Yield where something fills the interpreter's own site, or a user site, in *stages*."""
    for install in view.trace.installs:
        names = {re.split(r"[\[=<>~! ]", word)[0].lower() for word in install.what}
        if install.stage in stages and install.site.kind in _BELOW and not names <= _BROUGHT:
            yield install.lines
    for carry in view.trace.carries:
        if carry.stage in stages and carry.site.kind in _BELOW and not carry.mount:
            yield carry.lines


def _doubt(view: View, venv: VenvMade, stages: set[int]) -> str:
    base = view.surroundings.bases[venv.stage]
    minor = base.python.text if base.python is not None else None
    old = f":{minor}" if base.family == "uv" else base.image.text or ""
    if minor is None or _OLDER.search(old):
        return "the image has a setuptools and a wheel of its own, which the venv sees through the flag."
    ranges = [view.dockerfile.stages[at].lines for at in stages]
    for opaque in view.trace.opaques:
        if any(r.first <= opaque.lines.first <= r.last for r in ranges):
            return f"what line {opaque.lines.first} may install beside the venv cannot be seen."
    return ""
