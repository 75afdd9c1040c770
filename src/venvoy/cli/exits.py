"""What an exit code means."""

from __future__ import annotations

from enum import IntEnum


class Exit(IntEnum):
    """The codes that venvoy leaves with."""

    OK = 0
    FINDINGS = 1
    """``check``: something can be migrated, or asks for an answer."""
    CHANGES = 1
    """``migrate --diff``: the file would be different."""
    DIFFERS = 1
    """``compare``: not the same application."""
    NOT_FOUND = 1
    """``whence``: no such module."""
    UNKNOWN = 1
    """``doctor``: no cause in its table fits."""
    UNEXPECTED = 1
    """``lab``: it came out in none of the ways that the lab knows."""
    FAILED = 2
    """Something could not be read or written, or was asked for in a way that makes no sense."""
    BUILD_FAILED = 3
    """``compare``: one of the two does not build, or not in time."""
    NO_ENGINE = 4
    """``compare``: no container engine to work with, or it went away."""
    INTERRUPTED = 130
    """By the person (SIGINT), as shells report it."""
    READER_GONE = 141
    """Whoever read the output left early (SIGPIPE), as shells report it."""
