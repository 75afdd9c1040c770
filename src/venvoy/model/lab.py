"""An experiment on the learner's own machine: what is asked, what is run, and what its output means."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum

from attrs import field, frozen


class Need(Enum):
    """What a lab cannot do without, beside Python."""

    PIP = "pip"
    """A pip in the Python that runs venvoy."""
    ENSUREPIP = "ensurepip"
    """``python -m venv`` with a pip in it; Debian packages it apart."""
    ENGINE = "engine"
    """A docker client with an engine behind it. It may have to fetch an image, which needs a network."""


@frozen
class Outcome:
    """A way in which a lab can come out."""

    answer: int
    """Which of the lab's answers is right then, counted from 0."""
    why: str
    """One or two sentences of Markdown: what the output shows."""
    output: Mapping[int, str] = field(factory=dict)
    """Number of a command, from 1, to the regular expression that its output holds; all of them have to."""
    slower: tuple[int, int, float] | None = None
    """(command, other command, factor): the first took at least *factor* times as long as the other."""


@frozen
class Lab:
    """One experiment."""

    name: str
    """With dashes: ``moved-venv``."""
    title: str
    summary: str
    """One paragraph of Markdown."""
    page: str
    """The page of the catalogue to read next."""
    question: str
    answers: tuple[str, ...]
    """What may be predicted."""
    commands: tuple[str, ...]
    """For a POSIX shell; each is run in a shell of its own, all in the same empty directory."""
    outcomes: tuple[Outcome, ...]
    """The first that fits is what came out."""
    shows: str
    """Markdown: what there is to learn from it."""
    needs: frozenset[Need] = frozenset()
    repeat: int = 1
    """How often all commands are run, each time in another empty directory; times are medians then."""
    cleanup: tuple[str, ...] = ()
    """Commands that take away what is not in the directory, run whatever happens."""


@frozen
class Begun:
    """A command has been started."""

    command: str


@frozen
class Said:
    """A line of the output of the command that runs."""

    line: str


@frozen
class Again:
    """All commands are run once more, in another empty directory; what they say is not told."""

    number: int
    """Of this round, from 2."""
    rounds: int


@frozen
class Ran:
    """One command, carried out."""

    command: str
    output: str
    """Standard output and standard error as they came, at most `LONGEST` characters."""
    status: int | None
    """Exit code; None when the program is not on this machine and the command was left out, or when it was ended."""
    seconds: float
    """Median over the repetitions."""


Told = Begun | Said | Ran | Again
"""What is told while a lab runs: of each command that it begins, what it says, and that it has ended."""


@frozen
class LabResult:
    """What came out."""

    ran: tuple[Ran, ...]
    outcome: Outcome | None
    """None when none of the lab's outcomes fits: this machine does it in another way."""


@frozen
class CannotRun:
    """Why a lab cannot be run here."""

    reason: str
    """One sentence."""
    next_step: str
    """One sentence."""


LONGEST = 20_000
"""Characters of a command's output that are kept."""
