"""Compose files: everything in them that goes by where the packages of the migrated image lie."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from attrs import evolve

from venvoy.companions.compose_files import ComposeFile, Service, Services, compose_file, nodes
from venvoy.companions.compose_mounts import mount_places, unknown_targets
from venvoy.companions.compose_values import value_places
from venvoy.companions.image import Image
from venvoy.companions.sheet import Sheet, at_most
from venvoy.companions.stages import stage_place
from venvoy.companions.yaml_tree import Node, Scalar, Table, tree
from venvoy.model.companion import Companion, Confidence, Place
from venvoy.model.source import Lines, Span

_SERVICES = re.compile(rb"^(?:\xef\xbb\xbf)?[\"']?services[\"']?[ \t]*:", re.MULTILINE)
"""What every compose file has, and few other files: they are not even composed."""
_SHARED = "Another service, which does not run this image, shares this through an anchor: give each its own."


def compose_companions(contents: Mapping[str, bytes], image: Image) -> tuple[Companion, ...]:
    """Return the compose files among *contents*, by path, that have places, or that could not be read."""
    files: list[ComposeFile] = []
    notes: dict[str, list[str]] = {path: [] for path in contents}
    for path, content in contents.items():
        read = tree(content) if _SERVICES.search(content) is not None else None
        if isinstance(read, str):
            notes[path].append(f"{path} {read}")
        elif (file := compose_file(Sheet(path, content), read)) is not None:
            files.append(file)
    services = Services(tuple(files), image)
    places: dict[str, dict[str, Place]] = {path: {} for path in contents}
    foreign: dict[str, list[Span]] = {path: [] for path in contents}
    for service in services:
        path = service.file.sheet.path
        if services.runs_ours(service):
            notes[path] += unknown_targets(service)
        else:
            foreign[path] += _spans(service.table)
        # A value that several services share is one place.
        places[path] |= {one.id: one for one in _places(service, services) if one.id not in places[path]}
    found = (
        Companion(
            path,
            content,
            tuple(sorted((_unshared(one, foreign[path]) for one in places[path].values()), key=_in_order)),
            tuple(dict.fromkeys(notes[path])),
        )
        for path, content in contents.items()
    )
    return tuple(one for one in found if one.places or one.notes)


def _in_order(place: Place) -> tuple[Lines, int]:
    return place.lines, place.column


def _places(service: Service, services: Services) -> Iterator[Place]:
    if services.runs_ours(service):
        yield from value_places(service, services)
        yield from mount_places(service, services)
    if (named := _target(service, services)) is not None:
        yield named


def _target(service: Service, services: Services) -> Place | None:
    build = service.table.get("build")
    target = build.get("target") if isinstance(build, Table) else None
    if not isinstance(target, Scalar) or not services.builds_ours(service):
        return None
    span = target.inside(service.file.sheet.content)
    return stage_place(service.file.sheet, span, target.text, service.name, services.image) if span else None


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
