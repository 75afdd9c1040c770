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
from venvoy.model.source import Span

_SERVICES = re.compile(rb"^(?:\xef\xbb\xbf)?[\"']?services[\"']?[ \t]*:", re.MULTILINE)
"""What every compose file has, and few other files: they are not even composed."""
_SHARED = "Another service, which does not run this image, shares this through an anchor: give each its own."


def compose_companions(contents: Mapping[str, bytes], image: Image) -> tuple[Companion, ...]:
    """Return the compose files among *contents*, by path, that have places, or that could not be read."""
    files: list[ComposeFile] = []
    notes: dict[str, list[str]] = {}
    for path, content in contents.items():
        if _SERVICES.search(content) is None:
            continue
        sheet = Sheet(path, content)
        read = tree(content)
        if isinstance(read, str):
            notes[path] = [f"{path} {read}"]
        elif (file := compose_file(sheet, read)) is not None:
            files.append(file)
    services = Services(tuple(files), image)
    places: dict[str, dict[tuple[str, Span], Place]] = {}
    foreign: dict[str, list[Span]] = {}
    for service in services:
        path = service.file.sheet.path
        if services.runs_ours(service):
            for place in (*value_places(service, image), *mount_places(service, services)):
                places.setdefault(path, {}).setdefault((place.page, _at(service.file.sheet, place)), place)
            notes.setdefault(path, []).extend(unknown_targets(service))
        else:
            foreign.setdefault(path, []).extend(_spans(service.table))
        if (named := _target(service, services)) is not None:
            places.setdefault(path, {}).setdefault((named.page, _at(service.file.sheet, named)), named)
    found = []
    for path, content in contents.items():
        kept = tuple(_unshared(place, foreign.get(path, ())) for place in places.get(path, {}).values())
        said = tuple(dict.fromkeys(notes.get(path, ())))
        if kept or said:
            found.append(Companion(path, content, tuple(sorted(kept, key=lambda p: (p.lines, p.column))), said))
    return tuple(found)


def _target(service: Service, services: Services) -> Place | None:
    build = service.table.get("build")
    target = build.get("target") if isinstance(build, Table) else None
    if not isinstance(target, Scalar) or not services.builds_ours(service):
        return None
    span = target.inside(service.file.sheet.content)
    return stage_place(service.file.sheet, span, target.text, service.name, services.image) if span else None


def _at(sheet: Sheet, place: Place) -> Span:
    start = sheet.table.start(place.lines.first) + place.column
    return Span(start, start)


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
