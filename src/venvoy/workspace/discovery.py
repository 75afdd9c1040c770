"""The Dockerfiles of a directory."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator
from pathlib import Path

from attrs import define, field, frozen

from venvoy.model.dockerfile import Unreadable
from venvoy.workspace.reading import NUL_IN_PATH, odd_kind, unreadable

DEPTH_LIMIT = 24
"""Directories below the one that is searched."""
ENTRY_LIMIT = 200_000
"""Names that are looked at in all."""

_OF_TOOLS = (
    ".git .hg .svn .jj .venv venv virtualenv site-packages node_modules bower_components __pycache__ .tox .nox .eggs "
    ".cache .mypy_cache .pytest_cache .ruff_cache .hypothesis .terraform .idea .vscode"
)
SKIPPED = frozenset(_OF_TOOLS.split())
"""Directories that hold other people's files, or a tool's."""

# Only the capital D opens "Dockerfile.something": a lower-case one is as likely dockerfile.py. Docker itself also
# takes a file called "dockerfile" when there is no "Dockerfile".
_NAME = re.compile(r"(?:Dockerfile|Containerfile)(?:\..+)?|dockerfile|.+\.(?:[Dd]ockerfile|[Cc]ontainerfile)")
_NOT_ONE = re.compile(r".*(?:~|\.(?:dockerignore|orig|rej|sw[a-p]|bak|old|save|tmp|md|rst|adoc|html))")


@frozen
class Discovery:
    """The Dockerfiles that were found, and what could not be looked at."""

    files: tuple[Path, ...]
    """The directory's own Dockerfile first, the others in the order of their paths. Empty when there is none."""
    problems: tuple[Unreadable, ...] = ()
    """Directories without permission, links that lead nowhere, limits that were reached."""


def is_dockerfile_name(name: str) -> bool:
    """Return whether a file of this name is taken for a Dockerfile when a directory is searched."""
    return _NAME.fullmatch(name) is not None and _NOT_ONE.fullmatch(name) is None


def discover(path: Path) -> Discovery | Unreadable:
    """Return the Dockerfiles at *path*: a file is itself, whatever its name; a directory is searched to the bottom.

    Links to directories are not followed, so a search never leaves *path* and always ends.
    """
    if "\0" in str(path):
        return Unreadable(str(path), NUL_IN_PATH)
    try:
        mode = path.stat().st_mode
        if not stat.S_ISDIR(mode):
            return odd_kind(path, mode) or Discovery((path,))
        os.scandir(path).close()
    except OSError as error:
        return unreadable(path, error)
    search = _Search(path)
    search.walk()
    return Discovery(_in_order(path, search.files), tuple(search.problems))


def _in_order(top: Path, files: list[Path]) -> tuple[Path, ...]:
    """Sort *files*, and leave out a link to a file that is among them under its own name."""
    own = {os.path.realpath(file) for file in files if not file.is_symlink()}
    kept = [file for file in files if not file.is_symlink() or os.path.realpath(file) not in own]
    first = (top / "Dockerfile", top / "dockerfile", top / "Containerfile")
    return tuple(sorted(kept, key=lambda file: (first.index(file) if file in first else len(first), file.parts)))


@define
class _Search:
    """One walk through a directory tree, without recursion and without following links to directories."""

    top: Path
    files: list[Path] = field(factory=list)
    problems: list[Unreadable] = field(factory=list)
    looked_at: int = 0

    def walk(self) -> None:
        waiting = [(self.top, 0)]
        while waiting:
            directory, depth = waiting.pop()
            if depth > DEPTH_LIMIT:
                self._say(directory, f"This is {depth} directories deep and was not searched; name it itself.")
                continue
            try:
                waiting.extend((below, depth + 1) for below in self._look_into(directory))
            except OSError as error:
                self.problems.append(unreadable(directory, error))
            if self.looked_at > ENTRY_LIMIT:
                self._say(directory, f"The search ended here after {ENTRY_LIMIT} names; search a smaller directory.")
                return

    def _look_into(self, directory: Path) -> Iterator[Path]:
        with os.scandir(directory) as entries:
            for entry in entries:
                self.looked_at += 1
                if self.looked_at > ENTRY_LIMIT:
                    return
                if entry.is_dir(follow_symlinks=False):
                    if not is_foreign(entry):
                        yield Path(entry.path)
                elif is_dockerfile_name(entry.name):
                    self._take(Path(entry.path))

    def _take(self, file: Path) -> None:
        try:
            mode = file.stat().st_mode
        except OSError as error:
            self.problems.append(unreadable(file, error))
            return
        odd = odd_kind(file, mode)
        if odd is None:
            self.files.append(file)
        elif not stat.S_ISDIR(mode):
            self.problems.append(odd)

    def _say(self, path: Path, sentence: str) -> None:
        self.problems.append(Unreadable(str(path), sentence))


def is_foreign(directory: os.DirEntry[str]) -> bool:
    """Return whether *directory* is a tool's: by its name, or, for a venv of any name, by the file that marks one."""
    return directory.name in SKIPPED or os.path.lexists(os.path.join(directory.path, "pyvenv.cfg"))  # noqa: PTH118 - hot
