"""One file replaced in one instant: a temporary file beside it, made safe on the disk, takes its place."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

from venvoy.workspace.failures import cause
from venvoy.workspace.steps import Step


def write_temporary(temporary: Path, content: bytes, target: Path, mode: int | None, step: Step) -> tuple[str, ...]:
    """Write *content* to *temporary* with the mode, the owner and the extended attributes of *target*.

    When there is no *target*, the permission bits are *mode*, or those that the umask leaves when that is None.
    Returns sentences about attributes that could not be kept.

    Raises:
        OSError: if it cannot be written completely, or mode or owner cannot be kept.
    """
    there = target.lstat() if os.path.lexists(target) else None
    step(f"create {temporary}")
    # Readable for nobody else until it has the mode of its target; only a new file may take the umask's.
    first_mode = 0o666 if there is None and mode is None else 0o600
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
    with os.fdopen(os.open(temporary, flags, first_mode), "wb", buffering=0) as file:
        step(f"write {temporary}")
        _write_all(file.fileno(), content)
        step(f"give {temporary} its mode and owner")
        notes = _keep(file.fileno(), target, there, mode)
        step(f"sync {temporary}")
        os.fsync(file.fileno())
    return notes


def put_in_place(temporary: Path, target: Path, step: Step) -> None:
    """Let *temporary* take the place of *target*.

    Raises:
        OSError: if it cannot; then *target* is as it was, unless the error is about syncing its directory.
    """
    step(f"replace {target}")
    temporary.replace(target)
    step(f"sync {target.parent}")
    fsync_directory(target.parent)


def remove(target: Path, step: Step) -> None:
    """Remove *target*.

    Raises:
        OSError: if it cannot.
    """
    step(f"remove {target}")
    target.unlink()
    step(f"sync {target.parent}")
    fsync_directory(target.parent)


def fsync_directory(directory: Path) -> None:
    """Make renames in *directory* safe against a power cut, where its file system can.

    Raises:
        OSError: if the disk fails.
    """
    descriptor = os.open(directory, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    except OSError as error:
        # Some network and FUSE file systems have no sync for directories, and say so with one of these.
        if error.errno not in (errno.EINVAL, errno.ENOTSUP):
            raise
    finally:
        os.close(descriptor)


def _write_all(descriptor: int, content: bytes) -> None:
    rest = memoryview(content)
    while rest:
        rest = rest[os.write(descriptor, rest) :]


def _keep(descriptor: int, target: Path, there: os.stat_result | None, mode: int | None) -> tuple[str, ...]:
    if there is None:
        if mode is not None:
            os.fchmod(descriptor, mode)
        return ()
    new = os.fstat(descriptor)
    if (new.st_uid, new.st_gid) != (there.st_uid, there.st_gid):
        os.fchown(descriptor, there.st_uid, there.st_gid)
    os.fchmod(descriptor, stat.S_IMODE(there.st_mode))  # after the owner: changing that takes set-user-id bits away
    return _keep_attributes(descriptor, target)


def _keep_attributes(descriptor: int, target: Path) -> tuple[str, ...]:
    """Copy extended attributes (access lists are among them) on systems that have them."""
    if not hasattr(os, "listxattr"):
        return ()
    notes = []
    for name in _attribute_names(target):
        try:
            value = os.getxattr(target, name)
            os.setxattr(descriptor, name, value)
        except OSError as error:
            notes.append(f"The extended attribute {name} could not be kept: {cause(error)}.")
    return tuple(notes)


def _attribute_names(target: Path) -> list[str]:
    try:
        return os.listxattr(target)
    except OSError as error:
        if error.errno == errno.ENOTSUP:  # the file system has none to keep
            return []
        raise
