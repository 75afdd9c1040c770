"""From which directory a Dockerfile is built, where other files of the repository say so and none of these disagrees.

Compose files, development containers, pipelines and Makefiles are asked, all of them before one is believed.
"""

from __future__ import annotations

import os
import posixpath
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from attrs import evolve

from venvoy.companions.devcontainer import devcontainer_build, is_devcontainer
from venvoy.companions.mentions import is_recipe
from venvoy.companions.services import builds
from venvoy.model.dockerfile import Unreadable
from venvoy.model.repository import Listing
from venvoy.model.repository_plan import Member
from venvoy.model.service import ImageBuild
from venvoy.repository.build_commands import recipe_builds
from venvoy.repository.listing import read
from venvoy.repository.services import compose_contents
from venvoy.repository.sharing import context_of
from venvoy.repository.survey import surveyed


def in_build_directories(listing: Listing, members: Sequence[Member]) -> tuple[tuple[Member, ...], tuple[str, ...]]:
    """Return *members*, those whose COPYs do not tell it in the directory that other files name, and notes on these."""
    told, refused = build_directories(listing, (one.path for one in members if context_of(one, listing) is None))
    found, notes = [], list(refused)
    for one in members:
        build = told.get(one.path)
        if build is None or build.context is None:
            found.append(one)
            continue
        root = surveyed(Path(listing.root, build.context))
        found.append(evolve(one, analysis=evolve(one.analysis, repository=root)))
        notes.append(f"{one.path} is taken to be built from {_named(build)}, as {_where(build)} says.")
    return tuple(found), tuple(notes)


def build_directories(listing: Listing, dockerfiles: Iterable[str]) -> tuple[dict[str, ImageBuild], tuple[str, ...]]:
    """Return for each of *dockerfiles* who says what it is built from, and why that is not taken, a sentence each.

    Nothing is taken where two say different things, one says what is not known, as with a variable, one that may
    speak of it cannot be read, or the directory is none of the repository, as one behind a symbolic link may be.
    """
    wanted = dict.fromkeys(dockerfiles)
    if not wanted:
        return {}, ()
    said, unread = _said(listing)
    of: dict[str, list[ImageBuild]] = {}
    for one in said:
        if one.dockerfile in wanted:
            of.setdefault(one.dockerfile, []).append(one)
    found, notes = {}, []
    for path in wanted:
        known = next((one for one in of.get(path, ()) if one.context is not None), None)
        if known is None:
            continue
        why = _disagreement(known, of[path]) or _outside(known, listing) or _unread(path, unread)
        if why is None:
            found[path] = known
        else:
            notes.append(f"{path} is not taken to be built from {_named(known)}, as {_where(known)} says: {why}.")
    return found, tuple(notes)


def _said(listing: Listing) -> tuple[list[ImageBuild], dict[str, bytes]]:
    """Return what all files say, and the content of those that cannot be followed."""
    contents, _ = compose_contents(listing)
    composed, broken = builds(contents)
    said, unread = list(composed), {path: contents[path] for path in broken}
    for file in listing.files:
        recipe = is_recipe(file.path)
        content = read(listing, file.path) if recipe or is_devcontainer(file.path) else None
        if content is None or isinstance(content, Unreadable):
            continue
        if not recipe:
            one = devcontainer_build(file.path, content)
            said += [one] if one is not None else []
        elif (more := recipe_builds(file.path, content)) is not None:
            said += more
        else:
            unread[file.path] = content
    return said, unread


def _disagreement(known: ImageBuild, said: Iterable[ImageBuild]) -> str | None:
    other = next((one for one in said if one.context != known.context), None)
    if other is None:
        return None
    if other.context is None:
        return f"which directory {_where(other)} names is not known"
    return f"{_where(other)} names {_named(other)}"


def _outside(known: ImageBuild, listing: Listing) -> str | None:
    """Return why the directory is none of the repository, symbolic links resolved."""
    real = Path(os.path.realpath(Path(listing.root, known.context or "")))
    if not real.is_relative_to(os.path.realpath(listing.root)):
        return "that leads out of the repository"
    return None if real.is_dir() else "there is no such directory"


def _unread(dockerfile: str, unread: Mapping[str, bytes]) -> str | None:
    """Return which of the files that cannot be followed may speak of *dockerfile*."""
    name = posixpath.basename(dockerfile).encode("utf-8", "surrogateescape")
    # The usual name is the one that need not be written.
    words = (name, b"build") if name == b"Dockerfile" else (name,)
    path = next((path for path, content in unread.items() if any(word in content for word in words)), None)
    return f"{path} cannot be read, and may name another" if path is not None else None


def _named(build: ImageBuild) -> str:
    return build.context or "the root of the repository"


def _where(build: ImageBuild) -> str:
    return f"{build.path} line {build.line}"
