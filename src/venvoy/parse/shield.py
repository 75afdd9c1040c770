"""Physical lines become logical ones, in a form that dockerfile-parse cannot misread.

dockerfile-parse knows which lines make an instruction as long as there are no heredocs, no blank lines or comments
inside continuations, no keyword that is glued to its continuation, no lone backslash line, no bytes outside UTF-8.
So it is shown a copy with the same number of lines, in which each instruction is its keyword and as many plain
continuation lines as it has lines of any kind. The text that was taken out is kept here, each byte with its place.
"""

from __future__ import annotations

import io
from bisect import bisect_left
from itertools import accumulate

from attrs import field, frozen
from dockerfile_parse import DockerfileParser

from venvoy.model.dockerfile import Form, Heredoc, Unreadable
from venvoy.model.source import Lines, Segment, SourceText, Span
from venvoy.parse import heredocs
from venvoy.parse.blanks import behind_blanks, part
from venvoy.parse.directives import Directives
from venvoy.parse.templates import sentence, starts_as_template
from venvoy.parse.words_of_instruction import Head, cut, head

BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_OPENS_HEREDOC = frozenset({b"RUN", b"COPY", b"ADD"})


@frozen
class LogicalLine:
    """An instruction's text with its continuations joined, and the heredocs behind it."""

    text: SourceText
    head: Head
    heredocs: tuple[Heredoc, ...]


@frozen
class Rows:
    """The physical lines of a file."""

    content: bytes = field(repr=False)
    rows: tuple[bytes, ...] = field(repr=False)
    """Without the LF; the byte order mark is not part of the first."""
    starts: tuple[int, ...] = field(repr=False)
    """Offset of each row, and of the end of the file."""


@frozen
class Shielded:
    """What the walk over the lines found."""

    rows: Rows
    logical: tuple[LogicalLine, ...]
    """In the order of the file, as many as `structure` has entries."""
    structure: tuple[tuple[str, int, int], ...]
    """Keyword in upper case, first row and last row (from 0) of each instruction, as dockerfile-parse has them."""
    directive_rows: frozenset[int]
    comment_rows: frozenset[int]
    """Comment lines between instructions; the rest outside of instructions is blank."""
    escape: bytes


def rows_of(content: bytes) -> Rows:
    """Cut *content* at each LF."""
    mark = len(BYTE_ORDER_MARK) if content.startswith(BYTE_ORDER_MARK) else 0
    rows = content[mark:].split(b"\n")
    if not rows[-1]:
        rows.pop()
    starts = list(accumulate((len(row) + 1 for row in rows), initial=mark))
    starts[-1] = len(content)
    return Rows(content, tuple(rows), tuple(starts))


def shield(content: bytes, path: str) -> Shielded | Unreadable:
    """Find the instructions of *content*, or say which line cannot be understood."""
    walk = _Walk(rows_of(content), path)
    trouble = walk.all()
    if trouble is not None:
        return trouble
    return Shielded(
        walk.rows,
        tuple(walk.logical),
        _structure(walk.copy),
        frozenset(walk.directive_rows),
        frozenset(walk.comment_rows),
        walk.directives.escape,
    )


def _structure(copy: list[bytes]) -> tuple[tuple[str, int, int], ...]:
    parser = DockerfileParser(fileobj=io.BytesIO(b"\n".join(copy) + b"\n"), env_replace=False)
    return tuple((entry["instruction"], entry["startline"], entry["endline"]) for entry in parser.structure)


