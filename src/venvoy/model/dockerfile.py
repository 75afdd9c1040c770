"""A Dockerfile, read without losing a byte."""

from __future__ import annotations

from enum import Enum

from attrs import field, frozen

from venvoy.model.source import Lines, SourceText, Span


class PieceKind(Enum):
    """What a stretch of a Dockerfile is; together the pieces are the whole file."""

    BYTE_ORDER_MARK = "byte order mark"
    DIRECTIVE = "directive"
    """A parser directive: ``# syntax=``, ``# escape=``, ``# check=`` before anything else."""
    COMMENT = "comment"
    """A comment line that stands between instructions."""
    BLANK = "blank"
    INSTRUCTION = "instruction"
    """An instruction with its continuation lines, comments among them, and its heredoc bodies."""


@frozen
class Piece:
    """A stretch of whole lines (line ends included); joining the pieces of a file gives the file."""

    kind: PieceKind
    raw: bytes = field(repr=False)
    span: Span
    lines: Lines


@frozen
class Flag:
    """An instruction flag such as ``--from=build`` or ``--link``."""

    name: str
    """Without the dashes: ``from``, ``mount``, ``chown``."""
    value: str | None
    """Text after the ``=``, variables not expanded; None for a bare flag such as ``--link``."""
    span: Span
    """The whole flag, dashes included."""


@frozen
class Heredoc:
    """A here-document that belongs to an instruction."""

    name: str
    """The delimiter word, without quotes."""
    quoted: bool
    """True when the delimiter was quoted, so that variables are not expanded."""
    strip_tabs: bool
    """True for ``<<-``."""
    body: SourceText
    """The lines between, as written (tabs not stripped, line ends kept)."""
    marker: Span
    """Where ``<<NAME`` stands."""
    body_span: Span
    """The body without its closing line; empty when the body is empty."""


class Form(Enum):
    """How the argument of an instruction is written."""

    SHELL = "shell"
    """Words: given to the shell (RUN, CMD, ENTRYPOINT) or split by the builder (COPY, ENV, …)."""
    JSON = "json"
    """A JSON array of strings: the exec form."""


@frozen
class Word:
    """One blank-separated word of an instruction's argument, or one string of its JSON array."""

    text: str
    """As written, quotes and variables untouched; for JSON the decoded string."""
    span: Span
    """In the file; for JSON the string with its quotes."""


@frozen
class Instruction:
    """One instruction of a Dockerfile."""

    keyword: str
    """In upper case, whatever case the file uses."""
    keyword_span: Span
    span: Span
    """From the start of the first line to behind the last line's end, heredocs included."""
    lines: Lines
    """From the line of the keyword to the last line, heredoc terminators included."""
    flags: tuple[Flag, ...]
    form: Form
    argument: SourceText
    """What follows the flags, joined. For a heredoc instruction: without the bodies."""
    words: tuple[Word, ...]
    """`argument` cut at blanks as Docker does (quotes keep blanks together), or the JSON strings."""
    heredocs: tuple[Heredoc, ...] = ()
    trigger: Instruction | None = None
    """The instruction inside an ONBUILD."""

    def flag(self, name: str) -> Flag | None:
        """Return the first flag called *name*, or None."""
        return next((flag for flag in self.flags if flag.name == name), None)


@frozen
class Stage:
    """One build stage: a FROM and what follows it up to the next."""

    index: int
    """From 0, as ``COPY --from=0`` counts."""
    name: str | None
    """The name after AS, as written. Docker compares names in lower case."""
    base: str
    """The image or stage after FROM, as written, variables untouched."""
    base_stage: int | None
    """Index of the earlier stage that `base` names, or None when it is an image."""
    platform: str | None
    """The value of ``--platform``, as written."""
    start: Instruction
    """The FROM itself."""
    instructions: tuple[Instruction, ...]
    """Everything after the FROM, in order."""

    @property
    def lines(self) -> Lines:
        """From the FROM to the last line of the last instruction."""
        last = self.instructions[-1] if self.instructions else self.start
        return Lines(self.start.lines.first, last.lines.last)

    @property
    def label(self) -> str:
        """How messages call the stage: its name, or its number."""
        return self.name if self.name is not None else str(self.index)


@frozen
class Pragma:
    """A ``# venvoy: keep SHORTCUT -- reason`` comment: the owner's standing decision."""

    shortcut: str
    reason: str
    """Empty when none was given."""
    line: int
    target: int | None
    """First line of the instruction that the comment stands directly above; None: the whole file."""


@frozen
class Dockerfile:
    """A Dockerfile whose pieces, joined, are the bytes that were read."""

    path: str
    """As given by the person; only for messages. ``<stdin>`` for standard input."""
    content: bytes = field(repr=False)
    pieces: tuple[Piece, ...] = field(repr=False)
    escape: str
    """The escape character: a backslash, or a backtick by directive."""
    newline: bytes
    """The line end that most lines use: ``b"\\n"`` or ``b"\\r\\n"``."""
    preamble: tuple[Instruction, ...]
    """The ARGs before the first FROM."""
    stages: tuple[Stage, ...]
    pragmas: tuple[Pragma, ...] = ()

    @property
    def instructions(self) -> tuple[Instruction, ...]:
        """Every instruction in the order of the file, FROMs and preamble included."""
        inside = (i for stage in self.stages for i in (stage.start, *stage.instructions))
        return (*self.preamble, *inside)


@frozen
class Unreadable:
    """A file that could not be read as a Dockerfile: an expected outcome, not an exception."""

    path: str
    reason: str
    """One sentence: what is wrong, where, and what to do next."""
    line: int | None = None
