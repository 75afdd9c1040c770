"""Every lesson has what its exercise needs, and the answers are those of the analysis."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from venvoy import migration, session
from venvoy.labs.catalogue import lab
from venvoy.labs.catalogue import names as labs
from venvoy.lessons import progress
from venvoy.lessons.catalogue import about, course, lesson, needs_engine
from venvoy.lessons.deciding import turnout
from venvoy.lessons.guessing import choices
from venvoy.lessons.scenes import scenes
from venvoy.model.analysis import Analysis
from venvoy.model.dockerfile import Unreadable
from venvoy.model.lesson import Exercise, Lesson
from venvoy.model.plan import Answer
from venvoy.shortcuts.pages import names as pages

WIDEST = 52
"""Cells of a line of a Dockerfile, so that it fits beside two other panes."""


def ids(of: Lesson) -> str:
    """Return the name of a lesson, for pytest."""
    return of.name


def analysed(of: Lesson) -> Analysis:
    """Return what a lesson's Dockerfile is."""
    analysis = migration.analyse(of.dockerfile, "Dockerfile")
    assert not isinstance(analysis, Unreadable)
    return analysis


def named(name: str) -> Lesson:
    """Return a lesson that is there."""
    found = lesson(name)
    assert found is not None
    return found


def of_kind(kind: Exercise) -> list[Lesson]:
    """Return the lessons with such an exercise."""
    return [one for one in course() if one.exercise is kind]


@pytest.mark.parametrize("of", course(), ids=ids)
def test_a_lesson_can_be_taken(of: Lesson) -> None:
    """Its pages and its lab are there, and its Dockerfile fits a pane and is understood to the end."""
    assert {of.page, *of.teaches, *of.lures} <= set(pages())
    assert (of.exercise is Exercise.LAB) == (of.lab is not None)
    assert of.lab is None or lab(of.lab) is not None
    assert (of.exercise is Exercise.GUESS) == bool(of.lures)
    assert [] == [line for line in of.dockerfile.decode().splitlines() if len(line) > WIDEST]
    assert () == analysed(of).review.left_alone


def test_every_page_and_every_lab_has_a_lesson() -> None:
    """From any finding one gets to a lesson, and to one that needs no engine; only one lesson is about a page."""
    found = {name: about(name) for name in pages()}
    taught = [name for one in course() if not needs_engine(one) for name in (one.page, *one.teaches)]

    assert [] == [name for name, one in found.items() if one is None or needs_engine(one)]
    assert sorted(pages()) == sorted(taught)
    assert set(labs()) == {one.lab for one in course() if one.lab is not None}


def test_lessons_that_need_an_engine_come_last() -> None:
    """Who has none is not stopped by them."""
    needing = [needs_engine(one) for one in course()]

    assert sorted(needing) == needing


@pytest.mark.parametrize("of", of_kind(Exercise.GUESS), ids=ids)
def test_there_is_something_to_guess(of: Lesson) -> None:
    """Some boxes are right and some are not, and the right ones are exactly what the analysis finds."""
    analysis = analysed(of)
    offered = choices(of, analysis)

    assert {one.shortcut for one in analysis.review.findings if not one.advice} == {o.page for o in offered if o.right}
    assert set(of.lures) == {one.page for one in offered if not one.right}
    assert any(one.right for one in offered)


def test_the_answer_follows_the_file() -> None:
    """Another Dockerfile in the same lesson makes other boxes right: nothing is written down."""
    of = named("global-install")
    other = migration.analyse(named("user-install").dockerfile, "Dockerfile")
    assert not isinstance(other, Unreadable)

    assert ["user-install"] == [one.page for one in choices(of, other) if one.right]


@pytest.mark.parametrize("of", of_kind(Exercise.WATCH), ids=ids)
def test_something_travels(of: Lesson) -> None:
    """The scenes begin with an install, hold a COPY, and end with where Python looks."""
    told = scenes(analysed(of))

    assert [True] * (len(told) - 1) + [False] == [one.way is not None for one in told]
    assert analysed(of).trace.carries
    assert told[-1].looks_in
    assert [] == [one for one in told[:-1] if sum(s.fresh for _, shelves in one.stages for s in shelves) != 1]


