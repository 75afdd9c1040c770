"""Telling a template of a Dockerfile from a Dockerfile that only mentions templates.

``docker inspect --format '{{.State}}'`` in a RUN is shell text; ``FROM {{ base }}`` has to be rendered first.
"""

from __future__ import annotations

import re

_EXPRESSION = re.compile(rb"\{\{[^{}\n]*\w[^{}\n]*\}\}|\{%.*?%\}", re.DOTALL)
_LOOSE = re.compile(rb"\{\{-?\s*+(?!(?:\w++\s++)*+[.$])[^{},\n.$]*+\w[^{},\n]*+\}\}|\{%.*?%\}", re.DOTALL)
_QUOTED = re.compile(rb"'[^']*+'|\"(?:[^\"\\]|\\.)*+\"|\\.", re.DOTALL)
_OPENS = (b"{{", b"{%", b"{#")

_SHELL_TEXT = frozenset({"RUN", "CMD", "ENTRYPOINT", "HEALTHCHECK", "LABEL", "ENV", "ARG", "MAINTAINER", "SHELL"})


def starts_as_template(keyword: bytes) -> bool:
    """Say whether a line that starts with *keyword* is a template's statement."""
    return keyword.startswith(_OPENS)


def needs_rendering(keyword: str, argument: bytes) -> bool:
    """Say whether the *argument* of an instruction holds an expression that something else has to fill in."""
    if b"{{" not in argument and b"{%" not in argument:
        return False
    if keyword not in _SHELL_TEXT:
        return _EXPRESSION.search(argument) is not None
    return _LOOSE.search(_QUOTED.sub(b"''", argument)) is not None


def sentence(line: int) -> str:
    """Return what to tell the person about a template whose first sign stands in *line*."""
    return f"line {line} holds a template expression, so this is a template; render it and give venvoy the result"
