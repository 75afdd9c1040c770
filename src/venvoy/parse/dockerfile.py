"""Bytes become a `Dockerfile` that has lost none of them."""

from __future__ import annotations

from venvoy.model.dockerfile import Dockerfile, Heredoc, Instruction, Unreadable
from venvoy.model.source import Lines, SourceText, Span
from venvoy.parse.blanks import part
from venvoy.parse.pieces import pieces
from venvoy.parse.pragmas import pragmas
from venvoy.parse.shield import LogicalLine, Shielded, lines_of, shield, unknown
from venvoy.parse.stages import stages
from venvoy.parse.templates import needs_rendering, sentence
from venvoy.parse.words_of_instruction import KNOWN, cut, head

_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_NOT_TRIGGERED = frozenset({"FROM", "MAINTAINER", "ONBUILD"})


def read(content: bytes, path: str) -> Dockerfile | Unreadable:
    """Read *content* as a Dockerfile; *path* is only for messages.

    Joining the ``raw`` of the pieces gives *content* again, whatever line ends, bytes or blanks it holds.
    What BuildKit's parser refuses is `Unreadable` here too, and so are binary files and templates.
    """
    binary = _binary(content, path)
    if binary is not None:
        return binary
    shielded = shield(content, path)
    if isinstance(shielded, Unreadable):
        return shielded
    instructions = _instructions(shielded, path)
    if isinstance(instructions, Unreadable):
        return instructions
    staged = stages(instructions, path)
    if isinstance(staged, Unreadable):
        return staged
    preamble, built = staged
    stretches = pieces(shielded, instructions)
    return Dockerfile(
        path=path,
        content=content,
        pieces=stretches,
        escape=shielded.escape.decode("ascii"),
        newline=_newline(content),
        preamble=preamble,
        stages=built,
        pragmas=pragmas(stretches, (*preamble, built[0].start)),
    )


def _binary(content: bytes, path: str) -> Unreadable | None:
    if content.startswith(_UTF16_MARKS):
        return Unreadable(path, "it is UTF-16 text, which Docker cannot read; save it as UTF-8", 1)
    nul = content.find(b"\0")
    if nul == -1:
        return None
    line = content.count(b"\n", 0, nul) + 1
    return Unreadable(path, f"line {line} holds a NUL byte, so this is no text file; give venvoy a Dockerfile", line)


def _newline(content: bytes) -> bytes:
    with_return = content.count(b"\r\n")
    return b"\r\n" if with_return * 2 > content.count(b"\n") else b"\n"


def _instructions(shielded: Shielded, path: str) -> tuple[Instruction, ...] | Unreadable:
    found = []
    for (keyword, first, last), logical in zip(shielded.structure, shielded.logical, strict=True):
        lines, span = lines_of(shielded.rows, first, last)
        instruction = _build(keyword, logical, span, lines, shielded.escape, path)
        if isinstance(instruction, Unreadable):
            return instruction
        found.append(instruction)
    return tuple(found)


def _build(
    keyword: str, logical: LogicalLine, span: Span, lines: Lines, escape: bytes, path: str
) -> Instruction | Unreadable:
    text, found = logical.text, logical.head
    if keyword not in KNOWN:
        return Unreadable(path, unknown(found.keyword, lines.first), lines.first)
    argument = part(text, found.start, found.end)
    if needs_rendering(keyword, text.value[found.keyword_start : found.end]):
        return Unreadable(path, sentence(lines.first), lines.first)
    how = cut(keyword, argument, escape)
    if isinstance(how, str):
        return Unreadable(path, f"line {lines.first}: {keyword} {how}", lines.first)
    trigger = _trigger(argument, logical.heredocs, span, lines, escape, path) if keyword == "ONBUILD" else None
    if isinstance(trigger, Unreadable):
        return trigger
    return Instruction(
        keyword=keyword,
        keyword_span=text.span(found.keyword_start, found.keyword_start + len(found.keyword)),
        span=span,
        lines=lines,
        flags=found.flags,
        form=how.form,
        argument=argument,
        words=how.words,
        heredocs=logical.heredocs,
        trigger=trigger,
    )


def _trigger(
    argument: SourceText, heredocs: tuple[Heredoc, ...], span: Span, lines: Lines, escape: bytes, path: str
) -> Instruction | Unreadable:
    found = head(argument, escape)
    keyword = found.keyword.upper().decode("ascii", "backslashreplace")
    if keyword in _NOT_TRIGGERED:
        return Unreadable(path, f"line {lines.first}: ONBUILD cannot delay {keyword}; remove it", lines.first)
    logical = LogicalLine(argument, found, heredocs)
    return _build(keyword, logical, Span(argument.origin(0), span.end), lines, escape, path)
