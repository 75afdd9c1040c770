"""Files that start processes in an image: Procfile, supervisord, uWSGI, systemd, cron."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Collection, Iterator
from enum import Enum

from venvoy.companions.image import Image
from venvoy.companions.mentions import ENGINE
from venvoy.companions.paths import old_paths
from venvoy.companions.sheet import Sheet, at_most
from venvoy.companions.starts import install_place, script_in, start_installs, start_tools, tool_place
from venvoy.companions.variables import LOOKED_UP, Setting, setting_place
from venvoy.model.companion import Confidence, Place
from venvoy.model.source import Span


class Kind(Enum):
    """Which program reads the file."""

    PROCFILE = "Procfile"
    SUPERVISOR = "supervisord"
    UWSGI = "uWSGI"
    SYSTEMD = "systemd"
    CRON = "cron"


_NAMES = (
    (re.compile(r"Procfile(?:\.(?!md|py|rst|txt)\w+)?"), Kind.PROCFILE),
    (re.compile(r"[\w.-]+\.(?:service|timer)"), Kind.SYSTEMD),
    (re.compile(r"(?:[\w.-]*cron(?:tab|jobs?)?|[\w.-]+\.cron)(?:\.txt)?"), Kind.CRON),
)
_SECTION = re.compile(rb"^[ \t]*\[(uwsgi|program:[^\]\n]*|supervisord)\]", re.MULTILINE)
_LINE = re.compile(rb"[^\n]*\n?")
_KEY = re.compile(rb"[ \t]*(?P<key>[\w.-]+)[ \t]*(?P<sign>[=:])[ \t]*(?P<value>[^\r\n]*)")
_VARIABLE = re.compile(rb"(?<![\w$])(?P<name>PATH|PYTHONPATH|PYTHONUSERBASE)=(?P<quote>[\"']?)(?P<value>[^\"'\s,]*)")
_UNITS = re.compile(r"/(?:etc|run|lib|usr/lib|usr/local/lib)/systemd/")
_COMMANDS = frozenset({"command", "exec", "attach-daemon", "attach-daemon2", "smart-attach-daemon", "mule", "cron"})
_HOMES = frozenset({"home", "pyhome", "venv", "virtualenv"})
"""What uWSGI calls the environment (https://uwsgi-docs.readthedocs.io/en/latest/Options.html)."""


def process_kind(path: str, content: bytes) -> Kind | None:
    """Return which program reads the file, by its name or its sections; None when it is none of these."""
    name, folder = posixpath.basename(path), posixpath.basename(posixpath.dirname(path))
    if folder.startswith("cron.") and not path.endswith((".py", ".sh")):
        return Kind.CRON
    for pattern, kind in _NAMES:
        if pattern.fullmatch(name):
            return kind
    if name.endswith((".ini", ".conf", ".cfg")) and (section := _SECTION.search(content)) is not None:
        return Kind.UWSGI if section[1] == b"uwsgi" else Kind.SUPERVISOR
    return None


def process_places(sheet: Sheet, kind: Kind, image: Image, places: Collection[str]) -> tuple[Place, ...]:
    """Return the places of such a file, which lies at *places* in the image, or in none."""
    doubt = _doubt(kind, places)
    found: list[Place] = []
    for match in _LINE.finditer(sheet.content):
        line = match.group()
        if line.strip() and not line.lstrip().startswith((b"#", b";")):
            # What calls a container engine runs beside containers, and in which image cannot be told.
            here = Confidence.REPORTED if ENGINE.search(line) is not None else doubt
            found += _line(sheet, kind, Span(match.start(), match.end()), image, here)
    return tuple(found)


def _doubt(kind: Kind, places: Collection[str]) -> Confidence:
    """Return the most that can be said of whether such a file is read in the image."""
    if not places:
        return Confidence.REPORTED
    # Few images run systemd: a unit that came along with everything else is rather for the machine around them.
    read = kind is not Kind.SYSTEMD or any(_UNITS.match(place) for place in places)
    return Confidence.CERTAIN if read else Confidence.LIKELY


def _line(sheet: Sheet, kind: Kind, line: Span, image: Image, doubt: Confidence) -> Iterator[Place]:
    key = _KEY.match(sheet.content, line.start, line.end) if kind is not Kind.CRON else None
    name = key["key"].decode() if key is not None else ""
    starts = kind in {Kind.CRON, Kind.PROCFILE} or name in _COMMANDS or name.startswith("Exec")
    looked_up: list[Span] = []
    for match in _VARIABLE.finditer(sheet.content, line.start, line.end):
        span = Span(match.start("value"), match.end("value"))
        variable = match["name"].decode()
        if variable in LOOKED_UP:
            looked_up.append(span)
        value = match["value"].decode("utf-8", "surrogateescape")
        expands = kind not in {Kind.CRON, Kind.SYSTEMD}
        place = setting_place(
            sheet, Setting(variable, value, span, sheet.path, _own(sheet, line, match), expands), image
        )
        if place is not None:
            yield at_most(place, doubt)
    page = "old-path-in-command" if starts else "old-path-in-settings"
    for old in old_paths(sheet.content, image.relocation, line.start, line.end):
        if not any(span.start <= old.start < span.end for span in looked_up):
            does = f"{kind.value} starts" if starts else f"{kind.value} is told"
            yield sheet.rename(page, old, f"{does} {old.text}, {old.loss}", doubt)
    if kind is Kind.UWSGI and key is not None and name in _HOMES:
        yield from _home(sheet, key, image, doubt)
    if starts:
        at = line.start if key is None else key.start("value")
        read = script_in(sheet.content, sheet.table, Span(at, line.end))
        for found in start_installs(read):
            yield install_place(sheet, Span(at, line.end), found, sheet.path)
        for tool in start_tools(read, image.left_behind() if doubt is Confidence.CERTAIN else ()):
            yield tool_place(sheet, page, Span(at, line.end), tool, sheet.path, image.relocation.venv)


def _own(sheet: Sheet, line: Span, match: re.Match[bytes]) -> Span | None:
    """Return the line of a variable that nothing else stands on, as cron has it."""
    text = sheet.content[line.start : line.end].strip()
    quoted = match["quote"]
    return line if text == match.group() + quoted and not text.startswith(b"-") else None


def _home(sheet: Sheet, key: re.Match[bytes], image: Image, doubt: Confidence) -> Iterator[Place]:
    """Yield the place of a Python home that is that of the old layout."""
    value, venv = key["value"].decode("utf-8", "surrogateescape").strip(), image.relocation.venv
    home = value.rstrip("/")
    span = Span(key.start("value"), key.start("value") + len(value.encode("utf-8", "surrogateescape")))
    if home == venv or not home.startswith("/") or old_paths(home.encode("utf-8", "surrogateescape"), image.relocation):
        return
    old = any(directory == f"{home}/bin" for directory, _ in image.relocation.scripts)
    made = {one.site.root.text for one in image.after.trace.venvs}
    if not old and home in made:
        return
    message = f"uWSGI takes {home} for the home of its Python, and the migrated image has its packages in {venv}."
    suggestion = f"Write {venv} instead."
    changes = [(span, venv.encode())] if old and doubt is not Confidence.REPORTED else []
    facts = (("site", home), ("destination", venv))
    yield sheet.place("old-path-in-settings", span, message, suggestion, doubt, changes, facts)
