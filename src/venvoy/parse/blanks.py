"""What counts as a blank: BuildKit asks Go's ``unicode.IsSpace``, which knows more blanks than ASCII has."""

from __future__ import annotations

import re

from venvoy.model.source import Segment, SourceText

ASCII_BLANKS = b"\t\n\v\f\r "

WIDE_BLANK = rb"(?:\xc2[\x85\xa0]|\xe1\x9a\x80|\xe2\x80[\x80-\x8a\xa8\xa9\xaf]|\xe2\x81\x9f|\xe3\x80\x80)"  # in UTF-8

_LEADING = re.compile(rb"(?:[\t-\r ]|" + WIDE_BLANK + rb")*+")
_TRAILING = re.compile(rb"(?:[\t-\r ]|" + WIDE_BLANK + rb")++\Z")


def leading_blanks(row: bytes) -> int:
    """Return how many bytes of blanks *row* starts with."""
    rest = row.lstrip(ASCII_BLANKS)
    if rest[:1] < b"\xc2":
        return len(row) - len(rest)
    found = _LEADING.match(row)
    return found.end() if found else 0


def trimmed_end(text: bytes) -> int:
    """Return the length of *text* without the blanks at its end."""
    end = len(text.rstrip(ASCII_BLANKS))
    if end == 0 or text[end - 1] < 0x80:
        return end
    tail = max(0, end - 64)  # a longer run of wide blanks is cut in the next round
    found = _TRAILING.search(text, tail, end)
    return trimmed_end(text[: found.start()]) if found and found.start() >= tail else end


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