class _Walk:
    """One pass over the lines; what it gathers is read when it is done."""

    def __init__(self, rows: Rows, path: str) -> None:
        self.rows = rows
        self.path = path
        self.directives = Directives()
        self.logical: list[LogicalLine] = []
        self.copy: list[bytes] = []
        self.directive_rows: list[int] = []
        self.comment_rows: list[int] = []
        self._by_text: dict[bool, dict[bytes, list[int]]] = {}

    def all(self) -> Unreadable | None:
        """Walk to the end, or to the first line that cannot be understood."""
        at = 0
        while at < len(self.rows.rows):
            row = self.rows.rows[at].rstrip(b"\r")
            blanks = behind_blanks(row)
            if not row.startswith(b"#", blanks):
                self.directives.close()
                step = self._instruction(at, row, blanks) if blanks < len(row) else self._plain(at)
            elif self.directives.open:
                step = self._directive(at, row[blanks:])
            else:
                self.comment_rows.append(at)
                step = self._plain(at)
            if isinstance(step, Unreadable):
                return step
            at = step
        return None

    def _plain(self, at: int) -> int:
        self.copy.append(b"")
        return at + 1

    def _directive(self, at: int, row: bytes) -> int | Unreadable:
        trouble = self.directives.take(row)
        if trouble is not None:
            return Unreadable(self.path, f"line {at + 1} {trouble}", at + 1)
        (self.directive_rows if self.directives.open else self.comment_rows).append(at)
        return self._plain(at)

    def _instruction(self, first: int, row: bytes, blanks: int) -> int | Unreadable:
        text, behind = self._join(first, row, blanks)
        found = head(text, self.directives.escape)
        keyword = found.keyword
        if not (keyword.isalpha() and keyword.isascii()):
            return Unreadable(self.path, unknown(keyword, first + 1), first + 1)
        here: tuple[Heredoc, ...] = ()
        if b"<<" in text.value and self._may_open(text, found):
            read = self._heredocs(text, behind, first)
            if isinstance(read, Unreadable):
                return read
            here, behind = read
        self.logical.append(LogicalLine(text, found, here))
        self._show(keyword, behind - first)
        return behind

    def _show(self, keyword: bytes, count: int) -> None:
        """Write the instruction into the copy, as *count* lines."""
        if count == 1:
            self.copy.append(keyword + b" .")
            return
        self.copy.append(keyword + b" \\")
        self.copy.extend([b"\\"] * (count - 2))
        self.copy.append(b".")

    def _join(self, first: int, row: bytes, blanks: int) -> tuple[SourceText, int]:
        """Return the text of the instruction that starts in row *first*, and the row behind it."""
        rows, starts = self.rows.rows, self.rows.starts
        end = self._continued(row)
        if end is None:
            length = len(row) - blanks
            return SourceText(row[blanks:], (Segment(0, starts[first] + blanks, length),)), first + 1
        parts = [row[blanks:end]]
        segments = [Segment(0, starts[first] + blanks, end - blanks)]
        joined = end - blanks
        at = first + 1
        while end is not None and at < len(rows):
            row = rows[at].rstrip(b"\r")
            blanks = behind_blanks(row)
            if blanks < len(row) and row[blanks] != ord("#"):
                end = self._continued(row)
                length = len(row) if end is None else end
                parts.append(row[:length])
                segments.append(Segment(joined, starts[at], length))
                joined += length
            at += 1
        return SourceText(b"".join(parts), tuple(s for s in segments if s.length)), at

    def _continued(self, row: bytes) -> int | None:
        """Return the length of *row* without its continuation, or None when it has none.

        BuildKit looks one byte back: a doubled escape character at the end continues nothing, nor does a tripled one.
        """
        escape = self.directives.escape
        kept = row.rstrip(b"\t ")
        if not kept.endswith(escape) or kept[-2:-1] == escape:
            return None
        return len(kept) - 1

    def _may_open(self, text: SourceText, found: Head) -> bool:
        """Say whether heredocs can belong to the instruction: RUN, COPY and ADD have them, JSON forms do not."""
        escape = self.directives.escape
        argument = part(text, found.start, found.end)
        if found.keyword.upper() == b"ONBUILD":
            found = head(argument, escape)
            argument = part(argument, found.start, found.end)
        if found.keyword.upper() not in _OPENS_HEREDOC:
            return False
        how = cut(found.keyword.upper().decode("ascii"), argument, escape)
        return isinstance(how, str) or how.form is not Form.JSON

    def _heredocs(self, text: SourceText, behind: int, first: int) -> tuple[tuple[Heredoc, ...], int] | Unreadable:
        read = []
        for marker in heredocs.markers(text.value):
            end = self._terminator(marker, behind)
            if end is not None:
                read.append(self._heredoc(text, marker, behind, end))
                behind = end + 1
            elif not (marker.spaced and marker.name.isdigit()):  # $(( 1 << 2 )) shifts bits
                name = ascii(marker.name[:40].decode("utf-8", "replace"))
                what = f"line {first + 1} opens a heredoc that no line closes"
                return Unreadable(self.path, f"{what}; add a line that holds only {name}", first + 1)
        return tuple(read), behind

    def _terminator(self, marker: heredocs.Marker, at: int) -> int | None:
        """Return the first row from *at* on that closes the heredoc."""
        places = self._places(marker.strip_tabs).get(marker.name, [])
        nearest = bisect_left(places, at)
        return places[nearest] if nearest < len(places) else None

    def _places(self, strip_tabs: bool) -> dict[bytes, list[int]]:
        """Return the rows by their text: looking through all of them for each heredoc would be quadratic."""
        if strip_tabs not in self._by_text:
            places: dict[bytes, list[int]] = {}
            for number, row in enumerate(self.rows.rows):
                text = row.rstrip(b"\r")
                places.setdefault(text.lstrip(b"\t") if strip_tabs else text, []).append(number)
            self._by_text[strip_tabs] = places
        return self._by_text[strip_tabs]

    def _heredoc(self, text: SourceText, marker: heredocs.Marker, first: int, end: int) -> Heredoc:
        span = Span(self.rows.starts[first], self.rows.starts[end])
        body = self.rows.content[span.start : span.end]
        segments = (Segment(0, span.start, len(body)),) if body else ()
        return Heredoc(
            marker.name.decode("utf-8", "surrogateescape"),
            marker.quoted,
            marker.strip_tabs,
            SourceText(body, segments),
            text.span(marker.start, marker.end),
            span,
        )


def unknown(keyword: bytes, line: int) -> str:
    """Return the sentence for a line that starts with *keyword*, which Docker does not know."""
    if starts_as_template(keyword):
        return sentence(line)
    if not keyword:
        return f"line {line} continues into nothing; remove it, or add the instruction that it was meant to start"
    shown = ascii(keyword[:40].decode("utf-8", "replace"))
    return (
        f"line {line} starts with {shown}, which is not a Dockerfile instruction; correct its spelling, "
        "or continue the line above it with the escape character"
    )


def lines_of(rows: Rows, first: int, last: int) -> tuple[Lines, Span]:
    """Return the line numbers and the bytes of rows *first* to *last*, both included."""
    return Lines(first + 1, last + 1), Span(rows.starts[first], rows.starts[last + 1])
