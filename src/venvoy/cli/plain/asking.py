"""Who answers the questions: a person at a terminal or behind a pipe, or a script for the demo."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from typing import Protocol, TypeVar

from venvoy.cli import output
from venvoy.reports.terminal import safe

T = TypeVar("T")

PATIENCE = 20
"""Answers to one question that may be none: a pipe can hold endless nonsense."""
LONGEST_ANSWER = 4096
"""Bytes; what is longer is taken for the next answer."""


class Quit(Exception):  # noqa: N818 - no error: the person, or the end of the input, ends the walk
    """The walk ends here, and nothing more is written."""


class Asker(Protocol):
    """Puts a question and returns the answer."""

    def ask(self, question: str, proposed: str) -> str:
        """Return the answer to *question*, without blanks around it; empty to take what the question says.

        *proposed* is the answer of somebody who agrees with venvoy and writes nothing.

        Raises:
            Quit: at the end of the input.
        """


class Person:
    """Answers come from standard input."""

    def ask(self, question: str, proposed: str) -> str:  # noqa: ARG002 - a person proposes
        """Write *question* and read a line."""
        output.data(f"{question} ")
        line = sys.stdin.buffer.readline(LONGEST_ANSWER) if sys.stdin is not None else b""
        if not line:
            output.data("\n")
            raise Quit
        answer = line.decode("utf-8", "surrogateescape").strip()
        if not sys.stdin.isatty():  # a terminal echoes what is typed; a pipe does not
            output.data(f"{safe(answer)}\n")
        return answer


class Scripted:
    """Answers are those that are proposed."""

    def ask(self, question: str, proposed: str) -> str:
        """Write *question* with the proposed answer."""
        output.data(f"{question} {proposed}\n")
        return proposed


def answered(asker: Asker, question: str, proposed: str, understand: Callable[[str], T | None], hint: str) -> T:
    """Ask until *understand* makes something of the answer, and return that; *hint* says what an answer can be.

    Raises:
        Quit: at the end of the input, and after `PATIENCE` answers that are none.
    """
    for _ in range(PATIENCE):
        understood = understand(asker.ask(question, proposed))
        if understood is not None:
            return understood
        output.data(f"{hint}\n")
    raise Quit


def pick(asker: Asker, question: str, answers: Mapping[str, str], proposed: str, default: str | None = None) -> str:
    """Return the letter of one of *answers*, which maps letters to the words they stand for.

    An empty answer is taken for *default*, when there is one.

    Raises:
        Quit: as `answered` does.
    """

    def understand(answer: str) -> str | None:
        said = answer.lower()
        return next((letter for letter, word in answers.items() if said in (letter, word)), None if said else default)

    known = ", ".join(f"{letter} ({word})" for letter, word in answers.items())
    return answered(asker, question, proposed, understand, f"Answer with {known}.")


def pick_number(asker: Asker, question: str, last: int, proposed: int, default: int | None = None) -> int:
    """Return a number from 1 to *last*; an empty answer is taken for *default*, when there is one.

    Raises:
        Quit: as `answered` does, and when that is the answer.
    """

    def understand(answer: str) -> int | None:
        if answer.lower() in ("q", "quit"):
            raise Quit
        if not answer:
            return default
        return next((number for number in range(1, last + 1) if str(number) == answer), None)

    hint = f"Answer with a number from 1 to {last}, or q (quit)."
    return answered(asker, question, str(proposed), understand, hint)
