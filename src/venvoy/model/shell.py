"""The commands that a RUN, CMD, ENTRYPOINT or HEALTHCHECK runs."""

from __future__ import annotations

from enum import Enum

from attrs import frozen

from venvoy.model.source import Lines, Span


class PartKind(Enum):
    """What a part of a shell word is."""

    LITERAL = "literal"
    """Characters as the shell passes them on, quotes removed."""
    VARIABLE = "variable"
    """``$X`` or ``${X}``, or one with an operator, such as ``${X:-y}``."""
    DYNAMIC = "dynamic"
    """Something only running can tell: ``$(…)``, backticks, arithmetic, process substitution, an unquoted glob."""


@frozen
class Part:
    """A part of a shell word."""

    kind: PartKind
    text: str
    """LITERAL: the characters. VARIABLE: as written, ``${X:-y}``. DYNAMIC: as written."""
    quoted: bool = False
    """True inside double or single quotes: the shell does not split or glob it."""


@frozen
class ShellWord:
    """One word of a command."""

    raw: str
    """As written, quotes included (continuations taken out)."""
    parts: tuple[Part, ...]
    span: Span
    """In the file."""

    @property
    def literal(self) -> str | None:
        """The word as the program receives it, or None when a variable or more is in it."""
        if any(part.kind is not PartKind.LITERAL for part in self.parts):
            return None
        return "".join(part.text for part in self.parts)


@frozen
class Assignment:
    """``NAME=value`` before a command, after ``export``, or as a command of its own."""

    name: str
    value: ShellWord
    span: Span
    """From the name to the end of the value."""


@frozen
class Redirect:
    """A redirection such as ``> file`` or ``2>&1``."""

    operator: str
    target: ShellWord | None
    """None for a here-document."""
    span: Span


class Context(Enum):
    """What a command stands inside; outermost first in `Command.context`."""

    CONDITION = "condition of if, while or until"
    BRANCH = "branch of if or case"
    LOOP = "body of a loop"
    FUNCTION = "body of a function"
    SUBSHELL = "subshell"
    SUBSTITUTION = "command substitution"
    PIPELINE = "pipeline"
    NESTED = "argument of bash -c or eval"
    HEREDOC = "heredoc body"


@frozen
class Command:
    """One simple command."""

    argv: tuple[ShellWord, ...]
    """Name and arguments; assignments and redirections are apart. Empty for a bare assignment."""
    assignments: tuple[Assignment, ...]
    redirects: tuple[Redirect, ...]
    operator: str
    """What joins it to the command before it in the same list: ``""``, ``&&``, ``||``, ``;``, ``|``, ``&``, newline."""
    context: tuple[Context, ...]
    span: Span
    """From its first assignment or word to the end of its last word or redirection."""
    lines: Lines

    @property
    def conditional(self) -> bool:
        """True when a run of the instruction may pass the command by, or run it more than once."""
        may_skip = {Context.BRANCH, Context.LOOP, Context.FUNCTION}
        return self.operator == "||" or any(c in may_skip for c in self.context)


@frozen
class Opaque:
    """Lines that were not understood and are therefore left alone."""

    lines: Lines
    reason: str
    """One sentence, without the file's own text in it where that can be avoided."""


@frozen
class Statement:
    """A piece of a script's outermost level that is not cut: a command, a pipeline, an ``if``, a chain with ``||``."""

    operator: str
    """What joins it to the statement before it: ``""`` for the first, ``&&``, ``;`` or newline."""
    span: Span


class Language(Enum):
    """The language of a script."""

    SHELL = "shell"
    """sh, bash, dash, ash, zsh: read as bash."""
    EXEC = "exec"
    """The JSON form: one command, no shell."""
    OTHER = "other"
    """PowerShell, cmd, Python, …: not read; there is one `Opaque` instead."""


@frozen
class Script:
    """What an instruction runs."""

    language: Language
    commands: tuple[Command, ...]
    """In the order of the text; a nested command follows the one that holds it."""
    opaques: tuple[Opaque, ...] = ()
    statements: tuple[Statement, ...] = ()
    """Where a shell's script can be divided; empty when it cannot, as where a command runs in the background."""
