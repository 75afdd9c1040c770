"""What Debian's own metadata says about development packages and the libraries that they are for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from attrs import frozen

# Bindings that a Python extension does not link: C++ and Fortran ones, and tools of the library's own.
_BESIDE = re.compile(
    r"xx\d*$|\+\+|-cpp-|fortran|script-interpreter|posix\d|pangoxft|portaudiocpp|netsnmptrapd|pcrecpp|kadm5srv|gssrpc"
)
_LINKED_ALL_THE_SAME = {"libgmpxx4ldbl"}
# Sources of metapackages, which stand for a package of another source.
_METAPACKAGES = {"boost-defaults", "tcltk-defaults", "mysql-defaults"}
_NO_LIBRARY = ("-dev", "-doc", "-bin", "-data", "-common", "-dbg", "-tools")
_LIBRARY_SECTIONS = {"libs", "oldlibs"}
_DEEPEST = 4
"""How many metapackages stand behind each other at most."""


@frozen
class Package:
    """One binary package of a release."""

    name: str
    source: str
    section: str
    needs: tuple[tuple[str, bool], ...]
    """What it depends on, the first alternative of each, and whether in the very same version."""
    provides: tuple[str, ...]


@frozen
class Release:
    """The packages of one release."""

    packages: Mapping[str, Package]
    providers: Mapping[str, tuple[str, ...]]

    def runtime(self, development: str) -> tuple[str, ...] | None:
        """Return the runtime packages that stand for a development package; None when the release has no such."""
        package = self._called(development)
        if package is None:
            return None
        stem = development.removesuffix("-dev")
        found = dict.fromkeys(self._libraries(package, package.source, 0))
        return tuple(sorted(found, key=lambda name: (-_alike(stem, name), name)))

    def _called(self, name: str) -> Package | None:
        if name in self.packages:
            return self.packages[name]
        providers = self.providers.get(name, ())
        return self.packages[providers[0]] if len(providers) == 1 else None

    def _libraries(self, package: Package, source: str, depth: int) -> list[str]:
        """Return what a -dev package needs in its own version, and what those of its source add to that."""
        own = [name for name, same in package.needs if same and self._is_library(name)]
        there = self._closure(own)
        for name, _ in package.needs if depth < _DEEPEST else ():
            other = self._called(name) if name.endswith(("-dev", "-multidev", "-dev-compat")) else None
            if other is None or name.startswith(("libc6-", "libstdc++-")):
                continue
            if other.source == source or package.source in _METAPACKAGES:
                found = self._libraries(other, other.source, depth + 1)
                own += [library for library in found if library not in there and library not in own]
        return own

    def _is_library(self, name: str) -> bool:
        package = self.packages.get(name)
        if package is None or (_BESIDE.search(name) and name not in _LINKED_ALL_THE_SAME):
            return False
        kind = package.section.rpartition("/")[2] in _LIBRARY_SECTIONS
        return name == "zlib1g" or (kind and name.startswith("lib") and not name.endswith(_NO_LIBRARY))

    def _closure(self, names: Iterable[str]) -> set[str]:
        found: set[str] = set()
        waiting = list(names)
        while waiting:
            name = waiting.pop()
            if name not in found and (package := self._called(name)) is not None:
                found.add(name)
                waiting += [needed for needed, _ in package.needs]
        return found


def _alike(one: str, other: str) -> int:
    """Return how many characters two names begin with alike."""
    return next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def release_of(dump: str) -> Release:
    """Return the release that ``apt-cache dumpavail`` describes."""
    packages: dict[str, Package] = {}
    providers: dict[str, list[str]] = {}
    for stanza in dump.split("\n\n"):
        fields = dict(re.findall(r"^([\w-]+): (.*)$", stanza, re.MULTILINE))
        if "Package" not in fields:
            continue
        name = fields["Package"]
        needs = [*_needs(fields.get("Pre-Depends", "")), *_needs(fields.get("Depends", ""))]
        provides = tuple(word.split()[0] for word in fields.get("Provides", "").split(",") if word.strip())
        source = fields.get("Source", name).split()[0]
        packages[name] = Package(name, source, fields.get("Section", ""), tuple(needs), provides)
        for other in provides:
            providers.setdefault(other, []).append(name)
    return Release(packages, {name: tuple(dict.fromkeys(found)) for name, found in providers.items()})


def _needs(field: str) -> list[tuple[str, bool]]:
    found = []
    for group in field.split(","):
        first = group.partition("|")[0].strip()
        if first:
            found.append((first.split()[0].partition(":")[0], "(= " in first))
    return found
