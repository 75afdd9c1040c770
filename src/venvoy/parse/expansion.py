r"""Docker's own expansion of words: quotes, escapes and ``$`` outside of RUN, as BuildKit does it.

The rules are those of BuildKit's ``frontend/dockerfile/shell/lex.go``. They look like a shell's and are not: no
command substitution, no splitting, ``\t`` is ``t``, and ``$1`` or ``$@`` are always unset.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from attrs import evolve

from venvoy.model.environment import Value
from venvoy.parse.predefined import PLATFORM_ARGUMENTS
from venvoy.parse.wildcards import compile_pattern, replace, trim_prefix, trim_suffix

Lookup = Callable[[str], Value | None]
"""What a variable means; None when it is unset."""

DEEPEST = 50
"""How deep ``${a:-${b:-…}}`` is followed: real files stop at three, and the stack must not overflow."""

LONGEST = 32_768
"""Characters of the longest text that is worked out: ``ENV A=$A$A`` doubles with each line."""

_SPECIAL = "@*#?-$!0"
_EMPTY = Value("")
_UNKNOWN = Value(None)


def expand(text: str, lookup: Lookup, escape: str = "\\") -> Value:
    """Return what Docker makes of *text* when *lookup* says what each variable means.

    An unset variable is empty. A build argument without default makes the text unknown, except where the word says
    what then counts (``${X:-y}``). Text that Docker refuses (an open quote, ``${}``, ``${X?}`` of an unset variable)
    has an unknown text, too, and so has one that grows beyond `LONGEST`.
    """
    if "$" not in text and "'" not in text and '"' not in text and escape not in text:
        return Value(text)
    words = _Expansion(text, lookup, escape)
    try:
        return words.until(None)
    except _RefusedError:
        return Value(None, frozenset(words.used))


class _RefusedError(Exception):
    """Docker would stop with an error here."""


class _Expansion:
    """One pass over one text."""

    def __init__(self, text: str, lookup: Lookup, escape: str) -> None:
        self._text = text
        self._lookup = lookup
        self._escape = escape
        self._marks = f"$'\"{escape}"
        self._at = 0
        self._depth = 0
        self.used: set[str] = set()

    def until(self, stop: str | None, raw: bool = False) -> Value:
        """Expand up to *stop*, which is taken and dropped, or to the end for None; *raw* keeps escape characters."""
        parts: list[Value] = []
        while (character := self._peek()) is not None:
            if character == stop:
                self._at += 1
                return _joined(parts)
            parts.append(self._plain(stop) or self._part(character, raw))
        if stop is not None:
            raise _RefusedError
        return _joined(parts)

    def _peek(self) -> str | None:
        return self._text[self._at] if self._at < len(self._text) else None

    def _next(self) -> str:
        """Return the next character, or nothing at the end."""
        character = self._peek()
        self._at += 1
        return character or ""

    def _plain(self, stop: str | None) -> Value | None:
        """Take the run of characters that mean nothing but themselves; None when there is none here."""
        start = self._at
        while (character := self._peek()) is not None and character not in self._marks and character != stop:
            self._at += 1
        return Value(self._text[start : self._at]) if self._at > start else None

    def _part(self, character: str, raw: bool) -> Value:
        if character == "$":
            return self._variable()
        self._at += 1
        if character == "'":
            return self._single_quoted()
        if character == '"':
            return self._double_quoted(raw)
        return Value((character if raw else "") + self._next())

    def _single_quoted(self) -> Value:
        end = self._text.find("'", self._at)
        if end == -1:
            raise _RefusedError
        quoted = self._text[self._at : end]
        self._at = end + 1
        return Value(quoted)

    def _double_quoted(self, raw: bool) -> Value:
        parts: list[Value] = []
        while (character := self._peek()) is not None:
            if character == '"':
                self._at += 1
                return _joined(parts)
            if character == "$":
                parts.append(self._variable())
            else:
                self._at += 1
                parts.append(Value(self._escaped_in_quotes(raw) if character == self._escape else character))
        raise _RefusedError

    def _escaped_in_quotes(self, raw: bool) -> str:
        """Return what an escape character within double quotes leads to: it only escapes ``"``, ``$`` and itself."""
        following = self._peek()
        if following is None:
            return self._escape if raw else ""
        if following not in ('"', "$", self._escape):
            return self._escape * (2 if raw else 1)
        self._at += 1
        return (self._escape if raw else "") + following

    def _variable(self) -> Value:
        self._at += 1
        if self._peek() != "{":
            name = self._name()
            return self._meaning(name) or _EMPTY if name else Value("$")
        self._at += 1
        if self._peek() in (None, "{", "}", ":"):
            raise _RefusedError
        self._depth += 1
        if self._depth > DEEPEST:
            raise _RefusedError
        value = self._braced(self._name())
        self._depth -= 1
        return value

    def _name(self) -> str:
        """Take the longest name; digits alone, or one special character, are names as well."""
        first = self._peek() or ""
        start = self._at
        if first.isdecimal():
            while (self._peek() or "").isdecimal():
                self._at += 1
        elif first and first in _SPECIAL:
            self._at += 1
        else:
            while (character := self._peek()) is not None and (
                character.isalpha() or character.isdecimal() or character == "_"
            ):
                self._at += 1
        return self._text[start : self._at]

    def _meaning(self, name: str) -> Value | None:
        value = self._lookup(name)
        if value is not None:
            self.used |= value.depends_on
        return value

    def _braced(self, name: str) -> Value:
        operator = self._next()
        if operator == "}":
            return self._meaning(name) or _EMPTY
        if operator == "/":
            return self._replaced(name)
        empty_is_unset = operator == ":"
        if empty_is_unset:
            operator = self._next()
        if not operator or operator not in ("+-?" if empty_is_unset else "+-?#%"):
            raise _RefusedError
        word = self.until("}", raw=operator in "#%")
        value = self._meaning(name)
        if operator in "#%":
            return _trimmed(value or _EMPTY, word, operator)
        return _alternative(value, word, operator, _present(name, value, empty_is_unset))

    def _replaced(self, name: str) -> Value:
        everywhere = self._peek() == "/"
        if everywhere:
            self._at += 1
        searched = self.until("/", raw=True)
        replacement = self.until("}", raw=True)
        value = self._meaning(name) or _EMPTY
        result = None
        if value.text is not None and searched.text is not None and replacement.text is not None:
            pattern = compile_pattern(searched.text)
            if pattern is None:
                raise _RefusedError
            result = replace(value.text, pattern, replacement.text, everywhere)
        return Value(result, value.depends_on | searched.depends_on | replacement.depends_on)


