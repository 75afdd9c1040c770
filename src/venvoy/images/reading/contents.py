"""An archive read as an image's contents."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Collection, Iterator, Mapping

from venvoy.images.reading.archive import Archive
from venvoy.images.reading.distributions import distributions
from venvoy.images.reading.libraries import missing
from venvoy.images.reading.locales import locales
from venvoy.images.reading.scripts import scripts
from venvoy.images.reading.system import system_files, system_packages
from venvoy.images.reading.tree import Tree
from venvoy.model.image import SEEDS, Distribution, FileKind, ImageContents, Venv

_CONFIGURATION = "/pyvenv.cfg"
_COMPILERS = re.compile(
    r"/usr/(local/)?bin/([a-z0-9_]+-linux-[a-z]+-)?(gcc|g\+\+|cc|c\+\+|clang|clang\+\+|make)(-[0-9.]+)?"
)


def contents(archive: Archive, env: Mapping[str, str]) -> ImageContents:
    """Return what *archive* says of an image whose environment variables are *env*."""
    tree = Tree(archive.files)
    found = distributions(archive)
    path = tuple(entry for entry in env.get("PATH", "").split(":") if entry)
    return ImageContents(
        files=archive.files,
        distributions=found,
        scripts=tuple(scripts(archive, tree, found, path)),
        venvs=tuple(_venvs(archive, found)),
        system_packages=system_packages(archive),
        system_files=system_files(archive, tree),
        missing=missing(archive, tree, found, env),
        compilers=tuple(sorted(path for path in archive.files if _COMPILERS.fullmatch(path))),
        locales=locales(archive),
        notes=tuple(archive.notes),
    )


def _venvs(archive: Archive, found: Collection[Distribution]) -> Iterator[Venv]:
    for path, text in sorted(archive.texts.items()):
        if path.endswith(_CONFIGURATION):
            place = posixpath.dirname(path)
            said = {k.strip().lower(): v.strip() for k, _, v in (line.partition("=") for line in text.splitlines())}
            inside = [one for one in found if one.site.startswith(f"{place}/")]
            yield Venv(
                path=place,
                version=said.get("version") or said.get("version_info", ""),
                pip=any(one.name == "pip" for one in inside),
                system_site=said.get("include-system-site-packages", "false").lower() == "true",
                size=sum(size for at, size in _sizes(archive) if at.startswith(f"{place}/")),
                packages=_size_of(archive, (one for one in inside if one.name not in SEEDS)),
            )


def _sizes(archive: Archive) -> Iterator[tuple[str, int]]:
    return ((path, file.size) for path, file in archive.files.items() if file.kind is FileKind.FILE)


def _size_of(archive: Archive, of: Iterator[Distribution]) -> int:
    """Return the bytes of what the distributions recorded, with the bytecode that was compiled from it."""
    paths = {path for one in of for path in one.files}
    return sum(file.size for path in paths if (file := archive.files.get(path)) is not None)
