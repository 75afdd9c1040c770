"""What a shell word amounts to when the instruction that holds it runs."""

from __future__ import annotations

from collections.abc import Mapping

from venvoy.model.environment import Scope, Value
from venvoy.model.shell import Part, PartKind, ShellWord
from venvoy.parse.expansion import Lookup, expand

_UNKNOWN = Value(None)
_NOTHING: Mapping[str, str | None] = {}
_COUNTED_BY_THE_SHELL = frozenset("0123456789@*#?$!-")
_SET_BY_THE_SHELL = frozenset(
    {"HOSTNAME", "RANDOM", "SECONDS", "LINENO", "UID", "EUID", "PPID", "SHLVL", "OLDPWD", "BASH_SOURCE", "IFS", "REPLY"}
)
"""Set by the shell itself, to what only running tells."""


def word_value(word: ShellWord, scope: Scope, local: Mapping[str, str | None] = _NOTHING) -> Value:
    """Return what the program receives for *word* in *scope*, before the shell splits it at blanks.

    *local* holds what the script assigned before, and goes ahead of the scope; None stands for a value that is not
    known. An unset variable is empty. Parts that only running can tell make the whole unknown, as do parameters of
    the shell (``$1``, ``$?``) and operators that Docker does not know (``${X:0:2}``).
    """
    values = [_part_value(part, scope, local) for part in word.parts]
    if len(values) == 1:
        return values[0]
    texts = [value.text for value in values if value.text is not None]
    names = frozenset(name for value in values for name in value.depends_on)
    return Value("".join(texts) if len(texts) == len(values) else None, names)


def _part_value(part: Part, scope: Scope, local: Mapping[str, str | None]) -> Value:
    if part.kind is PartKind.LITERAL:
        return Value(part.text)
    if part.kind is PartKind.DYNAMIC or "$(" in part.text or "`" in part.text:
        return _UNKNOWN
    lookup = _lookup(scope, local)
    if part.text == "~":
        return lookup("HOME") or _UNKNOWN
    name = part.text.lstrip("${")
    if name[:1] in _COUNTED_BY_THE_SHELL:
        return _UNKNOWN
    return expand(_as_docker_writes_it(part.text), lookup)


def _as_docker_writes_it(text: str) -> str:
    """Return ``${X=y}``, which also assigns, as the ``${X-y}`` that expands to the same."""
    end = next((at for at, character in enumerate(text) if at > 1 and not (character.isalnum() or character == "_")), 0)
    rest = text[end:]
    if rest.startswith("="):
        return f"{text[:end]}-{rest[1:]}"
    return f"{text[:end]}:-{rest[2:]}" if rest.startswith(":=") else text


def _lookup(scope: Scope, local: Mapping[str, str | None]) -> Lookup:
    def meaning(name: str) -> Value | None:
        if name in local:
            return Value(local[name])
        value = scope.lookup(name)
        if value is not None:
            return value
        if name == "PWD":
            return scope.workdir
        if name == "HOME":
            return Value("/root") if scope.user.text in ("root", "0") and scope.user.certain else _UNKNOWN
        return _UNKNOWN if name in _SET_BY_THE_SHELL or name in _COUNTED_BY_THE_SHELL else None

    return meaning
