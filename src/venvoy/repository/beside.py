"""The files beside Dockerfiles, each given to whoever knows its kind, and read only when somebody does."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Collection, Iterable, Iterator, Sequence

from attrs import define, field, frozen

from venvoy.codemods.sieve import may_concern
from venvoy.companions.ignore_file import copied_names
from venvoy.companions.image import Image
from venvoy.companions.survey import named_in, survey, wanted
from venvoy.model.analysis import Analysis
from venvoy.model.codemod import Skipped
from venvoy.model.companion import Companion, Relocation
from venvoy.model.dockerfile import Unreadable
from venvoy.model.repository import Listing
from venvoy.model.repository_plan import Found, Member
from venvoy.repository.copied_elsewhere import copied_elsewhere
from venvoy.repository.listing import read
from venvoy.repository.sharing import context_of, runs_from

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
    dockerfiles = {one.path for one in (*staying, *(other.member for other in migrated))}
    paths = tuple(file.path for file in listing.files if file.path not in dockerfiles)
    found: list[Found] = []
    every = (*staying, *(one.member for one in migrated))
    copied = {one.path: copied_names(one.analysis.dockerfile) for one in every}
    for one in migrated:
        context = context_of(one.member, listing)
        theirs = frozenset(name for path, names in copied.items() if path != one.member.path for name in names)
        for companion in _companions(one, context, paths, contents, theirs):
            shared = tuple(other.path for other in staying if runs_from(other, listing, companion.path))
            found.append(Found(one.member.path, companion, shared))
    moving = {one.member.path: one.relocation for one in migrated}
    everybody = (*staying, *(one.member for one in migrated))
    return tuple(found), (*contents.notes, *copied_elsewhere(moving, everybody))


def _companions(
    one: Migrated, context: str | None, paths: tuple[str, ...], contents: _Contents, copied: Collection[str]
) -> Iterator[Companion]:
    image = Image(one.member.analysis, one.after, one.relocation, one.member.path, context or "")
    if context is None:
        contents.notes[
            f"From which directory {one.member.path} is built cannot be told; files beside it are not read."
        ] = None
        return
    yield from survey(contents.of(_looked_into(paths, image, contents)), image, paths, copied)
    yield from _python(tuple(path for path in paths if _may_be_python(path) and image.lies_at(path)), one, contents)


def _looked_into(paths: tuple[str, ...], image: Image, contents: _Contents) -> tuple[str, ...]:
    """Return those of *paths* that are known by their names, and those that they name in turn."""
    listed = frozenset(paths)
    found = dict.fromkeys(wanted(paths, image))
    more = tuple(found)
    while more:
        more = tuple(path for path in sorted(named_in(contents.of(more))) if path in listed and path not in found)
        found |= dict.fromkeys(more)
    return tuple(found)


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
            yield Companion(path, content, (), (f"{path}{at} is not read: {found.reason}.",), unread=True)
        elif found.places or found.notes:
            yield found
