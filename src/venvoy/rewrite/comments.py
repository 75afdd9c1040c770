"""Comments are the owner's words: they stay, but one that may have become untrue is pointed out."""

from __future__ import annotations

import re
from itertools import pairwise

from venvoy.model.dockerfile import PieceKind
from venvoy.rewrite.sketch import Sketch

_ABOUT = re.compile(
    rb"\.local|--user|\buser (?:base|site)|site-packages|\bhome\b|\bprefix\b|--target|globally"
    rb"|PYTHON(?:USERBASE|PATH)|--system",
    re.IGNORECASE,
)


def doubt_comments(sketch: Sketch) -> None:
    """Note each comment about the old places that stands directly above a line which changes."""
    pieces = sketch.dockerfile.pieces
    changed = [edit.span for edit in sketch.edits if edit.span.end > edit.span.start]
    for comment, below in pairwise(pieces):
        if comment.kind is not PieceKind.COMMENT or below.kind is not PieceKind.INSTRUCTION:
            continue
        touched = any(s.start < below.span.end and below.span.start < s.end for s in changed)
        if touched and _ABOUT.search(comment.raw):
            sketch.note("This comment may no longer be true; it is yours, so it stays.", comment.lines)
