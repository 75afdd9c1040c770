"""Source directories that installed packages point to, and the stages that lack them."""

from __future__ import annotations

import posixpath
import re

from attrs import frozen

from venvoy.model.dockerfile import Instruction
from venvoy.model.trace import Carry, Install
from venvoy.trace.carries import movements
from venvoy.trace.view import View

# Files that lie beside a source and are none of it.
_BESIDE = re.compile(
    r"\.(?:toml|lock|txt|ini|cfg|sh|ya?ml|json|md|rst|conf|env|crt|pem)$|(?:^|/)(?:LICENSE|Procfile|\.env)$"
)
_FETCHES = re.compile(r"\b(?:git|tar|unzip|curl|wget|cp|mv|ln|rsync)\b")


@frozen
class Lost:
    """An editable install whose packages travel, and whose source does not."""

    install: Install
    source: str
    """The absolute directory that the pointer names."""
    carry: Carry
    stage: int
    """A stage that ships without the source."""
    bare: bool
    """True when nothing of the build context is copied into that stage that could be a source at another path."""


def lost_sources(view: View) -> tuple[Lost, ...]:
    """Return the editable installs that point to nothing in a stage that ships, in the order of the file."""
    found: dict[tuple[int, str], Lost] = {}
    for carry in (view.trace.carries[at] for at in sorted(view.shipped_carries)):
        if carry.source_stage < 0 or not {"all", "packages"} & set(carry.parts):
            continue
        for at in sorted(view.taken(carry)):
            install = view.trace.installs[at]
            for source in install.editable:
                stage = next((s for s in _ends(view, carry.stage) if not may_hold(view, s, source)), None)
                if stage is not None:
                    bare = not any(_could_be_source(view, i) for i in _inside(view, stage))
                    found.setdefault((at, source), Lost(install, source, carry, stage, bare))
    return tuple(lost for _, lost in sorted(found.items()))


def _ends(view: View, stage: int) -> list[int]:
    """Return the stages that ship and are, or are built from, *stage*."""
    return [s.index for s in view.trace.stages if s.ships and stage in view.chain(s.index)]


def _inside(view: View, stage: int) -> list[Instruction]:
    return [i for at in view.chain(stage) for i in view.dockerfile.stages[at].instructions]


def may_hold(view: View, stage: int, path: str) -> bool:
    """Return True when a stage may have files at *path*: it is given some there, or cannot be looked into."""
    if view.surroundings.bases[stage].family == "unknown":
        return True
    return any(may_fill(view, instruction, path) for instruction in _inside(view, stage))


def may_fill(view: View, instruction: Instruction, path: str) -> bool:
    """Return True when an instruction may put source files at *path* or below."""
    workdir = view.scope(instruction.span.start).workdir.text or "/"
    text = instruction.argument.text
    if instruction.keyword in {"RUN", "VOLUME", "ONBUILD"}:
        named = re.search(rf"(?<![\w.-]){re.escape(path)}(?![\w.-])", text) is not None
        return named or (f"{workdir}/".startswith(f"{path}/") and _FETCHES.search(text) is not None)
    if instruction.keyword not in {"COPY", "ADD"}:
        return False
    moved = movements(instruction, view.scope(instruction.span.start))
    if not moved:
        return True
    site = any(c.instruction == instruction.span.start and c.destination != path for c in view.trace.carries)
    for movement in moved:
        around = movement.destination == "/" or f"{path}/".startswith(f"{movement.destination}/")
        below = movement.destination.startswith(f"{path}/") and not site
        if (around or below) and not _BESIDE.search(movement.source):
            return True
    return False


def _could_be_source(view: View, instruction: Instruction) -> bool:
    """Return True for a COPY out of the build context, or of no site out of another stage, that may bring modules."""
    if instruction.keyword not in {"COPY", "ADD"}:
        return False
    if any(c.instruction == instruction.span.start for c in view.trace.carries):
        return False
    return not all(_BESIDE.search(posixpath.basename(word.text)) for word in instruction.words[:-1])
