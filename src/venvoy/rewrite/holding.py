"""Which Dockerfiles may not move yet: something beside them is sure to break, and would stay as it is."""

from __future__ import annotations

from attrs import evolve

from venvoy.model.plan import Plan
from venvoy.model.repository_plan import PlannedPlace, RepositoryPlan, Standing

_STAY = frozenset({Standing.OPEN, Standing.REFUSED, Standing.REPORTED})
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
    refused = (*plan.refused, why)
    return evolve(plan, after=plan.before, edits=(), shape=None, notes=(), questions=(), refused=refused, project=None)


def _why(planned: PlannedPlace) -> str:
    place = planned.place
    ways = {Standing.OPEN: "--accept all changes both; ", Standing.REPORTED: f"{place.suggestion} Or else "}
    instead = f"{ways.get(planned.standing, '')}--keep {place.id} changes the Dockerfile alone."
    return (
        f"{place.path} line {place.lines.first} goes by the old layout and would stay as it is, so the Dockerfile "
        f"waits for it: {' '.join(filter(None, (place.message, planned.doubt, instead)))}"
    )
