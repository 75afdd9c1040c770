"""Telling a template of a Dockerfile from a Dockerfile that only mentions templates.

``docker inspect --format '{{.State}}'`` in a RUN is shell text; ``FROM {{ base }}`` has to be rendered first.
"""

from __future__ import annotations

import re

_EXPRESSION = re.compile(rb"\{\{([^{}\n]*+)\}\}")
_GO = re.compile(rb"-?\s*+(?:\w++\s++)*+[.$]")  # {{.Names}}, {{ json .Config }}: what docker and kubectl format with
_QUOTED = re.compile(rb"'[^']*+'|\"(?:[^\"\\]|\\.)*+\"|\\.", re.DOTALL)
_WORD = re.compile(rb"\w")
_OPENS = (b"{{", b"{%", b"{#")

_FOR_PROGRAMS = frozenset({"RUN", "CMD", "ENTRYPOINT", "HEALTHCHECK", "LABEL", "MAINTAINER", "SHELL"})
_VALUES = frozenset({"ENV", "ARG"})


def starts_as_template(keyword: bytes) -> bool:
    """Say whether a line that starts with *keyword* is a template's statement."""
    return keyword.startswith(_OPENS)


def needs_rendering(keyword: str, argument: bytes) -> bool:
    """Say whether the *argument* of an instruction holds an expression that something else has to fill in.

    In text for programs, quoted expressions and those of Go's templates are the program's own; in values only the
    latter are. The argument of an ONBUILD is looked at when its trigger is.
    """
    if keyword == "ONBUILD" or (b"{{" not in argument and b"{%" not in argument):
        return False
    text = _QUOTED.sub(b"''", argument) if keyword in _FOR_PROGRAMS else argument
    statement = text.find(b"{%")
    if statement != -1 and text.find(b"%}", statement) != -1:
        return True
    tolerant = keyword in _FOR_PROGRAMS or keyword in _VALUES
    inner = (found[1] for found in _EXPRESSION.finditer(text))
    return any(_WORD.search(each) and not (tolerant and _is_the_programs_own(each)) for each in inner)


def _is_the_programs_own(expression: bytes) -> bool:
    """``{{a,b}}`` is the shell's brace expansion, ``{{.Names}}`` a Go template."""
    return b"," in expression or _GO.match(expression) is not None


def sentence(line: int) -> str:
    """Return what to tell the person about a template whose first sign stands in *line*."""
    return f"line {line} holds a template expression, so this is a template; render it and give venvoy the result"
