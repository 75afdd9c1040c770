"""Parser directives: ``# name=value`` comments before everything else in the file."""

from __future__ import annotations

import re

_DIRECTIVE = re.compile(rb"#\s*+([A-Za-z][A-Za-z0-9]*+)\s*+=\s*+(\S.*+)\Z", re.DOTALL)
_KNOWN = frozenset({b"syntax", b"escape", b"check"})


class Directives:
    """Reads directives until the first line that is none; from there on ``#`` starts a comment."""

    def __init__(self) -> None:
        self.open = True
        """True as long as the next line may be a directive."""
        self.escape = b"\\"
        self._seen: set[bytes] = set()

    def close(self) -> None:
        """Take note of a line that is no comment."""
        self.open = False

    def take(self, row: bytes) -> str | None:
        """Read the comment *row* (no blanks before it), and say in half a sentence what Docker would refuse."""
        found = _DIRECTIVE.match(row.rstrip())
        name = found[1].lower() if found else b""
        if found is None or name not in _KNOWN:
            self.open = False
            return None
        if name in self._seen:
            return f"repeats the parser directive {name.decode()}; keep one of them"
        self._seen.add(name)
        if name == b"escape":
            if found[2] not in (b"\\", b"`"):
                return "sets an escape character that Docker does not know; use a backslash or a backtick"
            self.escape = found[2]
        return None
