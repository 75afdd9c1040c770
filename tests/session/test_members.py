"""Several Dockerfiles in one sitting: which is in view, and what holds for all."""

from __future__ import annotations

from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st
from tests.session.test_beside import CERTAIN, PLACES, PLANNED
from tests.tui.made import FINDINGS, SHOP, analysis

from venvoy import beside, members
from venvoy import session as transitions
from venvoy.model.plan import Answer, Decision, InstallerChoice, Scope
from venvoy.session import Session

USER = FINDINGS[0].id
PLACE = PLANNED.place.id


def sitting(name: str) -> Session:
    """Return a fresh sitting with a Dockerfile in the directory *name*."""
    return transitions.begin(analysis(SHOP, FINDINGS, f"/mono/{name}/Dockerfile"))


def together(*names: str) -> Session:
    """Return the first in view, the others along, all of which know the places beside."""
    session = sitting(names[0])
    for name in names[1:]:
        session = members.join(session, sitting(name))
    return beside.look_beside(session, PLACES)


def said(session: Session, name: str) -> Session:
    """Return the sitting with the Dockerfile in *name*."""
    return next(one for one in members.members(session) if members.path_of(one) == f"/mono/{name}/Dockerfile")


def test_turning_goes_round() -> None:
    """In the order of the paths, there and back; alone there is nowhere to turn to."""
    session = together("b", "a", "c")
    seen = []
    for _ in range(3):
        session = members.turn_to(session, str(members.following(session, 1)))
        seen.append(members.name_of(session))

    assert ["c/Dockerfile", "a/Dockerfile", "b/Dockerfile"] == seen
    assert "/mono/a/Dockerfile" == members.following(session, -1)
    assert None is members.following(sitting("a"), 1)
    assert session is members.turn_to(session, "/mono/x/Dockerfile")


def test_each_decides_for_itself() -> None:
    """A finding of the same name in another Dockerfile is another finding, and z takes back what is in view."""
    session = transitions.accept(transitions.select(together("a", "b"), USER))
    turned = members.turn_to(members.agree(session), "/mono/b/Dockerfile")

    assert None is turned.answer(USER)
    assert "b/Dockerfile: 3 findings to decide." == turned.notice
    assert "There is no decision to take back." == transitions.take_back(turned).notice
    assert Answer.ACCEPT is said(turned, "a").answer(USER)


def test_what_is_said_of_a_place_holds_for_all() -> None:
    """It is there whoever is in view; where it was said it can be taken back, elsewhere it is no turn of its own."""
    session = members.agree(transitions.accept(transitions.select(together("a", "b"), PLACE)))
    turned = members.turn_to(session, "/mono/b/Dockerfile")
    assert Answer.ACCEPT is turned.answer(PLACE)
    assert () == turned.history
    kept = members.agree(transitions.keep(transitions.select(turned, PLACE)))
    assert Answer.KEEP is said(kept, "a").answer(PLACE)
    back = members.agree(transitions.take_back(kept))

    assert Answer.ACCEPT is said(back, "a").answer(PLACE)
    assert session.decisions == said(back, "a").decisions


def test_the_scope_is_one_and_the_other_choices_are_not() -> None:
    """There is one plan, with the files beside or without them."""
    session = together("a", "b")
    choices = evolve(session.decisions.choices, scope=Scope.DOCKERFILE, installer=InstallerChoice.UV)
    turned = members.turn_to(members.agree(transitions.choose(session, choices, "all")), "/mono/b/Dockerfile")

    assert Scope.DOCKERFILE is turned.decisions.choices.scope
    assert InstallerChoice.KEEP is turned.decisions.choices.installer


def test_what_an_earlier_sitting_said_of_places() -> None:
    """It is taken over where the one in view says nothing."""
    keep, accept = Decision(Answer.KEEP), Decision(Answer.ACCEPT)
    first, second = sitting("a"), sitting("b")
    first = evolve(first, decisions=first.decisions.answer(PLACE, keep))
    second = evolve(second, decisions=second.decisions.answer_all((PLACE, CERTAIN.place.id), accept))
    session = members.join(first, second)

    for one in members.members(session):
        assert {PLACE: keep, CERTAIN.place.id: accept} == one.decisions.answers


def test_where_to_go_when_all_is_decided_here() -> None:
    """To the next Dockerfile, as long as one waits."""
    session = together("a", "b")
    for one in session.asked:
        session = transitions.keep(transitions.select(session, one))
    assert session.notice.endswith("All is decided here: ] goes on to the next Dockerfile.")


ACTS = {
    "accept": transitions.accept,
    "keep": transitions.keep,
    "back": transitions.take_back,
    "next": lambda session: transitions.move(session, 1),
    "safe": transitions.accept_all_safe,
}


@given(st.lists(st.tuples(st.sampled_from(["a", "b", "c"]), st.sampled_from(sorted(ACTS)), st.integers(0, 7))))
def test_they_never_disagree(acts: list[tuple[str, str, int]]) -> None:
    """Whatever is done in whichever order: places are answered alike, and findings where they were answered."""
    session = together("a", "b", "c")
    alone = {name: sitting(name) for name in "abc"}
    for name, act, at in acts:
        session = members.turn_to(session, f"/mono/{name}/Dockerfile")
        session = transitions.select(session, session.ids[at % len(session.ids)])
        session = members.agree(ACTS[act](session))
        alone[name] = evolve(session, others=())

    assert 3 == len(members.members(session))
    for one in members.members(session):
        own = {i: d for i, d in one.decisions.answers.items() if "@" not in i}
        places = {i: d for i, d in one.decisions.answers.items() if "@" in i}
        name = members.path_of(one).split("/")[2]
        assert {i: d for i, d in alone[name].decisions.answers.items() if "@" not in i} == own
        assert {i: d for i, d in session.decisions.answers.items() if "@" in i} == places
