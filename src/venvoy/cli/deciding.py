"""The decisions that options stand for, by the same transitions as a person's."""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum

from attrs import evolve, frozen

from venvoy.model.analysis import Analysis
from venvoy.model.plan import Answer, Choices
from venvoy.session import Session, accept, accept_all_safe, begin, keep, select, together


class Accept(Enum):
    """Which findings are accepted when nobody is asked."""

    SAFE = "safe"
    """Those whose rewrite is certain."""
    ALL = "all"
    """Also those that a person should look at."""


@frozen
class UnknownName:
    """A name that is neither a finding of the file nor one of its shortcuts."""

    name: str
    known: tuple[str, ...]
    """Ids of the findings that can be kept."""


def decided(analysis: Analysis, accepting: Accept, kept: Iterable[str], choices: Choices) -> Session | UnknownName:
    """Return the sitting in which *kept* is kept, what *accepting* says is accepted, and *choices* are made.

    *kept* holds ids of findings and names of shortcuts. What can only move together with something kept stays too.
    """
    session = begin(analysis)
    for name in kept:
        ids = [f.id for f in session.findings if not f.advice and name in (f.id, f.shortcut)]
        if not ids:
            return UnknownName(name, tuple(f.id for f in session.findings if not f.advice))
        for finding in ids:
            session = keep(select(session, finding))
    session = accept_all_safe(session) if accepting is Accept.SAFE else _accept_all(session)
    return evolve(session, decisions=evolve(session.decisions, choices=choices))


def _accept_all(session: Session) -> Session:
    for finding in session.to_decide:
        group = together(session.findings, finding.id)
        if all(session.answer(member) is not Answer.KEEP for member in group):
            session = accept(select(session, finding.id))
    return session
