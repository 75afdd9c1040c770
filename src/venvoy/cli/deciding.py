"""The decisions that options stand for, by the same transitions as a person's."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum

from attrs import evolve, field, frozen

from venvoy.company import together
from venvoy.model.analysis import Analysis
from venvoy.model.plan import Answer, Choices, Decision
from venvoy.session import Session, accept, accept_all_safe, begin, keep, select


class Accept(Enum):
    """Which findings are accepted when nobody is asked."""

    SAFE = "safe"
    """Those whose rewrite is certain."""
    ALL = "all"
    """Also those that a person should look at."""


@frozen
class Wishes:
    """What was asked for by options."""

    accepting: Accept = Accept.SAFE
    kept: tuple[str, ...] = ()
    """Ids of findings and names of shortcuts."""
    choices: Choices = field(factory=Choices)
    answers: Mapping[str, Decision] = field(factory=dict)
    """To places in the files beside the Dockerfile that it depends on, by their ids."""


@frozen
class UnknownName:
    """A name that is neither a finding of the file nor one of its shortcuts."""

    name: str
    known: tuple[str, ...]
    """Ids of the findings that can be kept."""


def decided(analysis: Analysis, wishes: Wishes) -> Session | UnknownName:
    """Return the sitting in which *wishes* are fulfilled.

    What can only move together with something that is kept stays too.
    """
    session = begin(analysis)
    for name in wishes.kept:
        ids = [f.id for f in session.findings if not f.advice and name in (f.id, f.shortcut)]
        if not ids:
            return UnknownName(name, tuple(f.id for f in session.findings if not f.advice))
        for finding in ids:
            session = keep(select(session, finding))
    session = accept_all_safe(session) if wishes.accepting is Accept.SAFE else _accept_all(session)
    answers = {**session.decisions.answers, **wishes.answers}
    return evolve(session, decisions=evolve(session.decisions, answers=answers, choices=wishes.choices))


def everything(analysis: Analysis) -> Session:
    """Return the sitting in which all is accepted that can be."""
    return _accept_all(begin(analysis))


def _accept_all(session: Session) -> Session:
    for finding in session.to_decide:
        group = together(session.findings, finding.id)
        if all(session.answer(member) is not Answer.KEEP for member in group):
            session = accept(select(session, finding.id))
    return session
