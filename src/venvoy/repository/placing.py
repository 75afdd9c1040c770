"""Which file of the build context lies at a path of an image: the COPYs, followed backwards."""

from __future__ import annotations

import os
import posixpath
from collections.abc import Callable, Collection, Iterator
from fnmatch import fnmatchcase
from pathlib import Path

from attrs import field, frozen

from venvoy.model.dockerfile import Instruction
from venvoy.parse.dockerignore import ignored
from venvoy.trace.carries import Movement, movements
from venvoy.trace.tracing import stage_called
from venvoy.trace.view import View

_UNREADABLE = frozenset({"parents", "exclude"})
"""Flags that change which files a COPY takes, or where to."""
_WILD = "*?["


@frozen(slots=False)
class ImageFiles:
    """The files that COPYs bring from the context into the stages of an image; what a RUN makes is not seen."""

    view: View
    root: Path
    """The build context."""
    _ignored: dict[str, bool] = field(init=False, factory=dict, repr=False, eq=False)
    _listed: dict[str, frozenset[str]] = field(init=False, factory=dict, repr=False, eq=False)
    _names: dict[tuple[str, int, int | None], frozenset[str]] = field(init=False, factory=dict, repr=False, eq=False)

    def file(self, path: str, stage: int, before: int | None = None) -> str | None:
        """Return the file of the context, from its root on, that lies at *path* in *stage*; None when none does.

        *before* is the first byte of an instruction: what later ones bring does not count.
        """
        return next((one for one in self._sources(path, stage, before) if self._is(one, os.path.isfile)), None)

    def directory(self, path: str, stage: int, before: int | None = None) -> str | None:
        """Return the directory of the context whose files lie at *path* in *stage*, likewise."""
        return next((one for one in self._sources(path, stage, before) if self._is(one, os.path.isdir)), None)

    def names(self, folder: str, stage: int, before: int | None = None) -> frozenset[str]:
        """Return every name that something in *folder* of *stage* can have: what is not among them is not there.

        It is one look at a directory where a look for each name would take many.
        """
        key = (folder, stage, before)
        if key not in self._names:
            self._names[key] = frozenset(self._all_names(folder, stage, before))
        return self._names[key]

    def _all_names(self, folder: str, stage: int, before: int | None) -> Iterator[str]:
        for instruction in self._copies(stage, before):
            flag = instruction.flag("from")
            origin = None if flag is None else stage_called(self.view.dockerfile, flag.value or "", stage)
            for one in movements(instruction, self.view.scope(instruction.span.start)):
                if _meets(one.destination, folder):
                    rest = posixpath.relpath(one.destination, folder)
                    yield rest.partition("/")[0]
                    yield posixpath.basename(one.source)
                above = posixpath.dirname(one.source) if any(sign in one.source for sign in _WILD) else one.source
                inside = posixpath.relpath(folder, one.destination)
                if inside == ".." or inside.startswith("../"):
                    continue
                source = posixpath.normpath(posixpath.join(above, inside))
                if flag is None:
                    yield from self._in_directory(source.lstrip("/"))
                elif origin is not None and origin < stage:
                    yield from self.names(source, origin)

    def _in_directory(self, inside: str) -> frozenset[str]:
        if inside not in self._listed:
            try:
                self._listed[inside] = frozenset(os.listdir(self.root / inside))  # noqa: PTH208 - names are all it takes
            except (OSError, ValueError):
                self._listed[inside] = frozenset()
        return self._listed[inside]

    def not_followed(self, stage: int, folders: Collection[str]) -> int | None:
        """Return the line of a COPY or ADD that may bring unseen modules into *folders* of *stage*, or None."""
        for instruction in self._copies(stage, None):
            moved = movements(instruction, self.view.scope(instruction.span.start))
            odd = bool(_UNREADABLE & {flag.name for flag in instruction.flags} or instruction.heredocs or not moved)
            flag = instruction.flag("from")
            origin = None if flag is None else stage_called(self.view.dockerfile, flag.value or "", stage)
            if flag is None:
                odd = odd or any(self._spreads(one.source) for one in moved)
            elif origin is None:
                odd = odd or any(_meets(one.destination, folder) for one in moved for folder in folders)
            if odd:
                return instruction.lines.first
            if origin is not None and origin < stage:
                inside = [at for one in moved for folder in folders for at in _from(folder, one)]
                line = self.not_followed(origin, inside) if inside else None
                if line is not None:
                    return line
        return None

    def _spreads(self, source: str) -> bool:
        """Return True when a source with wildcards may be a directory, of which the content is copied."""
        if not any(sign in source for sign in _WILD):
            return False
        above, name = posixpath.split(source.lstrip("/"))
        if any(sign in above for sign in _WILD):
            return True
        try:
            with os.scandir(self.root / above) as entries:
                return any(entry.is_dir() and fnmatchcase(entry.name, name) for entry in entries)
        except OSError:
            return True

    def _sources(self, path: str, stage: int, before: int | None) -> Iterator[str]:
        """Yield what of the context may lie at *path*, what comes last first."""
        for instruction in self._copies(stage, before):
            scope = self.view.scope(instruction.span.start)
            found = [at for one in movements(instruction, scope) for at in _from(path, one)]
            flag = instruction.flag("from")
            if flag is None:
                yield from (one.lstrip("/") for one in found)
                continue
            origin = stage_called(self.view.dockerfile, flag.value or "", stage)
            if origin is not None and origin < stage:
                for one in found:
                    yield from self._sources(one, origin, None)

    def _copies(self, stage: int, before: int | None) -> Iterator[Instruction]:
        for at in self.view.chain(stage):
            for instruction in reversed(self.view.dockerfile.stages[at].instructions):
                late = before is not None and instruction.span.start >= before
                if instruction.keyword in {"COPY", "ADD"} and not late:
                    yield instruction

    def _is(self, inside: str, kind: Callable[[Path], bool]) -> bool:
        """Return True when *inside* is of a *kind*, is copied, and leads nowhere outside of the context."""
        if "\0" in inside or ".." in inside.split("/"):
            return False
        if inside not in self._ignored:
            self._ignored[inside] = ignored(inside, self.view.repository.dockerignore or ())
        place = self.root / inside
        if self._ignored[inside] and kind is os.path.isfile:  # what lies in a directory may be let in again
            return False
        return kind(place) and Path(os.path.realpath(place)).is_relative_to(self._real)

    @property
    def _real(self) -> str:
        return os.path.realpath(self.root)


def _from(path: str, movement: Movement) -> Iterator[str]:
    """Yield the sources of a COPY that may have become *path*: a file by its name, or something in a directory."""
    source, destination = movement.source, movement.destination
    if path == destination:
        yield source
        return
    inside = path.removeprefix(destination.rstrip("/") + "/")
    if inside == path:
        return
    name = posixpath.basename(source)
    if any(sign in name for sign in _WILD):
        if "/" not in inside and fnmatchcase(inside, name):
            yield posixpath.join(posixpath.dirname(source), inside)
        return
    if inside == name:
        yield source
    yield posixpath.join(source, inside)


def _meets(one: str, other: str) -> bool:
    """Return True when one of two directories lies in the other, or is the same."""
    first, second = (path.rstrip("/") + "/" for path in (one, other))
    return first.startswith(second) or second.startswith(first)
