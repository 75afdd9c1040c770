"""The transitions about the places beside a Dockerfile."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from attrs import evolve
from tests.tui.made import FINDINGS, analysis

from venvoy import beside, company
from venvoy import session as transitions
from venvoy.model.companion import Confidence, Place
from venvoy.model.plan import Answer, Cause, Decision, Decisions, Edit, Scope
from venvoy.model.repository_plan import PlannedPlace, Standing
from venvoy.model.source import Lines, Span
from venvoy.session import Session
from venvoy.tui import sittings

_EDIT = Edit(Span(0, 1), b"x", (Cause("old-path-in-command@compose.yaml:5", "It has moved."),))
_PLACE = Place(
    "old-path-in-command", "compose.yaml", Lines(5, 5), "It is there.", "Write x.", Confidence.LIKELY, (_EDIT,)
)
PLANNED = PlannedPlace(_PLACE, Standing.OPEN, ("Dockerfile",))
CERTAIN = PlannedPlace(
    evolve(_PLACE, lines=Lines(7, 7), confidence=Confidence.CERTAIN), Standing.ACCEPTED, ("Dockerfile",)
)
TOLD = PlannedPlace(
    evolve(_PLACE, path="Makefile", confidence=Confidence.REPORTED, edits=()), Standing.REPORTED, ("Dockerfile",)
)
PLACES = (PLANNED, CERTAIN, TOLD)


def begun() -> Session:
    """Return a sitting that knows the places."""
    return beside.look_beside(transitions.begin(analysis()), PLACES)


def at(session: Session, planned: PlannedPlace) -> Session:
    """Return *session* with a place selected."""
    return transitions.select(session, planned.place.id)


def test_what_needs_a_look_asks() -> None:
    """What is certain goes along, and what is only told cannot be answered."""
    session = begun()

    assert (PLANNED.place.id,) == session.asked[len(session.to_decide) :]
    assert [Standing.OPEN, Standing.ACCEPTED, Standing.REPORTED] == [
        company.standing(one, session.decisions) for one in PLACES
    ]


def test_a_doubt_makes_a_certain_place_ask() -> None:
    """Another image may hold the file, too."""
    assert company.asks_for_a_look(evolve(CERTAIN, doubt="Another image holds it."))


def test_accept_keep_and_take_back() -> None:
    """One turn each."""
    accepted = transitions.accept(at(begun(), PLANNED))
    kept = transitions.keep(at(accepted, CERTAIN))

    assert Standing.ACCEPTED is company.standing(PLANNED, accepted.decisions)
    assert Standing.KEPT is company.standing(CERTAIN, kept.decisions)
    assert accepted.decisions == transitions.take_back(kept).decisions
    assert begun().decisions == transitions.take_back(transitions.take_back(kept)).decisions


def test_what_is_only_told_cannot_be_accepted() -> None:
    """It says so, with the suggestion."""
    tried = transitions.accept(at(begun(), TOLD))

    assert "only told" in tried.notice
    assert "Write x." in tried.notice
    assert {} == tried.decisions.answers


def test_a_whole_file() -> None:
    """Every place of it that can be changed, in one turn; a file in which nothing can is said."""
    session = beside.answer_file(begun(), "compose.yaml", Answer.KEEP)

    assert {PLANNED.place.id, CERTAIN.place.id} == set(session.decisions.answers)
    assert {} == transitions.take_back(session).decisions.answers
    assert "Nothing in Makefile can be changed" in beside.answer_file(begun(), "Makefile", Answer.ACCEPT).notice


def test_toggle_keeps_what_is_changed() -> None:
    """And accepts it again; the place stays selected."""
    kept = transitions.toggle(begun(), CERTAIN.place.id)
    again = transitions.toggle(kept, CERTAIN.place.id)

    assert (Standing.KEPT, CERTAIN.place.id) == (company.standing(CERTAIN, kept.decisions), kept.selected)
    assert Standing.ACCEPTED is company.standing(CERTAIN, again.decisions)


def test_moving_goes_on_from_the_findings_to_the_places() -> None:
    """And ends at the last place."""
    last = transitions.select(begun(), FINDINGS[-1].id)

    assert PLANNED.place.id == transitions.move(last, 1).selected
    assert transitions.move(at(begun(), TOLD), 1).notice.startswith("This is the last")


def test_places_that_vanish_give_the_selection_back() -> None:
    """When the Dockerfile moves nothing any more, a finding is selected again."""
    assert begun().waiting[0] == beside.look_beside(at(begun(), CERTAIN), ()).selected


@pytest.mark.parametrize(
    ("places", "said"),
    [
        pytest.param(PLACES, "", id="all there"),
        pytest.param((TOLD,), "1 answer is about a place that is not found now: " + PLANNED.place.id, id="gone"),
    ],
)
def test_answers_about_places_resume(places: tuple[PlannedPlace, ...], said: str, tmp_path: Path) -> None:
    """They are kept whether the place is found or not, and which is not is said."""
    session = transitions.choose(
        transitions.accept(at(begun(), PLANNED)),
        evolve(begun().decisions.choices, scope=Scope.REPOSITORY, venv="/app/venv"),
        "path",
    )
    assert None is sittings.save(session, tmp_path / "s.json")
    resumed = beside.look_beside(sittings.resume(transitions.begin(analysis()), tmp_path / "s.json"), places)

    assert session.decisions == resumed.decisions
    assert said in resumed.notice
    assert bool(said) == ("not found now" in resumed.notice)
    assert session.history[0].decisions == resumed.history[0].decisions


def test_a_sitting_from_before_there_was_a_scope(tmp_path: Path) -> None:
    """It stands for what is the default now."""
    session = transitions.accept(begun())
    saved = sittings.as_json(session)
    for choices in (saved["choices"], *(turn["choices"] for turn in saved["turns"])):
        del choices["scope"]
    (tmp_path / "s.json").write_text(json.dumps(saved))

    resumed = sittings.resume(transitions.begin(analysis()), tmp_path / "s.json")
    assert Scope.REPOSITORY is resumed.decisions.choices.scope
    assert session.decisions == resumed.decisions


def test_what_is_foreseen() -> None:
    """All that asks is accepted, but for what cannot go without something that was kept."""
    first, _, second, third, _ = (f.id for f in FINDINGS)
    fresh = company.foreseen(analysis(), Decisions())
    kept = company.foreseen(analysis(), Decisions({first: Decision(Answer.KEEP)}))

    assert {first, second, third} == set(fresh.answers)
    assert {first: Answer.KEEP, third: Answer.ACCEPT} == {one: answer.answer for one, answer in kept.answers.items()}
