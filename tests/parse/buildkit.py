"""Our reading of a Dockerfile held against BuildKit's own parser (package ``dockerfile``).

The package carries the parser of BuildKit 0.12.5, heredocs included. Some things have changed in BuildKit since, and
venvoy follows the newer rule. The comparison allows for these:

- a JSON array with text behind it is no JSON form any more (Dockerfile frontend 1.9);
- ``# check=`` is a parser directive (1.8);
- blanks may stand between ``<<`` and the name of a heredoc (1.16).

It does not allow for these, which files to be compared have to avoid: in flags, a backslash or backtick in a file with
``# escape=`` (now the escape character set there is the one that counts) and bytes outside of ASCII (the package
reads each as a character of its own).
"""

from __future__ import annotations

import json
import re

import dockerfile
import pytest

from venvoy.model.dockerfile import Dockerfile, Form, Instruction, Unreadable
from venvoy.parse.dockerfile import read

_CHECK = re.compile(rb"\A((?:\xef\xbb\xbf)?)((?:[ \t]*#[^\n]*=[^\n]*\n)*?)([ \t]*#\s*check\s*=[^\n]*\n)", re.IGNORECASE)
_DIRECTIVES = re.compile(rb"((?:[ \t]*#\s*(?:syntax|escape)\s*=[^\n]*\n)*)", re.IGNORECASE)
_SPACED_HEREDOC = re.compile(rb"<<[ \t]+(?=[A-Za-z_'\"\\])")
_PAIRED = ("ENV", "LABEL")
_CUT = ("ADD", "ARG", "COPY", "EXPOSE", "FROM", "VOLUME")


def assert_same_as_buildkit(content: bytes) -> None:
    """Assert that venvoy and BuildKit see the same instructions in *content*, or that both refuse it."""
    ours = read(content, "Dockerfile")
    understood = _in_old_words(content)
    if isinstance(ours, Unreadable):
        with pytest.raises(dockerfile.GoParseError):
            dockerfile.parse_string(understood.decode("utf-8", "replace"))
        return

    assert content == b"".join(piece.raw for piece in ours.pieces)
    if understood != content:
        lines = [instruction.lines for instruction in ours.instructions]
        ours = read(understood, "Dockerfile")
        assert isinstance(ours, Dockerfile)
        assert lines == [instruction.lines for instruction in ours.instructions]
    theirs = dockerfile.parse_string(understood.decode("utf-8", "replace"))

    assert [_seen_by_buildkit(command) for command in theirs] == [_seen_by_us(one) for one in ours.instructions]
    for command, instruction in zip(theirs, ours.instructions, strict=True):
        _assert_same_value(command, instruction)


def _in_old_words(content: bytes) -> bytes:
    """Write what BuildKit learned after 0.12.5 in a way that 0.12.5 takes for the same."""
    content = _SPACED_HEREDOC.sub(b"<<", content)
    found = _CHECK.match(content)
    if found is None:
        return content
    behind = _DIRECTIVES.match(content, found.end())
    assert behind is not None
    return found[1] + found[2] + behind[1] + found[3] + content[behind.end() :]


def _seen_by_buildkit(command: dockerfile.Command) -> tuple[object, ...]:
    heredocs = tuple((heredoc.name, heredoc.content) for heredoc in command.heredocs)
    trigger = command.sub_cmd.upper() if command.sub_cmd else None
    if trigger is not None:
        heredocs = ()  # the package loses those of an ONBUILD
    return (command.cmd.upper(), trigger, command.start_line, command.end_line, command.flags, heredocs)


def _seen_by_us(instruction: Instruction) -> tuple[object, ...]:
    trigger = instruction.trigger.keyword if instruction.trigger else None
    heredocs = tuple((heredoc.name, _clean(heredoc.body.text)) for heredoc in instruction.heredocs)
    flags = tuple(_clean(f"--{f.name}" if f.value is None else f"--{f.name}={f.value}") for f in instruction.flags)
    lines = instruction.lines
    return (instruction.keyword, trigger, lines.first, lines.last, flags, heredocs if trigger is None else ())


def _assert_same_value(command: dockerfile.Command, instruction: Instruction) -> None:
    inner = instruction.trigger or instruction
    if command.json and inner.form is not Form.JSON:
        start = inner.argument.text.find("[")
        _, end = json.JSONDecoder().raw_decode(inner.argument.text, start)
        assert "" != inner.argument.text[end:].strip()
        return

    assert command.json == (inner.form is Form.JSON)
    assert command.value == tuple(_clean(part) for part in _value(inner))


def _value(instruction: Instruction) -> tuple[str, ...]:
    """Put together what BuildKit's parser keeps of the argument."""
    words = tuple(word.text for word in instruction.words)
    whole = instruction.argument.text
    if instruction.form is Form.JSON or instruction.keyword in _CUT or not whole:
        return words
    if instruction.keyword == "HEALTHCHECK":
        return (words[0], *([rest] if (rest := whole[len(words[0]) :].lstrip("\t\v\f\r ")) else []))
    if instruction.keyword not in _PAIRED:
        return (whole,)
    if "=" not in words[0]:
        return words
    return tuple(part for word in words for part in word.split("=", 1))


def _clean(text: str) -> str:
    """Show bytes that are not UTF-8 as the comparison shows them to BuildKit."""
    return text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
