"""The stretches that a file falls into: instructions, and what stands between them."""

from __future__ import annotations

from collections.abc import Iterator

from venvoy.model.dockerfile import Instruction, Piece, PieceKind
from venvoy.model.source import Lines, Span
from venvoy.parse.shield import BYTE_ORDER_MARK, Shielded, lines_of


def pieces(shielded: Shielded, instructions: tuple[Instruction, ...]) -> tuple[Piece, ...]:
    """Return the whole file, cut at instructions, comments, directives and runs of blank lines."""
    content = shielded.rows.content
    found = []
    if content.startswith(BYTE_ORDER_MARK):
        found.append(Piece(PieceKind.BYTE_ORDER_MARK, BYTE_ORDER_MARK, Span(0, len(BYTE_ORDER_MARK)), Lines(1, 1)))
    at = 0
    for instruction, (_, first, last) in zip(instructions, shielded.structure, strict=True):
        found.extend(_between(shielded, at, first))
        span = instruction.span
        found.append(Piece(PieceKind.INSTRUCTION, content[span.start : span.end], span, instruction.lines))
        at = last + 1
    found.extend(_between(shielded, at, len(shielded.rows.rows)))
    return tuple(found)


def _between(shielded: Shielded, first: int, end: int) -> Iterator[Piece]:
    at = first
    while at < end:
        kind = _kind(shielded, at)
        last = at
        while kind is PieceKind.BLANK and last + 1 < end and _kind(shielded, last + 1) is PieceKind.BLANK:
            last += 1
        lines, span = lines_of(shielded.rows, at, last)
        yield Piece(kind, shielded.rows.content[span.start : span.end], span, lines)
        at = last + 1


def _kind(shielded: Shielded, row: int) -> PieceKind:
    if row in shielded.comment_rows:
        return PieceKind.COMMENT
    return PieceKind.DIRECTIVE if row in shielded.directive_rows else PieceKind.BLANK
