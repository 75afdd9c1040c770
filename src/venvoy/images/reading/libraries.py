"""Shared libraries that modules need and the image lacks, looked for as ld.so(8) does, without running it.

The loader looks in the RUNPATH (or RPATH) of the module, in LD_LIBRARY_PATH, in the directories of ``/etc/ld.so.conf``,
and in ``/lib`` and ``/usr/lib``. What a program has loaded by other means before, nobody can see from files: such a
library counts as missing, in both images alike.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Collection, Iterator, Mapping

from venvoy.images.reading.archive import Archive
from venvoy.images.reading.tree import Tree
from venvoy.model.image import Distribution, LibraryNeed

_USUAL = ("/lib", "/usr/lib", "/lib64", "/usr/lib64", "/usr/local/lib")
_TRIPLETS = re.compile(r"/(usr/)?lib/[a-z0-9_]+-linux-(gnu|musl)[a-z0-9]*")
_LOADER = re.compile(r"ld-(linux|musl).*|linux-vdso.*")


def missing(
    archive: Archive, tree: Tree, found: Collection[Distribution], env: Mapping[str, str]
) -> tuple[LibraryNeed, ...]:
    """Return what the modules of the distributions in *found* need and nobody brings."""
    usual = tuple(_usual(archive, tree, env))
    sites = tuple({one.site for one in found})
    absent = []
    for module in sorted(archive.needs):
        if _below_any(module, sites):
            absent += [LibraryNeed(module, library) for library in _absent(archive, tree, module, usual)]
    return tuple(absent)


def _absent(archive: Archive, tree: Tree, module: str, usual: Collection[str]) -> Iterator[str]:
    need = archive.needs[module]
    origin = posixpath.dirname(tree.real(module) or module)
    first = [place.replace("${ORIGIN}", origin).replace("$ORIGIN", origin) for place in need.places]
    for library in need.libraries:
        if _LOADER.fullmatch(library):
            known = any(tree.real(f"{place}/{library}") for place in usual)
        elif "/" in library:
            known = tree.real(library) is not None
        else:
            known = any(tree.real(posixpath.join(place, library)) for place in (*first, *usual))
        if not known:
            yield library


def _usual(archive: Archive, tree: Tree, env: Mapping[str, str]) -> Iterator[str]:
    yield from (place for place in env.get("LD_LIBRARY_PATH", "").split(":") if place)
    for path, text in sorted(archive.texts.items()):
        if path.startswith("/etc/ld.so.conf"):
            yield from (line.strip() for line in text.splitlines() if line.startswith("/"))
    yield from _USUAL
    yield from (path for path in tree.files if _TRIPLETS.fullmatch(path))


def _below_any(path: str, directories: Collection[str]) -> bool:
    return any(path.startswith(f"{directory}/") for directory in directories)
