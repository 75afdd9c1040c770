"""`venvoy doctor`: what it prints, and what it leaves with."""

from __future__ import annotations

import json
import os
import threading
from pathlib import Path

import pytest

from .running import InProcess, as_program

MOVED = b"#7 0.31 /bin/sh: 1: /opt/venv/bin/pip: not found\r\n"
DOCKERFILE = """\
FROM python:3.12 AS b
RUN python -m venv /v && /v/bin/pip install flask
FROM python:3.12
COPY --from=b /v /opt/venv
"""


def test_a_cause_is_told_with_its_evidence(venvoy: InProcess) -> None:
    """From standard input, which is what is read when no file is named."""
    ran = venvoy("doctor", given=MOVED)

    assert 0 == ran.code
    assert "line 1: /bin/sh: 1: /opt/venv/bin/pip: not found" in ran.text
    assert "venvoy explain moved-venv (F11)" in ran.text


@pytest.mark.parametrize("option", ["--dockerfile", "--repository"])
def test_a_dockerfile_tells_what_to_change(option: str, venvoy: InProcess, tmp_path: Path) -> None:
    """The line, and the finding of a check."""
    (tmp_path / "Dockerfile").write_text(DOCKERFILE)
    (tmp_path / "build.log").write_bytes(MOVED)
    ran = venvoy("doctor", str(tmp_path / "build.log"), option, str(tmp_path), "--format", "json")
    document = json.loads(ran.text)

    assert (0, "venvoy.doctor/1", True) == (ran.code, document["schema"], document["known"])
    assert [("moved-venv:4", 4)] == [(p["finding"], p["line"]) for p in document["causes"][0]["places"]]


def test_what_is_not_known_is_said(venvoy: InProcess) -> None:
    """With its last words, and an exit code of its own."""
    ran = venvoy("doctor", "-", given=b"ModuleNotFoundError: No module named 'utlis'\n")

    assert 1 == ran.code
    assert "I do not know this one." in ran.text
    assert "line 1: ModuleNotFoundError: No module named 'utlis'" in ran.text
    assert "'venvoy check PATH' may find the cause" in " ".join(ran.text.split())


@pytest.mark.parametrize("given", [b"", b" \n\t\n"])
def test_a_log_without_words_is_no_unknown_message(given: bytes, venvoy: InProcess) -> None:
    """It is said to be empty; the exit code is that of no known cause."""
    ran = venvoy("doctor", given=given)

    assert (1, True) == (ran.code, ran.text.startswith("There are no words in it."))
    assert "I do not know this one." not in ran.text


def test_a_directory_is_no_log(venvoy: InProcess, tmp_path: Path) -> None:
    """The advice is about a log, not about a Dockerfile."""
    ran = venvoy("doctor", str(tmp_path))

    assert 2 == ran.code
    assert "This is a directory, not a log; name the log inside of it." in " ".join(ran.err.split())


@pytest.mark.parametrize(
    "arguments",
    [
        ("missing.log",),
        (".",),
        ("-", "--dockerfile", "missing"),
        ("-", "--dockerfile", "-"),
        ("-", "--repository", "."),
    ],
)
def test_what_cannot_be_read_is_said(
    arguments: tuple[str, ...], venvoy: InProcess, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file that is not there, a directory, and a repository without a Dockerfile."""
    monkeypatch.chdir(tmp_path)
    ran = venvoy("doctor", *arguments, given=MOVED)

    assert (2, "") == (ran.code, ran.text)
    assert ran.err


def test_hostile_bytes_stay_harmless(venvoy: InProcess) -> None:
    """No control character of a log reaches the terminal."""
    ran = venvoy("doctor", given=b"\xff\x00\x9b31m\x07 x\nerror: externally-managed-environment\x1b[2J\x08\xfe\n")

    assert 0 == ran.code
    assert not {char for char in ran.text if not char.isprintable()} - {"\n"}


@pytest.mark.parametrize("form", ["text", "json"])
def test_half_a_character_is_no_harm(form: str, venvoy: InProcess) -> None:
    """JSON can spell out what no encoding can hold."""
    ran = venvoy("doctor", "--format", form, given=b'{"log": "error: externally-managed-environment \\ud800"}')

    assert 0 == ran.code
    assert "externally-managed-environment" in ran.text


def test_a_log_that_is_long_is_read_at_both_ends(tmp_path: Path) -> None:
    """What is left out is counted, and lines keep their numbers."""
    path = tmp_path / "long.log"
    path.write_bytes(b"x" * 99 + b"\n" + (b"y" * 99 + b"\n") * 150_000 + MOVED)
    ran = as_program("doctor", path)

    assert 0 == ran.code
    assert "lines after line 20972 were not looked at" in ran.text
    assert "line 150002: " in ran.text


def test_a_pipe_is_read_to_its_end(tmp_path: Path) -> None:
    """What another program writes while it runs."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    writer = threading.Thread(target=pipe.write_bytes, args=(MOVED,))
    writer.start()
    ran = as_program("doctor", pipe)
    writer.join()

    assert 0 == ran.code
