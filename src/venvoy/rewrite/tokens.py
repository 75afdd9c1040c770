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
    if (array := _json_removal(content, span)) is not None:
        return array
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


def words_removal(content: bytes, spans: list[Span], escape: str) -> list[Span]:
    """Return what has to go so that the words at *spans*, in order, are gone.

    Neighbours go together, on one line and over lines that hold nothing else, with the comments between them.
    """
    mark = re.escape(escape.encode())
    between = re.compile(rb"[ \t]*" + mark + rb"[ \t]*\r?\n(?:[ \t]*(?:#[^\n]*)?\r?\n)*[ \t]*")
    found: list[Span] = []
    for span in spans:
        gap = content[found[-1].end : span.start] if found else b""
        beside = bool(found) and not gap.strip(_BLANKS)
        below = bool(found) and between.fullmatch(gap) is not None and _begins_line(content, found[-1])
        if beside or below:
            found[-1] = Span(found[-1].start, span.end)
        else:
            found.append(span)
    return [_run_removal(content, run, escape) for run in found]


def _begins_line(content: bytes, span: Span) -> bool:
    return not content[line_start(content, span.start) : span.start].strip(_BLANKS)


def _run_removal(content: bytes, run: Span, escape: str) -> Span:
    """Return what has to go with a run of words; a line that only they stood on is not left half empty.

    Where nothing follows, the mark that joined the line before goes, with the comments behind it: another line would
    be taken for a part of this instruction.
    """
    mark = re.escape(escape.encode())
    ends = re.compile(rb"[ \t]*(?:" + mark + rb"[ \t]*)?\r?\n").match(content, run.end)
    if not _begins_line(content, run) or (ends is not None and escape.encode() in ends.group()):
        return word_removal(content, run, escape)
    joint = re.compile(rb"[ \t]*" + mark + rb"[ \t]*\r?\n(?:[ \t]*(?:#[^\n]*)?\r?\n)*$")
    before = joint.search(content, max(0, line_start(content, run.start) - 4000), line_start(content, run.start))
    return word_removal(content, run, escape) if before is None else Span(before.start(), run.end)


def alone_on_its_line(content: bytes, span: Span, escape: str) -> bytes | None:
    """Return the blanks before a word that has a continuation line to itself; None for any other word."""
    before = content[line_start(content, span.start) : span.start]
    mark = re.escape(escape.encode())
    behind = re.compile(rb"[ \t]*(?:" + mark + rb"[ \t]*)?(?:\r?\n|$)").match(content, span.end)
    return before if before and not before.strip(_BLANKS) and behind is not None else None


def is_json_string(content: bytes, span: Span) -> bool:
    """Return True when *span* starts and ends as elements of a JSON array do."""
    before = re.search(rb"[,\[]\s*$", content[max(0, span.start - 100) : span.start])
    behind = re.match(rb"\s*[,\]]", content[span.end : span.end + 100])
    return before is not None and behind is not None


def _json_removal(content: bytes, span: Span) -> Span | None:
    """Return what has to go so that a JSON array stays one without the string at *span*; None outside of an array."""
    before = re.search(rb"[,\[][ \t]*$", content[max(0, span.start - 100) : span.start])
    behind = re.match(rb"[ \t]*[,\]]", content[span.end : span.end + 100])
    if before is None or behind is None or content[span.start : span.start + 1] != b'"':
        return None
    if before.group().startswith(b","):
        return Span(span.start - len(before.group()), span.end)
    if behind.group().endswith(b"]"):
        return span
    rest = re.match(rb"[ \t]*,[ \t]*", content[span.end : span.end + 100])
    return Span(span.start, span.end + (len(rest.group()) if rest else 0))


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
    before = content[line_start(content, instruction.keyword_span.start) : instruction.keyword_span.start]
    return before.removeprefix(b"\xef\xbb\xbf")
