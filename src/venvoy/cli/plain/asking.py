"""Who answers the questions: a person at a terminal or behind a pipe, or a script for the demo."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import Protocol

from venvoy.cli import output
from venvoy.reports.terminal import safe


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
        line = sys.stdin.buffer.readline() if sys.stdin is not None else b""
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


def pick(asker: Asker, question: str, answers: Mapping[str, str], proposed: str, default: str | None = None) -> str:
    """Ask until the answer is one of *answers*, which maps a letter to the word it stands for; return the letter.

    An empty answer is taken for *default*, when there is one.

    Raises:
        Quit: at the end of the input.
    """
    while True:
        answer = asker.ask(question, proposed).lower()
        if not answer and default is not None:
            return default
        for letter, word in answers.items():
            if answer in (letter, word):
                return letter
        output.data(f"Answer with {', '.join(f'{letter} ({word})' for letter, word in answers.items())}.\n")


def pick_number(asker: Asker, question: str, last: int, proposed: int, default: int | None = None) -> int:
    """Ask until the answer is a number from 1 to *last*, and return it; an empty one is taken for *default*.

    Raises:
        Quit: at the end of the input.
    """
    while True:
        answer = asker.ask(question, str(proposed))
        if not answer and default is not None:
            return default
        if answer.lower() in ("q", "quit"):
            raise Quit
        if answer.isascii() and answer.isdigit() and len(answer) < 10 and 1 <= int(answer) <= last:
            return int(answer)
        output.data(f"Answer with a number from 1 to {last}, or q (quit).\n")