def _joined(parts: Iterable[Value]) -> Value:
    """Return the parts as one value: unknown when one is, resting on all that they rest on."""
    texts: list[str] = []
    names: set[str] = set()
    known = True
    for part in parts:
        names |= part.depends_on
        if part.text is None:
            known = False
        else:
            texts.append(part.text)
    known = known and sum(map(len, texts)) <= LONGEST
    return Value("".join(texts) if known else None, frozenset(names))


def _present(name: str, value: Value | None, empty_is_unset: bool) -> bool | None:
    """Tell whether a variable counts as set when all build arguments have their defaults; None when unknown."""
    if value is None:
        return False
    if value.text is not None:
        return bool(value.text) or not empty_is_unset
    undeclared_default = value.depends_on == {name} and name not in PLATFORM_ARGUMENTS
    return False if undeclared_default else None


def _alternative(value: Value | None, word: Value, operator: str, present: bool | None) -> Value:
    """Return what ``-``, ``+`` or ``?`` make of a variable and the word behind the operator."""
    itself = value or _EMPTY
    if operator == "?":
        if present is False and not itself.depends_on:
            raise _RefusedError
        return itself if present else evolve(_UNKNOWN, depends_on=itself.depends_on)
    absent, given = (word, itself) if operator == "-" else (_EMPTY, word)
    if not itself.depends_on and present is not None:
        return given if present else absent
    names = itself.depends_on | word.depends_on
    if present is None:
        return Value(None, names)
    return Value((given if present else absent).text, names)


def _trimmed(value: Value, word: Value, operator: str) -> Value:
    """Return what ``#``, ``##``, ``%`` or ``%%`` leave of *value*."""
    names = value.depends_on | word.depends_on
    if value.text is None or word.text is None:
        return Value(None, names)
    longest = word.text.startswith(operator)
    pattern = compile_pattern(word.text[1:] if longest else word.text)
    if pattern is None:
        raise _RefusedError
    trim = trim_prefix if operator == "#" else trim_suffix
    return Value(trim(value.text, pattern, longest), names)
