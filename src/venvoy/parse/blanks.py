"""What counts as a blank: BuildKit asks Go's ``unicode.IsSpace``, which knows more blanks than ASCII has."""

from __future__ import annotations

import re

from venvoy.model.source import Segment, SourceText

ASCII_BLANKS = b"\t\n\v\f\r "

_WIDE = tuple(
    chr(point).encode("utf-8")
    for point in (0x85, 0xA0, 0x1680, *range(0x2000, 0x200B), 0x2028, 0x2029, 0x202F, 0x205F, 0x3000)
)

WIDE_BLANK = rb"(?:" + rb"|".join(_WIDE) + rb")"
"""Pattern of a blank beside ASCII, in UTF-8."""

_BLANKS = re.compile(rb"(?:[\t-\r ]|" + WIDE_BLANK + rb")*+")


def behind_blanks(text: bytes, at: int = 0) -> int:
    """Return the offset of the first byte of *text*, from *at* on, that is no blank; its length if there is none."""
    found = _BLANKS.match(text, at)
    return found.end() if found else at


def trimmed_end(text: bytes) -> int:
    """Return the length of *text* without the blanks at its end."""
    end = len(text.rstrip(ASCII_BLANKS))
    while end and text.endswith(_WIDE, 0, end):
        end -= 2 if text[end - 2] == 0xC2 else 3
        while end and text[end - 1] in ASCII_BLANKS:
            end -= 1
    return end


def part(text: SourceText, start: int, end: int) -> SourceText:
    """Return the bytes of *text* from *start* to before *end*, still knowing where each came from."""
    if end <= start:
        return SourceText(b"", ())
    if len(text.segments) == 1:
        whole = text.segments[0]
        return SourceText(text.value[start:end], (Segment(0, whole.origin + start, end - start),))
    kept = []
    for segment in text.segments:
        first = max(segment.joined, start)
        last = min(segment.joined + segment.length, end)
        if first < last:
            kept.append(Segment(first - start, segment.origin + first - segment.joined, last - first))
    return SourceText(text.value[start:end], tuple(kept))
