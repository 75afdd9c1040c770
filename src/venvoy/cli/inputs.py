"""What a path on the command line stands for: files, the Dockerfiles of a directory, or standard input."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from attrs import frozen

from venvoy.model.analysis import Analysis
from venvoy.model.dockerfile import Unreadable

if TYPE_CHECKING:
    from venvoy.workspace.discovery import Discovery

STANDARD_INPUT = "-"
STANDARD_INPUT_NAME = "<stdin>"


@frozen
class Source:
    """One Dockerfile, not read yet."""

    name: str
    """For messages."""
    path: Path | None
    """None for standard input."""


def sources(paths: Iterable[str]) -> tuple[Source | Unreadable, ...]:
    """Return every Dockerfile that *paths* stand for, each once, and what could not be looked at."""
    found: dict[str, Source | Unreadable] = {}
    for path in paths:
        for item in _sources(path):
            name = item.path if isinstance(item, Unreadable) else item.name
            found.setdefault(_same(name), item)
    return tuple(found.values())


def single(path: str, otherwise: str = "") -> Source | Unreadable:
    """Return the one Dockerfile at *path*; a directory with none, or with several, is `Unreadable` and says so.

    *otherwise* is a clause on what else can be done with several.
    """
    items = _sources(path)
    files = [item for item in items if isinstance(item, Source)]
    if len(files) == 1:
        return files[0]
    if len(files) > 1:
        names = ", ".join(file.name for file in files[:10]) + (" and more" if len(files) > 10 else "")
        return Unreadable(path, f"There are {len(files)} Dockerfiles here; give one of them{otherwise}: {names}")
    problems = [item for item in items if isinstance(item, Unreadable)]
    return problems[0] if problems else Unreadable(path, "There is no Dockerfile here; give the path of one.")


def analyse(source: Source) -> Analysis | Unreadable:
    """Read and review *source*."""
    from venvoy import migration

    content = _read(source)
    if isinstance(content, Unreadable):
        return content
    return migration.analyse(content, source.name, source.path.parent if source.path is not None else None)


def analyse_single(path: str, otherwise: str = "") -> tuple[Source, Analysis] | Unreadable:
    """Read and review the one Dockerfile at *path*; *otherwise* is that of `single`."""
    source = single(path, otherwise)
    if isinstance(source, Unreadable):
        return source
    analysis = analyse(source)
    return analysis if isinstance(analysis, Unreadable) else (source, analysis)


def _same(name: str) -> str:
    """Return what is the same for two ways to write a path, as far as its text tells."""
    try:
        return name if name == STANDARD_INPUT_NAME else os.path.abspath(name)  # noqa: PTH100 - the text is what counts
    except FileNotFoundError:  # the working directory is gone
        return name


def find(path: str) -> Discovery | Unreadable:
    """Return the Dockerfiles at *path*."""
    from venvoy.workspace.discovery import discover

    if not path:  # pathlib takes it for the working directory, and a shell writes it for a variable that is not set
        return Unreadable("''", "An empty path names nothing; check where it comes from.")
    return discover(Path(path))


def _sources(path: str) -> tuple[Source | Unreadable, ...]:
    if path == STANDARD_INPUT:
        return (Source(STANDARD_INPUT_NAME, None),)
    found = find(path)
    if isinstance(found, Unreadable):
        return (found,)
    return (*(Source(str(file), file) for file in found.files), *found.problems)


def _read(source: Source) -> bytes | Unreadable:
    from venvoy.workspace.reading import read_file

    return read_file(source.path) if source.path is not None else _read_standard_input()


def _read_standard_input() -> bytes | Unreadable:
    from venvoy.workspace.reading import SIZE_LIMIT, unreadable

    if sys.stdin is None:
        return Unreadable(STANDARD_INPUT_NAME, "Standard input is closed; give the path of a Dockerfile.")
    try:
        content = sys.stdin.buffer.read(SIZE_LIMIT + 1)
    except OSError as error:
        return unreadable(Path(STANDARD_INPUT_NAME), error)
    if len(content) > SIZE_LIMIT:
        return Unreadable(STANDARD_INPUT_NAME, "This is too large for a Dockerfile; check what is piped in.")
    return content
