"""The files beside Dockerfiles, each given to whoever knows its kind, and read only when somebody does."""

from __future__ import annotations

import os
import posixpath
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from attrs import define, field, frozen

from venvoy.codemods.sieve import may_concern
from venvoy.companions.devcontainer import is_devcontainer
from venvoy.companions.image import Image
from venvoy.companions.mentions import is_recipe
from venvoy.companions.survey import survey, wanted
from venvoy.model.analysis import Analysis
from venvoy.model.codemod import Skipped
from venvoy.model.companion import Companion, Relocation
from venvoy.model.dockerfile import Unreadable
from venvoy.model.repository import Listing
from venvoy.model.repository_plan import Found, Member
from venvoy.repository.listing import read
from venvoy.trace.received import received

_FOR_BUILDERS = (".yml", ".yaml", ".dockerignore")
"""Endings of files that are read where images are built and started, though many a COPY takes them along."""


_PYTHON = (".py", ".wsgi")
"""Endings of Python source."""
_PYTHON_FIRST = re.compile(rb"#!.*python")


@frozen
class Migrated:
    """A Dockerfile whose packages move."""

    member: Member
    after: Analysis
    """Of what its plan makes of it."""
    relocation: Relocation


@define
class _Contents:
    """The files that were read, each once."""

    listing: Listing
    notes: dict[str, None] = field(factory=dict)
    _read: dict[str, bytes | None] = field(factory=dict)

    def of(self, paths: Iterable[str]) -> dict[str, bytes]:
        """Return the content of listed files; what could not be read is left out, and noted."""
        for path in paths:
            if path not in self._read:
                self._read[path] = self._content(path)
        return {path: content for path in paths if (content := self._read[path]) is not None}

    def _content(self, path: str) -> bytes | None:
        content = read(self.listing, path)
        if isinstance(content, Unreadable):
            self.notes[f"{path} is not read: {content.reason}"] = None
            return None
        return content


def beside(
    listing: Listing, migrated: Sequence[Migrated], staying: Sequence[Member]
) -> tuple[tuple[Found, ...], tuple[str, ...]]:
    """Return what the Dockerfiles that are migrated mean for the files of the repository, and what was not read.

    Python source is read when it lies in the build context and a COPY takes it; the others by their names.

    Args:
        listing: the files.
        migrated: the Dockerfiles whose packages move.
        staying: those in which they stay where they are.
    """
    contents = _Contents(listing, dict.fromkeys(listing.notes))
    others = [one for one in staying if _may_have_python(one.analysis)]
    dockerfiles = {one.path for one in (*staying, *(other.member for other in migrated))}
    paths = tuple(file.path for file in listing.files if file.path not in dockerfiles)
    found: list[Found] = []
    for one in migrated:
        context = context_of(one.member, listing)
        for companion in _companions(one, context, paths, contents):
            shared = tuple(other.path for other in others if _runs_from(other, listing, companion.path))
            found.append(Found(one.member.path, companion, shared))
    return tuple(found), tuple(contents.notes)


def _companions(one: Migrated, context: str | None, paths: tuple[str, ...], contents: _Contents) -> Iterator[Companion]:
    image = Image(one.member.analysis, one.after, one.relocation, one.member.path, context or "")
    if context is None:
        contents.notes[
            f"From which directory {one.member.path} is built cannot be told; files beside it are not read."
        ] = None
        return
    yield from survey(contents.of(wanted(paths, image)), image, paths)
    yield from _python(tuple(path for path in paths if _may_be_python(path) and image.lies_at(path)), one, contents)


def _may_be_python(path: str) -> bool:
    """Return True for Python source, and for a file without an ending, whose first line may name Python."""
    return path.endswith(_PYTHON) or "." not in posixpath.basename(path)


def _python(paths: tuple[str, ...], one: Migrated, contents: _Contents) -> Iterator[Companion]:
    """Yield the Python source of the image in which something depends on the old layout, or that cannot be read."""
    for path, content in contents.of(paths).items():
        is_python = path.endswith(_PYTHON) or _PYTHON_FIRST.match(content) is not None
        if not is_python or not may_concern(content, one.relocation):
            continue
        # Only here is libcst loaded: most files of most repositories hold nothing to look for.
        from venvoy.codemods.python_files import python_places

        found = python_places(content, path, one.relocation)
        if isinstance(found, Skipped):
            at = f" line {found.line}" if found.line else ""
            yield Companion(path, content, (), (f"{path}{at} is not read: {found.reason}.",))
        elif found.places or found.notes:
            yield found


def _may_have_python(of: Analysis) -> bool:
    """Return False for an image of another language, which runs nothing of what it is given along with the rest."""
    packages = (name for one in of.trace.system_installs for name in one.packages)
    known = bool(of.trace.installs) or any(name.startswith("python") for name in packages)
    return known or any(base.prefix is not None or base.family == "unknown" for base in of.surroundings.bases)


def _runs_from(of: Member, listing: Listing, path: str) -> bool:
    """Return True when the image of a Dockerfile is given the file at *path*, which does its work inside of images."""
    if path.endswith(_FOR_BUILDERS) or is_recipe(path) or is_devcontainer(path):
        return False
    inside = _inside(path, context_of(of, listing))
    return inside is not None and received(of.analysis, (inside,)) != ()


def _inside(path: str, context: str | None) -> str | None:
    """Return *path* as seen from the build context, None when it lies outside."""
    if not context:
        return path if context == "" else None
    return path[len(context) + 1 :] if path.startswith(f"{context}/") else None


def context_of(of: Member, listing: Listing) -> str | None:
    """Return the build context from the root of the listing on; empty for the root, None when it is not known.

    Where the COPYs do not tell it, the root is that of a Dockerfile that lies there.
    """
    if of.analysis.repository.root is None:
        return None if "/" in of.path else ""
    real = Path(os.path.realpath(of.analysis.repository.root))
    if not real.is_relative_to(listing.root):
        return None
    return "" if str(real) == listing.root else real.relative_to(listing.root).as_posix()
