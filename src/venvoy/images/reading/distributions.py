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
from venvoy.model.image import Distribution

_METADATA = re.compile(r"(?P<at>.*/(?P<stem>[^/]+)\.(dist|egg)-info)(/METADATA|/PKG-INFO)?")
_VENDORED = re.compile(r"/_vendor/|/_vendored?[^/]*/|/ensurepip/")
"""What setuptools and pip carry inside of themselves is a part of them, and not installed."""


def distributions(archive: Archive) -> tuple[Distribution, ...]:
    """Return every distribution in *archive*, sorted by name and place."""
    found = (_distribution(archive, path) for path in archive.texts if not _VENDORED.search(path))
    return tuple(sorted(filter(None, found), key=lambda one: (one.name, one.site, one.version)))


def entry_points(archive: Archive, distribution: Distribution) -> tuple[str, ...]:
    """Return the names of the console scripts that *distribution* promises."""
    text = archive.texts.get(f"{distribution.metadata}/entry_points.txt", "")
    parser = configparser.ConfigParser(delimiters=("=",), strict=False, interpolation=None)
    parser.optionxform = str  # type: ignore[method-assign,assignment] # names keep their case
    try:
        parser.read_string(text)
        return tuple(parser["console_scripts"]) if parser.has_section("console_scripts") else ()
    except configparser.Error:
        return ()


def _distribution(archive: Archive, path: str) -> Distribution | None:
    at = _METADATA.fullmatch(path)
    if at is None or path.endswith((".egg-info", ".dist-info")) is (at[4] is not None):
        return None
    about = HeaderParser().parsestr(archive.texts[path].partition("\n\n")[0])
    stem = at["stem"].split("-")
    name = str(about.get("Name") or stem[0])
    version = str(about.get("Version") or (stem[1] if len(stem) > 1 else ""))
    site = posixpath.dirname(at["at"])
    return Distribution(
        name=canonicalize_name(name),
        version=version,
        site=site,
        requires=tuple(str(one) for one in about.get_all("Requires-Dist") or ()),
        files=frozenset(_recorded(archive, at["at"], site)),
        metadata=at["at"],
        installer=archive.texts.get(f"{at['at']}/INSTALLER", "").strip(),
        requested=f"{at['at']}/REQUESTED" in archive.texts,
    )


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
