"""The two ways out: standard output for data, standard error for narration."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, TextIO

from venvoy.reports.terminal import safe
from venvoy.reports.unreadable import unreadable_text

if TYPE_CHECKING:
    from venvoy.model.dockerfile import Unreadable
    from venvoy.model.receipt import Refused

FALLBACK_WIDTH = 80
LONGEST_LINE = 100
"""Cells; prose that is wider is hard to read."""


class ReaderGone(Exception):  # noqa: N818 - no error: the way `head` ends
    """Whoever read standard output or standard error has closed it."""


def data(content: str | bytes) -> None:
    """Write *content* to standard output; bytes as they are.

    Raises:
        ReaderGone: when nobody reads it.
        OSError: when it cannot be written for another reason.
    """
    _write(sys.stdout, content)


def say(sentence: str) -> None:
    """Write *sentence*, which must be safe for a terminal, to standard error.

    Raises:
        ReaderGone: when nobody reads it.
    """
    # A program that was started without a standard error has nobody to tell.
    if sys.stderr is not None:
        _write(sys.stderr, sentence.rstrip("\n") + "\n")


def complain(problem: Unreadable) -> None:
    """Say which file could not be read, and why."""
    say(unreadable_text(problem))


def refuse(refused: Refused) -> None:
    """Say what was not written, why, and what to do next."""
    where = f"{safe(refused.path)}: " if refused.path is not None else ""
    say(f"{where}{safe(refused.reason)} {safe(refused.next_step)}")


def width() -> int:
    """Return how many cells a line of text may take: those of the terminal, or of COLUMNS, or 80."""
    try:
        given = int(os.environ.get("COLUMNS", ""))
    except ValueError:
        given = 0
    if given > 0:
        return given
    try:
        return os.get_terminal_size(1).columns or FALLBACK_WIDTH
    except OSError:
        return FALLBACK_WIDTH


def prose_width() -> int:
    """Return the width for running text."""
    return min(width(), LONGEST_LINE)


def is_screen() -> bool:
    """Return whether standard output is a terminal, so that what is written to it is looked at."""
    return sys.stdout is not None and sys.stdout.isatty()


def is_conversation() -> bool:
    """Return whether there is a terminal on both sides that can show a screen."""
    listens = sys.stdin is not None and sys.stdin.isatty()
    return listens and is_screen() and os.environ.get("TERM") not in ("", "dumb")


def likes_colour() -> bool:
    """Return whether standard output takes colour: a terminal that is not told otherwise (NO_COLOR)."""
    return is_screen() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") not in (None, "", "dumb")


def give_up() -> None:
    """Point the standard streams at nothing, so that the interpreter does not stumble over them when it ends."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for descriptor in (1, 2):
        os.dup2(nowhere, descriptor)
    os.close(nowhere)


def _write(stream: TextIO | None, content: str | bytes) -> None:
    if stream is None:
        raise ReaderGone
    # What the terminal's encoding lacks is spelt out: a file name must not end a run.
    raw = content if isinstance(content, bytes) else content.encode(stream.encoding, "backslashreplace")
    try:
        stream.flush()
        rest = memoryview(raw)
        while rest:  # without a buffer (PYTHONUNBUFFERED), a write may take only a part
            rest = rest[stream.buffer.write(rest) :]
        stream.buffer.flush()
    except BrokenPipeError as error:
        raise ReaderGone from error
    except OSError as error:
        name = "standard error" if stream is sys.stderr else "standard output"
        raise OSError(error.errno, error.strerror, name) from error
