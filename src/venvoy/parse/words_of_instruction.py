"""Keyword, flags, form and words of one joined instruction, cut as BuildKit's line parsers cut them."""

from __future__ import annotations

import json
import re
from functools import lru_cache

from attrs import frozen

from venvoy.model.dockerfile import Flag, Form, Word
from venvoy.model.source import SourceText, Span
from venvoy.parse.blanks import ASCII_BLANKS, WIDE_BLANK, behind_blanks, part, trimmed_end

MAY_BE_JSON = frozenset({"ADD", "CMD", "COPY", "ENTRYPOINT", "RUN", "SHELL", "VOLUME"})
_WHOLE = frozenset({"MAINTAINER", "STOPSIGNAL", "USER", "WORKDIR"})  # one value, blanks included
_PAIRS = frozenset({"ENV", "LABEL"})
_NO_QUOTES = frozenset({"ADD", "COPY", "EXPOSE", "FROM", "VOLUME"})  # cut at blanks, quotes or not

_FEWEST = {"ADD": 2, "COPY": 2} | dict.fromkeys(
    ("ARG", "ENV", "EXPOSE", "FROM", "HEALTHCHECK", "LABEL", "ONBUILD", "SHELL", "VOLUME", *_WHOLE), 1
)  # how many words Docker asks for; RUN, CMD and ENTRYPOINT may be empty

KNOWN = MAY_BE_JSON | _WHOLE | _PAIRS | _NO_QUOTES | {"ARG", "HEALTHCHECK", "ONBUILD"}
"""Every instruction that BuildKit's parser knows."""

_KEYWORD = re.compile(rb"\s*+(\S++)\s*+")
_BARE = re.compile(rb"\S++")
_JSON_STRING = re.compile(rb'\s*+("(?:[^"\\\x00-\x1f]|\\(?:["\\/bfnrt]|u[0-9A-Fa-f]{4}))*+")\s*+([,\]])')

_LONE_SURROGATE = re.compile("[\ud800-\udc7f\udd00-\udfff]")  # the rest of that range stands for bytes beside UTF-8


@frozen
class Head:
    """Where the parts of a joined instruction stand, as offsets in it."""

    keyword: bytes
    keyword_start: int
    flags: tuple[Flag, ...]
    start: int
    """Of the argument."""
    end: int


@frozen
class Argument:
    """The argument of an instruction, cut."""

    form: Form
    words: tuple[Word, ...]


@lru_cache(maxsize=2)
def _flag_pattern(escape: bytes) -> re.Pattern[bytes]:
    e = re.escape(escape)
    end = e + rb"?\Z"
    single = rb"'(?:[^'" + e + rb"]|" + e + rb".)*+(?:'|" + end + rb")"
    double = rb"\"(?:[^\"" + e + rb"]|" + e + rb".)*+(?:\"|" + end + rb")"
    return re.compile(
        rb"(--(?:[^\s'\"" + e + rb"]++|" + e + rb".?|" + single + rb"|" + double + rb")*+)\s*+", re.DOTALL
    )


@lru_cache(maxsize=4)
def _word_pattern(escape: bytes, ascii_only: bool) -> re.Pattern[bytes]:
    e = re.escape(escape)
    plain = rb"[^\s'\"" + e + rb"]++"
    if not ascii_only:
        plain = rb"(?:[^\s'\"" + e + rb"\x80-\xff]|(?!" + WIDE_BLANK + rb")[\xc0-\xff][\x80-\xbf]*+|[\x80-\xbf])++"
    double = rb"\"(?:[^\"" + e + rb"]|" + e + rb".)*+(?:\"|(?=" + e + rb"?\Z))"
    word = rb"(?:" + plain + rb"|" + e + rb".|'[^']*+(?:'|\Z)|" + double + rb")++"
    if ascii_only:
        return re.compile(word, re.DOTALL)
    # The blanks come first and are matched too: otherwise the tail of one could start a word.
    return re.compile(WIDE_BLANK + rb"|(" + word + rb")", re.DOTALL)


def head(text: SourceText, escape: bytes) -> Head:
    """Find keyword, flags and argument in the joined *text* of an instruction that has a keyword."""
    value = text.value
    end = trimmed_end(value)
    found = _KEYWORD.match(value)
    if found is None:
        return Head(b"", 0, (), 0, end)
    at = found.end()
    flags = []
    while value.startswith(b"--", at, end):
        flag = _flag_pattern(escape).match(value, at, end)
        if flag is None:
            break
        at = flag.end()
        raw = _without_quotes(flag[1], escape)
        if raw == b"--":
            break
        name, equals, setting = raw[2:].decode("utf-8", "surrogateescape").partition("=")
        flags.append(Flag(name, setting if equals else None, text.span(flag.start(1), flag.end(1))))
    if at < end and value[at] >= 0x80:
        at = behind_blanks(value, at)
    return Head(found[1], found.start(1), tuple(flags), min(at, end), end)


