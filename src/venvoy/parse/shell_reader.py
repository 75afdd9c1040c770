"""Walks the tree of one shell text, and on into the texts that it hands to other shells."""

from __future__ import annotations

import re

from attrs import frozen
from tree_sitter import Node

from venvoy.model.shell import Assignment, Command, Context, Part, PartKind, ShellWord, Statement
from venvoy.parse.places import Places
from venvoy.parse.shell_errands import FOREIGN_BODY, PIPED_PROGRAM, PIPED_SHELL, Errand, errand_of
from venvoy.parse.shell_findings import Findings
from venvoy.parse.shell_grammar import tree_of
from venvoy.parse.shell_nested import Derived, text_of_backticks, text_of_body, text_of_words, texts_in_body
from venvoy.parse.shell_text import HereBody, ShellText, shell_text
from venvoy.parse.shell_visits import Contexts, Visit, block, is_simple, outermost, parts
from venvoy.parse.shell_words import Reading, WordReader

DEEPEST = 60
"""How many contexts deep commands are followed. Real files stop at five; the limit keeps hostile ones cheap."""

DEEPEST_TEXT = 8
"""How many shells within shells are followed: each reads its text anew."""
DEEPEST_PARENTHESES = 400
"""How many open parentheses the grammar is given: it takes quadratic time on some unclosed ones."""

_TEXTS = frozenset({Context.NESTED, Context.HEREDOC})
_PARENTHESES = re.compile(rb"[()]")
_ENDS_COMMAND = re.compile(rb"[ \t\r]*+(?:[;&|\n)]|\Z|(?<=[ \t\r])#)")
_TOO_DEEP = "Commands are nested too deeply here to be followed."
_UNREADABLE = "Not all of this could be read as shell text."
_HEADED = frozenset({"for_statement", "c_style_for_statement", "case_statement"})
_BLOCKS = frozenset({"do_group", "compound_statement", "case_item"})
_TRANSPARENT = frozenset({"list", "pipeline", "redirected_statement", "negated_command"})


def read_shell(value: bytes, places: Places, context: Contexts, findings: Findings) -> None:
    """Add to *findings* what the shell text *value*, whose bytes stand at *places*, runs within *context*."""
    if not value.strip():
        return
    texts = sum(1 for inside in context if inside in _TEXTS)
    if len(context) > DEEPEST or texts > DEEPEST_TEXT or _open_parentheses(value) > DEEPEST_PARENTHESES:
        findings.unseen(places.span(0, len(value)), _TOO_DEEP)
        return
    _Reader(shell_text(value, places), findings).read(context)


def _open_parentheses(value: bytes) -> int:
    """Return the most parentheses that are open at one place; quotes are not looked at."""
    if value.count(b"(") <= DEEPEST_PARENTHESES:
        return 0
    depth = most = 0
    for mark in _PARENTHESES.finditer(value):
        depth = depth + 1 if mark.group() == b"(" else max(0, depth - 1)
        most = max(most, depth)
    return most


def _loop_variable(loop: Node) -> Node | None:
    """Return the name of the variable that *loop* counts with."""
    if loop.type == "for_statement":
        return loop.child_by_field_name("variable")
    first = loop.child_by_field_name("initializer")
    return None if first is None else first.child_by_field_name("name")


@frozen
class _Inner:
    """A text in backticks that is next to be read."""

    text: Derived
    context: Contexts


