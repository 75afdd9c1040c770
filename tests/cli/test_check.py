"""`venvoy check`: what it prints, and what it leaves with."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from .given import CLEAN, HOSTILE, KEPT, LATIN_1, TEMPLATE, TO_REVIEW, USER_INSTALL
from .running import InProcess, as_program, run_as_nobody

TEXT, NUMBER = str, int
SHAPE: dict[str, Any] = {
    "schema": TEXT,
    "files": [
        {
            "path": TEXT,
            "stages": [{"name": TEXT, "base": TEXT, "line": NUMBER}],
            "verdict": {"migrate", "ask", "keep", "nothing-to-do", "not-understood"},
            "reasons": [TEXT],
            "findings": [
                {
                    "id": TEXT,
                    "shortcut": TEXT,
                    "stage": TEXT,
                    "line": NUMBER,
                    "end_line": NUMBER,
                    "message": TEXT,
                    "verdict": {"migrate", "ask", "keep"},
                    "remedy": {"safe", "review", "none"},
                    "related": [{"line": NUMBER, "note": TEXT}],
                }
            ],
            "left_alone": [{"line": NUMBER, "end_line": NUMBER, "reason": TEXT}],
        }
    ],
    "errors": [{"path": TEXT, "message": TEXT}],
}
"""What venvoy.check/1 promises: names and kinds of values; a set lists the values that there are."""


def departures(shape: Any, value: Any, at: str = "$") -> list[str]:
    """Return every place where *value* is not what *shape* says."""
    if isinstance(shape, dict):
        if not isinstance(value, dict) or set(shape) != set(value):
            return [f"{at}: {value!r} has not the keys {sorted(shape)}"]
        return [wrong for key in shape for wrong in departures(shape[key], value[key], f"{at}.{key}")]
    if isinstance(shape, list):
        if not isinstance(value, list):
            return [f"{at}: {value!r} is no list"]
        return [wrong for i, item in enumerate(value) for wrong in departures(shape[0], item, f"{at}[{i}]")]
    if isinstance(shape, set):
        return [] if value in shape else [f"{at}: {value!r} is none of {sorted(shape)}"]
    return [] if type(value) is shape else [f"{at}: {value!r} is no {shape.__name__}"]


def test_a_path_that_is_not_readable_is_told_in_our_own_words(
    venvoy: InProcess, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whether a path can be read is found out by reading it, not by the parser of the command line."""
    (place / "Dockerfile").write_bytes(CLEAN)
    monkeypatch.setattr(os, "access", lambda *_, **__: False)

    for command in ("check", "migrate", "trace"):
        ran = venvoy(command, "Dockerfile")

        assert (0, False) == (ran.code, "Error: " in ran.err)


def test_a_directory_without_permission(open_directory: Path) -> None:
    """A locked directory gets the sentence that a locked file gets, not that of the command line's parser."""
    locked = open_directory / "locked"
    locked.mkdir(mode=0)

    ran = run_as_nobody("check", locked)
    locked.chmod(0o755)

    assert (2, b"") == (ran.code, ran.out)
    assert ran.err.startswith(f"{locked}: Permission to ")


@pytest.mark.parametrize(
    ("content", "code"),
    [
        pytest.param(USER_INSTALL, 1, id="a finding"),
        pytest.param(TO_REVIEW, 1, id="a finding that asks"),
        pytest.param(CLEAN, 0, id="a virtual environment"),
        pytest.param(KEPT, 0, id="kept by its owner"),
        pytest.param(TEMPLATE, 2, id="a template"),
        pytest.param(b"", 2, id="empty"),
        pytest.param(b"FROM python\0\n", 2, id="a NUL byte"),
    ],
)
def test_exit_code(content: bytes, code: int, venvoy: InProcess, place: Path) -> None:
    """0 for clean, 1 for findings, 2 for what could not be read; advice and what is kept count as clean."""
    (place / "Dockerfile").write_bytes(content)

    assert code == venvoy("check", "Dockerfile").code


def test_a_finding_is_named_with_its_place(venvoy: InProcess, place: Path) -> None:
    """Standard output has file, line and shortcut; standard error has nothing."""
    (place / "Dockerfile").write_bytes(USER_INSTALL)

    ran = venvoy("check", "Dockerfile")

    assert "Dockerfile:3: user-install (migrate)\n" in ran.text
    assert "" == ran.err


