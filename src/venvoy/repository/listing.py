"""The files of a repository: one listing for everybody who looks for something in them, within bounds."""

from __future__ import annotations

import os
import stat
from collections import deque
from collections.abc import Iterable, Iterator
from pathlib import Path

from attrs import define, field

from venvoy.model.dockerfile import Unreadable
from venvoy.model.repository import ListedFile, Listing
from venvoy.workspace.discovery import DEPTH_LIMIT, ENTRY_LIMIT, SKIPPED, is_foreign
from venvoy.workspace.failures import cause
from venvoy.workspace.git import listed_files
from venvoy.workspace.reading import read_bytes

FILE_LIMIT = 100_000
"""Files that are listed."""
NOTE_LIMIT = 20
"""Sentences about what could not be looked at, before the others are only counted."""
LARGEST = 1024 * 1024
"""Bytes of a file that is read; what people write by hand stays far below."""


def listing(root: Path) -> Listing:
    """Return the files below *root* that belong to its project; none of them is opened.

    In a work tree git says which they are; elsewhere, or where git gives no answer, the tree is walked without the
    directories of tools. Links are not followed, so it never leaves *root* and always ends.
    """
    top = Path(os.path.abspath(root))  # noqa: PTH100 - links are part of the way that the person took
    found = _Found(top)
    named = listed_files(top)
    # Nothing at all is also what git says of a directory that is itself ignored.
    found.take(_walked(top, found.notes) if not named else _checked(named, top, found.notes))
    files = sorted(found.files, key=lambda file: file.path.split("/"))
    return Listing(str(top), tuple(files), found.sentences(), found.truncated)


def read(of: Listing, path: str) -> bytes | Unreadable:
    """Return the content of the file *path* of a listing; `Unreadable` when it is larger than `LARGEST`, or gone."""
    return read_bytes(f"{of.root}/{path}", LARGEST)


@define
class _Found:
    """What a listing has come to."""

    top: Path
    files: list[ListedFile] = field(factory=list)
    notes: list[str] = field(factory=list)
    unnamed: int = 0
    """Files whose names are no UTF-8."""
    truncated: bool = False

    def take(self, entries: Iterable[tuple[str, os.stat_result]]) -> None:
        """Keep the regular files among *entries*, (path, status) each."""
        for path, status in entries:
            if not stat.S_ISREG(status.st_mode):
                continue
            if not _is_text(path):
                self.unnamed += 1
            elif len(self.files) == FILE_LIMIT:
                self.truncated = True
                return
            else:
                self.files.append(ListedFile(path, status.st_size))

    def sentences(self) -> tuple[str, ...]:
        """Return the notes, with what was counted."""
        counted = []
        if len(self.notes) > NOTE_LIMIT:
            counted.append(f"There are {len(self.notes) - NOTE_LIMIT} more places that could not be looked at.")
        if self.unnamed:
            counted.append(f"Files whose names are no UTF-8 are left out: {self.unnamed}.")
        if self.truncated:
            counted.append(f"{self.top.name} holds more than {FILE_LIMIT} files; the others are left out.")
        return (*(_shown(note) for note in self.notes[:NOTE_LIMIT]), *counted)


def _shown(note: str) -> str:
    """Return *note* with what is no UTF-8 in a name made harmless."""
    return note.encode("utf-8", "replace").decode("utf-8")


def _is_text(path: str) -> bool:
    try:
        path.encode()
    except UnicodeEncodeError:
        return False
    return True


def _checked(names: Iterable[str], top: Path, notes: list[str]) -> Iterator[tuple[str, os.stat_result]]:
    """Look at the files that git names: one may be gone, or lie behind a directory that is a link by now."""
    venvs = {name.removesuffix("pyvenv.cfg") for name in names if name.endswith("/pyvenv.cfg")}
    own = {"": True}
    for name in names:
        directory, _, last = name.removesuffix("/").rpartition("/")
        if directory not in own:
            own[directory] = _is_own(directory, top, own, venvs)
        if not own[directory]:
            continue
        try:
            status = os.lstat(os.path.join(top, name))  # noqa: PTH118 - once for every file
        except (FileNotFoundError, NotADirectoryError):
            continue
        except OSError as error:
            notes.append(f"{name} is not read: {cause(error)}.")
            continue
        if stat.S_ISDIR(status.st_mode) and last not in SKIPPED and name + "/" not in venvs:
            notes.append(f"{name.removesuffix('/')} is a repository of its own and is not read.")
        yield name, status


def _is_own(directory: str, top: Path, own: dict[str, bool], venvs: set[str]) -> bool:
    """Return whether *directory* is no link and no tool's; *own* holds the answers so far, and takes those above."""
    above, _, last = directory.rpartition("/")
    if above not in own:
        own[above] = _is_own(above, top, own, venvs)
    if not own[above] or last in SKIPPED or directory + "/" in venvs:
        return False
    return not os.path.islink(os.path.join(top, directory))  # noqa: PTH114, PTH118 - once for every directory


def _walked(top: Path, notes: list[str]) -> Iterator[tuple[str, os.stat_result]]:
    """Walk the tree level by level, so that a bound that is reached costs what lies deepest."""
    waiting = deque([("", 0)])
    looked_at = 0
    while waiting:
        directory, depth = waiting.popleft()
        try:
            with os.scandir(top / directory) as entries:
                for entry in entries:
                    looked_at += 1
                    if looked_at > ENTRY_LIMIT:
                        notes.append(f"{top.name} was looked at no further than {ENTRY_LIMIT} names.")
                        return
                    path = directory + entry.name
                    if not entry.is_dir(follow_symlinks=False):
                        yield path, entry.stat(follow_symlinks=False)
                    elif depth == DEPTH_LIMIT:
                        notes.append(f"{path} is not read: it lies more than {DEPTH_LIMIT} directories deep.")
                    elif not is_foreign(entry):
                        waiting.append((path + "/", depth + 1))
        except OSError as error:
            notes.append(f"{directory.rstrip('/') or top.name} is not read: {cause(error)}.")
