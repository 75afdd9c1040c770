"""System packages, as dpkg and apk keep their lists: what is installed, and whose each path is."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

from venvoy.images.reading.archive import Archive
from venvoy.images.reading.tree import Tree

_STATUS = "/var/lib/dpkg/status"
_LIST = re.compile(r"/var/lib/dpkg/info/(?P<name>[^/:]+)(:[^/]+)?\.list")


def system_packages(archive: Archive) -> dict[str, str]:
    """Return name and version of each system package that is installed."""
    return dict((*_dpkg(archive), *_apk(archive)))


def system_files(archive: Archive, tree: Tree) -> dict[str, str]:
    """Return the package of each path that one brought, also by the path behind links (``/lib`` is ``/usr/lib``)."""
    owners: dict[str, str] = {}
    for path, text in archive.texts.items():
        if listed := _LIST.fullmatch(path):
            for line in text.splitlines():
                owners[line] = listed["name"]
                directory, name = posixpath.split(line)
                if (real := tree.real(directory)) is not None and real != directory:
                    owners[posixpath.join(real, name)] = listed["name"]
    for apk in _apk_databases(archive):
        owners |= dict(_apk_files(apk))
    return owners


def _dpkg(archive: Archive) -> Iterator[tuple[str, str]]:
    for path, text in archive.texts.items():
        if path == _STATUS or path.startswith("/var/lib/dpkg/status.d/"):
            for paragraph in text.split("\n\n"):
                fields = dict(line.split(": ", 1) for line in paragraph.splitlines() if ": " in line and line[0] != " ")
                installed = path != _STATUS or fields.get("Status", "").endswith(" installed")
                if installed and "Package" in fields:
                    yield fields["Package"], fields.get("Version", "")


def _apk(archive: Archive) -> Iterator[tuple[str, str]]:
    for database in _apk_databases(archive):
        for paragraph in database.split("\n\n"):
            fields = dict(line.split(":", 1) for line in paragraph.splitlines() if line[1:2] == ":")
            if "P" in fields:
                yield fields["P"], fields.get("V", "")


def _apk_files(database: str) -> Iterator[tuple[str, str]]:
    package = directory = ""
    for line in database.splitlines():
        kind, _, value = line.partition(":")
        if kind == "P":
            package = value
        elif kind == "F":
            directory = value
        elif kind == "R":
            yield f"/{directory}/{value}", package


def _apk_databases(archive: Archive) -> Iterator[str]:
    yield from (text for path, text in archive.texts.items() if path.endswith("lib/apk/db/installed"))
