"""A log of any size: its beginning and its end are kept, the middle is counted."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from venvoy.model.diagnosis import Log
from venvoy.model.dockerfile import Unreadable
from venvoy.workspace.reading import NUL_IN_PATH, odd_kind, unreadable

HEAD = 2 * 1024 * 1024
"""Bytes of the beginning that are kept: what a build is asked for stands there."""
TAIL = 8 * 1024 * 1024
"""Bytes of the end that are kept: what a build ended with stands there."""
LONGEST_LINE = 64 * 1024
"""Bytes of a line that are kept."""
_PIECE = 1024 * 1024


def read_log(path: Path) -> Log | Unreadable:
    """Return the log at *path*; a directory or a device is `Unreadable`, a named pipe is read to its end."""
    if "\0" in str(path):
        return Unreadable(str(path), NUL_IN_PATH)
    try:
        if path.is_dir():
            return Unreadable(str(path), "This is a directory, not a log; name the log inside of it.")
        if not path.is_fifo() and (odd := odd_kind(path, path.stat().st_mode)) is not None:
            return odd
        with path.open("rb") as file:
            return keep(file)
    except OSError as error:
        return unreadable(path, error)


def named(text: str) -> Path | None:
    """Return the file that *text*, one line, is the path of, as a shell reads a tilde; None when it is no such path."""
    try:
        path = Path(text).expanduser()
        return path if path.is_file() else None
    except (OSError, RuntimeError, ValueError):  # longer than a name may be, of a user who is not there, with a NUL
        return None


def pasted(text: str) -> Log:
    """Return *text* as a log, within the same bounds; terminals send line ends as carriage returns."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return keep(BytesIO(lines.encode("utf-8", "replace")))


def keep(stream: BinaryIO) -> Log:
    """Return what *stream* brings, in bounded memory; bytes that are not UTF-8 become U+FFFD.

    Raises:
        OSError: when it cannot be read.
    """
    head: list[bytes] = []
    tail: deque[bytes] = deque()
    kept_head, kept_tail, skipped = 0, 0, 0
    for line in _lines(stream):
        if kept_head < HEAD and not tail:
            head.append(line)
            kept_head += len(line) + 1
            continue
        tail.append(line)
        kept_tail += len(line) + 1
        while kept_tail > TAIL:
            kept_tail -= len(tail.popleft()) + 1
            skipped += 1
    return Log(_text(head), _text(tail), skipped)


def _lines(stream: BinaryIO) -> Iterator[bytes]:
    """Return the lines without their ends, what is beyond `LONGEST_LINE` of one left out."""
    rest = b""
    while piece := stream.read(_PIECE):
        *whole, last = piece.split(b"\n")
        for line in whole:
            yield (rest + line)[:LONGEST_LINE].removesuffix(b"\r")
            rest = b""
        rest = (rest + last)[:LONGEST_LINE]
    if rest:
        yield rest


def _text(lines: list[bytes] | deque[bytes]) -> tuple[str, ...]:
    return tuple(line.decode("utf-8", "replace") for line in lines)
