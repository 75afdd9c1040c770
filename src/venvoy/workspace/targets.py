"""What must be true of a file before it is written; every file of a change set is examined before one is touched."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from attrs import frozen

from venvoy.model.dockerfile import Unreadable
from venvoy.model.plan import FileChange
from venvoy.model.receipt import Refused
from venvoy.workspace.failures import cause
from venvoy.workspace.reading import odd_kind, read_bytes
from venvoy.workspace.records import FileRecord


@frozen
class Absent:
    """There is nothing at a path."""


def held(path: Path) -> bytes | Absent | Unreadable:
    """Return what the file at *path* holds now; a symbolic link there is followed."""
    if not os.path.lexists(path):
        return Absent()
    return read_bytes(path, limit=None)


def holds(path: Path, content: bytes | None) -> bool:
    """Return whether *path* is a regular file (no link) that holds *content*, or is absent when that is None."""
    if content is None:
        return isinstance(held(path), Absent)
    return not path.is_symlink() and held(path) == content


def examine(change: FileChange, root: Path) -> FileRecord | Refused:
    """Return *change* as it will be recorded, its path resolved, or why it cannot be written.

    *root* must be resolved.
    """
    if "\0" in change.path:
        return _refuse("This path has a NUL character in it.", change.path, "Check the path.")
    written = Path(change.path).absolute()
    try:
        path = Path(os.path.realpath(written.parent, strict=True), written.name)
        path = Path(os.path.realpath(path, strict=True)) if path.is_symlink() else path
    except OSError as error:
        return _refuse(f"The place to write to cannot be reached: {cause(error)}.", change.path, "Check the path.")
    outside = _leaves(path, root, written)
    if outside is not None:
        return outside
    if change.before is None:
        return _examine_new(change, path)
    return obstacle(path, change.path) or _compare(change, path)


def obstacle(path: Path, shown: str) -> Refused | None:
    """Return why the file at the resolved *path*, called *shown* in messages, cannot be replaced; None when it can."""
    try:
        status = path.lstat()
    except FileNotFoundError:
        return _refuse("This file is gone.", shown, "Put it back, or start over from what is there.")
    except OSError as error:
        return _refuse(f"This cannot be looked at: {cause(error)}.", shown, "Check the path and its permissions.")
    odd = odd_kind(path, status.st_mode)
    if odd is not None:
        return _refuse("This is not a regular file.", shown, "Give the regular file that is meant.")
    if status.st_nlink > 1:
        return _refuse(
            f"This file has {status.st_nlink} names (hard links), and writing it would part them.",
            shown,
            "Make it a file of its own first: copy it, then rename the copy over it.",
        )
    return _no_right(path, status, shown) or directory_obstacle(path.parent, shown)


def directory_obstacle(directory: Path, shown: str) -> Refused | None:
    """Return why no file can be put into *directory*, or None."""
    if not directory.is_dir():
        return _refuse("Its directory is missing.", shown, "Make the directory, or check the path.")
    if not _may(directory, os.W_OK | os.X_OK):
        return _refuse(
            "Its directory cannot be written, so no new version can take its place.",
            shown,
            "Make the directory writable, or run as a user who may write it.",
        )
    return None


def _leaves(path: Path, root: Path, written: Path) -> Refused | None:
    if not path.is_relative_to(root):
        inside = Path(os.path.normpath(written)).is_relative_to(root)
        what = "This is a symbolic link that leads out of" if inside else "This lies outside of"
        return _refuse(f"{what} the directory that may be written.", str(written), "Run it on the file itself.")
    if ".git" in path.relative_to(root).parts:
        return _refuse("This leads into git's own directory.", str(written), "Give a file of the work tree.")
    return None


def _examine_new(change: FileChange, path: Path) -> FileRecord | Refused:
    if os.path.lexists(path):
        return _refuse("This file is to be made, but it exists already.", change.path, "Move it away, or start over.")
    return directory_obstacle(path.parent, change.path) or FileRecord(str(path), None, change.after)


def _compare(change: FileChange, path: Path) -> FileRecord | Refused:
    now = held(path)
    if isinstance(now, Unreadable):
        return _refuse("This file can no longer be read.", change.path, "Check its permissions, or start over.")
    if now != change.before:
        return _refuse("This file has changed since it was read.", change.path, "Look at it, and start over from it.")
    return FileRecord(str(path), change.before, change.after, stat.S_IMODE(path.lstat().st_mode))


def _no_right(path: Path, status: os.stat_result, shown: str) -> Refused | None:
    """Return why a replacement of the file would not be the same user's file, or would override its mode."""
    if not _may(path, os.W_OK):
        return _refuse("This file is read-only for you.", shown, "Make it writable (chmod u+w), or run as its owner.")
    user = os.geteuid()
    if user == 0:
        return None
    if status.st_uid != user or status.st_gid not in {os.getegid(), *os.getgroups()}:
        return _refuse(
            "This file belongs to another user or group, and a new version would become yours.",
            shown,
            "Run as its owner, or change its owner first (chown).",
        )
    return None


def _may(path: Path, what: int) -> bool:
    return os.access(path, what, effective_ids=os.access in os.supports_effective_ids)


def _refuse(reason: str, path: str, next_step: str) -> Refused:
    return Refused(reason=reason, path=path, next_step=next_step)
