"""The picture of the packages' way in its inks."""

from __future__ import annotations

import re

from venvoy.tui.line_view import Run

_PARTS = re.compile(
    r"(?P<head>^Where the packages go now|(?:^|(?<=    ))After the migration)"
    r"|(?P<rule>[─│┌┐└┘├┤┬┴┼]+)|(?P<arrow>[▶▼◀▲])|(?P<faint>line \d+|looks in|\(ships\))"
    r"|(?P<sign>(?<![\w/])\?(?= ))|(?P<code>(?<![\w.])/[\w./*+-]+)"
)
_INKS = {
    "head": "heading",
    "rule": "rule",
    "arrow": "accent bold",
    "faint": "faint",
    "sign": "needs-you bold",
    "code": "code",
}


def inked(line: str) -> list[Run]:
    """Return a line of the picture in its inks."""
    runs: list[Run] = []
    done = 0
    for match in _PARTS.finditer(line):
        runs += [(line[done : match.start()], ""), (match.group(), _INKS[match.lastgroup or "code"])]
        done = match.end()
    return [*runs, (line[done:], "")]
