"""Distributions wherever their metadata is: the formats are those of the core metadata and recording specifications."""

from __future__ import annotations

import configparser
import csv
import posixpath
import re
from collections.abc import Iterator
from email.parser import HeaderParser

from packaging.utils import canonicalize_name

from venvoy.images.reading.archive import Archive
from venvoy.images.reading.eggs import needs
from venvoy.model.image import Distribution

_METADATA = re.compile(
    r"(?P<at>.*/(?P<stem>[^/]+)\.(?P<kind>dist|egg)-info)(?P<inside>/METADATA|/PKG-INFO)?"
    r"|(?P<egg>(?P<place>.*/(?P<name>[^/]+)\.egg)/EGG-INFO)/PKG-INFO"
)
_VENDORED = re.compile(r"/_vendor/|/_vendored?[^/]*/|/ensurepip/")
"""What setuptools and pip carry inside of themselves is a part of them, and not installed."""


def distributions(archive: Archive) -> tuple[Distribution, ...]:
    """Return every distribution in *archive*, sorted by name and place."""
    found = (_distribution(archive, path) for path in archive.texts if not _VENDORED.search(path))
    return tuple(sorted(filter(None, found), key=lambda one: (one.name, one.site, one.version)))


def entry_points(archive: Archive, distribution: Distribution) -> dict[str, str]:
    """Return the console scripts that *distribution* promises, each with the module that it calls."""
    text = archive.texts.get(f"{distribution.metadata}/entry_points.txt", "")
    parser = configparser.ConfigParser(delimiters=("=",), strict=False, interpolation=None)
    parser.optionxform = str  # type: ignore[method-assign,assignment] # names keep their case
    try:
        parser.read_string(text)
        found = parser["console_scripts"] if parser.has_section("console_scripts") else {}
        return {name: target.partition(":")[0].strip() for name, target in found.items()}
    except configparser.Error:
        return {}


def _distribution(archive: Archive, path: str) -> Distribution | None:
    at = _METADATA.fullmatch(path)
    if at is None:
        return None
    if at["egg"] is not None:
        return _described(archive, path, at["egg"], at["name"], at["place"])
    if path.endswith((".egg-info", ".dist-info")) is (at["inside"] is not None):
        return None
    return _described(archive, path, at["at"], at["stem"], posixpath.dirname(at["at"]))


def _described(archive: Archive, path: str, metadata: str, called: str, site: str) -> Distribution:
    """Return the distribution that the text at *path* describes; *called* is its name where the text has none."""
    about = HeaderParser().parsestr(archive.texts[path].partition("\n\n")[0])
    stem = called.split("-")
    name = str(about.get("Name") or stem[0])
    version = str(about.get("Version") or (stem[1] if len(stem) > 1 else ""))
    told = [str(one) for one in about.get_all("Requires-Dist") or ()]
    wheel = HeaderParser().parsestr(archive.texts.get(f"{metadata}/WHEEL", ""))
    return Distribution(
        name=canonicalize_name(name),
        version=version,
        site=site,
        requires=tuple(told or needs(archive.texts.get(f"{metadata}/requires.txt", ""))),
        files=frozenset(_inside(archive, site) if site.endswith(".egg") else _recorded(archive, metadata, site)),
        metadata=metadata,
        installer=archive.texts.get(f"{metadata}/INSTALLER", "").strip(),
        requested=f"{metadata}/REQUESTED" in archive.texts,
        tags=tuple(str(tag) for tag in wheel.get_all("Tag") or ()),
    )


def _inside(archive: Archive, egg: str) -> Iterator[str]:
    """Yield what is in an egg, which is all its own: a zipped one is one path."""
    yield from (path for path in archive.files if path == egg or path.startswith(f"{egg}/"))


def _recorded(archive: Archive, metadata: str, site: str) -> Iterator[str]:
    record = archive.texts.get(f"{metadata}/RECORD")
    if record is not None:
        for row in csv.reader(record.splitlines()):
            if row:
                yield _absolute(site, row[0])
    for line in archive.texts.get(f"{metadata}/installed-files.txt", "").splitlines():
        yield _absolute(metadata, line)


def _absolute(site: str, path: str) -> str:
    if ".." in path or "//" in path or path.startswith("./"):
        return posixpath.normpath(posixpath.join(site, path))
    return posixpath.join(site, path)
