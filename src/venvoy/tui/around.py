"""The repository around the files of a session, looked at once and not again at every decision."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from attrs import define, field, frozen

from venvoy import migration
from venvoy import repository_migration as hall
from venvoy.company import foreseen
from venvoy.model.analysis import Analysis
from venvoy.model.isolation import ProjectOffer
from venvoy.model.plan import Decision, Decisions, Plan
from venvoy.model.repository_plan import Found, Member, RepositoryPlan
from venvoy.model.service import ComposeService
from venvoy.repository_migration import Beside, Candidate, Neighbourhood

Places = tuple[tuple[Found, ...], tuple[str, ...]]
_REMEMBERED = 4
"""Plans whose places are remembered: the last two pairs of what is and what is foreseen."""


@define(eq=False)
class Around:
    """What was seen around some Dockerfiles when it was first asked for; to be used by one thread at a time."""

    analyses: tuple[Analysis, ...]
    _seen: bool = field(default=False, init=False)
    _neighbourhood: Neighbourhood | None = field(default=None, init=False)
    _places: dict[tuple[tuple[bytes, ProjectOffer | None], ...], Places] = field(factory=dict, init=False)

    def is_about(self, candidates: Sequence[Candidate]) -> bool:
        """Tell whether it is these Dockerfiles that were looked around from."""
        given = [one.analysis for one in candidates]
        return len(given) == len(self.analyses) and all(a is b for a, b in zip(given, self.analyses, strict=True))

    def beside(self, candidates: Sequence[Candidate], answers: Mapping[str, Decision]) -> Beside | None:
        """Return what the plans mean for the files beside; None outside of a repository."""
        if not self._seen:
            self._seen, self._neighbourhood = True, hall.neighbourhood(*self.analyses)
        around = self._neighbourhood
        if around is None:
            return None
        now = self._plan((one.plan for one in candidates), around, answers)
        return Beside(around.listing.root, now, self._plan((one.foreseen for one in candidates), around, answers))

    def _plan(self, plans: Iterable[Plan], around: Neighbourhood, answers: Mapping[str, Decision]) -> RepositoryPlan:
        both = zip(self.analyses, plans, strict=True)
        found = (hall.member(analysis, plan, around.listing) for analysis, plan in both)
        members = tuple(one for one in found if one is not None)
        places = self._found(members, around)
        return hall.repository_plan(members, places[0], answers, places[1])

    def _found(self, members: tuple[Member, ...], around: Neighbourhood) -> Places:
        key = tuple((one.plan.after, one.plan.project) for one in members)
        places = self._places.get(key)
        if places is None:
            places = self._places[key] = hall.companions(around.listing, members, around.others)
            while len(self._places) > _REMEMBERED:
                del self._places[next(iter(self._places))]
        return places


@frozen
class Overview:
    """What is around several Dockerfiles, before anything is decided."""

    root: str
    """Top of the repository, absolute."""
    found: tuple[Found, ...]
    """What it would mean for the files beside them to accept in each of them all that asks for an answer."""
    services: tuple[ComposeService, ...]
    notes: tuple[str, ...]
    """One sentence for each thing that could not be looked at."""


def survey(analyses: Sequence[Analysis]) -> Overview | None:
    """Return what is around these Dockerfiles.

    All of them are taken to lie in the repository of the first; the others are left out. None outside of any.
    """
    around = next((there for one in analyses if (there := hall.neighbourhood(one)) is not None), None)
    if around is None:
        return None
    plans = ((one, migration.plan(one, foreseen(one, Decisions()))) for one in analyses)
    members = [made for one, of in plans if (made := hall.member(one, of, around.listing)) is not None]
    found, notes = hall.companions(around.listing, members)
    services, unread = hall.services(around.listing)
    told = (*notes, *unread, *(note for one in found for note in one.companion.notes))
    return Overview(around.listing.root, found, services, tuple(dict.fromkeys(told)))
