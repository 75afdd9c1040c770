"""Files are read, and everything that is no file is named without reading it."""

from __future__ import annotations

import errno
import os
import socket
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from venvoy.model.dockerfile import Unreadable
from venvoy.workspace.reading import SIZE_LIMIT, read_file, unreadable

from .children import NOBODY, unprivileged


@given(content=st.binary(max_size=5000))
def test_every_byte_is_read(content: bytes, tmp_path_factory: pytest.TempPathFactory) -> None:
    """NUL, carriage returns, bytes that are no text: they come as they are."""
    path = tmp_path_factory.mktemp("any") / "Dockerfile"
    path.write_bytes(content)

    assert content == read_file(path)


def test_link_is_followed(tmp_path: Path) -> None:
    """Reading through a symbolic link is harmless."""
    (tmp_path / "real").write_bytes(b"FROM a\n")
    (tmp_path / "Dockerfile").symlink_to("real")

    assert b"FROM a\n" == read_file(tmp_path / "Dockerfile")


def test_missing(tmp_path: Path) -> None:
    """A path with nothing there."""
    path = tmp_path / "Dockerfile"

    assert Unreadable(str(path), "There is no such file; check the path.") == read_file(path)


def test_dangling_link(tmp_path: Path) -> None:
    """The link is there, so it would be wrong to say that nothing is."""
    path = tmp_path / "Dockerfile"
    path.symlink_to("gone")

    reason = "This symbolic link leads to a file that is not there; mend the link, or put the file there."
    assert Unreadable(str(path), reason) == read_file(path)


def test_directory(tmp_path: Path) -> None:
    """A directory is not a Dockerfile."""
    reason = "This is a directory, not a file; name the Dockerfile inside of it."

    assert Unreadable(str(tmp_path), reason) == read_file(tmp_path)


def test_pipe(tmp_path: Path) -> None:
    """A named pipe that nobody writes to would hang whoever opens it."""
    os.mkfifo(tmp_path / "pipe")

    reason = "This is a named pipe, not a file; give a regular file, or '-' to read standard input."
    assert Unreadable(str(tmp_path / "pipe"), reason) == read_file(tmp_path / "pipe")


def test_socket(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A socket cannot be read."""
    monkeypatch.chdir(tmp_path)  # the path of a socket must be short
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind("s")

        assert Unreadable("s", "This is a socket, not a file; give a regular file.") == read_file(Path("s"))


def test_device() -> None:
    """/dev/zero never ends."""
    reason = "This is a character device, not a file; give a regular file, or '-' to read standard input."
    assert Unreadable("/dev/zero", reason) == read_file(Path("/dev/zero"))


def test_too_large(tmp_path: Path) -> None:
    """Up to ten mebibytes are read; one byte more is not a Dockerfile."""
    path = tmp_path / "Dockerfile"
    path.write_bytes(b"")
    os.truncate(path, SIZE_LIMIT)
    assert bytes(SIZE_LIMIT) == read_file(path)
    os.truncate(path, SIZE_LIMIT + 1)

    reason = "This file is larger than 10 MiB, too large for a Dockerfile; check the path."
    assert Unreadable(str(path), reason) == read_file(path)


def test_no_permission(open_directory: Path) -> None:
    """A file that this user may not read."""
    path = open_directory / "Dockerfile"
    path.write_bytes(b"FROM a\n")
    path.chmod(0)

    reason = "Permission to read this is denied; change its mode, or run as a user who may read it."
    assert Unreadable(str(path), reason) == unprivileged(lambda: read_file(path))


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("a\0b", "This path has a NUL character in it, which no file name can have; check the path."),
        ("x" * 300, "This path is too long for the file system; check the path."),
        ("circle", "The symbolic links of this path go round in a circle; mend them."),
        ("file/Dockerfile", "A part of this path is not a directory; check the path."),
    ],
    ids=["NUL", "long", "circle", "file as directory"],
)
def test_path_that_cannot_be(tmp_path: Path, name: str, reason: str) -> None:
    """A path that no file can have is said to be one, not raised."""
    (tmp_path / "circle").symlink_to("circle")
    (tmp_path / "file").write_bytes(b"")

    assert Unreadable(str(tmp_path / name), reason) == read_file(tmp_path / name)


@pytest.mark.parametrize(
    ("number", "clause"),
    [
        (errno.EIO, "the disk reports an input/output error"),
        (errno.EINTR, "interrupted system call"),
        (None, "the system gives no reason"),
    ],
)
def test_other_errors_are_explained(number: int | None, clause: str) -> None:
    """Whatever else the system says becomes a sentence too."""
    error = OSError() if number is None else OSError(number, "as the system says it")

    reason = f"This could not be read: {clause}; check the disk and try again."
    assert Unreadable("Dockerfile", reason) == unreadable(Path("Dockerfile"), error)


def test_nobody_is_unprivileged() -> None:
    """The child that other tests rely on to have no rights has none."""
    user = unprivileged(os.geteuid)

    assert user == (NOBODY if os.geteuid() == 0 else os.geteuid())
