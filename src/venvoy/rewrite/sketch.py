"""Edits in the making, in the file's own style."""

from __future__ import annotations

import re
from functools import cached_property

from attrs import define, field

from venvoy.model.dockerfile import Dockerfile, Instruction, PieceKind
from venvoy.model.plan import Cause, Edit, Note, Question
from venvoy.model.source import Lines, Span
from venvoy.rewrite.tokens import indentation, instruction_removal, is_json_string, word_removal

_KEYWORD = re.compile(r"^(FROM|RUN|ENV|COPY|USER|ARG|WORKDIR|STOPSIGNAL)\b(.*)$", re.DOTALL)
_AS = re.compile(r"^(\s\S+\s+)AS(\s)")


@define(slots=False)
class Sketch:
    """Collects edits; nothing is applied before all are known."""

    dockerfile: Dockerfile
    edits: list[Edit] = field(factory=list)
    notes: list[Note] = field(factory=list)
    questions: list[Question] = field(factory=list)
    _removed: set[int] = field(factory=set)

    @property
    def content(self) -> bytes:
        """The original."""
        return self.dockerfile.content

    def replace(self, span: Span, text: bytes | str, *causes: Cause) -> None:
        """Replace the bytes at *span*; an edit that changes nothing is not made."""
        replacement = text.encode("utf-8", "surrogateescape") if isinstance(text, str) else text
        if self.content[span.start : span.end] != replacement:
            self.edits.append(Edit(span, replacement, causes))

    def replace_words(self, span: Span, words: tuple[str, ...], *causes: Cause) -> None:
        """Replace the words at *span*, as strings where they are strings of a JSON array."""
        inside = self.content[span.start : span.start + 1] == b'"' and is_json_string(self.content, span)
        self.replace(span, ", ".join(f'"{word}"' for word in words) if inside else " ".join(words), *causes)

    def insert_word(self, span: Span, words: tuple[str, ...], *causes: Cause) -> None:
        """Insert *words* behind the word that ends where the empty *span* is."""
        inside = self.content[span.start - 1 : span.start] == b'"' and is_json_string(
            self.content, Span(self.content.rfind(b'"', 0, span.start - 1), span.end)
        )
        self.replace(span, "".join(f', "{word}"' if inside else f" {word}" for word in words), *causes)

    def remove_word(self, span: Span, *causes: Cause) -> None:
        """Take a word out of an instruction."""
        self.replace(word_removal(self.content, span, self.dockerfile.escape), b"", *causes)

    def remove_instruction(self, instruction: Instruction, *causes: Cause) -> None:
        """Take a whole instruction out, once."""
        if instruction.span.start not in self._removed:
            self._removed.add(instruction.span.start)
            self.replace(instruction_removal(self.dockerfile, instruction), b"", *causes)

    def remove_with_comments(self, instruction: Instruction, *causes: Cause) -> None:
        """Take a whole instruction out, and the comment lines above it, which are about nothing else."""
        pieces = self.dockerfile.pieces
        start = self.above_comments(instruction.span.start)
        first = next(n for n, piece in enumerate(pieces) if piece.span.start == start)
        last = next(n for n, piece in enumerate(pieces) if piece.span.start == instruction.span.start)
        blank_above = first == 0 or pieces[first - 1].kind is PieceKind.BLANK
        blank_below = last + 1 < len(pieces) and pieces[last + 1].kind is PieceKind.BLANK
        end = pieces[last + 1].span.end if blank_above and blank_below else instruction.span.end
        self._removed.add(instruction.span.start)
        self.replace(Span(start, end), b"", *causes)

    def is_removed(self, instruction: Instruction) -> bool:
        """Return True when *instruction* is taken out as a whole."""
        return instruction.span.start in self._removed

    def insert(self, offset: int, lines: tuple[str, ...], like: Instruction, *causes: Cause) -> None:
        """Insert whole *lines* at *offset* (a line start), indented and spelled as *like* is."""
        indent = indentation(self.content, like)
        newline = self.dockerfile.newline
        text = b"".join((indent + self.spelled(line, like).encode() if line else b"") + newline for line in lines)
        if self._unfinished(offset):
            text = newline + text.removesuffix(newline)
        self.edits.append(Edit(Span(offset, offset), text, causes))

    def spelled(self, line: str, like: Instruction) -> str:
        """Return *line* with its keyword in the case that *like* has."""
        lower = self.content[like.keyword_span.start : like.keyword_span.end].islower()
        # A FROM may be the only one of its kind; the file as a whole tells how it is written.
        return _lowered(line) if lower and (like.keyword != "FROM" or self._mostly_lower) else line

    @cached_property
    def _mostly_lower(self) -> bool:
        """Return True when most instructions of the file have their keyword in lower case."""
        keywords = [self.content[i.keyword_span.start : i.keyword_span.end] for i in self.dockerfile.instructions]
        return 2 * sum(keyword.islower() for keyword in keywords) > len(keywords)

    def above_comments(self, offset: int) -> int:
        """Return the start of the comment lines directly above *offset*: they belong to the instruction below them."""
        pieces = self.dockerfile.pieces
        at = next(n for n, piece in enumerate(pieces) if piece.span.start == offset)
        while at > 0 and pieces[at - 1].kind is PieceKind.COMMENT:
            at -= 1
        return pieces[at].span.start

    def insert_raw(self, offset: int, text: bytes, *causes: Cause) -> None:
        """Insert *text* as it is."""
        if text and self._unfinished(offset):
            text = self.dockerfile.newline + text.removesuffix(self.dockerfile.newline)
        if text:
            self.edits.append(Edit(Span(offset, offset), text, causes))

    def _unfinished(self, offset: int) -> bool:
        """Return True behind a last line without a line end: what follows has to bring it."""
        return bool(offset) and offset == len(self.content) and not self.content.endswith(b"\n")

    def note(self, text: str, lines: Lines | None = None) -> None:
        """Tell the person something about the rewrite, once."""
        if all(note.text != text for note in self.notes):
            self.notes.append(Note(lines, text))

    def ask(self, text: str, default: str, lines: Lines) -> None:
        """Leave a question open, with what is done meanwhile."""
        self.questions.append(Question(lines, text, default))


