"""The build contexts of both sides, where the migration changes more than the Dockerfile.

Each side gets a directory of its own that holds what the build context holds, with every file of the change as it is
on that side: so neither depends on whether the change is written yet. Files are linked, not copied, where both
directories lie on one file system; nothing is ever written through such a link.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import stat
import threading
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from attrs import define, field, frozen
from docker.utils.build import PatternMatcher

from venvoy.images.touching import LARGEST_CONTEXT
from venvoy.model.plan import FileChange


class TooLarge(Exception):  # noqa: N818 - an outcome, not an error of the program
    """The context would have to be copied, and is too large for that."""


class Cancelled(Exception):  # noqa: N818 - as above
    """It was asked to stop."""


@frozen
class Version:
    """What a context holds instead of what lies on disk."""

    files: Mapping[str, bytes | None] = field(repr=False)
    """Path from the root of the context → content; None for a file that is not there."""


def versions(context: Path, changes: Sequence[FileChange]) -> tuple[Version, Version] | None:
    """Return what *changes* are inside of *context*, before and after; None when they are all outside of it."""
    root = Path(os.path.realpath(context))
    inside = [(Path(os.path.realpath(one.path)), one) for one in changes]
    found = {str(path.relative_to(root)): one for path, one in inside if path.is_relative_to(root)}
    if not found:
        return None
    return Version({p: one.before for p, one in found.items()}), Version({p: one.after for p, one in found.items()})


def digests(changes: Sequence[FileChange]) -> frozenset[tuple[str | None, str]]:
    """Return the content of each file before and after as `venvoy.model.image.File.content` has it; None for none."""
    return frozenset((_digest(one.before) if one.before is not None else None, _digest(one.after)) for one in changes)


def _digest(content: bytes) -> str:
    return hashlib.blake2b(content, digest_size=16).hexdigest()


@define
class _Laying:
    """One context on its way."""

    source: Path
    target: Path
    patterns: PatternMatcher | None
    """What is not brought along; None when everything is."""
    cancelled: threading.Event
    copied: int = 0
    """Bytes."""
    left_out: list[str] = field(factory=list)

    def directory(self, inside: str) -> None:
        """Bring one directory along, and all below it."""
        waiting = [inside]
        made = []
        while waiting:
            here = waiting.pop()
            made.append(here)
            (self.target / here).mkdir(exist_ok=True)
            for entry, path in self._entries(here):
                if entry.is_dir(follow_symlinks=False):
                    waiting.append(path)
                else:
                    self._file(entry, path)
        # From the inside out: what is put into a directory changes its times.
        for here in reversed(made):
            shutil.copystat(self.source / here, self.target / here)

    def _entries(self, here: str) -> Iterator[tuple[os.DirEntry[str], str]]:
        if self.cancelled.is_set():
            raise Cancelled
        try:
            entries = sorted(os.scandir(self.source / here), key=lambda entry: entry.name)
        except OSError:
            self.left_out.append(here)
            return
        for entry in entries:
            path = os.path.join(here, entry.name)  # noqa: PTH118 - there are very many
            if self.patterns is None or not self.patterns.matches(path):
                yield entry, path

    def _file(self, entry: os.DirEntry[str], path: str) -> None:
        target = self.target / path
        try:
            os.link(entry.path, target, follow_symlinks=False)
        except OSError:
            self._copy(entry, target, path)

    def _copy(self, entry: os.DirEntry[str], target: Path, path: str) -> None:
        """Copy what cannot be linked: it lies on another file system, or belongs to somebody else."""
        status = entry.stat(follow_symlinks=False)
        if not stat.S_ISREG(status.st_mode) and not stat.S_ISLNK(status.st_mode):
            return  # a socket or a pipe: builders leave them out, too
        self.copied += status.st_size
        if self.copied > LARGEST_CONTEXT:
            raise TooLarge
        try:
            shutil.copy2(entry.path, target, follow_symlinks=False)
        except PermissionError:
            self.left_out.append(path)


def lay_out(
    source: Path, target: Path, version: Version, ignored: bytes | None, cancelled: threading.Event
) -> tuple[str, ...]:
    """Make *target* hold what *source* holds, the files of *version* as that says.

    Args:
        source: the build context.
        target: the directory that is made.
        version: the files that are different.
        ignored: the ``.dockerignore`` of the Dockerfile's own; None when the context's own holds. What it keeps out is
            not brought along, unless it lets something in again: the builder decides then.
        cancelled: is looked at for every directory.

    Returns:
        The paths that could not be read and are left out.

    Raises:
        TooLarge: when more than `LARGEST_CONTEXT` bytes would have to be copied.
        Cancelled: when *cancelled* is set.
        OSError: when *target* cannot be written.
    """
    shutil.rmtree(target, ignore_errors=True)  # only links and copies
    target.mkdir(parents=True)
    laying = _Laying(source, target, _patterns(source, version, ignored), cancelled)
    laying.directory("")
    for path, content in version.files.items():
        place = target / path
        mode = _mode(source / path)
        place.unlink(missing_ok=True)  # never write through the link
        if content is not None:
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(content)
            place.chmod(mode)
    return tuple(laying.left_out)


def rewrite(path: Path, content: bytes) -> None:
    """Write *content* to *path*, which may be a link to a file of the person's."""
    mode = _mode(path)
    path.unlink(missing_ok=True)
    path.write_bytes(content)
    path.chmod(mode)


def _mode(path: Path) -> int:
    """Return the mode of the file at *path*, or that of a new file where there is none."""
    try:
        return stat.S_IMODE(path.lstat().st_mode)
    except OSError:
        return 0o644


def _patterns(source: Path, version: Version, ignored: bytes | None) -> PatternMatcher | None:
    content = ignored if ignored is not None else version.files.get(".dockerignore", _held(source / ".dockerignore"))
    lines = (line.strip() for line in (content or b"").decode("utf-8", "replace").splitlines())
    patterns = [line for line in lines if line and not line.startswith("#")]
    if not patterns or any(pattern.startswith("!") for pattern in patterns):
        return None
    return PatternMatcher(patterns)


def _held(path: Path) -> bytes | None:
    try:
        # What is no regular file, a pipe above all, is not opened: it may never end.
        return path.read_bytes() if path.is_file() else None
    except OSError:
        return None
