"""Requirements files, by pip's rules (pip docs, "Requirements File Format"): their requirements with lines."""

from __future__ import annotations

import posixpath
import re
from collections import deque
from collections.abc import Iterator
from pathlib import Path

from attrs import define, field
from packaging.requirements import InvalidRequirement, Requirement

from venvoy.model.project import Said
from venvoy.repository.text import read_text

FILE_LIMIT = 50
"""Files that are followed with ``-r``."""
LINE_LIMIT = 5_000
"""Requirements in all; the longest lists of pinned ones have some hundreds."""

_COMMENT = re.compile(r"(?:^|\s)#.*$")
_INCLUDE = re.compile(r"(?:-r\s*|--requirement(?:\s+|=))(?P<file>\S.*)")
_EDITABLE = re.compile(r"(?:-e\s*|--editable(?:\s+|=))\S")
_OPTION = re.compile(r"\s--?[a-z][\w-]*(?:[=\s]|$)")
_ELSEWHERE = re.compile(r"[\w+.-]+:|\.{0,2}/|\.{1,2}$|.*\.(?:whl|zip|tar\.gz|tgz)(?:\[|$)")
"""A URL, a path or an archive: installed from where it lies, and named by what is found there."""


def read_requirements(root: Path, file: str) -> tuple[tuple[Said, ...], tuple[str, ...]]:
    """Return the requirements of *file*, a path from *root*, with those that it includes, and a note for each trouble.

    A requirement is given without its hashes and other options; ``-e`` stays in front of it. Constraints, indexes and
    what else is no requirement is left out. An included file is read once, and none that lies outside of *root*.
    """
    reading = _Reading(root, deque([file]), {file})
    while reading.waiting:
        reading.read(reading.waiting.popleft())
    return tuple(reading.found), tuple(reading.notes)


@define
class _Reading:
    """The files that include each other."""

    root: Path
    waiting: deque[str]
    seen: set[str]
    found: list[Said] = field(factory=list)
    notes: list[str] = field(factory=list)

    def read(self, file: str) -> None:
        text = read_text(self.root / file, file, self.notes)
        for line, written in _logical(text or ""):
            if len(self.found) == LINE_LIMIT:
                self.notes.append(f"{file}, line {line}: no more than {LINE_LIMIT} requirements are read.")
                self.waiting.clear()
                return
            self._take(file, line, written)

    def _take(self, file: str, line: int, written: str) -> None:
        if include := _INCLUDE.fullmatch(written):
            self._include(file, line, include["file"].strip("\"'"))
            return
        editable = _EDITABLE.match(written) is not None
        if written.startswith("-") and not editable:
            return
        text = written if editable else _OPTION.split(written, maxsplit=1)[0].strip()
        if editable or _ELSEWHERE.match(text) or _is_requirement(text):
            self.found.append(Said(text, file, line))
        else:
            self.notes.append(f"{file}, line {line}: this is no requirement that can be read.")

    def _include(self, file: str, line: int, named: str) -> None:
        path = posixpath.normpath(posixpath.join(posixpath.dirname(file), named))
        if "://" in named or path.startswith(("/", "../")) or "\0" in path:
            self.notes.append(f"{file}, line {line}: what it includes lies outside of the repository and is not read.")
        elif len(self.seen) == FILE_LIMIT:
            self.notes.append(f"{file}, line {line}: no more than {FILE_LIMIT} files are followed.")
        elif path not in self.seen:
            self.seen.add(path)
            self.waiting.append(path)


def _logical(text: str) -> Iterator[tuple[int, str]]:
    """Yield (first line, text) for each line that says something, with those that a backslash continues."""
    parts: list[str] = []
    first = 1
    for number, line in enumerate(text.splitlines(), 1):
        first = first if parts else number
        comment = line.lstrip().startswith("#")
        if line.endswith("\\") and not comment:
            parts.append(line[:-1])
            continue
        # pip ends a continued line at a comment, too.
        whole = _COMMENT.sub("", "".join([*parts, " " if comment else "", line])).strip()
        parts = []
        if whole:
            yield first, whole
    rest = _COMMENT.sub("", "".join(parts)).strip()
    if rest:
        yield first, rest


def _is_requirement(text: str) -> bool:
    try:
        Requirement(text)
    except (InvalidRequirement, RecursionError):  # the latter of a marker in thousands of brackets
        return False
    return True
