"""Shell scripts that the image brings along: an entrypoint, and what it calls."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import IntEnum

from attrs import evolve

from venvoy.companions.image import Image
from venvoy.companions.paths import OldPath, absolute, old_paths
from venvoy.companions.sheet import Sheet, at_most
from venvoy.companions.starts import install_place, script_in, shown_text, start_installs, start_tools, tool_place
from venvoy.companions.variables import LOOKED_UP, Setting, setting_place
from venvoy.model.companion import Confidence, Place
from venvoy.model.environment import Scope
from venvoy.model.shell import Assignment, Command, Script
from venvoy.model.source import Span
from venvoy.parse.shell_errands import SHELLS
from venvoy.trace.invocation import invocation

_PAGE = "old-path-in-script"
_SHEBANG = re.compile(rb"#![ \t]*(?:\S*/)?(?:env[ \t]+(?:-S[ \t]+)?)?(?:\S*/)?(\w+)")
_VARIABLE = re.compile(r"\"?\$\{?(?P<name>\w+)\}?\"?")
_LINK_ONLY = "As an argument it may mean the interpreter itself."


def is_script(path: str, content: bytes) -> bool:
    """Return True for a script of a shell whose language is read, by its first line or else by its name."""
    first = _SHEBANG.match(content)
    if first is not None:
        return first[1].decode("ascii", "replace") in SHELLS
    return path.endswith((".sh", ".bash"))


def script_places(sheet: Sheet, image: Image, doubt: Confidence) -> tuple[Place, ...]:
    """Return the places of a script; *doubt* is the most that can be said of whether it runs in the image."""
    read = script_in(sheet.content, sheet.table, Span(0, len(sheet.content)))
    found = [*_renames(sheet, read, image, doubt), *_settings(sheet, read, image, doubt)]
    if doubt is Confidence.CERTAIN:
        # On a developer's machine, installing and activating are nobody's business.
        found += _others(sheet, read, image)
    return tuple(sorted(found, key=lambda place: (place.lines, place.column)))


def _renames(sheet: Sheet, read: Script, image: Image, doubt: Confidence) -> Iterator[Place]:
    roles = _roles(read, len(sheet.content))
    refused = [one.command.span for one in start_installs(read) if one.user]
    for old in old_paths(sheet.content, image.relocation):
        role = roles[old.start]
        if any(span.start <= old.start < span.end for span in refused):
            # pip of the environment would not do what is asked for: told of as a whole.
            continue
        if role == _Role.LOOKED_UP or (role == _Role.NONE and _in_comment(sheet, old.start)):
            continue
        most = doubt if role != _Role.NONE else Confidence.REPORTED
        python = old.program is not None and old.program.startswith("py")
        found = _doubted(old) if python and role == _Role.WORD else old
        yield sheet.rename(_PAGE, found, f"{sheet.path} names {old.text}, {old.loss}", most)


class _Role(IntEnum):
    """What a byte of a script belongs to."""

    NONE = 0
    WORD = 1
    PROGRAM = 2
    LOOKED_UP = 3


def _roles(read: Script, length: int) -> bytearray:
    """Return the role of each byte of a script of *length* bytes."""
    roles = bytearray(length)
    looked_up = [one.span for command in read.commands for one in command.assignments if one.name in LOOKED_UP]
    programs = [made.word.span for one in read.commands if (made := invocation(one, Scope(), {})) is not None]
    run = _run(read)
    programs += [one.value.span for command in read.commands for one in command.assignments if one.name in run]
    for role, spans in ((_Role.WORD, _words(read)), (_Role.PROGRAM, programs), (_Role.LOOKED_UP, looked_up)):
        for span in spans:
            roles[span.start : span.end] = bytes([role]) * (span.end - span.start)
    return roles


def _run(read: Script) -> frozenset[str]:
    """Return the variables that a command, or ``exec``, takes its program from: ``$PYTHON manage.py``."""
    words = [command.argv[command.argv[0].raw == "exec" :][:1] for command in read.commands if command.argv]
    found = (_VARIABLE.fullmatch(word.raw) for first in words for word in first)
    return frozenset(match["name"] for match in found if match is not None)


def _doubted(old: OldPath) -> OldPath:
    if old.confidence is not Confidence.CERTAIN:
        return old
    return evolve(old, confidence=Confidence.LIKELY, why=_LINK_ONLY)


def _words(read: Script) -> Iterator[Span]:
    for command in read.commands:
        yield from (word.span for word in command.argv)
        yield from (assignment.span for assignment in command.assignments)
        yield from (redirect.span for redirect in command.redirects)


def _in_comment(sheet: Sheet, at: int) -> bool:
    start = sheet.table.start(sheet.table.line(at))
    return re.search(rb"(?:^|\s)#", sheet.content[start:at]) is not None


def _settings(sheet: Sheet, read: Script, image: Image, doubt: Confidence) -> Iterator[Place]:
    for command in read.commands:
        for assignment in command.assignments:
            value, raw = assignment.value.literal or assignment.value.raw.strip("\"'"), assignment.value.raw
            at = raw.find(value)
            start = assignment.value.span.start + len(raw[: max(at, 0)].encode("utf-8", "surrogateescape"))
            span = Span(start, start + len(value.encode("utf-8", "surrogateescape")))
            written = sheet.content[span.start : span.end].decode("utf-8", "surrogateescape")
            if not value or written != value:
                continue
            line = _line(sheet, command, assignment)
            place = setting_place(sheet, Setting(assignment.name, value, span, sheet.path, line), image)
            if place is not None:
                yield at_most(place, doubt)


def _line(sheet: Sheet, command: Command, assignment: Assignment) -> Span | None:
    """Return the line of an assignment that stands for itself, outside of every branch and list."""
    start = sheet.table.start(command.lines.first)
    end = sheet.content.find(b"\n", command.span.end)
    stop = len(sheet.content) if end < 0 else end + 1
    alone = sheet.content[start:stop].strip() == sheet.content[command.span.start : command.span.end]
    only = command.assignments == (assignment,) and len(command.argv) <= 1 and not command.redirects
    if command.context or not alone or not only:
        return None
    return Span(start, stop)


def _others(sheet: Sheet, read: Script, image: Image) -> Iterator[Place]:
    for found in start_installs(read):
        yield install_place(sheet, found.command.span, found, sheet.path)
    for tool in start_tools(read, image.left_behind()):
        yield tool_place(sheet, _PAGE, tool.command.span, tool, sheet.path, image.relocation.venv)
    for command in read.commands:
        if len(command.argv) > 1 and command.argv[0].literal in {"source", "."}:
            place = _activation(sheet, command, image)
            if place is not None:
                yield place


def _activation(sheet: Sheet, command: Command, image: Image) -> Place | None:
    word, venv = command.argv[1], image.relocation.venv
    path = shown_text(word.literal or word.raw)
    # A variable in front may mean any environment, that of the image too.
    if path.lstrip("\"'").startswith("$") or not path.endswith("bin/activate"):
        return None
    if old_paths(path.encode(), image.relocation):
        return None
    made = [one.site.root.text for one in image.after.trace.venvs]
    there = {f"{root.rstrip('/')}/bin/activate" for root in (venv, *made) if root is not None}
    if any(absolute(path, workdir) in there for workdir in image.workdirs or ("/",)):
        return None
    return sheet.place(
        _PAGE,
        word.span,
        f"{sheet.path} activates {path}, and the migrated image has its packages in {venv}.",
        f"Take this line out: {venv}/bin comes first on the image's PATH.",
        facts=(("site", path), ("destination", venv)),
    )