class _Reader:
    """Reads one shell text."""

    def __init__(self, text: ShellText, findings: Findings) -> None:
        self._text = text
        self._findings = findings
        self._tree = tree_of(text)
        self._words = WordReader(text.value, text.places, self._tree.holes)
        self._stack: list[Visit | _Inner] = []

    def read(self, context: Contexts) -> None:
        for start, end in self._tree.unreadable:
            self._findings.unseen(self._text.places.span(start, end), _UNREADABLE)
        if not context and not self._tree.unreadable:
            for operator, start, end in outermost(self._tree.root.children):
                self._findings.statements.append(Statement(operator, self._text.places.span(start, end)))
        self._stack.extend(reversed(block(self._tree.root.children, context)))
        while self._stack:
            visit = self._stack.pop()
            if isinstance(visit, _Inner):
                read_shell(*visit.text, visit.context, self._findings)
            elif len(visit.context) > DEEPEST:
                self._findings.unseen(self._text.places.span(visit.node.start_byte, visit.node.end_byte), _TOO_DEEP)
            elif is_simple(visit.node):
                self._simple(visit)
            else:
                self._stack.extend(reversed(list(parts(visit))))
                if visit.node.type not in _TRANSPARENT:
                    self._header(visit)

    def _header(self, visit: Visit) -> None:
        """Look next at what a compound command computes before its blocks, and in the redirections behind them."""
        node = visit.node
        self._substitutions(node.end_byte, visit.end, visit.context)
        if node.type not in _HEADED:
            return
        end = next((child.start_byte for child in node.children if child.type in _BLOCKS), node.end_byte)
        if (name := _loop_variable(node)) is not None:
            values = node.children_by_field_name("value")
            self._changing(visit, name, (values[0].start_byte, values[-1].end_byte) if values else None)
        self._substitutions(node.start_byte, end, visit.context)

    def _changing(self, visit: Visit, name: Node, values: tuple[int, int] | None) -> None:
        """Add a loop's variable as an assignment of something that only running can tell."""
        start, end = values if values is not None else (name.end_byte, name.end_byte)
        places, value = self._text.places, self._text.value
        raw = value[start:end].decode("utf-8", "surrogateescape")
        word = ShellWord(raw, (Part(PartKind.DYNAMIC, raw),), places.span(start, end))
        span = places.span(name.start_byte, end)
        variable = value[name.start_byte : name.end_byte].decode("ascii", "replace")
        assignment = Assignment(variable, word, span)
        lines = self._findings.table.lines(span)
        self._findings.commands.append(Command((), (assignment,), (), visit.operator, visit.context, span, lines))

    def _substitutions(self, start: int, end: int, context: Contexts, but: tuple[int, int] = (0, 0)) -> None:
        """Look next at the commands in the substitutions between two offsets, *but* for those in a stretch."""
        inside = (*context, Context.SUBSTITUTION)
        for substitution in reversed(self._tree.substitutions_in(start, end)):
            if but[0] <= substitution.start < but[1]:
                continue
            if substitution.node is None:
                self._stack.append(_Inner(text_of_backticks(self._text, substitution.start, substitution.end), inside))
            else:
                self._stack.extend(reversed(block(substitution.node.children, inside)))

    def _simple(self, visit: Visit) -> None:
        node = visit.node
        start, end = node.start_byte, max(node.end_byte, visit.end)
        if node.has_error or self._tree.cuts_off(start, end):
            return
        if _ENDS_COMMAND.match(self._text.masked, end) is None:  # the grammar dropped words without saying so
            self._findings.unseen(self._text.places.span(start, end), _UNREADABLE)
            return
        test = node.type in ("test_command", "compound_statement")
        reading = self._words.read(start, end, declares=node.type == "declaration_command", test=test)
        if reading.start < 0:
            return
        span = self._text.places.span(reading.start, reading.end)
        command = Command(
            tuple(reading.words),
            tuple(reading.assignments),
            tuple(reading.redirects),
            visit.operator,
            visit.context,
            span,
            self._findings.table.lines(span),
        )
        self._findings.commands.append(command)
        errand = errand_of(command.argv)
        self._follow_input(errand, command, reading)
        self._substitutions(start, end, visit.context, self._follow_text(errand, command, reading))

    def _follow_text(self, errand: Errand, command: Command, reading: Reading) -> tuple[int, int]:
        """Read the words that a shell runs as text; return where they stand: their substitutions are read with them."""
        if errand.unseen is not None:
            self._findings.unseen(command.span, errand.unseen)
        if errand.text is None:
            return (0, 0)
        first, last = errand.text
        words = reading.places[first : last + 1]
        read_shell(*text_of_words(self._text, self._tree, words), (*command.context, Context.NESTED), self._findings)
        return words[0][0], words[-1][1]

    def _follow_input(self, errand: Errand, command: Command, reading: Reading) -> None:
        """Read the here-documents of a command: a shell's last one as a script, others for their substitutions."""
        bodies = [body for at in reading.heredocs if (body := self._text.bodies.get(at)) is not None]
        if (errand.input_shell or errand.input_program) and bodies:
            self._body(errand, command, bodies.pop())
        elif errand.input_shell or errand.input_program:
            fed = command.operator == "|" or any(r.operator.lstrip("0") in ("<", "<<<") for r in command.redirects)
            if fed:
                self._findings.unseen(command.span, PIPED_SHELL if errand.input_shell else PIPED_PROGRAM)
        for body in bodies:
            for value, places in texts_in_body(self._text, body):
                inside = (*command.context, Context.HEREDOC, Context.SUBSTITUTION)
                read_shell(value, places, inside, self._findings)

    def _body(self, errand: Errand, command: Command, body: HereBody) -> None:
        value, places = text_of_body(self._text, body)
        if errand.input_shell:
            read_shell(value, places, (*command.context, Context.HEREDOC), self._findings)
        elif value:
            self._findings.unseen(places.span(0, len(value)), FOREIGN_BODY)
