"""What is told while two images are built and compared: text in it comes from strangers, with secrets taken out."""

from __future__ import annotations

from attrs import field, frozen


@frozen
class Begun:
    """A build has begun."""

    side: str
    """``before`` or ``after``, here and below."""


@frozen
class AtStep:
    """A build has come to a step. Builders that work on several at a time tell them in any order."""

    side: str
    number: int
    """Counted from 1, within the stage or the file, as the builder counts."""
    of: int
    text: str
    """The instruction, as the builder tells it."""


@frozen
class Said:
    """A build has said a line."""

    side: str
    line: str = field(repr=False)
    """Controls are in it."""


@frozen
class Made:
    """An image is built, and is being looked into."""

    side: str
    seconds: float


@frozen
class Seen:
    """An image has been looked into."""

    side: str


@frozen
class Timed:
    """A build, or a start, that is timed has begun; what it says is not told."""

    side: str
    kind: str
    """``clean build``, ``start-up``, …"""
    run: int
    """Counted from 1."""
    of: int


@frozen
class Remark:
    """Something to know, one sentence."""

    text: str


Progress = Begun | AtStep | Said | Made | Seen | Timed | Remark
