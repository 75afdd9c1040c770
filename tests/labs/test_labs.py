"""Every lab comes out as it says, and leaves nothing behind."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import pytest
from attrs import evolve

from venvoy.cli.exits import Exit
from venvoy.labs import running
from venvoy.labs.catalogue import lab, names
from venvoy.labs.running import carry_out, obstacle
from venvoy.model.lab import LONGEST, Again, Begun, Lab, LabResult, Need, Outcome, Ran, Said, Told
from venvoy.reports.lab import intro_text, ran_text, result_text, told_text
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
    told: list[Told] = []
    result = carry_out(found, told.append, threading.Event())
    first = [one for one in told if not isinstance(one, Again)]

    assert found.outcomes[0] == result.outcome, [ran_text(one) for one in result.ran]
    assert list(found.commands) == [one.command for one in told if isinstance(one, Begun)]
    assert list(range(2, found.repeat + 1)) == [one.number for one in told if isinstance(one, Again)]
    assert "".join(ran_text(one) for one in first if isinstance(one, Ran)) == "".join(map(told_text, first))
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
    told: list[Told] = []
    (ran,) = carry_out(evolve(SMALL, commands=("uv venv",)), told.append, threading.Event()).ran
    why = "uv is not on this machine, so this one was left out."

    assert (None, why) == (ran.status, ran.output)
    assert [Begun("uv venv"), Said(why), ran] == told


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


@pytest.mark.parametrize("found", [one for one in LABS if one.repeat > 1], ids=ids)
def test_a_time_is_what_the_command_took(found: Lab, temporary: Path) -> None:
    """It is no shorter than a clock inside of the command says, and all of them no longer than one around the lab."""
    stamped = [f"begun=$(date +%s%N)\n{one}\necho $(($(date +%s%N) - begun))" for one in found.commands]
    before = time.monotonic()
    ran = run(evolve(found, commands=tuple(stamped), repeat=1))
    around = time.monotonic() - before
    inside = [int(one.output.splitlines()[-1]) / 1e9 for one in ran]

    assert [] == [one.command for one, least in zip(ran, inside, strict=True) if one.seconds < least]
    assert around >= sum(one.seconds for one in ran)


def test_kilobytes_are_what_the_files_have(temporary: Path) -> None:
    """What the lab reports of each environment is what counting the blocks of its files and directories gives."""
    found = lab("making-a-venv")
    assert found is not None
    reported: dict[str, int] = {}
    counted: dict[str, int] = {}

    def compare(told: Told) -> None:
        if isinstance(told, Ran) and told.command == "du -sk *":
            (place,) = temporary.glob("venvoy-lab-*/lab")
            counted.update((entry.name, kilobytes(entry)) for entry in place.iterdir())
            lines = (line.split("\t") for line in told.output.splitlines())
            reported.update((name, int(size)) for size, name in lines)

    carry_out(evolve(found, repeat=1), compare, threading.Event())

    assert {"bare", "fast", "full", "plain"} == reported.keys()
    assert counted == reported


def kilobytes(top: Path) -> int:
    """Return what *top* takes on the disk, each file once however many names it has."""
    seen = {(found.st_dev, found.st_ino): found.st_blocks for found in map(os.lstat, [top, *top.rglob("*")])}
    return -(-sum(seen.values()) // 2)


def test_a_line_is_told_when_it_is_said(temporary: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The command waits for what is only there once its first line was told."""
    monkeypatch.setattr(running, "LIMIT", 20.0)
    waiting = "echo one\nwhile ! test -e told; do sleep 0.05; done\necho two"

    def answer(told: Told) -> None:
        if told == Said("one"):
            next(temporary.glob("venvoy-lab-*/lab")).joinpath("told").touch()

    (ran,) = carry_out(evolve(SMALL, commands=(waiting,)), answer, threading.Event()).ran

    assert (0, "one\ntwo") == (ran.status, ran.output)


def test_cancelling_ends_the_children_too(temporary: Path) -> None:
    """What a command has started does not go on behind its back."""
    cancelled = threading.Event()
    children: list[str] = []

    def hear(told: Told) -> None:
        if isinstance(told, Said):
            children.append(told.line)
            cancelled.set()

    (ran,) = carry_out(evolve(SMALL, commands=("sleep 600 & echo $!; wait",)), hear, cancelled).ran

    assert (None, 1) == (ran.status, len(children))
    assert not going_on(children[0])


def going_on(process: str) -> bool:
    """Return whether *process* runs; one that has ended and that nobody has asked for yet does not."""
    found = subprocess.run(["ps", "-o", "stat=", "-p", process], capture_output=True, text=True, check=False)
    return found.stdout.strip() not in ("", "Z", "Z+")


@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM])
def test_a_lab_that_is_interrupted_leaves_nothing(tmp_path: Path, sign: signal.Signals) -> None:
    """Interrupted while a command runs, ``venvoy lab`` ends it and takes its directory away."""
    place = tmp_path / "temporary"
    place.mkdir()
    program = [sys.executable, "-m", "venvoy", "lab", "making-a-venv", "--predict", "1"]
    environment = {**os.environ, "TMPDIR": str(place)}
    with subprocess.Popen(program, env=environment, stdout=subprocess.PIPE, text=True) as lab_run:
        assert lab_run.stdout is not None
        ran = False
        for line in lab_run.stdout:
            ran |= line.startswith("  (")
            if ran and line == "$ python -m venv full\n":
                lab_run.send_signal(sign)
    left = subprocess.run(["ps", "-A", "-o", "args="], capture_output=True, text=True, check=True).stdout

    assert Exit.INTERRUPTED == lab_run.returncode
    assert [] == list(place.iterdir())
    assert str(place) not in left


def test_a_lab_that_is_cancelled_ends(temporary: Path) -> None:
    """The rest of the commands is left out, the last ones are still carried out, and the directory is gone."""
    cancelled = threading.Event()
    kept = temporary.parent / "cleaned"
    found = evolve(SMALL, commands=("echo one", "echo two"), cleanup=(f"touch {kept}",))
    result = carry_out(found, lambda told: cancelled.set() if isinstance(told, Ran) else None, cancelled)

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
