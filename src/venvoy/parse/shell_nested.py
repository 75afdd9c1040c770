"""Texts inside of texts: what ``bash -c``, ``eval`` and here-documents hand to a shell, and where it stands."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from venvoy.parse.places import Places
from venvoy.parse.shell_escapes import Chunk, unquoted
from venvoy.parse.shell_grammar import Tree
from venvoy.parse.shell_text import HereBody, ShellText

_IN_BACKTICKS = re.compile(rb"\\([$`\\])|([^\\]+|\\)")
_SUBSTITUTION = re.compile(rb"\\.|`(?:[^`\\]|\\.)*`|\$\(\(|\$\(", re.DOTALL)
_PARENTHESES = re.compile(rb"'[^']*'|\"(?:[^\"\\]|\\.)*\"|\\.|[()]", re.DOTALL)

Derived = tuple[bytes, Places]
"""A text and where its bytes stand in the file."""


def text_of_words(text: ShellText, tree: Tree, words: Sequence[tuple[int, int]]) -> Derived:
    """Return what the *words* (start and end of each) are without their quotes, joined by blanks."""
    chunks: list[Chunk] = []
    behind = 0
    for start, end in words:
        if chunks:
            chunks.append((b" ", behind, start))
        holes = [(hole.start, hole.end) for hole in tree.substitutions_in(start, end)]
        chunks.extend(unquoted(text.value, start, end, holes))
        behind = end
    return _derived(text.places, chunks)


def text_of_body(text: ShellText, body: HereBody) -> Derived:
    """Return the text of a here-document."""
    return _derived(text.places, [(text.value[body.start : body.end], body.start, body.end)])


def text_of_backticks(text: ShellText, start: int, end: int) -> Derived:
    """Return the commands between the backticks at *start* and before *end*, with their own escapes taken off."""
    escapes = _IN_BACKTICKS.finditer(text.value, start + 1, end - 1)
    chunks = [(match.group(1) or match.group(2), match.start(), match.end()) for match in escapes]
    return _derived(text.places, chunks)


def texts_in_body(text: ShellText, body: HereBody) -> Iterator[Derived]:
    """Return what the shell runs to fill in the *body* of a here-document."""
    position = body.start
    while not body.quoted and (mark := _SUBSTITUTION.search(text.value, position, body.end)) is not None:
        position = mark.end()
        if mark.group() == b"$(":
            position = _closing(text.value, mark.end(), body.end)
            yield _derived(text.places, [(text.value[mark.end() : position], mark.end(), position)])
        elif mark.group()[:1] == b"`":
            yield text_of_backticks(text, *mark.span())


def _closing(value: bytes, start: int, end: int) -> int:
    """Return the offset of the parenthesis that closes the one before *start*, or *end* when there is none."""
    depth = 1
    for mark in _PARENTHESES.finditer(value, start, end):
        depth += {b"(": 1, b")": -1}.get(mark.group(), 0)
        if depth == 0:
            return mark.start()
    return end


def _derived(places: Places, chunks: Iterable[Chunk]) -> Derived:
    chunks = list(chunks)
    value = b"".join(chunk for chunk, _, _ in chunks)
    return value, places.part((len(chunk), start, end) for chunk, start, end in chunks)
