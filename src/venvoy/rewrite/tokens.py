"""Takes words, flags and whole instructions out of a file without leaving holes."""

from __future__ import annotations

import re

from venvoy.model.dockerfile import Dockerfile, Instruction, PieceKind
from venvoy.model.source import Span

_BLANKS = b" \t"


def word_removal(content: bytes, span: Span, escape: str) -> Span:
    """Return what has to go so that the word at *span* is gone and the text around it still reads well.

    A word alone on a continuation line takes its line along; any other takes the blanks before it.
    """
    start, end = span.start, span.end
    while start > 0 and content[start - 1 : start] in (b" ", b"\t"):
        start -= 1
    at_line_start = start == 0 or content[start - 1 : start] == b"\n"
    if not at_line_start:
        return Span(start, end)
    mark = re.escape(escape.encode())
    behind = re.compile(rb"[ \t]*(?:" + mark + rb"[ \t]*)?\r?\n").match(content, end)
    if behind is not None and escape.encode() in behind.group():
        return Span(start, behind.end())
    if behind is None and end < len(content):
        return Span(span.start, end + len(content[end:]) - len(content[end:].lstrip(_BLANKS)))
    before = re.compile(rb"[ \t]*" + mark + rb"[ \t]*\r?\n$").search(content, max(0, start - 200), start)
    return Span(before.start() if before else start, end)


def instruction_removal(dockerfile: Dockerfile, instruction: Instruction) -> Span:
    """Return the bytes of *instruction*, with the blank line behind it where one stands before it as well."""
    pieces = dockerfile.pieces
    at = next(i for i, piece in enumerate(pieces) if piece.span.start == instruction.span.start)
    end = instruction.span.end
    before_blank = at == 0 or pieces[at - 1].kind is PieceKind.BLANK
    if before_blank and at + 1 < len(pieces) and pieces[at + 1].kind is PieceKind.BLANK:
        end = pieces[at + 1].span.end
    return Span(instruction.span.start, end)


def line_start(content: bytes, offset: int) -> int:
    """Return the offset of the first byte of the line that *offset* stands in."""
    return content.rfind(b"\n", 0, offset) + 1


def indentation(content: bytes, instruction: Instruction) -> bytes:
    """Return the blanks before the keyword of *instruction*."""
    return content[line_start(content, instruction.keyword_span.start) : instruction.keyword_span.start]
