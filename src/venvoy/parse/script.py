"""What an instruction runs: a shell's text, a here-document, or a JSON array."""

from __future__ import annotations

import re
from collections.abc import Iterable

from venvoy.model.dockerfile import Form, Heredoc, Instruction
from venvoy.model.shell import Command, Context, Language, Opaque, Part, PartKind, Script, ShellWord
from venvoy.model.source import Segment, SourceText
from venvoy.parse.json_form import JsonWord, json_words
from venvoy.parse.lines import LineTable
from venvoy.parse.places import Places
from venvoy.parse.shell import shell_commands
from venvoy.parse.shell_errands import SHELLS, errand_of
from venvoy.parse.shell_findings import Findings
from venvoy.parse.shell_reader import read_shell

_RUNS = frozenset({"RUN", "CMD", "ENTRYPOINT", "HEALTHCHECK"})
_BEHIND_TABS = re.compile(rb"^\t*([^\n]*\n?)", re.MULTILINE)
_EMPTY = Script(Language.SHELL, ())
_OTHER_SHELL = "The shell in force is not one whose language is read."
_OTHER_SHEBANG = "A here-document in another language than the shell's is not read."


def script_of(instruction: Instruction, shell: tuple[str, ...], table: LineTable) -> Script:
    """Return what *instruction* runs when *shell* is the shell in force; *table* holds the lines of its file.

    An ONBUILD runs what its trigger does, later. Instructions that run nothing give an empty script.
    """
    if instruction.trigger is not None:
        return script_of(instruction.trigger, shell, table)
    if instruction.keyword not in _RUNS:
        return _EMPTY
    text = instruction.argument
    if instruction.keyword == "HEALTHCHECK":
        text = _behind_cmd(text)
    if not text.value.strip():
        return _EMPTY
    if instruction.form is Form.JSON or (instruction.keyword == "HEALTHCHECK" and text.value.startswith(b"[")):
        places = Places.of(text)
        words = json_words(text.value, places)
        if words is not None:
            return _exec_script(words, text, places, table)
    if not is_known(shell):
        return Script(Language.OTHER, (), (Opaque(instruction.lines, _OTHER_SHELL),))
    if instruction.heredocs:
        return _heredoc_script(instruction, table)
    return shell_commands(text, table)


def is_known(shell: tuple[str, ...]) -> bool:
    """Tell whether *shell* runs a shell whose language is read, directly or through another program."""
    return any(word.rsplit("/", 1)[-1] in SHELLS for word in shell)


def _behind_cmd(text: SourceText) -> SourceText:
    """Return what stands behind the CMD of a HEALTHCHECK; nothing for NONE."""
    words = text.value.split(None, 1)
    if len(words) < 2 or words[0].upper() != b"CMD":
        return SourceText(b"", ())
    return _from(text, len(text.value) - len(words[1]))


def _from(text: SourceText, start: int) -> SourceText:
    segments = []
    for segment in text.segments:
        cut = max(0, start - segment.joined)
        if cut < segment.length:
            segments.append(Segment(segment.joined + cut - start, segment.origin + cut, segment.length - cut))
    return SourceText(text.value[start:], tuple(segments))


def _exec_script(words: Iterable[JsonWord], text: SourceText, places: Places, table: LineTable) -> Script:
    words = tuple(words)
    if not words:
        return Script(Language.EXEC, ())
    argv = tuple(_exec_word(word, text, places) for word in words)
    span = places.span(words[0].start, words[-1].end)
    command = Command(argv, (), (), "", (), span, table.lines(span))
    findings = Findings(table, [command])
    errand = errand_of(argv)
    if errand.unseen is not None:
        findings.unseen(span, errand.unseen)
    if errand.text is not None:
        nested = words[errand.text[0]]
        read_shell(nested.value, nested.places, (Context.NESTED,), findings)
    return findings.script(Language.EXEC)


def _exec_word(word: JsonWord, text: SourceText, places: Places) -> ShellWord:
    raw = text.value[word.start : word.end].decode("utf-8", "surrogateescape")
    value = word.value.decode("utf-8", "surrogateescape")
    return ShellWord(raw, (Part(PartKind.LITERAL, value, quoted=True),), places.span(word.start, word.end))


def _heredoc_script(instruction: Instruction, table: LineTable) -> Script:
    """Read here-documents as BuildKit hands them over: one alone is the script; else the shell gets all of it."""
    first = instruction.heredocs[0]
    if not _stands_alone(first, instruction.argument):
        return shell_commands(_reassembled(instruction), table)
    language = _shebang(first.body.value)
    if language is not None and language not in SHELLS:
        return Script(Language.OTHER, (), (Opaque(table.lines(first.body_span), _OTHER_SHEBANG),))
    findings = Findings(table)
    read_shell(*_without_tabs(first), (), findings)
    return findings.script(Language.SHELL)


def _stands_alone(heredoc: Heredoc, argument: SourceText) -> bool:
    behind = len(argument.value.rstrip())
    start = len(argument.value) - len(argument.value.lstrip())
    return argument.span(start, behind) == heredoc.marker


def _without_tabs(heredoc: Heredoc) -> tuple[bytes, Places]:
    """Return the body, without the tabs that ``<<-`` takes off the start of each line."""
    value, places = heredoc.body.value, Places.of(heredoc.body)
    if not heredoc.strip_tabs:
        return value, places
    kept = [match.span(1) for match in _BEHIND_TABS.finditer(value)]
    joined = b"".join(value[start:end] for start, end in kept)
    return joined, places.part((end - start, start, end) for start, end in kept)


def _shebang(body: bytes) -> str | None:
    """Return the name of the program that a first line ``#!`` asks for."""
    if not body.startswith(b"#!"):
        return None
    words = body[2:].split(b"\n", 1)[0].decode("utf-8", "replace").split()
    names = [word.rsplit("/", 1)[-1] for word in words if not word.startswith("-")]
    return next((name for name in names if name != "env"), None)


def _reassembled(instruction: Instruction) -> SourceText:
    """Return the line and the bodies as one text."""
    argument = instruction.argument
    values = [argument.value]
    segments = list(argument.segments)
    length = len(argument.value)
    for heredoc in instruction.heredocs:
        for value, origin, inside in _document(heredoc):
            values.append(value)
            found = inside or (Segment(0, origin, len(value)),)
            segments.extend(Segment(length + s.joined, s.origin, s.length) for s in found)
            length += len(value)
    return SourceText(b"".join(values), tuple(segments))


def _document(heredoc: Heredoc) -> Iterable[tuple[bytes, int, tuple[Segment, ...]]]:
    """Return the line end before a body, the body, and its closing line without its end."""
    yield b"\n", heredoc.body_span.start - 1, ()
    if heredoc.body.value:
        yield heredoc.body.value, heredoc.body_span.start, heredoc.body.segments
    yield heredoc.name.encode("utf-8", "surrogateescape"), heredoc.body_span.end, ()
