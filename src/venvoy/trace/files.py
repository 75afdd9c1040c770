"""Where a file that one stage reads is to be found in another stage."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from attrs import frozen

from venvoy.model.dockerfile import Instruction
from venvoy.trace.carries import movements
from venvoy.trace.tracing import stage_called
from venvoy.trace.view import View


@frozen
class _Copied:
    """One file that a COPY brings, by the names that it may have then."""

    origin: int | None
    """The stage that it comes from; None for the build context."""
    source: str
    places: frozenset[str]


def place_upstream(view: View, path: str, stages: tuple[int, int], before: int) -> str | None:
    """Return where the file at *path* of the second of *stages* lies in the first; None when that is not certain.

    Either the one stage copied it from the other, or both copied the same file of the build context. *before* is the
    first byte of the instruction that reads it.
    """
    source, target = stages
    here = [c for c in _copies(view, target, before) if path in c.places]
    if not here:
        return None
    found = here[-1]
    if found.origin == source:
        return found.source
    there = [c for c in _copies(view, source, None) if c.origin is None and c.source == found.source]
    if found.origin is not None or len(there) != 1:
        return None
    name = posixpath.basename(found.source)
    named = sorted(place for place in there[0].places if posixpath.basename(place) == name)
    # A destination that is not called like the file is a directory, as "." and "/" are.
    return named[0] if len(named) == 1 else None


def _copies(view: View, stage: int, before: int | None) -> Iterator[_Copied]:
    """Yield the files that COPYs bring into *stage*, or into what it inherits from, oldest first."""
    for at in reversed(view.chain(stage)):
        for instruction in view.dockerfile.stages[at].instructions:
            known = instruction.keyword in {"COPY", "ADD"} and not instruction.heredocs
            if known and (before is None or instruction.span.start < before):
                yield from _of(view, instruction, at)


def _of(view: View, instruction: Instruction, stage: int) -> Iterator[_Copied]:
    flag = instruction.flag("from")
    origin = None
    if flag is not None:
        origin = stage_called(view.dockerfile, flag.value or "", stage)
        if origin is None:
            return
    for movement in movements(instruction, view.scope(instruction.span.start)):
        name = posixpath.basename(movement.source)
        below = posixpath.join(movement.destination, name)
        same = posixpath.basename(movement.destination) == name
        yield _Copied(origin, movement.source, frozenset({movement.destination} if same else {below}))
