"""The words, assignments and redirections of one simple command."""

from __future__ import annotations

import re
from collections.abc import Mapping

from attrs import define, field

from venvoy.model.shell import Assignment, Part, PartKind, Redirect, ShellWord
from venvoy.parse.places import Places
from venvoy.parse.shell_parts import Hole, PartReader

_BLANK = re.compile(rb"(?:[ \t\r\n]|\\\r?\n)+")
_TIME = re.compile(rb"time[ \t]+(?:-p[ \t]+)?(?=\S)")
_PLAIN = re.compile(rb"[ \t]*+([A-Za-z0-9_./:@%+,^\-]++(=?+)[A-Za-z0-9_./:@%+,^=\-]*+)(?=[ \t\r\n]|\Z)")
_REDIRECT = re.compile(rb"(?:[0-9]+|\{[A-Za-z_]\w*\})?(?:<<<|<<-?|<>|<&|<(?!\()|>>|>&|>\||>(?!\())|&>>?")
_ASSIGNMENT = re.compile(rb"([A-Za-z_][A-Za-z0-9_]*)(\[[^\]=]*\])?(\+?)=")
_COMMENT = 0x23
_METACHARACTERS = b"|&;()<>"


@define
class Reading:
    """What stands in the text of one simple command."""

    words: list[ShellWord] = field(factory=list)
    places: list[tuple[int, int]] = field(factory=list)
    """Start and end of each of `words` in the shell text."""
    assignments: list[Assignment] = field(factory=list)
    redirects: list[Redirect] = field(factory=list)
    heredocs: list[int] = field(factory=list)
    """Offsets of the ``<<`` markers."""
    start: int = -1
    """Offset of the first word, assignment or redirection; -1 while there is none."""
    end: int = -1
    """Offset behind the last one."""


class WordReader:
    """Cuts the text of simple commands into words, as a shell does."""

    def __init__(self, value: bytes, places: Places, holes: Mapping[int, Hole]) -> None:
        """Read *value*, whose bytes stand at *places*; the grammar found *holes*, keyed by their first byte."""
        self._value = value
        self._places = places
        self._holes = holes
        self._parts = PartReader(value, holes)

    def read(self, start: int, end: int, *, declares: bool = False, test: bool = False) -> Reading:
        """Return what stands from *start* to before *end*.

        The keyword ``time`` is no word. *declares*: assignments are looked for behind the name too (``export A=b``);
        *test*: ``<``, ``>``, ``&&`` and brackets are words (``[[ … ]]``).
        """
        reading = Reading()
        timed = _TIME.match(self._value, start, end)
        position = start if timed is None else timed.end()
        while position < end:
            began = position
            plain = _PLAIN.match(self._value, position, end)
            if plain is not None and (not plain.group(2) or (reading.words and not declares)):
                began, position = plain.span(1)
                self._add(reading, self._plain(began, position), began, position)
            elif (blank := _BLANK.match(self._value, position, end)) is not None:
                position = blank.end()
                continue
            elif self._value[position] == _COMMENT:
                newline = self._value.find(b"\n", position, end)
                position = end if newline < 0 else newline
                continue
            else:
                position = self._take(reading, position, end, declares=declares, test=test)
            reading.start = began if reading.start < 0 else reading.start
            reading.end = position
        return reading

    def _take(self, reading: Reading, start: int, end: int, *, declares: bool, test: bool) -> int:
        redirect = None if test else _REDIRECT.match(self._value, start, end)
        if redirect is not None and start not in self._holes:
            return self._redirect(reading, start, redirect.end(), end)
        if declares or not reading.words:
            assignment = _ASSIGNMENT.match(self._value, start, end)
            if assignment is not None:
                return self._assignment(reading, assignment, end)
        word, behind = self.word(start, end)
        self._add(reading, word, start, behind)
        return behind

    @staticmethod
    def _add(reading: Reading, word: ShellWord, start: int, end: int) -> None:
        reading.words.append(word)
        reading.places.append((start, end))

    def _plain(self, start: int, end: int) -> ShellWord:
        text = self._value[start:end].decode("ascii")
        return ShellWord(text, (Part(PartKind.LITERAL, text),), self._places.span(start, end))

    def word(self, start: int, end: int, *, value: bool = False) -> tuple[ShellWord, int]:
        """Return the word at *start* and the offset behind it; *value*: it is the right side of an assignment."""
        parts, behind = self._parts.read(start, end, assigned=value)
        if behind == start and start < end and not value:  # an operator where only a word makes sense
            behind = start + 1
            while behind < end and self._value[behind] in _METACHARACTERS and behind - start < 2:
                behind += 1
            parts = (Part(PartKind.LITERAL, self._text(start, behind)),)
        return ShellWord(self._text(start, behind), parts, self._places.span(start, behind)), behind

    def _redirect(self, reading: Reading, start: int, behind: int, end: int) -> int:
        operator = self._text(start, behind)
        blank = _BLANK.match(self._value, behind, end)
        target, position = self.word(behind if blank is None else blank.end(), end)
        document = operator.endswith(("<<", "<<-"))
        if document:
            reading.heredocs.append(start + operator.index("<"))
        span = self._places.span(start, position)
        reading.redirects.append(Redirect(operator, None if document else target, span))
        return position

    def _assignment(self, reading: Reading, match: re.Match[bytes], end: int) -> int:
        name, index, plus = match.groups()
        value, behind = self.word(match.end(), end, value=True)
        variable = name.decode("ascii")
        if index is not None:
            parts: tuple[Part, ...] = (Part(PartKind.DYNAMIC, value.raw),)
        elif plus:
            parts = (Part(PartKind.VARIABLE, f"${{{variable}}}", quoted=True), *value.parts)
        else:
            parts = value.parts
        word = ShellWord(value.raw, parts, value.span)
        reading.assignments.append(Assignment(variable, word, self._places.span(match.start(), behind)))
        return behind

    def _text(self, start: int, end: int) -> str:
        return self._value[start:end].decode("utf-8", "surrogateescape")