def _lowered(line: str) -> str:
    found = _KEYWORD.match(line)
    if found is None:
        return line
    rest = _AS.sub(r"\1as\2", found[2]) if found[1] == "FROM" else found[2]
    return found[1].lower() + rest


class OverlapError(ValueError):
    """Two edits want the same bytes: a mistake in a layout, found before anything is shown."""


def applied(content: bytes, edits: tuple[Edit, ...]) -> bytes:
    """Return *content* with *edits* carried out; they are in order and do not overlap.

    Raises:
        OverlapError: if two edits touch the same bytes.
    """
    pieces: list[bytes] = []
    at = 0
    for edit in edits:
        if edit.span.start < at:
            raise OverlapError(f"two edits at byte {edit.span.start}")
        pieces += (content[at : edit.span.start], edit.replacement)
        at = edit.span.end
    return b"".join((*pieces, content[at:]))


def ordered(edits: list[Edit]) -> tuple[Edit, ...]:
    """Return *edits* in the order of the file; insertions at one place keep theirs, before a replacement there.

    Edits that lie inside of a removed stretch are dropped: what is gone needs no change.
    """
    ranked = sorted(enumerate(edits), key=lambda pair: (pair[1].span.start, pair[1].span != _point(pair[1]), pair[0]))
    result: list[Edit] = []
    for _, edit in ranked:
        last = result[-1] if result else None
        inside = (
            last is not None
            and not last.replacement
            and last.span.start <= edit.span.start
            and edit.span.end <= last.span.end
        )
        if last is not None and inside and last.span.end > last.span.start and edit.span.start < last.span.end:
            continue
        result.append(edit)
    return tuple(result)


def _point(edit: Edit) -> Span:
    return Span(edit.span.start, edit.span.start)