def _without_quotes(raw: bytes, escape: bytes) -> bytes:
    """Take quotes and escapes out of a flag; the escape character counts in both kinds of quotes."""
    if not (b"'" in raw or b'"' in raw or escape in raw):
        return raw
    out = bytearray()
    quote = b""
    at = 0
    while at < len(raw):
        here = raw[at : at + 1]
        if here == escape:
            at += 1
            out += raw[at : at + 1]
        elif quote:
            if here == quote:
                quote = b""
            else:
                out += here
        elif here in (b"'", b'"'):
            quote = here
        else:
            out += here
        at += 1
    return bytes(out)


def cut(keyword: str, argument: SourceText, escape: bytes) -> Argument | str:
    """Cut the *argument* of *keyword* into words, or say in half a sentence why Docker could not."""
    how = _cut(keyword, argument, escape) if argument.value else Argument(Form.SHELL, ())
    if not isinstance(how, str) and len(how.words) < _FEWEST.get(keyword, 0):
        return "has too few arguments; complete or remove it"
    return how


def _cut(keyword: str, argument: SourceText, escape: bytes) -> Argument | str:
    value = argument.value
    if keyword == "HEALTHCHECK":
        return _healthcheck(argument, escape)
    if keyword in MAY_BE_JSON and value.startswith(b"["):
        strings = json_strings(value)
        if strings is None and _is_other_json(value):
            return "gives a JSON array whose members are not all strings; put each of them in double quotes"
        if strings is not None:
            return Argument(Form.JSON, _json_words(argument, strings))
    if keyword in _WHOLE:
        return Argument(Form.SHELL, (_word(argument, 0, len(value)),))
    if keyword in _PAIRS:
        return _pairs(keyword, argument, escape)
    return Argument(Form.SHELL, _split(keyword, argument, escape))


def json_strings(value: bytes) -> list[tuple[int, int]] | None:
    """Return where the strings of a JSON array of strings stand in *value*, or None if it is something else."""
    if re.fullmatch(rb"\[\s*+\]", value):
        return []
    found = []
    at = 1
    while (string := _JSON_STRING.match(value, at)) is not None:
        found.append(string.span(1))
        at = string.end()
        if string[2] == b"]":
            return found if at == len(value) else None
    return None


def _is_other_json(value: bytes) -> bool:
    def refuse(constant: str) -> None:
        raise ValueError(constant)  # NaN and Infinity are Python's, not JSON's

    try:
        json.loads(value.decode("utf-8", "replace"), parse_int=str, parse_float=str, parse_constant=refuse)
    except (ValueError, RecursionError):
        return False
    return True


def _json_words(argument: SourceText, strings: list[tuple[int, int]]) -> tuple[Word, ...]:
    words = []
    for start, end in strings:
        text = argument.value[start + 1 : end - 1].decode("utf-8", "surrogateescape")
        if "\\" in text:
            text = _LONE_SURROGATE.sub("\ufffd", str(json.loads(f'"{text}"')))
        words.append(Word(text, argument.span(start, end)))
    return tuple(words)


def _healthcheck(argument: SourceText, escape: bytes) -> Argument | str:
    """Cut ``NONE`` or ``CMD …``: behind the first word stands an argument like that of CMD itself."""
    end = len(argument.value.split(maxsplit=1)[0])
    start = len(argument.value) - len(argument.value[end:].lstrip(ASCII_BLANKS))
    command = _cut("CMD", part(argument, start, len(argument.value)), escape)
    if isinstance(command, str):
        return command
    return Argument(command.form, (_word(argument, 0, end), *command.words))


def _pairs(keyword: str, argument: SourceText, escape: bytes) -> Argument | str:
    words = _split(keyword, argument, escape)
    if not words:
        return Argument(Form.SHELL, ())
    if "=" in words[0].text:
        lost = next((word for word in words if "=" not in word.text), None)
        if lost is not None:
            return f"has {lost.text[:40]!a} without a value; write it as name=value"
        return Argument(Form.SHELL, words)
    name = _KEYWORD.match(argument.value)  # the old style: one name, and all of the rest is its value
    if name is None or name.end() == len(argument.value):
        return "names a variable without a value; write it as name=value"
    return Argument(
        Form.SHELL, (_word(argument, name.start(1), name.end(1)), _word(argument, name.end(), len(argument.value)))
    )


def _split(keyword: str, argument: SourceText, escape: bytes) -> tuple[Word, ...]:
    value = argument.value
    if keyword in _NO_QUOTES or not (b"'" in value or b'"' in value or escape in value or not value.isascii()):
        pattern = _BARE
    else:
        pattern = _word_pattern(escape, value.isascii())
    wanted = pattern.groups  # 1 where blanks are matched too, so that only words have the group
    places = [found.span(wanted) for found in pattern.finditer(value) if found[wanted] is not None]
    if len(argument.segments) != 1 or not value.isascii():
        return tuple(_word(argument, start, end) for start, end in places)
    text = value.decode("ascii")
    origin = argument.segments[0].origin
    return tuple(Word(text[start:end], Span(origin + start, origin + end)) for start, end in places)


def _word(argument: SourceText, start: int, end: int) -> Word:
    return Word(argument.value[start:end].decode("utf-8", "surrogateescape"), argument.span(start, end))
