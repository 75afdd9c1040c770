"""The packages of a lock file, in the form of each tool."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from venvoy.model.lock import LockedPackage, Origin
from venvoy.repository.toml import Table, table, tables

_UV = {
    "registry": Origin.INDEX,
    "git": Origin.GIT,
    "url": Origin.URL,
    "path": Origin.PATH,
    "directory": Origin.PATH,
    "editable": Origin.EDITABLE,
    "virtual": Origin.VIRTUAL,
}
"""What stands in ``source`` (uv, ``uv.lock``)."""
_POETRY = {"git": Origin.GIT, "url": Origin.URL, "file": Origin.PATH, "directory": Origin.PATH}
"""What ``source.type`` may be; ``legacy`` is an index that is not PyPI."""


def of_uv(content: Table) -> Iterator[LockedPackage]:
    """Yield the packages of ``uv.lock``."""
    for one in tables(content.get("package")):
        source = table(one, "source")
        origin = next((origin for key, origin in _UV.items() if key in source), Origin.INDEX)
        files = [table(one, "sdist"), *tables(one.get("wheels"))]
        yield from _package(one, origin, hashed=any("hash" in file for file in files))


def of_poetry(content: Table) -> Iterator[LockedPackage]:
    """Yield the packages of ``poetry.lock``; before version 2 of the format, hashes stood at its end."""
    apart = table(content, "metadata", "files")
    for one in tables(content.get("package")):
        kind = table(one, "source").get("type")
        origin = _POETRY.get(kind, Origin.INDEX) if isinstance(kind, str) else Origin.INDEX
        if origin is Origin.PATH and one.get("develop") is True:
            origin = Origin.EDITABLE
        name = one.get("name")
        files = tables(one.get("files")) or tables(apart.get(name) if isinstance(name, str) else None)
        yield from _package(one, origin, hashed=any("hash" in file for file in files))


def of_pdm(content: Table) -> Iterator[LockedPackage]:
    """Yield the packages of ``pdm.lock``."""
    apart = table(content, "metadata", "files")
    for one in tables(content.get("package")):
        files = tables(one.get("files")) or tables(apart.get(f"{one.get('name')} {one.get('version')}"))
        yield from _package(one, _of_keys(one), hashed=any("hash" in file for file in files))


def of_pylock(content: Table) -> Iterator[LockedPackage]:
    """Yield the packages of ``pylock.toml`` (PyPA specifications, "pylock.toml Specification")."""
    for one in tables(content.get("packages")):
        archive, directory = table(one, "archive"), table(one, "directory")
        origin = Origin.GIT if "vcs" in one else Origin.INDEX
        if "archive" in one:
            origin = Origin.URL if "url" in archive else Origin.PATH
        elif "directory" in one:
            origin = Origin.EDITABLE if directory.get("editable") is True else Origin.PATH
        files = [archive, table(one, "sdist"), *tables(one.get("wheels"))]
        yield from _package(one, origin, hashed=any(table(file, "hashes") for file in files))


def of_pipenv(content: Table) -> Iterator[LockedPackage]:
    """Yield the packages of ``Pipfile.lock``, category by category."""
    for category, named in content.items():
        if category == "_meta" or not isinstance(named, dict):
            continue
        for name, one in named.items():
            if isinstance(one, dict):
                version = one.get("version")
                plain = version.removeprefix("==") if isinstance(version, str) else None
                yield from _package({"name": name, "version": plain}, _of_keys(one), hashed=bool(one.get("hashes")))


def _of_keys(one: Table) -> Origin:
    """Return the origin of an entry that names it with a key of its own (PDM, Pipenv)."""
    if one.get("editable") is True:
        return Origin.EDITABLE
    if any(system in one for system in ("git", "hg", "svn", "bzr")):
        return Origin.GIT
    if "path" in one:
        return Origin.PATH
    named = one.get("url", one.get("file"))
    if isinstance(named, str):
        return Origin.URL if "://" in named and not named.startswith("file:") else Origin.PATH
    return Origin.INDEX


def _package(one: dict[str, Any], origin: Origin, *, hashed: bool) -> Iterable[LockedPackage]:
    name, version = one.get("name"), one.get("version")
    if isinstance(name, str) and name:
        found = _text(version) if isinstance(version, str) else None
        yield LockedPackage(normalised(_text(name)), found, origin, hashed)


def _text(written: str) -> str:
    """Return *written* without the halves of characters that JSON can spell."""
    return written.encode("utf-8", "replace").decode()


def normalised(name: str) -> str:
    """Return *name* as all ways to write it are compared."""
    return re.sub(r"[-_.]+", "-", name).lower()
