"""`venvoy learn` where there is no terminal: the list, the reset, and what it says."""

from __future__ import annotations

from pathlib import Path

import pytest

from venvoy.lessons import progress
from venvoy.lessons.catalogue import course

from .running import InProcess


@pytest.fixture(name="state", autouse=True)
def _state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Remember progress in the test's own directory."""
    monkeypatch.setenv("VENVOY_STATE_DIR", str(tmp_path))
    return tmp_path


def test_the_lessons_are_listed(venvoy: InProcess, state: Path) -> None:
    """In their order, with the number that the course shows and a sign for those that were done."""
    progress.remember("guards", state)
    ran = venvoy("learn", "--list")

    names = [(str(number), one.name) for number, one in enumerate(course(), 1)]
    assert (0, names) == (ran.code, [tuple(line.split()[1:3]) for line in ran.text.splitlines()])
    assert ["guards"] == [line.split()[2] for line in ran.text.splitlines() if line.startswith("✓")]


def test_progress_is_forgotten(venvoy: InProcess, state: Path) -> None:
    """Without a word, as there is nothing to tell."""
    progress.remember("guards", state)
    ran = venvoy("learn", "--reset")

    assert (0, "", frozenset()) == (ran.code, ran.text, progress.done(state))


def test_progress_that_cannot_be_forgotten(venvoy: InProcess, state: Path) -> None:
    """It is said why, and nothing is claimed."""
    progress.place(state).mkdir()
    ran = venvoy("learn", "--reset")

    assert (2, True) == (ran.code, "It could not be forgotten:" in ran.err)


@pytest.mark.parametrize("name", ["copy-merges", "copied-prefix"])
def test_a_terminal_is_needed(venvoy: InProcess, name: str) -> None:
    """The name of a lesson and that of a finding will do; what works without a terminal is said."""
    ran = venvoy("learn", name)

    assert 2 == ran.code
    assert "The course needs a terminal." in ran.err
    assert "venvoy lab NAME" in " ".join(ran.err.split())


def test_a_name_that_is_none(venvoy: InProcess) -> None:
    """A near miss is offered."""
    ran = venvoy("learn", "copy-merge")

    assert (2, True) == (ran.code, "Did you mean copy-merges?" in ran.err)
    assert "'venvoy learn --list' lists all." in venvoy("learn", "\x1b[31m").err


def test_what_is_piped_into_a_lab_is_no_prediction(venvoy: InProcess) -> None:
    """It is said that nobody was asked, and how to say it without a terminal."""
    piped = venvoy("lab", "where-python-looks", given=b"2\n")
    given = venvoy("lab", "where-python-looks", "--predict=2")

    said = "A prediction is asked for on a terminal only; --predict NUMBER gives one."
    assert (0, 0) == (piped.code, given.code)
    assert (True, False) == (said in piped.err, said in given.err)
