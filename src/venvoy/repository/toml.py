"""TOML within bounds, with the lines of its keys."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from typing import Any

from attrs import frozen

DOTS_LIMIT = 20_000_000
"""Sum of the squares of the dots in each line: what tomllib's time for dotted keys grows with."""

_NEAR = 100
_HEADER = re.compile(r"\s*\[\[?([^\[\]]+)\]\]?\s*(?:#.*)?")
_KEY = re.compile(r"\s*([\w.\"' \t-]+?)\s*=")
Table = dict[str, Any]


@frozen
class Document:
    """A TOML document that was read."""

    content: Table
    text: str
    places: dict[str, int]
    """Dotted path of a table or key → its first line."""
    lines: tuple[str, ...]

    def line(self, *path: str) -> int:
        """Return where *path* is said, or the nearest table around it that has a line of its own."""
        names = list(path)
        while names and ".".join(names) not in self.places:
            names.pop()
        return self.places[".".join(names)] if names else 1

    def line_near(self, value: str, first: int) -> int:
        """Return the line in which *value* is written, *first* or one of the next hundred; *first* where it is not."""
        lines = self.lines[first - 1 : first - 1 + _NEAR]
        return next((first + below for below, line in enumerate(lines) if value in line), first)


def read_toml(text: str) -> Document | str:
    """Read *text*; a clause with the reason when it is not TOML, or would take too long."""
    content = read_tables(text)
    if isinstance(content, str):
        return content
    return Document(content, text, dict(reversed(tuple(_places(text)))), tuple(text.split("\n")))


def read_tables(text: str) -> Table | str:
    """Read *text* as `read_toml` does, without the lines of its keys."""
    if sum(line.count(".") ** 2 for line in text.split("\n")) > DOTS_LIMIT:
        return "its dotted keys are too long"
    try:
        return tomllib.loads(text)
    except RecursionError:
        return "it is nested too deeply"
    except ValueError as error:  # tomllib's own, or that of a number with thousands of digits
        return str(error)


def _places(text: str) -> Iterable[tuple[str, int]]:
    table = ""
    for number, line in enumerate(text.split("\n"), 1):
        if header := _HEADER.fullmatch(line.rstrip("\r")):
            table = _path(header[1])
            yield table, number
        elif key := _KEY.match(line):
            yield (f"{table}.{_path(key[1])}" if table else _path(key[1])), number


def _path(written: str) -> str:
    return ".".join(part.strip().strip("\"'") for part in written.split("."))


def table(content: Table, *path: str) -> Table:
    """Return the table at *path*; an empty one when there is none, or something else stands there."""
    for name in path:
        found = content.get(name)
        if not isinstance(found, dict):
            return {}
        content = found
    return content


def texts(value: object) -> tuple[str, ...]:
    """Return the texts of an array; none of what is no array, or no text in it."""
    return tuple(item for item in value if isinstance(item, str)) if isinstance(value, list) else ()


def tables(value: object) -> tuple[Table, ...]:
    """Return the tables of an array; none of what is no array, or no table in it."""
    return tuple(item for item in value if isinstance(item, dict)) if isinstance(value, list) else ()
