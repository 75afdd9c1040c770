"""Programs that the application starts: ``python`` and ``pip`` by name or by the old layout's path."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import Enum

import libcst as cst
import libcst.matchers as m
from attrs import frozen

from venvoy.codemods.source import Source

LISTS = frozenset({f"subprocess.{name}" for name in ("run", "call", "check_call", "check_output", "Popen")})
"""Take a list, or one string for the shell when ``shell=True``."""
SHELLS = frozenset(
    {"os.system", "os.popen", "subprocess.getoutput", "subprocess.getstatusoutput", "asyncio.create_subprocess_shell"}
)
"""Take one string for the shell."""
WORDS = {
    "os.execl": 0, "os.execle": 0, "os.execlp": 0, "os.execlpe": 0, "os.spawnl": 1, "os.spawnle": 1, "os.spawnlp": 1,
    "os.spawnlpe": 1,
}  # fmt: skip
"""Take the program at this argument, and behind it what it is told it is called."""
VECTORS = {
    "os.execv": 0, "os.execve": 0, "os.execvp": 0, "os.execvpe": 0, "os.spawnv": 1, "os.spawnve": 1, "os.spawnvp": 1,
    "os.spawnvpe": 1, "os.posix_spawn": 0, "os.posix_spawnp": 0,
}  # fmt: skip
"""Take the program at this argument, and behind it a list that starts with what it is told it is called."""
PLAIN = frozenset({"asyncio.create_subprocess_exec"})
"""Take the program and its words as arguments."""


class Way(Enum):
    """How a call names what it starts."""

    WORDS = "a program and its words"
    LONE = "a program in the place of a list"
    NAMED = "a program, what it is told it is called, and its words"
    SHELL = "a string for the shell"


@frozen(eq=False)
class Launch:
    """A call that starts a program."""

    call: cst.Call
    command: cst.BaseExpression
    """The program, or the string that the shell is given."""
    words: tuple[cst.BaseExpression, ...]
    """What follows the program, as far as it is written there."""
    way: Way


def launches(source: Source) -> Iterator[Launch]:
    """Yield each call that starts a program which is written in the call itself."""
    for call in source.nodes(cst.Call):
        # To work out the names of a file takes longest of all, so that it is left for calls that may be meant.
        written = source.slice(*source.place(call)) if call.args else ""
        if "python" in written or "pip" in written:
            launch = _launch(call, source.name(call.func) or "")
            if launch is not None:
                yield launch


def for_the_shell(source: Source, node: cst.BaseExpression) -> bool:
    """Return True when *node* is the string that a call gives to the shell."""
    argument = source.parent(node)
    call = source.parent(argument) if isinstance(argument, cst.Arg) else None
    if not isinstance(call, cst.Call):
        return False
    launch = _launch(call, source.name(call.func) or "")
    return launch is not None and launch.way is Way.SHELL and launch.command is node


def _launch(call: cst.Call, name: str) -> Launch | None:
    given = _positional(call)
    first = given[0] if given else _keyword(call, "args")
    if name in SHELLS and first is not None:
        return Launch(call, first, (), Way.SHELL)
    if name in LISTS and first is not None and _keyword(call, "executable") is None:
        return _of_subprocess(call, first)
    if name in PLAIN and given:
        return Launch(call, given[0], given[1:], Way.WORDS)
    if name in WORDS and len(given) > WORDS[name]:
        at = WORDS[name]
        return Launch(call, given[at], given[at + 1 :], Way.NAMED)
    if name in VECTORS and len(given) > VECTORS[name]:
        at = VECTORS[name]
        words = _elements(given[at + 1]) if len(given) > at + 1 else ()
        return Launch(call, given[at], words, Way.NAMED if words else Way.WORDS)
    return None


def _of_subprocess(call: cst.Call, first: cst.BaseExpression) -> Launch | None:
    shell = _keyword(call, "shell")
    if shell is not None and not m.matches(shell, m.Name("False")):
        # A shell that may be there or not leaves open how the string is read.
        return Launch(call, first, (), Way.SHELL) if m.matches(shell, m.Name("True")) else None
    words = _elements(first)
    if words:
        return Launch(call, words[0], words[1:], Way.WORDS)
    return None if isinstance(first, (cst.List, cst.Tuple)) else Launch(call, first, (), Way.LONE)


def _positional(call: cst.Call) -> tuple[cst.BaseExpression, ...]:
    """Return the arguments without a name, up to one that stands for several."""
    found = []
    for argument in call.args:
        if argument.star or argument.keyword is not None:
            break
        found.append(argument.value)
    return tuple(found)


def _keyword(call: cst.Call, name: str) -> cst.BaseExpression | None:
    return next((a.value for a in call.args if a.keyword is not None and a.keyword.value == name), None)


def _elements(node: cst.BaseExpression) -> tuple[cst.BaseExpression, ...]:
    """Return the elements of a list or tuple up to one that stands for several; of a sum, its left side's."""
    while isinstance(node, cst.BinaryOperation) and isinstance(node.operator, cst.Add):
        node = node.left
    elements: Sequence[cst.BaseElement] = node.elements if isinstance(node, (cst.List, cst.Tuple)) else ()
    found = []
    for element in elements:
        if not isinstance(element, cst.Element):
            break
        found.append(element.value)
    return tuple(found)
