"""A lesson: a page to read, a small Dockerfile to look at, and a thing to do with it."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from attrs import frozen

from venvoy.model.source import Lines

if TYPE_CHECKING:
    from venvoy.model.plan import Answer


class Exercise(Enum):
    """What there is to do."""

    GUESS = "guess"
    """Say which findings the Dockerfile has."""
    WATCH = "watch"
    """Go along with the packages, one step at a time."""
    DECIDE = "decide"
    """Accept a finding, keep it, and see what that changes for Python."""
    LAB = "lab"
    """Predict what commands will say, and run them."""


@frozen
class Lesson:
    """One lesson of the course."""

    name: str
    """With dashes: ``copy-merges``."""
    title: str
    summary: str
    """One paragraph of Markdown: what to look for."""
    page: str
    """The page to read."""
    teaches: tuple[str, ...]
    """Other pages whose findings this lesson is about."""
    exercise: Exercise
    dockerfile: bytes
    """A whole file; of a lab, one in which the same thing happens."""
    lures: tuple[str, ...]
    """Names of pages that may be guessed and are not found; empty when nothing is guessed."""
    lab: str | None
    """Name of the lab that is run; None when none is."""
    afterwards: str
    """Markdown: what there was to learn."""


@frozen
class Choice:
    """A finding that may be guessed."""

    page: str
    title: str
    places: tuple[tuple[Lines, str], ...]
    """Where the file has it, and what is said of it there; empty when it has not."""

    @property
    def right(self) -> bool:
        """True when the file has it."""
        return bool(self.places)


@frozen
class Shelf:
    """A directory of a stage that holds packages."""

    path: str
    holds: str
    """What lies in it, as it was asked for; empty for an environment that nothing was installed into yet."""
    fresh: bool
    """True when this step put it there."""


@frozen
class Scene:
    """What has happened up to one step of the packages' way."""

    lines: Lines | None
    """Of the command or instruction; None for the start of the container."""
    says: str
    """One or two sentences."""
    way: tuple[str, str] | None
    """From where to where something travels in this step."""
    stages: tuple[tuple[str, tuple[Shelf, ...]], ...]
    """Name of each stage that was reached, and what lies in it, in the order of the file."""
    looks_in: tuple[str, ...] = ()
    """Where Python looks, once it starts."""


@frozen
class Entry:
    """An entry of a predicted ``sys.path``, before and after."""

    text: str
    sign: str
    """``+`` when it is new, ``-`` when it goes, blank when it stays."""


@frozen
class Turnout:
    """What some decisions come to."""

    answers: tuple[tuple[str, Answer], ...]
    """Finding id → answer; in the order of the file."""
    entries: tuple[Entry, ...]
    """Where the last stage's Python looks."""
    changed: tuple[tuple[str, str], ...]
    """Sign and text of the lines of the Dockerfile that come and go."""
