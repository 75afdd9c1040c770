"""What services of a compose file start and set: paths of the old layout in commands, variables and labels."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from attrs import evolve

from venvoy.companions.compose_env_files import pairs, variables
from venvoy.companions.compose_files import Service, Services, scalars
from venvoy.companions.image import Image
from venvoy.companions.paths import old_paths
from venvoy.companions.sheet import Sheet
from venvoy.companions.starts import install_place, joined, script, start_installs, start_tools, tool_place
from venvoy.companions.variables import LOOKED_UP, Setting, setting_place
from venvoy.companions.yaml_tree import Listing, Node, Scalar, Table
from venvoy.model.companion import Confidence, Place
from venvoy.model.source import Span

_STARTS = ("command", "entrypoint", "healthcheck", "post_start", "pre_stop")
_HOST = "In a compose file this is the home directory of who runs compose."
_HEADER = re.compile(rb"(?P<indent>[ \t]+)environment[ \t]*:[ \t]*\r?\n")
_OWN_LINE = re.compile(rb"[ \t]*(?:- )?[ \t]*[\"']?[A-Za-z_]\w*[\"']?[ \t]*[:=][^\n]*\n?")


def value_places(service: Service, services: Services, contents: Mapping[str, bytes]) -> Iterator[Place]:
    """Yield the places in what *service* starts and sets; the files of variables that it reads are in *contents*."""
    image = services.image
    # Without a line here, what the other files say would be in force.
    related = services.related(service)
    elsewhere = {name for one in related for name, _ in pairs(one.table.get("environment"))}
    elsewhere.update(*(variables(one, contents) for one in (service, *related)))
    for key in _STARTS:
        node = service.table.get(key)
        for one in scalars(node):
            yield from _renames(service, one, image, "old-path-in-command", f"{service.name} starts")
        yield from _calls(service, key, node, services)
    for key in ("environment", "labels"):
        node = service.table.get(key)
        for name, one in pairs(node):
            if key == "environment":
                setting = _setting(service, node, name, one, alone=name not in elsewhere)
                found = setting_place(service.file.sheet, setting, image) if setting is not None else None
                if found is not None:
                    yield found
                if name in LOOKED_UP:
                    continue
            yield from _renames(service, one, image, "old-path-in-settings", f"{service.name} sets {name} to")
    yield from _user(service, image)


def _renames(service: Service, one: Scalar, image: Image, page: str, does: str) -> Iterator[Place]:
    sheet = service.file.sheet
    written = old_paths(sheet.content, image.relocation, one.span.start, one.span.end)
    meant = old_paths(one.text.encode("utf-8", "surrogateescape"), image.relocation)
    # An escape, or a line end that YAML folds, makes another text of what is written.
    doubt = Confidence.CERTAIN if [o.text for o in written] == [o.text for o in meant] else Confidence.REPORTED
    for old in written:
        if old.text.startswith("$") and not old.text.startswith("$$"):
            old = evolve(old, confidence=Confidence.REPORTED, why=_HOST)
        yield sheet.rename(page, old, f"{does} {old.text}, {old.loss}", doubt)


def _setting(service: Service, node: Node | None, name: str, one: Scalar, *, alone: bool) -> Setting | None:
    """Return the variable that *one* is the value of; None when it is written in another way than it is meant.

    It is *alone* when no other file sets it for the service, so that it may be taken out.
    """
    sheet = service.file.sheet
    value = one.text[len(name) + 1 :] if isinstance(node, Listing) else one.text
    span = one.inside(sheet.content, value)
    if span is None:
        return None
    line = _line(sheet, node, one) if alone else None
    return Setting(name, value, span, service.name, line, expands=False)


def _line(sheet: Sheet, node: Node | None, one: Scalar) -> Span | None:
    """Return the line that an entry of a block has for itself; with the block's own line when it is the only one."""
    if not isinstance(node, Table | Listing) or node.flow:
        return None
    own = node.entries if isinstance(node, Table) else node.items
    lines = sheet.table.lines(one.span)
    start = sheet.table.start(lines.first)
    match = _OWN_LINE.match(sheet.content, start)
    inside = node.span.start <= one.span.start < node.span.end
    if not inside or lines.first != lines.last or match is None or b"&" in match.group():
        return None
    first = start if len(own) > 1 else _header(sheet, lines.first, match.end())
    return None if first is None else Span(first, match.end())


def _header(sheet: Sheet, line: int, behind: int) -> int | None:
    """Return where the line above *line* starts, when it begins the block and has a neighbour that stays."""
    if line < 3:
        return None
    above, start, end = (sheet.table.start(line - back) for back in (2, 1, 0))
    header = _HEADER.fullmatch(sheet.content, start, end)
    if header is None:
        return None
    neighbours = (sheet.content[above:start], sheet.content[behind:].split(b"\n", 1)[0])
    sibling = re.compile(re.escape(header["indent"]) + rb"[\w\"'<]")
    return start if any(sibling.match(one) for one in neighbours) else None


def _calls(service: Service, key: str, node: Node | None, services: Services) -> Iterator[Place]:
    test = node.get("test") if key == "healthcheck" and isinstance(node, Table) else node
    if isinstance(test, Scalar):
        text = test.text.encode("utf-8", "surrogateescape")
    elif isinstance(test, Listing):
        text = joined(item.text for item in test.items if isinstance(item, Scalar))
    else:
        return
    sheet, read = service.file.sheet, script(text)
    for found in start_installs(read):
        yield install_place(sheet, test.span, found, service.name)
    for tool in start_tools(read, services.left_behind(service)):
        venv = services.image.relocation.venv
        yield tool_place(sheet, "old-path-in-command", test.span, tool, service.name, venv)


def _user(service: Service, image: Image) -> Iterator[Place]:
    """Yield the place of a user who could not read what the old layout keeps in root's home directory."""
    user = service.table.get("user")
    homes = [old for old, _ in image.relocation.moved if old.startswith("/root/")]
    if not isinstance(user, Scalar) or not homes or user.text.split(":")[0] in {"", "0", "root"} or "$" in user.text:
        return
    yield service.file.sheet.place(
        "user-install",
        user.span,
        f"{service.name} runs as {user.text}, who need not be able to look into {homes[0]}.",
        f"Nothing is to be done: {image.relocation.venv} lies outside of anybody's home directory.",
        facts=(("site", homes[0]), ("user", user.text)),
    )
