"""A rewrite that lacks system packages, given them, and built again."""

from __future__ import annotations

from attrs import evolve

from venvoy import migration
from venvoy.cli import output
from venvoy.cli.comparing import Request, Tools, outcome_of, pair_of_rewrite, stopped
from venvoy.cli.exits import Exit
from venvoy.cli.rewriting import Rewrite
from venvoy.model.build import Addition, BuildFailed
from venvoy.model.comparison import Comparison
from venvoy.reports.terminal import safe
from venvoy.rewrite.additions import is_package

_ROUNDS = 5
"""How often it is built again: a loader names one library at a time."""


def compare_adding(
    made: Rewrite, request: Request, tools: Tools, measure: str, runs: int, *, yes: bool
) -> tuple[Comparison | Exit, Rewrite]:
    """Build and compare; while packages are missing, add them to the rewrite and do it again.

    Return what came of it in the end, and the rewrite that this is about.
    """
    for _ in range(_ROUNDS):
        pair = pair_of_rewrite(made, request)
        if isinstance(pair, Exit):
            return pair, made
        found = outcome_of(pair, tools, measure, runs, yes=yes)
        additions = found.additions if isinstance(found, Comparison | BuildFailed) else ()
        more = _with(made, additions)
        if more is None:
            break
        for one in additions:
            output.say(f"Added to the last stage: {safe(one.package)}. {safe(one.why)}")
        made = more
    return (found if isinstance(found, Comparison | Exit) else stopped(found)), made


def _with(made: Rewrite, additions: tuple[Addition, ...]) -> Rewrite | None:
    """Return the rewrite with packages added; None when there are none, or they have no place in it."""
    decisions = made.session.decisions
    new = tuple(one.package for one in additions if is_package(one.package))
    names = tuple(dict.fromkeys((*decisions.choices.packages, *new)))
    session = evolve(made.session, decisions=evolve(decisions, choices=evolve(decisions.choices, packages=names)))
    plan = migration.plan(session.analysis, session.decisions)
    return None if plan.refused or plan.after == made.plan.after else evolve(made, plan=plan, session=session)
