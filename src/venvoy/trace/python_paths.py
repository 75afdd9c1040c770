"""ENV lines whose PYTHONPATH lends one Python the packages of another environment."""

from __future__ import annotations

import posixpath
import re

from attrs import frozen

from venvoy.model.dockerfile import Instruction
from venvoy.model.trace import Site, SiteKind
from venvoy.parse.expansion import expand
from venvoy.trace.view import View

_DISTRIBUTION = re.compile(r"^/usr/lib/python3(?:\.\d+)?/(?:dist|site)-packages$")
_PAIR = re.compile(r"^PYTHONPATH=(?P<value>.*)$", re.DOTALL)


@frozen
class Lent:
    """One entry of PYTHONPATH that is a directory of another environment's packages."""

    instruction: Instruction
    """The ENV."""
    stage: int
    """The stage that the ENV stands in."""
    user: int
    """A stage that ships with it."""
    entry: str
    """As written."""
    path: str
    """Absolute."""
    venv: Site | None
    """The venv whose packages they are; None for those of the distribution's own Python."""


def lent_packages(view: View) -> tuple[Lent, ...]:
    """Return the entries of PYTHONPATH that lend packages in a stage that ships, in the order of the file."""
    found: dict[tuple[int, str], Lent] = {}
    for stage in view.trace.stages:
        if not stage.ships:
            continue
        for at in view.chain(stage.index):
            for instruction in view.dockerfile.stages[at].instructions:
                if instruction.keyword != "ENV":
                    continue
                for entry, path in _entries(view, instruction):
                    venv = _venv_of(view, stage.index, path)
                    if venv is not None or _is_distributions(view, stage.index, path):
                        lent = Lent(instruction, at, stage.index, entry, path, venv)
                        found.setdefault((instruction.span.start, path), lent)
    return tuple(lent for _, lent in sorted(found.items()))


def _entries(view: View, instruction: Instruction) -> list[tuple[str, str]]:
    """Return the entries of the PYTHONPATH that an ENV sets, as (written, absolute)."""
    words = [word.text for word in instruction.words]
    if len(words) > 1 and words[0] == "PYTHONPATH":
        values = [" ".join(words[1:])]
    else:
        values = [match["value"] for word in words if (match := _PAIR.match(word)) is not None]
    scope = view.scope(instruction.span.start)
    workdir = scope.workdir.text or "/"
    written = [entry for value in values for entry in value.strip("\"'").split(":") if entry]
    known = [(entry, expand(entry, scope.lookup).text) for entry in written]
    return [(entry, posixpath.normpath(posixpath.join(workdir, text))) for entry, text in known if text]


def _venv_of(view: View, stage: int, path: str) -> Site | None:
    """Return the venv of a stage whose packages lie at *path*, when the stage's python is not a venv's."""
    traced = view.trace.stages[stage]
    python = traced.launch.python_site
    if python is not None and python.kind is SiteKind.VENV:
        return None
    for present in traced.present:
        root = present.site.root.text
        inside = root is not None and re.fullmatch(rf"{re.escape(root)}/lib(?:64)?/python[\d.]+/site-packages", path)
        if present.site.kind is SiteKind.VENV and inside:
            return present.site
    return None


def _is_distributions(view: View, stage: int, path: str) -> bool:
    """Return True when *path* belongs to the distribution's Python, and the stage's python is another one."""
    launch = view.trace.stages[stage].launch
    base = view.surroundings.bases[stage]
    own = base.family in {"python", "uv"} and base.python is not None
    venv = launch.python_site is not None and launch.python_site.kind is SiteKind.VENV
    return _DISTRIBUTION.match(path) is not None and (own or venv)
