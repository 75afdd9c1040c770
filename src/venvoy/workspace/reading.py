"""Bytes of one file, without hanging on a pipe and without an exception for what can be expected."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

from venvoy.model.dockerfile import Unreadable
from venvoy.workspace.failures import cause

SIZE_LIMIT = 10 * 1024 * 1024
"""Bytes. The largest Dockerfiles that people write by hand or generate stay far below one mebibyte."""

NUL_IN_PATH = "This path has a NUL character in it, which no file name can have; check the path."

DANGLING = "This symbolic link leads to a file that is not there; mend the link, or put the file there."

_KINDS = (
    (stat.S_ISDIR, "a directory", "name the Dockerfile inside of it"),
    (stat.S_ISFIFO, "a named pipe", "give a regular file, or '-' to read standard input"),
    (stat.S_ISSOCK, "a socket", "give a regular file"),
    (stat.S_ISCHR, "a character device", "give a regular file, or '-' to read standard input"),
    (stat.S_ISBLK, "a block device", "give a regular file"),
)

_ERRORS = {
    errno.ENOENT: "There is no such file; check the path.",
    errno.ENOTDIR: "A part of this path is not a directory; check the path.",
    errno.EACCES: "Permission to read this is denied; change its mode, or run as a user who may read it.",
    errno.EPERM: "Permission to read this is denied; change its mode, or run as a user who may read it.",
    errno.ELOOP: "The symbolic links of this path go round in a circle; mend them.",
    errno.ENAMETOOLONG: "This path is too long for the file system; check the path.",
}


def read_file(path: Path) -> bytes | Unreadable:
    """Return the content of the regular file at *path*; symbolic links are followed.

    A directory, a pipe, a device, a socket and a file above `SIZE_LIMIT` are `Unreadable` and never read.
    """
    return read_bytes(path, SIZE_LIMIT)


def read_bytes(path: Path | str, limit: int | None) -> bytes | Unreadable:
    """Do as `read_file` does, with *limit* in bytes; None for none. A text costs less than a path."""
    if "\0" in str(path):
        return Unreadable(str(path), NUL_IN_PATH)
    try:
        # Looked at before it is opened, because opening a device can already do something to it.
        return odd_kind(path, os.stat(path).st_mode) or _read_regular(path, limit)  # noqa: PTH116 - once for every file
    except OSError as error:
        return unreadable(path, error)


def unreadable(path: Path | str, error: OSError) -> Unreadable:
    """Return *error*, met while reading *path*, as a sentence with a next step."""
    if error.errno == errno.ENOENT and Path(path).is_symlink():
        return Unreadable(str(path), DANGLING)
    known = _ERRORS.get(error.errno or 0)
    return Unreadable(str(path), known or f"This could not be read: {cause(error)}; check the disk and try again.")


def odd_kind(path: Path | str, mode: int) -> Unreadable | None:
    """Return why what has *mode* (``st_mode``) is no regular file, or None when it is one."""
    if stat.S_ISREG(mode):
        return None
    for matches, kind, advice in _KINDS:
        if matches(mode):
            return Unreadable(str(path), f"This is {kind}, not a file; {advice}.")
    return Unreadable(str(path), "This is not a regular file; give a regular file.")


def _read_regular(path: Path | str, limit: int | None) -> bytes | Unreadable:
    # Non-blocking, in case a pipe has taken the file's place since it was looked at.
    descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC)
    with os.fdopen(descriptor, "rb") as file:
        odd = odd_kind(path, os.fstat(descriptor).st_mode)
        if odd is not None:
            return odd
        content = file.read() if limit is None else file.read(limit + 1)
    if limit is not None and len(content) > limit:
        size = f"{limit // (1024 * 1024)} MiB" if limit >= 1024 * 1024 else f"{limit // 1024} KiB"
        return Unreadable(str(path), f"This file is larger than {size}, too large for a Dockerfile; check the path.")
    return content
