"""An instruction without some of its statements, and with other packages in those that stay."""

from __future__ import annotations

from attrs import frozen

from venvoy.model.source import Span
from venvoy.rewrite.tokens import alone_on_its_line, words_removal


@frozen
class Change:
    """A package that is another one in the last stage, or none."""

    span: Span
    """Of the word, in the file."""
    names: tuple[str, ...]
    """What stands for it; empty when it goes."""


def excerpt(
    content: bytes, span: Span, cuts: list[Span], changes: tuple[Change, ...], style: tuple[str, bytes]
) -> bytes:
    """Return the bytes at *span* without *cuts* and with *changes*; *style* is the escape character and line end."""
    kept = _Kept(span, tuple(_joined(cuts)))
    text = b"".join(content[start:end] for start, end in kept.stretches)
    left = [Change(kept.placed(c.span), c.names) for c in changes if kept.has(c.span)]
    edits = [(Span(c.span.start, c.span.end), _named(text, c, style)) for c in left if c.names]
    edits += [(place, b"") for place in words_removal(text, [c.span for c in left if not c.names], style[0])]
    pieces, at = [], 0
    for place, new in sorted(edits, key=lambda edit: edit[0]):
        pieces += [text[at : max(at, place.start)], new]
        at = max(at, place.end)
    return b"".join((*pieces, text[at:]))


def _joined(cuts: list[Span]) -> list[Span]:
    """Return *cuts* in order, those that touch made one."""
    found: list[Span] = []
    for cut in sorted(cuts):
        if found and cut.start <= found[-1].end:
            found[-1] = Span(found[-1].start, max(found[-1].end, cut.end))
        else:
            found.append(cut)
    return found


@frozen
class _Kept:
    """What stays of a stretch of the file, and where it stands in the text that is left."""

    span: Span
    cuts: tuple[Span, ...]

    @property
    def stretches(self) -> list[tuple[int, int]]:
        starts = [self.span.start, *(cut.end for cut in self.cuts)]
        ends = [*(cut.start for cut in self.cuts), self.span.end]
        return list(zip(starts, ends, strict=True))

    def has(self, place: Span) -> bool:
        """Return True when no cut takes *place* away."""
        return not any(cut.start < place.end and place.start < cut.end for cut in self.cuts)

    def placed(self, place: Span) -> Span:
        """Return where the bytes at *place* stand in what is left."""
        gone = sum(cut.end - cut.start for cut in self.cuts if cut.end <= place.start) + self.span.start
        return Span(place.start - gone, place.end - gone)


def _named(text: bytes, change: Change, style: tuple[str, bytes]) -> bytes:
    """Return the names of a change, one to a line where the word had a line to itself."""
    escape, newline = style
    indent = alone_on_its_line(text, change.span, escape)
    between = b" " if indent is None else b" " + escape.encode() + newline + indent
    return between.join(name.encode() for name in change.names)
