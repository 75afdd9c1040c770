"""From a shell command to the program that it really starts."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from itertools import pairwise

from attrs import field, frozen

from venvoy.model.environment import Scope, Value
from venvoy.model.shell import Command, PartKind, ShellWord
from venvoy.parse.words import word_value

BY_PYTHON = "what python says"
"""What a value depends on that a command substitution asks an interpreter for: its own prefix."""

_EXTRA = re.compile(r"[\w./@:+-]*\[[\w,. -]+\](?:[=<>~!]=?[\w.]+)?")
_PYTHON = re.compile(r"^(?:python|pypy)(?P<version>\d+(?:\.\d+)?)?$")
_PIP = re.compile(r"^pip(?P<version>\d+(?:\.\d+)?)?$")

# Options that take a value, for the programs that only start another one.
_WRAPPERS: Mapping[str, frozenset[str]] = {
    "sudo": frozenset({"-u", "-g", "-h", "-p", "-C", "-r", "-t", "-T", "-U", "--user", "--group"}),
    "doas": frozenset({"-u", "-C"}),
    "env": frozenset({"-u", "--unset", "-C", "--chdir", "-S"}),
    "exec": frozenset({"-a"}),
    "command": frozenset(),
    "time": frozenset({"-f", "-o"}),
    "nohup": frozenset(),
    "nice": frozenset({"-n"}),
    "ionice": frozenset({"-c", "-n"}),
    "timeout": frozenset({"-s", "-k", "--signal", "--kill-after"}),
    "gosu": frozenset(),
    "su-exec": frozenset(),
    "tini": frozenset({"-p", "-e"}),
    "dumb-init": frozenset({"-r"}),
    "xargs": frozenset({"-n", "-L", "-I", "-P", "-d", "-a", "-s", "-E"}),
    "setarch": frozenset(),
    "chronic": frozenset(),
    "retry": frozenset({"-t", "-d", "-n"}),
    "eatmydata": frozenset(),
}
# Wrappers whose first own argument is not the program: `timeout 30 pip`, `gosu app pip`.
_POSITIONALS: Mapping[str, int] = {"timeout": 1, "gosu": 1, "su-exec": 1, "setarch": 1}


@frozen
class Invocation:
    """A command without its wrappers (sudo, env, exec, …)."""

    program: str
    """Last part of the program's path: ``pip``; empty when it is not known."""
    path: str
    """As called: ``pip`` or ``/usr/local/bin/pip``."""
    word: ShellWord
    """The word of the program."""
    arguments: tuple[ShellWord, ...]
    values: tuple[str | None, ...]
    """What the arguments are; None for those that only running can tell."""
    environment: Mapping[str, Value] = field(factory=dict)
    """Assignments before the command and arguments of env."""
    wrappers: tuple[str, ...] = ()
    user: str | None = None
    """The user that sudo or gosu switches to."""

    @property
    def is_python(self) -> bool:
        """True for python, python3, python3.12, pypy3."""
        return _PYTHON.match(self.program) is not None

    @property
    def is_pip(self) -> bool:
        """True for pip, pip3, pip3.12."""
        return _PIP.match(self.program) is not None

    @property
    def version(self) -> str | None:
        """The version in the program's name, ``3`` or ``3.12``."""
        found = _PYTHON.match(self.program) or _PIP.match(self.program)
        return found["version"] if found else None


Spelled = tuple[ShellWord, str | None]


def invocation(command: Command, scope: Scope, local: Mapping[str, str | None]) -> Invocation | None:
    """Return what *command* starts, or None for a bare assignment.

    *local* are the variables that the script itself has set so far.
    """
    environment = {a.name: _assigned(a.value, scope, local) for a in command.assignments}
    words = tuple(spelled for word in command.argv for spelled in _split(word, scope, local))
    wrappers: list[str] = []
    user: str | None = None
    while words:
        path = words[0][1] or ""
        name = posixpath.basename(path)
        if name not in _WRAPPERS or len(words) == 1:
            arguments, values = tuple(word for word, _ in words[1:]), tuple(value for _, value in words[1:])
            return Invocation(name, path, words[0][0], arguments, values, environment, tuple(wrappers), user)
        wrappers.append(name)
        user = _switched_user(name, words[1:]) or user
        words = _unwrapped(name, words[1:], environment)
    return None


def _assigned(word: ShellWord, scope: Scope, local: Mapping[str, str | None]) -> Value:
    value = word_value(word, scope, local)
    if value.text is None and "prefix" in word.raw and "python" in word.raw:
        return Value(None, value.depends_on | {BY_PYTHON})
    return value


def _split(word: ShellWord, scope: Scope, local: Mapping[str, str | None]) -> tuple[Spelled, ...]:
    """Return a word as the program receives it: an unquoted variable is cut at its blanks."""
    value = word_value(word, scope, local).text
    if value is None and _EXTRA.fullmatch(word.raw):
        # A glob to the shell, but no file is called so, and then the shell passes it on as it stands.
        value = word.raw
    variable = len(word.parts) == 1 and word.parts[0].kind is PartKind.VARIABLE and not word.parts[0].quoted
    if variable and value is not None:
        return tuple((word, part) for part in value.split())
    return ((word, value),)


def _unwrapped(wrapper: str, words: tuple[Spelled, ...], environment: dict[str, Value]) -> tuple[Spelled, ...]:
    """Return the words behind a wrapper's own options, and collect the variables that it sets."""
    positionals = _POSITIONALS.get(wrapper, 0)
    at = 0
    while at < len(words):
        text = words[at][1]
        if text is None:
            return words[at:]
        if text == "--":
            return words[at + 1 :]
        if text.startswith("-"):
            at += 2 if text in _WRAPPERS[wrapper] else 1
        elif wrapper in {"env", "sudo"} and re.match(r"^[A-Za-z_]\w*=", text):
            name, _, value = text.partition("=")
            environment[name] = Value(value)
            at += 1
        elif positionals:
            positionals -= 1
            at += 1
        else:
            return words[at:]
    return ()


def _switched_user(wrapper: str, words: tuple[Spelled, ...]) -> str | None:
    values = [value for _, value in words]
    if wrapper in {"gosu", "su-exec"} and values:
        return (values[0] or "").partition(":")[0] or None
    if wrapper in {"sudo", "doas"}:
        for option, value in pairwise(values):
            if option in {"-u", "--user"}:
                return value
        return "root"
    return None


def module_of(run: Invocation) -> tuple[str, int] | None:
    """Return the module that ``python -m MODULE`` runs and how many arguments come before its own, or None."""
    if not run.is_python:
        return None
    for at, value in enumerate(run.values):
        if value == "-m" and at + 1 < len(run.values):
            return (run.values[at + 1] or "", at + 2)
        if value is not None and value.startswith("-m") and len(value) > 2:
            return (value[2:], at + 1)
        if value is not None and re.fullmatch(r"-[bBdEhiIOPqRsSuvVx?]*m", value) and at + 1 < len(run.values):
            return (run.values[at + 1] or "", at + 2)
        if value is None or not value.startswith("-"):
            return None
    return None