def test_json_keeps_its_promise(venvoy: InProcess, place: Path) -> None:
    """The document has the keys and kinds of its schema, for every kind of outcome at once."""
    for name, content in {"a": USER_INSTALL, "b": CLEAN, "c": KEPT, "d": TO_REVIEW, "e": TEMPLATE}.items():
        (place / f"{name}.Dockerfile").write_bytes(content)
    (place / "f.Dockerfile").write_bytes(CLEAN + b"RUN eval $X\nRUN pip install flask; if true; then eval $Y; fi\n")

    ran = venvoy("check", ".", "--format", "json")
    document = json.loads(ran.out)

    assert [] == departures(SHAPE, document)
    assert "venvoy.check/1" == document["schema"]
    assert ["migrate", "nothing-to-do", "keep", "ask"] == [file["verdict"] for file in document["files"]][:4]
    assert ["e.Dockerfile"] == [error["path"] for error in document["errors"]]
    assert 2 == ran.code


def test_json_counts_lines_from_one(venvoy: InProcess, place: Path) -> None:
    """A finding's line is the one that an editor shows."""
    (place / "Dockerfile").write_bytes(USER_INSTALL)

    (file,) = json.loads(venvoy("check", "Dockerfile", "--format", "json").out)["files"]
    found = {finding["id"]: (finding["line"], finding["end_line"]) for finding in file["findings"]}

    assert (3, 3) == found["user-install:3"]
    assert [1, 5] == [stage["line"] for stage in file["stages"]]


def test_a_directory_stands_for_its_dockerfiles(venvoy: InProcess, place: Path) -> None:
    """Every Dockerfile below is checked, whatever its name follows, and nothing else."""
    (place / "api").mkdir()
    for name in ("api/Dockerfile", "worker.Dockerfile", "Containerfile", "README.md"):
        (place / name).write_bytes(USER_INSTALL)

    document = json.loads(venvoy("check", ".", "--format", "json").out)

    assert ["Containerfile", "api/Dockerfile", "worker.Dockerfile"] == [file["path"] for file in document["files"]]


def test_a_directory_in_the_place_of_a_dockerfile_is_said(venvoy: InProcess, place: Path) -> None:
    """What the path promises is not there; beside one that is checked, too."""
    (place / "api/Dockerfile").mkdir(parents=True)
    (place / "Dockerfile").write_bytes(USER_INSTALL)
    said = "api/Dockerfile is a directory, and there is no Dockerfile in it.\n"

    assert f"There is no Dockerfile here; nothing was checked.\n{said}" == venvoy("check", "api/Dockerfile").err
    assert said == venvoy("check", "Dockerfile", "api/Dockerfile").err


def test_a_directory_without_any_is_clean_and_said(venvoy: InProcess) -> None:
    """Nothing to check is no failure, but nobody is left to believe that something was checked."""
    ran = venvoy("check", ".")

    assert (0, b"") == (ran.code, ran.out)
    assert "There is no Dockerfile here; nothing was checked.\n" == ran.err


def test_a_file_given_twice_is_checked_once(venvoy: InProcess, place: Path) -> None:
    """A path that is also in a given directory does not count twice."""
    (place / "Dockerfile").write_bytes(USER_INSTALL)

    ran = venvoy("check", "Dockerfile", ".", str(place / "Dockerfile"), "--format", "json")

    assert ["Dockerfile"] == [file["path"] for file in json.loads(ran.out)["files"]]


def test_standard_input(venvoy: InProcess) -> None:
    """A dash reads standard input, which messages call <stdin>."""
    ran = venvoy("check", "-", given=USER_INSTALL)

    assert 1 == ran.code
    assert "<stdin>:3: user-install (migrate)\n" in ran.text


def test_standard_input_that_is_unreadable(venvoy: InProcess) -> None:
    """Standard input fails as a file does."""
    ran = venvoy("check", "-", given=b"\0")

    assert (2, b"") == (ran.code, ran.out)
    assert ran.err.startswith("<stdin>:")


def test_standard_input_without_end_is_not_read_to_the_end(venvoy: InProcess) -> None:
    """What is too large for a Dockerfile is refused."""
    ran = venvoy("check", "-", given=b"#" * (10 * 1024 * 1024 + 1))

    assert 2 == ran.code
    assert ran.err.startswith("<stdin>: This is too large for a Dockerfile")


