"""Compose files: everything in them that goes by where the packages of the migrated image lie."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping, Sequence

from attrs import evolve

from venvoy.companions.compose_builds import build_notes, target_place
from venvoy.companions.compose_env_files import entries, env_companions, unread
from venvoy.companions.compose_files import ComposeFile, Service, Services, compose_file
from venvoy.companions.compose_isolated import isolated_places
from venvoy.companions.compose_mounts import mount_places, unknown_targets
from venvoy.companions.compose_projects import below
from venvoy.companions.compose_values import value_places
from venvoy.companions.compose_watch import watch_places
from venvoy.companions.image import Image
from venvoy.companions.sheet import Sheet, at_most
from venvoy.companions.yaml_tree import Node, Table, nodes, tree
from venvoy.model.companion import Companion, Confidence, Place
from venvoy.model.source import Lines, Span

_SERVICES = re.compile(rb"^(?:\xef\xbb\xbf)?[\"']?(?:services|include)[\"']?[ \t]*:", re.MULTILINE)
"""What compose files have, and few other files: they are not even composed."""
_NAMES = re.compile(rb"\b(?:env_file|extends|include)\b")
"""What other files are named by."""
_SHARED = "Another service, which does not run this image, has this from here, too: give each its own."


def compose_companions(
    contents: Mapping[str, bytes], image: Image, others: Mapping[str, bytes] | None = None
) -> tuple[Companion, ...]:
    """Return the files, in the order of *contents*, that have places, or that could not be read.

    Args:
        contents: YAML files by their path in the repository, compose files among them.
        image: what is migrated.
        others: further files by their path; those with variables that services read are found among them.
    """
    files, notes = read_compose(contents)
    broken = {path for path, why in notes.items() if why}
    services = Services(files, image)
    settings = others or {}
    places: dict[str, dict[str, Place]] = {path: {} for path in contents}
    foreign: dict[str, list[Span]] = {path: [] for path in contents}
    concerned: dict[str, list[Service]] = {}
    for service in services:
        path = service.file.sheet.path
        notes[path] += build_notes(service, services)
        if services.concerned(service):
            notes[path] += unknown_targets(service)
            concerned.setdefault(path, []).append(service)
        else:
            foreign[path] += _spans(service.table)
        for base in services.bases(service) if services.foreign(service) else ():
            foreign[base.file.sheet.path] += _spans(base.table)
        # A value that several services share is one place.
        places[path] |= {one.id: one for one in _places(service, services, settings) if one.id not in places[path]}
    for path, theirs in concerned.items():
        notes[path] += unread(theirs, settings)
    found = (
        Companion(
            path,
            content,
            tuple(sorted((_unshared(one, foreign[path]) for one in places[path].values()), key=_in_order)),
            tuple(dict.fromkeys(notes[path])),
            unread=path in broken,
        )
        for path, content in contents.items()
    )
    return tuple(one for one in (*found, *env_companions(services, settings)) if one.places or one.notes)


def named(contents: Mapping[str, bytes]) -> frozenset[str]:
    """Return the paths of the files that the compose files among *contents* name: with variables, or with services."""
    files, _ = read_compose({path: content for path, content in contents.items() if _NAMES.search(content)})
    found = {path for file in files for entry in file.includes for path in entry.paths}
    for service in (Service(name, file, table) for file in files for name, table in file.services.items()):
        found.update(path for _, path in entries(service) if path is not None)
        extends = service.table.get("extends")
        other = below(service.file.base, extends.get("file")) if isinstance(extends, Table) else None
        found.update(() if other is None else (other,))
    return frozenset(posixpath.normpath(path) for path in found)


def read_compose(contents: Mapping[str, bytes]) -> tuple[tuple[ComposeFile, ...], dict[str, list[str]]]:
    """Return the compose files among *contents*, and for each path why it is not read."""
    files: list[ComposeFile] = []
    notes: dict[str, list[str]] = {path: [] for path in contents}
    for path, content in contents.items():
        read = tree(content) if _SERVICES.search(content) is not None else None
        if isinstance(read, str):
            notes[path].append(f"{path} {read}")
        elif (file := compose_file(Sheet(path, content), read)) is not None:
            files.append(file)
    return tuple(files), notes


def _in_order(place: Place) -> tuple[Lines, int]:
    return place.lines, place.column


def _places(service: Service, services: Services, settings: Mapping[str, bytes]) -> Iterator[Place]:
    if services.concerned(service):
        yield from value_places(service, services, settings)
        yield from mount_places(service, services)
        yield from watch_places(service, services)
        yield from isolated_places(service, services)
    if (place := target_place(service, services)) is not None:
        yield place


def _spans(node: Node) -> Iterator[Span]:
    """Yield where the single values and the sequences of a service stand."""
    for one in nodes(node):
        if not isinstance(one, Table):
            yield one.span


def _unshared(place: Place, foreign: Sequence[Span]) -> Place:
    """Return *place* as one that is only reported, when its edits would reach a service of another image."""
    touched = any(
        span.start < edit.span.end and edit.span.start < span.end
        if edit.span.start < edit.span.end
        else span.start <= edit.span.start <= span.end
        for edit in place.edits
        for span in foreign
    )
    return evolve(at_most(place, Confidence.REPORTED), suggestion=_SHARED) if touched else place
