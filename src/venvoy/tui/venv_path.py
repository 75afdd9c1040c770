"""Which paths a virtual environment can have."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

_PLAIN = re.compile(r"[\w./+@-]+", re.ASCII)
_TAKEN = frozenset({"/", "/bin", "/boot", "/dev", "/etc", "/home", "/lib", "/lib64", "/opt", "/proc", "/root", "/run"})
_TAKEN |= frozenset({"/sbin", "/srv", "/sys", "/tmp", "/usr", "/usr/bin", "/usr/lib", "/usr/local", "/var"})  # noqa: S108


def objection(path: str) -> str | None:
    """Return what speaks against *path* as the place of a virtual environment, or None."""
    if not path.startswith("/"):
        return "the path has to be absolute, like /opt/venv"
    if not _PLAIN.fullmatch(path):
        return "only letters, digits and . _ - + @ / survive PATH and a shell unquoted"
    pure = PurePosixPath(path)
    if ".." in pure.parts or "//" in path:
        return "the path may not hold .. or //"
    if str(pure) in _TAKEN:
        return f"{pure} belongs to the system; give the environment a directory of its own"
    return None
