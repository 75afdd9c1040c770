"""A reason against a rewrite, and the questions that find one."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from attrs import frozen

from venvoy.model.dockerfile import Stage
from venvoy.model.finding import Remedy, Verdict
from venvoy.model.trace import Carry, Install
from venvoy.trace.view import View

Family = tuple[Stage, ...]


@frozen
class Obstacle:
    """A reason against, or for a look before, a rewrite."""

    verdict: Verdict
    remedy: Remedy
    reason: str


Question = Callable[[View, Family], Iterator[Obstacle]]


def ask(reason: str) -> Obstacle:
    """Return an obstacle that no rewrite gets around: the person is told why."""
    return Obstacle(Verdict.ASK, Remedy.NONE, reason)


def look(reason: str) -> Obstacle:
    """Return an obstacle that a person has to look at before there is a rewrite."""
    return Obstacle(Verdict.ASK, Remedy.REVIEW, reason)


def leave(reason: str) -> Obstacle:
    """Return an obstacle that says the image is better left as it is."""
    return Obstacle(Verdict.KEEP, Remedy.NONE, reason)


def installs_of(view: View, family: Family) -> list[Install]:
    """Return every install of the stages of *family*."""
    return view.installs_of(family)


def carries_of(view: View, family: Family) -> list[Carry]:
    """Return the shipped carries into the stages of *family*."""
    indices = {stage.index for stage in family}
    return [view.trace.carries[at] for at in sorted(view.shipped_carries) if view.trace.carries[at].stage in indices]
