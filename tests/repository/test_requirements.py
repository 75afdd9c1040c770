"""What is read of requirements files."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from venvoy.model.project import Said
from venvoy.repository import requirements as room
from venvoy.repository.requirements import read_requirements
from venvoy.repository.survey import survey
from venvoy.repository.text import LARGEST

FILE = "requirements.txt"


def read(root: Path, **files: str) -> tuple[list[str], tuple[str, ...]]:
    """Write *files*, a double underscore standing for a dot, and return the requirements and the notes."""
    for name, text in files.items():
        (root / name.replace("__", ".")).write_text(text, encoding="utf-8")
    found, notes = read_requirements(root, FILE)
    return [f"{said.path}:{said.line} {said.text}" for said in found], notes


TEXT = """\
# the web
--index-url https://example.org/simple
Flask[async]>=3 ; python_version >= "3.9"  # a comment
redis==5.0.1 \\
    --hash=sha256:aa \\
    --hash=sha256:bb
-c constraints.txt
-e ./lib/shop[extra]
--editable=git+https://example.org/x.git#egg=x
https://example.org/y-1.0.tar.gz#sha256=aa
z @ https://example.org/z.whl
./wheels/w-1.0-py3-none-any.whl --hash=sha256:cc
six --config-settings "a=b"
"""


def test_each_kind_of_line(tmp_path: Path) -> None:
    """Requirements keep their markers and lose their options; what is none is left out."""
    assert (
        [
            'requirements.txt:3 Flask[async]>=3 ; python_version >= "3.9"',
            "requirements.txt:4 redis==5.0.1",
            "requirements.txt:8 -e ./lib/shop[extra]",
            "requirements.txt:9 --editable=git+https://example.org/x.git#egg=x",
            "requirements.txt:10 https://example.org/y-1.0.tar.gz#sha256=aa",
            "requirements.txt:11 z @ https://example.org/z.whl",
            "requirements.txt:12 ./wheels/w-1.0-py3-none-any.whl",
            "requirements.txt:13 six",
        ],
        (),
    ) == read(tmp_path, requirements__txt=TEXT)


def test_files_that_include_each_other(tmp_path: Path) -> None:
    """Each is read once, named from the file that includes it."""
    (tmp_path / "reqs").mkdir()
    (tmp_path / "reqs/base.txt").write_text("flask\n-r more.txt\n--requirement ../requirements.txt\n")
    (tmp_path / "reqs/more.txt").write_text("redis\n")

    assert (
        ["requirements.txt:2 six", "reqs/base.txt:1 flask", "reqs/more.txt:1 redis"],
        (),
    ) == read(tmp_path, requirements__txt="-rreqs/base.txt\nsix\n--requirement=reqs/base.txt\n")


@pytest.mark.parametrize("named", ["../other.txt", "/etc/passwd", "https://example.org/r.txt"])
def test_what_lies_outside_is_not_read(named: str, tmp_path: Path) -> None:
    """It is somebody else's, and a note says so."""
    note = "requirements.txt, line 2: what it includes lies outside of the repository and is not read."

    assert (["requirements.txt:1 six"], (note,)) == read(tmp_path, requirements__txt=f"six\n-r {named}\n")


@pytest.mark.parametrize("line", ["<<<<<<< HEAD", "a; " + "(" * 50_000, "a[" * 50_000, "a" * 50_000 + " b"])
def test_what_is_no_requirement_is_a_note(line: str, tmp_path: Path) -> None:
    """With its line; the others are read."""
    note = "requirements.txt, line 2: this is no requirement that can be read."

    assert (["requirements.txt:1 six", "requirements.txt:3 redis"], (note,)) == read(
        tmp_path, requirements__txt=f"six\n{line}\nredis\n"
    )


def test_what_cannot_be_read_is_a_note(tmp_path: Path) -> None:
    """A pipe, a file that is gone and one that is too large neither hang nor raise."""
    os.mkfifo(tmp_path / "pipe.txt")
    (tmp_path / "large.txt").write_bytes(b"six\n" * LARGEST)

    assert (
        [],
        (
            "pipe.txt is not read: this is a named pipe.",
            "gone.txt is not read: there is no such file.",
            "large.txt is not read: this file is larger than 1 MiB.",
        ),
    ) == read(tmp_path, requirements__txt="-r pipe.txt\n-r gone.txt\n-r large.txt\n")


def test_bounds_are_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither lines nor files without an end."""
    monkeypatch.setattr(room, "LINE_LIMIT", 2)
    monkeypatch.setattr(room, "FILE_LIMIT", 1)

    found, notes = read(tmp_path, requirements__txt="-r more.txt\na\nb\nc\n")

    assert ["requirements.txt:2 a", "requirements.txt:3 b"] == found
    assert (
        "requirements.txt, line 1: no more than 1 files are followed.",
        "requirements.txt, line 4: no more than 2 requirements are read.",
    ) == notes


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig", "utf-32"])
def test_encodings_with_a_mark(encoding: str, tmp_path: Path) -> None:
    """PowerShell writes UTF-16 where a person redirects `pip freeze`."""
    (tmp_path / FILE).write_bytes("flask==3\r\nredis\r\n".encode(encoding))

    assert (["requirements.txt:1 flask==3", "requirements.txt:2 redis"], ()) == read(tmp_path)


def test_a_project_without_a_manifest_needs_what_its_requirements_say(tmp_path: Path) -> None:
    """One that has a list of its own needs that."""
    (tmp_path / FILE).write_text("flask\n")
    only = survey(tmp_path, (FILE,)).project
    (tmp_path / "setup.cfg").write_text("[options]\ninstall_requires = redis\n")
    both = survey(tmp_path, (FILE,)).project

    assert only is not None
    assert both is not None
    assert ((Said("flask", FILE, 1),), (Said("redis", "setup.cfg", 2),)) == (only.dependencies, both.dependencies)


@given(st.text() | st.text(alphabet="-reciab ./\\#;=<>[]@\n\r\"'$", max_size=300))
def test_any_text_has_an_answer(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    """Nothing is raised, and each line that is told is one of a file."""
    root = tmp_path_factory.mktemp("root")
    (root / FILE).write_bytes(text.encode("utf-8", "surrogatepass"))

    found, _ = read_requirements(root, FILE)

    assert all(1 <= said.line <= len(text.splitlines()) for said in found)
