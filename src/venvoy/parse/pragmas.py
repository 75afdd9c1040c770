"""The owner's standing decisions: ``# venvoy: keep SHORTCUT -- reason`` comments."""

from __future__ import annotations

import re
from collections.abc import Sequence

from venvoy.model.dockerfile import Instruction, Piece, PieceKind, Pragma

_PRAGMA = re.compile(
    rb"\s*+#\s*+venvoy:\s*+keep\s++(?P<shortcut>[a-z][a-z0-9-]*+)(?:\s++--(?:\s++(?P<reason>.*+))?)?\Z", re.DOTALL
)


def pragmas(pieces: Sequence[Piece], head: Sequence[Instruction]) -> tuple[Pragma, ...]:
    """Return the pragmas among the comments of a file.

    A pragma speaks for the instruction that follows it. Above one of *head* (the ARGs before the first FROM, and that
    FROM) it speaks for the whole file. Behind the last instruction it speaks for nothing and is left out.
    """
    top = {instruction.lines.first for instruction in head}
    found: list[Pragma] = []
    waiting: list[tuple[Piece, re.Match[bytes]]] = []
    for piece in pieces:
        if piece.kind is PieceKind.COMMENT and b"venvoy:" in piece.raw:
            match = _PRAGMA.match(piece.raw.rstrip())
            if match is not None:
                waiting.append((piece, match))
        elif piece.kind is PieceKind.INSTRUCTION and waiting:
            target = None if piece.lines.first in top else piece.lines.first
            found.extend(_pragma(comment, match, target) for comment, match in waiting)
            waiting = []
    return tuple(found)


def _pragma(comment: Piece, match: re.Match[bytes], target: int | None) -> Pragma:
    reason = (match["reason"] or b"").decode("utf-8", "surrogateescape")
    return Pragma(match["shortcut"].decode("ascii"), reason, comment.lines.first, target)
