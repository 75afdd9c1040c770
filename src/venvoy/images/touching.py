"""Which files of the build context a change is tried on: one of the source, and the list of requirements.

A comment is put at the end, so that the builder sees another file and the application is the same.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterator
from pathlib import Path

from venvoy.model.dockerfile import Dockerfile
from venvoy.model.image import FileKind, Image

LARGEST_CONTEXT = 1 << 30
"""Bytes of a context that is copied in order to be changed."""
_LARGEST_SOURCE = 1 << 20
_SKIPPED = frozenset({".git", ".hg", ".venv", "venv", "node_modules", "__pycache__", ".tox", ".mypy_cache"})
_MANIFESTS = re.compile(r"[\w.-]*requirements[\w.-]*\.(txt|in)|Pipfile|pyproject\.toml")
"""Files in which ``#`` begins a comment and that say what is needed."""


def files(context: Path) -> Iterator[Path]:
    """Yield the files of *context*, those of tools left out, the nearest first."""
    for directory, names, found in os.walk(context):
        names[:] = sorted(name for name in names if name not in _SKIPPED)
        yield from (Path(directory, name) for name in sorted(found))


def source_file(context: Path, before: Image, after: Image) -> Path | None:
    """Return a Python file of *context* that is in both images as it is; None when there is none."""
    contents = [
        {file.content for file in image.contents.files.values() if file.kind is FileKind.FILE and file.size}
        for image in (before, after)
    ]
    for path in sorted(files(context), key=lambda path: (len(path.parts), path)):
        if path.suffix != ".py" or path.name == "setup.py" or path.is_symlink() or not path.is_file():
            continue
        if path.stat().st_size <= _LARGEST_SOURCE and all(_hash(path) in one for one in contents):
            return path
    return None


def requirements_file(context: Path, before: Dockerfile, after: Dockerfile) -> Path | None:
    """Return the list of requirements in *context* that both Dockerfiles name; None when there is none."""
    for path in sorted(files(context), key=lambda path: (len(path.parts), path.name == "pyproject.toml", path)):
        if _MANIFESTS.fullmatch(path.name) and path.is_file() and not path.is_symlink():
            name = path.name.encode()
            # `COPY . .` brings a pyproject.toml without naming it
            if all(name in one.content or path.name == "pyproject.toml" for one in (before, after)):
                return path
    return None


def _hash(path: Path) -> str:
    return hashlib.blake2b(path.read_bytes(), digest_size=16).hexdigest()
