"""What was found, and what the file as a whole asks for."""

from __future__ import annotations

from enum import Enum

from attrs import field, frozen

from venvoy.model.dockerfile import Unreadable
from venvoy.model.shell import Opaque
from venvoy.model.source import Lines, Span


class Verdict(Enum):
    """What venvoy proposes for one finding."""

    MIGRATE = "migrate"
    """It knows a true rewrite."""
    ASK = "ask"
    """Only the person can tell."""
    KEEP = "keep"
    """It is better left as it is, or the owner said so."""


class Remedy(Enum):
    """How sure the rewrite is."""

    SAFE = "safe"
    REVIEW = "review"
    """There is a rewrite, but a person has to look at it: applied headless only with ``--accept all``."""
    NONE = "none"


@frozen
class Related:
    """Another place that belongs to a finding."""

    lines: Lines
    note: str
    """What it has to do with it, in a few words."""


@frozen
class Finding:
    """One shortcut at one place."""

    id: str
    """``user-install:4``: the shortcut and its line; unique in the file (``:4.2`` for a second one)."""
    shortcut: str
    """Name of its page, such as ``user-install``."""
    stage: int
    lines: Lines
    """The primary location."""
    message: str
    """One sentence with this file's own names and values."""
    verdict: Verdict
    remedy: Remedy
    reason: str = ""
    """Why the verdict is ASK or KEEP, or the remedy not SAFE; one sentence; empty when nothing stands in the way."""
    related: tuple[Related, ...] = ()
    needs: tuple[str, ...] = ()
    """Ids of the findings that can only be accepted together with this one."""
    spans: tuple[Span, ...] = ()
    """The very bytes that show it, for marking in the source."""
    facts: tuple[tuple[str, str], ...] = ()
    """This file's own names for the page: ``site`` → ``/root/.local``, ``image`` → ``python:3.12``, …"""
    advice: bool = False
    """True for advice that travels with a migration and never fails a check."""


class FileVerdict(Enum):
    """What venvoy proposes for a file."""

    MIGRATE = "migrate"
    ASK = "ask"
    KEEP = "keep"
    NOTHING = "nothing-to-do"
    NOT_UNDERSTOOD = "not-understood"


@frozen
class StageSummary:
    """A stage, for lists."""

    name: str
    base: str
    line: int


@frozen
class Review:
    """Everything that was found in one file."""

    path: str
    stages: tuple[StageSummary, ...]
    verdict: FileVerdict
    reasons: tuple[str, ...]
    """One sentence each; empty for MIGRATE."""
    findings: tuple[Finding, ...]
    """In the order of the file."""
    left_alone: tuple[Opaque, ...]


@frozen
class CheckResult:
    """What ``venvoy check`` says of all its paths."""

    reviews: tuple[Review, ...]
    errors: tuple[Unreadable, ...] = field(default=())
