"""What lies over a virtual environment: a directory of the host that is copied onto it, or a volume."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from attrs import frozen

from venvoy.model.dockerfile import Instruction, Stage
from venvoy.model.source import Lines
from venvoy.model.trace import SiteKind
from venvoy.parse.dockerignore import ignored
from venvoy.parse.expansion import expand
from venvoy.trace.view import View

_USUAL = frozenset({".venv", "venv", ".env", "env", ".virtualenv", "virtualenv"})
"""Names that a virtual environment has on the machine of a developer."""
_INSIDE = ("bin/python", "pyvenv.cfg", "lib/python3/site-packages/flask/app.py")
"""Some of what a virtual environment holds: it is kept out only when all of it is."""


@frozen
class Covering:
    """One thing that lies over a venv, or may."""

    stage: int
    instruction: int
    """First byte of the COPY, ADD or VOLUME."""
    venv: str
    """Path of the virtual environment in the image."""
    filled: Lines | None
    """Where the stage, or one that it is built from, makes, fills or receives it."""
    host: str | None
    """The directory of the build context that lands on it; None for a volume."""


def coverings(view: View) -> tuple[Covering, ...]:
    """Return what may lie over the venvs that ship, in the order of the file."""
    return tuple(found for stage in view.dockerfile.stages for found in _of_stage(view, stage))


def _of_stage(view: View, stage: Stage) -> Iterator[Covering]:
    venvs = _venvs(view, stage.index)
    for instruction in stage.instructions if venvs else ():
        for venv, filled in venvs.items():
            for host in _over(view, stage, instruction, venv):
                yield Covering(stage.index, instruction.span.start, venv, filled, host)


def _venvs(view: View, stage: int) -> dict[str, Lines | None]:
    """Return the venvs that a stage holds, by path, with the first line that has to do with each."""
    chain = view.chain(stage)
    found: dict[str, Lines | None] = {}
    for present in view.trace.stages[stage].present:
        root = present.site.root.text
        if present.site.kind is not SiteKind.VENV or root is None or not _ships(view, stage, root):
            continue
        made = [v.lines for v in view.trace.venvs if v.stage in chain and v.site.root.text == root]
        filled = [i.lines for i in view.trace.installs if i.stage in chain and i.site.root.text == root]
        received = [view.trace.carries[at].lines for at in present.carries]
        found[root] = min((*made, *filled, *received), default=None)
    return found


def _ships(view: View, stage: int, venv: str) -> bool:
    """Return True when the venv that *stage* holds is in what ships: there itself, or by a copy."""
    carries = (view.trace.carries[at] for at in view.shipped_carries)
    taken = any(
        stage in view.chain(c.source_stage) and c.site.root.text == venv for c in carries if c.source_stage >= 0
    )
    return taken or view.trace.stages[stage].ships


def _over(view: View, stage: Stage, instruction: Instruction, venv: str) -> Iterator[str | None]:
    """Yield the directory of the host that *instruction* lays over *venv*, or None once for a volume over it."""
    workdir = view.scope(instruction.span.start).workdir.text
    if instruction.keyword == "VOLUME" and view.trace.stages[stage.index].ships:
        if any(word.text.startswith("/") and _below(venv, word.text) is not None for word in instruction.words):
            yield None
        return
    from_context = instruction.keyword in {"COPY", "ADD"} and instruction.flag("from") is None
    if not from_context or workdir is None or not _seen(view):
        return
    words = [expand(word.text, view.scope(instruction.span.start).lookup).text for word in instruction.words]
    if len(words) < 2 or any(word is None for word in words):
        return
    *sources, destination = [word or "" for word in words]
    inside = _below(venv, posixpath.join(workdir, destination))
    if not inside or posixpath.basename(inside) not in _USUAL:
        return
    excluded = tuple(flag.value or "" for flag in instruction.flags if flag.name == "exclude")
    for source in sources:
        # Only what is surely a directory has its content copied there.
        if source.rstrip("/") in {"", "."} or source.endswith(("/", "/.")):
            host = posixpath.normpath(posixpath.join(source.lstrip("/") or ".", inside))
            patterns = view.repository.dockerignore or ()
            if not _kept_out(host, patterns) and not _kept_out(inside, excluded):
                yield host


def _seen(view: View) -> bool:
    """Return True when it is known what the context keeps out: its directory was seen, and its list could be read."""
    repository = view.repository
    readable = repository.dockerignore is not None or ".dockerignore" not in repository.names
    return repository.root is not None and readable


def _kept_out(directory: str, patterns: tuple[str, ...]) -> bool:
    return all(ignored(f"{directory}/{name}", patterns) for name in _INSIDE)


def _below(path: str, directory: str) -> str | None:
    """Return *path* relative to *directory*: empty when they are the same, None when it does not lie there."""
    place = posixpath.normpath(directory)
    if path == place:
        return ""
    return path[len(place.rstrip("/")) + 1 :] if path.startswith(place.rstrip("/") + "/") else None
