"""Every lab comes out as it says, and leaves nothing behind."""

from __future__ import annotations

import re
import shutil
import sys
import tempfile
import threading
from pathlib import Path

import pytest
from attrs import evolve

from venvoy.labs import running
from venvoy.labs.catalogue import lab, names
from venvoy.labs.running import carry_out, obstacle
from venvoy.model.lab import LONGEST, Lab, LabResult, Need, Outcome, Ran
from venvoy.reports.lab import intro_text, ran_text, result_text
from venvoy.shortcuts.pages import names as pages

LABS = [found for found in map(lab, names()) if found is not None]
SMALL = Lab("small", "A lab", "It is small.", "user-install", "Which?", ("one", "two"), ("echo it",), (), "Nothing.")


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the directory for temporary files, which nothing else uses, with uv on PATH."""
    place = tmp_path / "temporary"
    place.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(place))
    monkeypatch.setenv("PATH", str(Path(sys.executable).parent), prepend=":")
    return place


def ids(found: Lab) -> str:
    """Return the name of a lab, for pytest."""
    return found.name


def result_of(found: Lab) -> LabResult:
    """Carry *found* out."""
    return carry_out(found, [].append, threading.Event())


def run(found: Lab) -> tuple[Ran, ...]:
    """Return what the commands of a lab gave."""
    return result_of(found).ran


def needing_an_engine(found: Lab) -> bool:
    """Return whether a lab makes containers."""
    return Need.ENGINE in found.needs


@pytest.mark.parametrize(
    "found",
    [one if not needing_an_engine(one) else pytest.param(one, marks=pytest.mark.engine) for one in LABS],
    ids=ids,
)
def test_a_lab_comes_out_as_it_says(found: Lab, temporary: Path, request: pytest.FixtureRequest) -> None:
    """The real commands give what the first outcome expects, each is told once, and the directory is gone."""
    if needing_an_engine(found):
        request.getfixturevalue("engine")
    told: list[str] = []
    result = carry_out(found, lambda ran: told.append(ran.command), threading.Event())

    assert found.outcomes[0] == result.outcome, [ran_text(one) for one in result.ran]
    assert list(found.commands) == told
    assert [] == list(temporary.iterdir())


@pytest.mark.parametrize("found", LABS, ids=ids)
def test_a_lab_can_be_followed(found: Lab) -> None:
    """Its page is there, its outcomes speak of commands and answers that it has, and silence fits none of them."""
    assert found.page in pages()
    assert len(found.answers) > 1
    for one in found.outcomes:
        assert found.answers[one.answer]
        assert [] == [number for number in one.output if not 1 <= number <= len(found.commands)]
        assert one.output or one.slower or one is found.outcomes[-1]
        assert [] == [pattern for pattern in one.output.values() if re.compile(pattern).match("")]


@pytest.mark.parametrize("found", LABS, ids=ids)
def test_a_lab_fits_a_terminal(found: Lab) -> None:
    """What is asked and explained stays within 80 cells; commands are longer where they have to be."""
    text = intro_text(found, 80) + result_text(found, result_of(SMALL), None, 80)
    typed = {line for command in found.commands for line in command.split("\n")}

    assert [] == [line for line in text.splitlines() if len(line) > 80 and line[2:] not in typed]


def test_a_program_that_is_not_there_is_left_out(temporary: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A lab that shows uv goes on without it, and says so."""
    real = shutil.which
    monkeypatch.setattr(shutil, "which", lambda name: None if name == "uv" else real(name))
    (ran,) = run(evolve(SMALL, commands=("uv venv",)))

    assert (None, "uv is not on this machine, so this one was left out.") == (ran.status, ran.output)


def test_nothing_of_the_person_is_seen_or_touched(temporary: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Variables and the home directory are the lab's own."""
    monkeypatch.setenv("PYTHONPATH", "/mine")
    monkeypatch.setenv("HOME", "/mine")
    (ran,) = run(evolve(SMALL, commands=("env; pwd; touch ~/file",)))

    assert "/mine" not in ran.output
    assert f"{temporary}/" in ran.output


def test_a_flood_is_cut(temporary: Path) -> None:
    """A command that says too much fills no memory."""
    (ran,) = run(evolve(SMALL, commands=("yes | head -c 1000000",)))

    assert (0, LONGEST) == (ran.status, len(ran.output.replace("\n", "")) + ran.output.count("\n") + 1)


def test_a_time_is_a_time(temporary: Path) -> None:
    """A command that waits is told to have waited."""
    (ran,) = run(evolve(SMALL, commands=("sleep 0.3",), repeat=2))

    assert ran.seconds >= 0.3


def test_a_lab_that_is_cancelled_ends(temporary: Path) -> None:
    """The rest of the commands is left out, the last ones are still carried out, and the directory is gone."""
    cancelled = threading.Event()
    kept = temporary.parent / "cleaned"
    found = evolve(SMALL, commands=("echo one", "echo two"), cleanup=(f"touch {kept}",))
    result = carry_out(found, lambda _: cancelled.set(), cancelled)

    assert ("one",) == tuple(ran.output for ran in result.ran)
    assert kept.exists()
    assert [] == list(temporary.iterdir())


def test_an_outcome_that_nobody_expected_is_said() -> None:
    """The lab does not claim what the machine did not show."""
    found = evolve(SMALL, outcomes=(Outcome(0, "So it is.", {1: "never"}),))
    result = result_of(found)

    assert None is result.outcome
    assert "Judge for yourself" in result_text(found, result, 0, 80)
    assert "So it is" not in result_text(found, result, 0, 80)


@pytest.mark.parametrize(("prediction", "said"), [(0, "As you said:"), (1, "Not 2, but 1:")])
def test_a_prediction_is_held_against_it(prediction: int, said: str) -> None:
    """Right or wrong, it is said in one line."""
    found = evolve(SMALL, outcomes=(Outcome(0, "So it is.", {1: "^it$"}),))
    result = result_of(found)

    assert said == result_text(found, result, prediction, 80).splitlines()[0]


def test_what_is_missing_is_said_before_anything_is_run(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a docker client the labs with containers tell what to do instead."""
    monkeypatch.setenv("PATH", "/usr/bin/nowhere:/bin")
    real = shutil.which
    monkeypatch.setattr(shutil, "which", lambda name: None if name == "docker" else real(name))
    why = obstacle(evolve(SMALL, needs=frozenset({Need.ENGINE})))

    assert why is not None
    assert "docker" in why.reason


def test_a_client_without_an_engine_is_told_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    """The client is there, and nothing answers it."""
    monkeypatch.setattr(shutil, "which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr(running, "output", lambda *_: None)
    why = obstacle(evolve(SMALL, needs=frozenset({Need.ENGINE})))

    assert why is not None
    assert "No engine answers" in why.reason
