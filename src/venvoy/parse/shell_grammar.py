"""The one place that knows the tree-sitter grammar's binding: text in, tree, holes and errors out."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping
from functools import cache

import tree_sitter_bash
from attrs import frozen
from tree_sitter import Language, Node, Parser, Query, QueryCursor

from venvoy.parse.shell_parts import Hole
from venvoy.parse.shell_text import ShellText

_MAY_HAVE_HOLES = re.compile(rb"[$<>=]\(|`|\$\{[A-Za-z_][A-Za-z0-9_]*[^A-Za-z0-9_}]|\$\{[^A-Za-z_]|\$\[")
_BLANKS = b" \t"
_SEPARATORS = (b";", b"&", b"|", b"\n", b")", b"}")
_ENDS_STATEMENT = (b";", b"&", b"|", b"\n", b"(", b"{")
_SUBSTITUTIONS = ("command_substitution", "process_substitution")


@frozen
class Substitution:
    """A stretch that the shell replaces by what the commands in it write."""

    start: int
    end: int
    node: Node | None
    """None for backticks, whose text is read on its own."""


@frozen
class Tree:
    """A parsed shell text."""

    root: Node
    holes: Mapping[int, Hole]
    """By first byte."""
    substitutions: tuple[Substitution, ...]
    """In the order of their first bytes, nested ones too."""
    unreadable: tuple[tuple[int, int], ...] = ()
    """Stretches that the grammar could not make sense of, or whose closing word is missing."""
    errors: tuple[tuple[int, int], ...] = ()
    """The former alone: in order, not overlapping, with the blanks around them."""

    def cuts_off(self, start: int, end: int) -> bool:
        """Tell whether an error lies between two offsets, or touches them so that words may belong to it."""
        at = bisect_left(self.errors, start, key=_end)
        return at < len(self.errors) and self.errors[at][0] <= end

    def substitutions_in(self, start: int, end: int) -> list[Substitution]:
        """Return the outermost substitutions that begin from *start* to before *end*."""
        found: list[Substitution] = []
        at = bisect_left(self.substitutions, start, key=_start)
        while at < len(self.substitutions) and (substitution := self.substitutions[at]).start < end:
            found.append(substitution)
            at = bisect_left(self.substitutions, substitution.end, key=_start)
        return found


def _start(substitution: Substitution) -> int:
    return substitution.start


def _end(stretch: tuple[int, int]) -> int:
    return stretch[1]


@cache
def _parser() -> Parser:
    return Parser(_language())


@cache
def _language() -> Language:
    return Language(tree_sitter_bash.language())


@cache
def _holes_query() -> Query:
    return Query(
        _language(),
        "[(command_substitution) (process_substitution) (arithmetic_expansion) (array)] @dynamic (expansion) @variable",
    )


@cache
def _errors_query() -> Query:
    return Query(_language(), "(ERROR) @error (MISSING) @missing")


def tree_of(text: ShellText) -> Tree:
    """Parse *text*."""
    value = text.masked
    root = _parser().parse(value).root_node
    holes = {start: Hole(end, variable=False) for start, end in text.backticks}
    substitutions = [Substitution(start, end, None) for start, end in text.backticks]
    if _MAY_HAVE_HOLES.search(value) is not None:
        for name, nodes in QueryCursor(_holes_query()).captures(root).items():
            for node in nodes:
                start = _first_byte(value, node)
                holes[start] = Hole(node.end_byte, variable=name == "variable")
                if node.type in _SUBSTITUTIONS:
                    substitutions.append(Substitution(start, node.end_byte, node))
    substitutions.sort(key=_start)
    if not root.has_error:
        return Tree(root, holes, tuple(substitutions))
    captures = QueryCursor(_errors_query()).captures(root)
    errors = [(node.start_byte, node.end_byte) for node in captures.get("error", ())]
    missing = [node.parent or root for node in captures.get("missing", ())]
    unreadable = {*errors, *((node.start_byte, node.end_byte) for node in missing)}
    return Tree(root, holes, tuple(substitutions), tuple(sorted(unreadable)), _widened(value, errors))


def _first_byte(value: bytes, node: Node) -> int:
    """Return where *node* starts: within double quotes the grammar counts the blanks before it in."""
    start = node.start_byte
    while value[start] in b" \t\r\n":
        start += 1
    return start


def _widened(value: bytes, errors: list[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """Join overlapping errors, and widen each over the blanks around it up to the words that it may belong to."""
    widened: list[tuple[int, int]] = []
    for start, end in sorted(errors):
        if widened and start <= widened[-1][1]:
            end = max(end, widened[-1][1])
            start = widened.pop()[0]
        if value[start : start + 1] in _SEPARATORS:
            start += 1
        else:
            while start and value[start - 1] in _BLANKS:
                start -= 1
        if value[end - 1 : end] not in _ENDS_STATEMENT:
            while end < len(value) and value[end] in _BLANKS:
                end += 1
        else:
            end -= 1
        widened.append((start, max(start, end)))
    return tuple(widened)
