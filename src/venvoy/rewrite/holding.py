"""Which Dockerfiles may not move yet: something beside them is sure to break, and would stay as it is."""

from __future__ import annotations

from attrs import evolve

from venvoy.model.plan import Plan
from venvoy.model.repository_plan import PlannedPlace, RepositoryPlan, Standing

_STAY = frozenset({Standing.OPEN, Standing.REFUSED})
"""What becomes of a place that stays as it is although nobody said so."""


def held_back(plan: RepositoryPlan) -> dict[str, str]:
    """Return the Dockerfiles of *plan* that would leave something behind, each with why it has to wait.

    That is a place which surely depends on the old layout of the image, and is neither changed nor kept by a person.
    What only may depend on it holds nobody back: it is named with the plan.
    """
    moving = {one.path for one in plan.dockerfiles if one.changes}
    found: dict[str, str] = {}
    for planned in plan.places:
        if planned.standing in _STAY:
            for dockerfile in moving.intersection(planned.depending):
                found.setdefault(dockerfile, _why(planned))
    return found


def held(plan: Plan, why: str) -> Plan:
    """Return *plan* as one that changes nothing, for the reason *why*."""
    return evolve(plan, after=plan.before, edits=(), shape=None, notes=(), questions=(), refused=(*plan.refused, why))


def _why(planned: PlannedPlace) -> str:
    place = planned.place
    both = "--accept all changes both; " if planned.standing is Standing.OPEN else ""
    return (
        f"{place.path} line {place.lines.first} goes by the old layout and would stay as it is, so the Dockerfile "
        f"waits for it: {place.message} {planned.doubt} {both}--keep {place.id} changes the Dockerfile alone."
    )
