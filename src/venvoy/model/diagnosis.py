"""What the doctor makes of a log: causes with their evidence, or that it does not know this one."""

from __future__ import annotations

from enum import Enum

from attrs import frozen


class Certainty(Enum):
    """How much a message says of its cause."""

    NAMED = "named"
    """The message names the fault itself."""
    FITS = "fits"
    """The message fits the cause, and others too."""


@frozen
class Evidence:
    """A line of the log that speaks for a cause."""

    line: int
    """Counted from 1, in the log as it was given."""
    text: str
    """Without prefixes and colours, at most `LONGEST` characters; still a stranger's text."""


@frozen
class Place:
    """A finding in a Dockerfile that explains a cause: what to change there."""

    path: str
    line: int
    finding: str
    """Its id: ``user-install:4``."""
    message: str


@frozen
class Cause:
    """A likely cause of what the log tells."""

    name: str
    """Its name in the table of causes, such as ``moved-environment``."""
    failure: str | None
    """``F11``, the row of ``docs/reference/failures.md``; None for a cause beside them."""
    page: str | None
    """Name of the page that explains it; None when it is about no shortcut."""
    happened: str
    """One sentence."""
    advice: str
    """What to change, one or two sentences."""
    certainty: Certainty
    evidence: tuple[Evidence, ...]
    """In the order of the log; never empty."""
    places: tuple[Place, ...] = ()
    """In the Dockerfiles that were given; empty when none was, or none shows it."""


@frozen
class Diagnosis:
    """The likely causes, best first; never empty."""

    causes: tuple[Cause, ...]
    lines: int
    """How many were read."""


@frozen
class Unknown:
    """No cause in the table fits."""

    lines: int
    last: Evidence | None
    """The last line that says something; None for a log of blanks."""


@frozen
class Log:
    """A log as it was read: its lines, and how much of its middle was left out."""

    head: tuple[str, ...]
    tail: tuple[str, ...] = ()
    """What stands behind the part that was left out; empty when nothing was."""
    skipped: int = 0
    """Lines between *head* and *tail* that were counted and not looked at."""
