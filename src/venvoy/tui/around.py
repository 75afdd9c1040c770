"""The repository around the file of a session, looked at once and not again at every decision."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import define, field

from venvoy import migration
from venvoy import repository_migration as hall
from venvoy.company import foreseen
from venvoy.model.analysis import Analysis
from venvoy.model.isolation import ProjectOffer
from venvoy.model.plan import Decisions, Plan
from venvoy.model.repository_plan import Found, RepositoryPlan
from venvoy.repository_migration import Beside, Neighbourhood

Places = tuple[tuple[Found, ...], tuple[str, ...]]
_REMEMBERED = 4
"""Plans whose places are remembered: the last two pairs of what is and what is foreseen."""


@define(eq=False)
class Around:
    """What was seen around one Dockerfile when it was first asked for; to be used by one thread at a time."""

    analysis: Analysis
    _seen: bool = field(default=False, init=False)
    _neighbourhood: Neighbourhood | None = field(default=None, init=False)
    _places: dict[tuple[bytes, ProjectOffer | None], Places] = field(factory=dict, init=False)

    def beside(self, of: Plan, foreseen: Plan, decisions: Decisions) -> Beside | None:
        """Return what the two plans mean for the files beside; None outside of a repository."""
        if not self._seen:
            self._seen, self._neighbourhood = True, hall.neighbourhood(self.analysis)
        around = self._neighbourhood
        if around is None:
            return None
        return Beside(around.listing.root, self._plan(of, around, decisions), self._plan(foreseen, around, decisions))

    def _plan(self, of: Plan, around: Neighbourhood, decisions: Decisions) -> RepositoryPlan:
        key = (of.after, of.project)
        places = self._places.get(key)
        if places is None:
            places = self._places[key] = hall.companions_of(self.analysis, of, around)
            while len(self._places) > _REMEMBERED:
                del self._places[next(iter(self._places))]
        one = hall.member(self.analysis, of, around.listing)
        members = (one,) if one is not None else ()
        return hall.repository_plan(members, places[0], decisions.answers, places[1])


def survey(analyses: Sequence[Analysis]) -> tuple[Found, ...] | None:
    """Return what it would mean for the files beside them to accept in these Dockerfiles all that asks for an answer.

    All of them are taken to lie in the repository of the first; the others are left out. None outside of any.
    """
    around = next((found for one in analyses if (found := hall.neighbourhood(one)) is not None), None)
    if around is None:
        return None
    plans = ((one, migration.plan(one, foreseen(one, Decisions()))) for one in analyses)
    members = [made for one, of in plans if (made := hall.member(one, of, around.listing)) is not None]
    return hall.companions(around.listing, members)[0]
