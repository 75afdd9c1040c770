"""The pairs of an ENV instruction, as places in the file."""

from __future__ import annotations

from attrs import frozen

from venvoy.model.dockerfile import Instruction
from venvoy.model.source import Span


@frozen
class Pair:
    """One variable of an ENV."""

    name: str
    value: str
    """As written, quotes included."""
    span: Span
    """The whole pair, ``NAME=value`` or ``NAME value``."""
    value_span: Span
    alone: bool
    """True when the instruction sets nothing else."""


def pairs(instruction: Instruction) -> tuple[Pair, ...]:
    """Return the variables that an ENV sets, in order."""
    words = instruction.words
    if not words:
        return ()
    if "=" not in words[0].text:
        if len(words) < 2:
            return ()
        value = Span(words[1].span.start, words[-1].span.end)
        text = " ".join(word.text for word in words[1:])
        return (Pair(words[0].text, text, Span(words[0].span.start, value.end), value, alone=True),)
    found = []
    for word in words:
        name, _, given = word.text.partition("=")
        start = word.span.start + len(name.encode("utf-8", "surrogateescape")) + 1
        found.append(Pair(name, given, word.span, Span(start, word.span.end), alone=len(words) == 1))
    return tuple(found)
