"""Syntax colours of a Dockerfile, one line at a time, so that only lines in view cost anything."""

from __future__ import annotations

import re
from bisect import bisect_right

from venvoy.model.dockerfile import Dockerfile, PieceKind
from venvoy.tui.line_view import Run
from venvoy.tui.shown import shown

_KEYWORD = re.compile(r"(\s*)([A-Za-z]+)(\s+)")
_STAGE_NAME = re.compile(r"(.*\s)([Aa][Ss])(\s+)(\S+)(\s*)$")
_TOKEN = re.compile(
    r"(?P<variable>\$\{[^}]*\}|\$[A-Za-z_]\w*)"
    r"|(?P<string>\"[^\"]*\"|'[^']*')"
    r"|(?P<flag>(?<!\S)--?[A-Za-z][\w-]*)"
    r"|(?P<faint>&&|\|\||;|\\$|<<-?)"
)
_LONGEST = 2000
"""Characters of a line that get colours; what is longer than any screen stays plain."""


class Highlighter:
    """Gives the runs of any line of one Dockerfile."""

    def __init__(self, dockerfile: Dockerfile) -> None:
        """Index *dockerfile* by line; nothing is coloured yet."""
        content = dockerfile.content.removeprefix(b"\xef\xbb\xbf")
        self.lines = content.split(b"\n")
        if len(self.lines) > 1 and not self.lines[-1]:
            self.lines.pop()
        pieces = [p for p in dockerfile.pieces if p.kind is not PieceKind.BYTE_ORDER_MARK]
        self._starts = [p.lines.first for p in pieces]
        self._kinds = [p.kind for p in pieces]
        self._memory: dict[int, list[Run]] = {}
        self._bodies = _heredoc_lines(dockerfile)

    def runs(self, number: int) -> list[Run]:
        """Return line *number* (from 1) in its colours."""
        runs = self._memory.get(number)
        if runs is None:
            runs = self._memory[number] = self._coloured(number)
        return runs

    def _coloured(self, number: int) -> list[Run]:
        text = shown(self.lines[number - 1])
        at = bisect_right(self._starts, number) - 1
        kind = self._kinds[at] if at >= 0 else PieceKind.INSTRUCTION
        if kind in (PieceKind.COMMENT, PieceKind.DIRECTIVE):
            return [(text, "comment")]
        if kind is PieceKind.BLANK:
            return [(text, "")]
        if number in self._bodies:
            return _tokens(text)
        if text.lstrip().startswith("#") and self._starts[at] != number:
            return [(text, "comment")]
        return _instruction(text) if self._starts[at] == number else _tokens(text)


class PlainText:
    """Gives the lines of a file of any other kind, without colours."""

    def __init__(self, content: bytes) -> None:
        """Split *content*."""
        self.lines = content.removeprefix(b"\xef\xbb\xbf").split(b"\n")
        if len(self.lines) > 1 and not self.lines[-1]:
            self.lines.pop()

    def runs(self, number: int) -> list[Run]:
        """Return line *number* (from 1)."""
        return [(shown(self.lines[number - 1]), "")]


def _heredoc_lines(dockerfile: Dockerfile) -> frozenset[int]:
    inside: set[int] = set()
    for instruction in dockerfile.instructions:
        if instruction.heredocs:
            inside.update(range(instruction.lines.first + 1, instruction.lines.last + 1))
    return frozenset(inside)


def _instruction(text: str) -> list[Run]:
    match = _KEYWORD.match(text)
    if match is None:
        return [(text, "keyword")] if text.strip().isalpha() else _tokens(text)
    indent, keyword, gap = match.groups()
    rest = text[match.end() :]
    runs: list[Run] = [(indent, ""), (keyword, "keyword"), (gap, "")]
    stage = _STAGE_NAME.match(rest) if keyword.upper() == "FROM" else None
    if stage is None:
        return runs + _tokens(rest)
    image, as_, space, name, tail = stage.groups()
    return [*runs, *_tokens(image), (as_, "keyword"), (space, ""), (name, "bold"), (tail, "")]


def _tokens(text: str) -> list[Run]:
    runs: list[Run] = []
    done = 0
    for match in _TOKEN.finditer(text, 0, _LONGEST):
        if match.start() > done:
            runs.append((text[done : match.start()], ""))
        runs.append((match.group(), match.lastgroup or ""))
        done = match.end()
    runs.append((text[done:], ""))
    return runs
