"""What a decision changes: the lines of the Dockerfile, and where the last stage's Python looks."""

from __future__ import annotations

from venvoy import migration
from venvoy.model.analysis import Analysis
from venvoy.model.dockerfile import Unreadable
from venvoy.model.lesson import Entry, Turnout
from venvoy.model.plan import Answer, Sign
from venvoy.session import Session


def turnout(session: Session) -> Turnout:
    """Return what the decisions of *session* come to; nothing accepted changes nothing.

    It plans and traces, so it is a worker's work.
    """
    plan = migration.plan(session.analysis, session.decisions)
    after = migration.again(session.analysis, plan)
    before = _looks_in(session.analysis)
    now = before if isinstance(after, Unreadable) else _looks_in(after)
    return Turnout(
        answers=tuple(
            (one.id, Answer.ACCEPT if one.id in session.accepted else Answer.KEEP) for one in session.to_decide
        ),
        entries=_compared(before, now),
        changed=tuple(
            (line.sign.value, line.text.decode("utf-8", "surrogateescape").rstrip("\n"))
            for line in migration.diff(plan).lines
            if line.sign is not Sign.SAME
        ),
    )


def _looks_in(analysis: Analysis) -> tuple[str, ...]:
    return tuple(f"{entry.path}  ({entry.origin})" for entry in analysis.trace.stages[-1].launch.sys_path)


def _compared(before: tuple[str, ...], now: tuple[str, ...]) -> tuple[Entry, ...]:
    kept = [Entry(one, " " if one in before else "+") for one in now]
    gone = [Entry(one, "-") for one in before if one not in now]
    return (*kept, *gone)