def test_unreadable_files_do_not_hide_the_others(venvoy: InProcess, place: Path) -> None:
    """The rest is still checked; 2 outweighs 1, and each file that failed is named with its reason."""
    (place / "Dockerfile").write_bytes(USER_INSTALL)
    os.mkfifo(place / "pipe")

    ran = venvoy("check", "missing", "pipe", "Dockerfile")

    assert 2 == ran.code
    assert "Dockerfile:3: user-install (migrate)\n" in ran.text
    assert [
        "missing: There is no such file; check the path.",
        "pipe: This is a named pipe, not a file; give a regular file, or '-' to read standard input.",
    ] == ran.err.splitlines()


def test_a_file_without_permission(open_directory: Path) -> None:
    """Permission denied is a sentence and exit code 2."""
    locked = open_directory / "Dockerfile"
    locked.write_bytes(USER_INSTALL)
    locked.chmod(0)

    ran = run_as_nobody("check", locked)

    assert (2, b"") == (ran.code, ran.out)
    assert (
        f"{locked}: Permission to read this is denied; change its mode, or run as a user who may read it.\n" == ran.err
    )


def test_hostile_content_is_spelt_out(venvoy: InProcess, place: Path) -> None:
    """No control byte of a file reaches the terminal, neither as text nor as JSON."""
    (place / "Dockerfile").write_bytes(HOSTILE.replace(b"AS builder", b"AS b\x1bx").replace(b"=builder", b"=b\x1bx"))

    for form in ("text", "json"):
        ran = venvoy("check", "Dockerfile", "--format", form)

        assert b"\x1b" not in ran.out
        assert "\x1b" not in ran.err


@pytest.mark.parametrize(
    "name", ["\x1b[31mDockerfile", "new\nline.Dockerfile", "b\udcffd.Dockerfile", "\u202eDockerfile"]
)
def test_hostile_names_are_spelt_out(name: str, venvoy: InProcess, place: Path) -> None:
    """A file's name can do nothing to the terminal, and one that is not UTF-8 can still be checked."""
    (place / name).write_bytes(USER_INSTALL)

    good, bad = venvoy("check", name), venvoy("check", f"{name}.missing")

    assert (1, 2) == (good.code, bad.code)
    for shown in (good.text, bad.err):
        assert not {"\x1b", "\u202e"} & set(shown)
    assert 1 == len(bad.err.splitlines())
    assert 1 == venvoy("check", name, "--format", "json").code


def test_latin_1_is_read(venvoy: InProcess, place: Path) -> None:
    """A comment that is not UTF-8 is no obstacle."""
    (place / "Dockerfile").write_bytes(LATIN_1)

    assert 1 == venvoy("check", "Dockerfile").code


def test_text_takes_the_width_of_columns(venvoy: InProcess, place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """COLUMNS decides how wide a paragraph is."""
    (place / "Dockerfile").write_bytes(USER_INSTALL)
    monkeypatch.setenv("COLUMNS", "44")

    assert 44 >= max(map(len, venvoy("check", "Dockerfile").text.splitlines()))


def test_an_encoding_that_lacks_a_character_is_no_failure(place: Path) -> None:
    """Under an ASCII terminal, what cannot be shown is spelt out."""
    (place / "größe.Dockerfile").write_bytes(USER_INSTALL)

    ran = as_program("check", ".", more={"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"})

    assert 1 == ran.code
    assert b"gr\\xf6\\xdfe.Dockerfile:3" in ran.out


def test_what_was_read_of_the_project(venvoy: InProcess, place: Path) -> None:
    """With the scope of the repository, the project is told of, with what is computed; without it, nothing of it is."""
    (place / "Dockerfile").write_text("FROM python:3.12\nCOPY . .\nRUN pip install .\n")
    (place / "setup.py").write_text("setup(name='shop', version=computed())\n")
    (place / "uv.lock").write_text("version = 1\nrequires-python = '>=3.11'\n")

    told = venvoy("check", "--scope", "repository", ".").out.decode()
    document = json.loads(venvoy("check", "--scope", "repository", "--format", "json", ".").out)

    note = "setup.py, line 1: version is computed, so it is not known statically."
    assert "\n    is called shop (setup.py:1)\n    uv.lock: 0 packages; for Python >=3.11\n" in told
    assert 1 == " ".join(told.split()).count(note)
    assert ([note], [note]) == (document["projects"][0]["not_known"], document["not_read"])
    assert "The project in" not in venvoy("check", ".").out.decode()
