"""Files that ``env_file`` of a compose service names: variables of the container, one to a line.

The rules are those of the compose specification (https://github.com/compose-spec/compose-spec, ``env_file``): what
stands in ``environment`` wins over them, and a later file over an earlier one.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping

from attrs import evolve, frozen

from venvoy.companions.compose_files import Service, Services
from venvoy.companions.compose_isolated import is_isolated, unread_variable
from venvoy.companions.compose_projects import below
from venvoy.companions.image import Image
from venvoy.companions.paths import old_paths
from venvoy.companions.sheet import Sheet, at_most, readable
from venvoy.companions.variables import LOOKED_UP, Setting, setting_place
from venvoy.companions.yaml_tree import Listing, Node, Scalar, Table
from venvoy.model.companion import Companion, Confidence, Place
from venvoy.model.source import Lines, Span

LARGEST = 128 * 1024
"""Bytes of such a file that is read."""
_NAME = re.compile(rb"[ \t]*(?:export[ \t]+)?(?P<name>[A-Za-z_]\w*)[ \t]*=[ \t]*")
_COMMENT = re.compile(rb"[ \t]#")
_LINES = re.compile(rb"[^\n]*\n?")
_SHARED = "A service that does not run this image reads this file, too: give each its own."
_ALSO_HOST = frozenset({".env"})
"""Names of files that compose itself, and much else on the machine, reads unasked."""


@frozen
class Assignment:
    """One variable of such a file."""

    name: str
    value: str
    """Without quotes."""
    span: Span
    """Of the value."""
    line: Span
    """All of its line."""


def assignments(content: bytes) -> Iterator[Assignment]:
    """Yield the variables of a file, those left out whose value goes over several lines or has escapes."""
    for line in _LINES.finditer(content):
        name = _NAME.match(content, line.start(), line.end())
        value = _value(content, name.end(), line.end()) if name is not None else None
        if name is not None and value is not None:
            text = content[value.start : value.end].decode("utf-8", "surrogateescape")
            yield Assignment(name["name"].decode(), text, value, Span(*line.span()))


def _value(content: bytes, start: int, end: int) -> Span | None:
    """Return where the value is that begins at *start* of a line, without quotes and comment; None when it goes on."""
    rest = content[start:end].rstrip()
    quote = rest[:1]
    if quote in {b"'", b'"'}:
        close = rest.find(quote, 1)
        plain = close > 0 and not (quote == b'"' and b"\\" in rest[:close])
        behind = rest[close + 1 :].lstrip()
        return Span(start + 1, start + close) if plain and behind[:1] in {b"", b"#"} else None
    comment = _COMMENT.search(rest)
    bare = rest[: comment.start()].rstrip() if comment is not None else rest
    return Span(start, start + len(bare)) if bare and not bare.startswith(b"#") else None


def entries(service: Service) -> Iterator[tuple[Scalar, str | None]]:
    """Yield each entry of ``env_file``, and the path from the root of the repository, None when it is not known."""
    node = service.table.get("env_file")
    items = node.items if isinstance(node, Listing) else (node,)
    for item in items:
        named: Node | None = item.get("path") if isinstance(item, Table) else item
        if isinstance(named, Scalar) and named.text:
            yield named, below(service.file.base, named)


def variables(service: Service, contents: Mapping[str, bytes]) -> frozenset[str]:
    """Return the names of the variables that the files of *service* set, as far as these are among *contents*."""
    paths = (path for _, path in entries(service) if path is not None)
    return frozenset(one.name for path in paths for one in assignments(contents.get(path, b"")))


def unread(services: Iterable[Service], contents: Mapping[str, bytes]) -> Iterator[str]:
    """Yield a sentence for each file that *services* of one compose file name, and that is not among *contents*."""
    lines: dict[tuple[str, str], list[str]] = {}
    for service in services:
        for named, path in entries(service):
            if path not in contents:
                sheet = service.file.sheet
                lines.setdefault((sheet.path, named.text), []).append(str(sheet.table.lines(named.span).first))
    for (path, name), at in lines.items():
        where = f"line {at[0]}" if len(set(at)) == 1 else f"lines {', '.join(dict.fromkeys(at))}"
        yield f"{path}, {where}: what {name} sets is not read, as the repository does not list it."


def env_companions(services: Services, contents: Mapping[str, bytes]) -> Iterator[Companion]:
    """Yield the files among *contents* that services of the image read, with what they say of the old layout."""
    ours: dict[str, list[Service]] = {}
    foreign: set[str] = set()
    for service in services:
        paths = [path for _, path in entries(service) if path is not None and path in contents]
        if services.concerned(service):
            for path in paths:
                ours.setdefault(path, []).append(service)
        if not services.concerned(service) or any(map(services.foreign, services.extending(service))):
            foreign.update(paths)
    for path, readers in ours.items():
        content = contents[path]
        if (refused := readable(content, LARGEST)) is not None:
            yield Companion(path, content, (), (f"{path} {refused}",), unread=True)
            continue
        elsewhere = _elsewhere(path, readers, services, contents)
        found = [*_places(Sheet(path, content), readers[0].name, services.image, elsewhere)]
        found += _isolated(Sheet(path, content), readers, services)
        places = (one if path not in foreign else _shared(one) for one in found)
        if posixpath.basename(path) in _ALSO_HOST:
            places = (at_most(one, Confidence.LIKELY) for one in places)
        yield Companion(path, content, tuple(sorted(places, key=_in_order)))


def _in_order(place: Place) -> tuple[Lines, int]:
    return place.lines, place.column


def _shared(place: Place) -> Place:
    return evolve(at_most(place, Confidence.REPORTED), suggestion=_SHARED)


def _elsewhere(path: str, readers: list[Service], services: Services, contents: Mapping[str, bytes]) -> frozenset[str]:
    """Return the variables that something else sets for one of *readers*, too."""
    found: set[str] = set()
    for one in (one for reader in readers for one in (reader, *services.related(reader))):
        found.update(name for name, _ in pairs(one.table.get("environment")))
        found |= variables(one, {other: content for other, content in contents.items() if other != path})
    return frozenset(found)


def _places(sheet: Sheet, reader: str, image: Image, elsewhere: frozenset[str]) -> Iterator[Place]:
    who = f"The env_file of {reader}"
    every = list(assignments(sheet.content))
    for one in every:
        alone = one.name not in elsewhere and sum(other.name == one.name for other in every) == 1
        setting = Setting(one.name, one.value, one.span, who, one.line if alone else None, expands=False)
        if (found := setting_place(sheet, setting, image)) is not None:
            yield found
        if one.name in LOOKED_UP:
            continue
        for old in old_paths(sheet.content, image.relocation, one.span.start, one.span.end):
            yield sheet.rename("old-path-in-settings", old, f"{who} sets {one.name} to {old.text}, {old.loss}")


def _isolated(sheet: Sheet, readers: list[Service], services: Services) -> Iterator[Place]:
    """Yield the variables that the first of *readers* which starts with -I does not heed."""
    reader = next((one for one in readers if is_isolated(one, services)), None)
    if reader is None:
        return
    for one in assignments(sheet.content):
        place = unread_variable(sheet, one.name, one.span, f"The env_file of {reader.name}", services.image)
        if place is not None:
            yield place


def pairs(node: Node | None) -> Iterator[tuple[str, Scalar]]:
    """Yield names and values of variables or labels, from a mapping or a list of ``NAME=value``."""
    if isinstance(node, Table):
        yield from ((key.text, value) for key, value in node.entries if isinstance(value, Scalar))
    elif isinstance(node, Listing):
        for item in node.items:
            if isinstance(item, Scalar) and "=" in item.text:
                yield item.text.split("=", 1)[0], item