def test_what_python_misses_is_said() -> None:
    """Packages of root's user site are in the image, and somebody else's Python looks elsewhere."""
    last = scenes(analysed(named("user-install")))[-1]

    assert "It does not look into /root/.local/lib/python3.12/site-packages." in last.says
    assert "/home/shop/.local/lib/python3.12/site-packages" in last.looks_in
    assert [("stage 1", ["flask==3.0"])] == [(name, [shelf.holds for shelf in held]) for name, held in last.stages]


def test_a_venv_is_made_filled_and_taken_along() -> None:
    """An environment is an empty shelf at first; a COPY to another path takes what it holds there."""
    told = scenes(analysed(named("moved-venv")))
    where = "/srv/venv/lib/python3.12/site-packages"

    assert [""] == [shelf.holds for _, held in told[0].stages for shelf in held]
    assert "gunicorn==23.0" == next(shelf.holds for _, held in told[1].stages for shelf in held)
    assert [(where, "gunicorn==23.0")] == [(shelf.path, shelf.holds) for shelf in told[2].stages[1][1]]
    assert where in told[-1].looks_in


def test_what_is_left_behind_is_said() -> None:
    """A COPY of site-packages takes no scripts."""
    told = scenes(analysed(named("copied-site-packages")))

    assert "Left behind: /usr/local/bin" in told[1].says


@pytest.mark.parametrize("of", of_kind(Exercise.DECIDE), ids=ids)
def test_a_decision_changes_where_python_looks(of: Lesson) -> None:
    """Kept, nothing changes; accepted, an environment takes the place of the system's packages; and back again."""
    sitting = session.begin(analysed(of))
    kept = turnout(sitting)
    accepted = session.toggle(sitting, sitting.to_decide[0].id)
    changed = turnout(accepted)

    assert ({" "}, ()) == ({entry.sign for entry in kept.entries}, kept.changed)
    assert {Answer.KEEP} == {answer for _, answer in kept.answers}
    assert ["/opt/venv/lib/python3.12/site-packages  (virtual environment)"] == [
        entry.text for entry in changed.entries if entry.sign == "+"
    ]
    assert any(entry.sign == "-" for entry in changed.entries)
    assert any("/opt/venv" in text for sign, text in changed.changed if sign == "+")
    assert kept == turnout(session.toggle(accepted, accepted.to_decide[0].id))


def test_progress_is_remembered_and_forgotten(tmp_path: Path) -> None:
    """It adds up, in a file that is never half written, and can be thrown away."""
    state = tmp_path / "state"
    assert frozenset() == progress.done(state)
    assert None is progress.remember("guards", state)
    assert None is progress.remember("import-path", state)
    assert frozenset({"guards", "import-path"}) == progress.done(state)
    assert [progress.place(state)] == list(state.iterdir())

    assert None is progress.forget(state)
    assert frozenset() == progress.done(state)
    assert None is progress.forget(state)


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"\xff", json.dumps({"schema": "x", "done": ["a"]}).encode()])
def test_a_file_that_cannot_be_read_is_a_new_course(tmp_path: Path, content: bytes) -> None:
    """What somebody else wrote there neither breaks the course nor survives the next lesson."""
    progress.place(tmp_path).write_bytes(content)
    assert frozenset() == progress.done(tmp_path)

    assert None is progress.remember("guards", tmp_path)
    assert frozenset({"guards"}) == progress.done(tmp_path)


def test_what_cannot_be_remembered_is_said(tmp_path: Path) -> None:
    """A state directory that cannot be made is told, and stops nothing."""
    (tmp_path / "state").write_text("a file")

    assert progress.remember("guards", tmp_path / "state")
    assert frozenset() == progress.done(tmp_path / "state")
