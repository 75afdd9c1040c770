"""Errors of the operating system as sentences."""

from __future__ import annotations

import errno
import os

_KNOWN = {
    errno.EACCES: "permission is denied",
    errno.EPERM: "the system does not permit it",
    errno.ENOSPC: "the disk is full",
    errno.EDQUOT: "the disk quota is used up",
    errno.EROFS: "the file system is mounted read-only",
    errno.EFBIG: "the file would be larger than this process may write",
    errno.EIO: "the disk reports an input/output error",
    errno.ELOOP: "its symbolic links go round in a circle",
    errno.ENAMETOOLONG: "its name is too long",
    errno.ENOENT: "it does not exist",
    errno.ENOTDIR: "a part of its path is not a directory",
}


def cause(error: OSError) -> str:
    """Return what *error* says as a clause that can follow a colon; it names no path."""
    known = _KNOWN.get(error.errno or 0)
    if known is not None:
        return known
    return os.strerror(error.errno).lower() if error.errno else "the system gives no reason"
