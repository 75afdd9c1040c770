"""Where the import packages of a project lie, by what its directories look like."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from attrs import frozen

from venvoy.workspace.discovery import SKIPPED

ENTRY_LIMIT = 2_000
"""Names of a directory that are looked at."""

# What setuptools leaves out of a flat layout (setuptools docs, "Package Discovery and Namespace Packages"), and
# directories that hold what was built.
_ELSE = (
    "benchmark benchmarks bin build ci debian dist doc docs documentation env etc example examples fabfile htmlcov man "
    "manpages news newsfragments requirements scripts site_scons src static tasks templates test tests tools utils"
)
_NO_PACKAGES = SKIPPED | frozenset(_ELSE.split())
_NO_MODULES = frozenset(("conftest", "dodo", "fabfile", "noxfile", "pavement", "setup", "tasks", "toxfile", "wscript"))


@frozen
class Contents:
    """What one directory holds for the import system."""

    packages: tuple[str, ...]
    modules: tuple[str, ...]


def contents(root: Path, inside: str) -> Contents:
    """Return the top-level packages and modules in the directory *inside* of *root*, in the order of their names.

    A directory counts as a package when Python files lie in it, or, below a directory of sources, in one of its own.
    """
    directory = root / inside
    flat = inside == ""
    packages, modules = [], []
    for entry in _entries(directory):
        if entry.is_dir(follow_symlinks=False):
            if entry.name.isidentifier() and not (flat and entry.name in _NO_PACKAGES) and _is_package(entry, not flat):
                packages.append(entry.name)
        elif (stem := _stem(entry)) and not (flat and stem in _NO_MODULES):
            modules.append(stem)
    return Contents(tuple(sorted(packages)), tuple(sorted(modules)))


def source_directory(root: Path) -> str:
    """Return ``src`` when it is a directory of sources and not itself a package, or else empty text for the root."""
    if os.path.lexists(root / "src/__init__.py"):
        return ""
    found = contents(root, "src")
    return "src" if found.packages or found.modules else ""


def _entries(directory: Path) -> Iterator[os.DirEntry[str]]:
    """Yield what lies in *directory*; nothing where it cannot be read: what it holds is then not known to be there."""
    try:
        with os.scandir(directory) as entries:
            yield from (entry for _, entry in zip(range(ENTRY_LIMIT), entries, strict=False))
    except OSError:
        return


def _stem(entry: os.DirEntry[str]) -> str | None:
    stem = entry.name.removesuffix(".py")
    return stem if stem != entry.name and stem.isidentifier() and entry.is_file(follow_symlinks=False) else None


def _is_package(entry: os.DirEntry[str], below: bool) -> bool:
    inside = list(_entries(Path(entry.path)))
    if any(_stem(item) for item in inside):
        return True
    return below and any(item.is_dir(follow_symlinks=False) and _is_package(item, False) for item in inside)
