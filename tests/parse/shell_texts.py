"""Shell texts as files of their own, and short ways to say what was read from them."""

from __future__ import annotations

from venvoy.model.shell import Command, PartKind, Script, ShellWord
from venvoy.model.source import Segment, SourceText
from venvoy.parse.lines import LineTable
from venvoy.parse.shell import shell_commands

_BRACKETS = {PartKind.LITERAL: "{}", PartKind.VARIABLE: "<{}>", PartKind.DYNAMIC: "?{}?"}


def whole(content: bytes) -> SourceText:
    """Return *content* as a text that is a whole file."""
    return SourceText(content, (Segment(0, 0, len(content)),) if content else ())


def script(text: str | bytes) -> Script:
    """Read *text*, a whole file, as shell text."""
    content = text.encode() if isinstance(text, str) else text
    return shell_commands(whole(content), LineTable(content))


def shown(word: ShellWord) -> str:
    """Write *word* with its variables as ``<$X>`` and what is dynamic as ``?*?``."""
    return "".join(_BRACKETS[part.kind].format(part.text) for part in word.parts)


def argv(command: Command) -> list[str]:
    """Write the words of *command*."""
    return [shown(word) for word in command.argv]


def said(command: Command) -> str:
    """Write *command* with its operator, its words between bars, and its contexts by name."""
    operator = {"\n": "NL ", "": ""}.get(command.operator, command.operator + " ")
    contexts = " ".join(context.name.lower() for context in command.context)
    return operator + "|".join(argv(command)) + (f" ({contexts})" if contexts else "")
