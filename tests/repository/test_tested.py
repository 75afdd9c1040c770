"""With which Pythons a project is tested, as tox, nox and Hatch are told."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from venvoy.model.project import Project
from venvoy.repository.survey import surveyed
from venvoy.repository.tested import LARGEST_NOXFILE, minors


def project(root: Path, files: dict[str, str]) -> Project:
    """Return the project that *files* are read as."""
    for name, text in files.items():
        (root / name).write_text(text, encoding="utf-8")
    found = surveyed(root).project
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("py310,py311", (10, 11)),
        ("py39\n  python3.12\n lint", (9, 12)),
        ("3.11, 3.13-cov", (11, 13)),
        ("py{38,39}-django{32,42}", (8, 9)),
        ("py{310-999999999}", (10,)),
        ("py3{10-13}", (10, 11, 12, 13)),
        ("{py310,py311,pypy310}-{a,b}", (10, 11)),
        ("py{310-399}", tuple(range(10, 100))),
        ("pypy39, py27, py3, lint, docs-3", ()),
        ("{32,42}, 312", ()),
        pytest.param("py310" * 10_000, (), id="no end"),
        pytest.param("{" * 4_000 + "py310" + "}" * 4_000, (10,), id="braces"),
    ],
)
def test_environments_of_tox(text: str, expected: tuple[int, ...]) -> None:
    """Names, braces and ranges; what is no Python 3 is left out, and no product is ever spelt out."""
    assert expected == minors(text)


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({"tox.ini": "[tox]\nrequires = tox>=4\nenvlist =\n  py311\n  py310\n"}, {"3.10": 3, "3.11": 3}),
        ({"tox.ini": "[tox]\nenv_list = py3{10,12}\n"}, {"3.10": 2, "3.12": 2}),
        ({"setup.cfg": "[tox:tox]\nenvlist = py39\n"}, {"3.9": 2}),
        ({"tox.toml": 'requires = ["tox>=4"]\nenv_list = ["3.12", "3.13", "lint"]\n'}, {"3.12": 2, "3.13": 2}),
        ({"pyproject.toml": '[tool.tox]\nenv_list = [{ product = [["3.12"], ["a"]] }]\n'}, {"3.12": 2}),
        ({"pyproject.toml": "[tool.tox]\nlegacy_tox_ini = '''\n[tox]\nenvlist = py310\n'''\n"}, {"3.10": 2}),
        ({"pyproject.toml": '[[tool.hatch.envs.test.matrix]]\npython = ["3.10", "3.11"]\n'}, {"3.10": 1, "3.11": 1}),
        ({"pyproject.toml": '[tool.hatch.envs.docs]\npython = "3.12"\n'}, {"3.12": 2}),
        ({"noxfile.py": "import nox\nP = ['3.10', 'pypy3.9']\n@nox.session(python=P)\ndef t(s): ...\n"}, {"3.10": 2}),
        ({"noxfile.py": "from nox import session\n@session(py='3.13')\ndef t(s): ...\n"}, {"3.13": 2}),
        ({"noxfile.py": "import nox\n@nox.session(python=computed())\ndef t(s): ...\n"}, {}),
        ({"noxfile.py": "import nox\n@nox.session\ndef t(s): ...\n"}, {}),
    ],
)  # fmt: skip
def test_each_tool(files: dict[str, str], expected: dict[str, int], tmp_path: Path) -> None:
    """Each version with the line that says so, oldest first."""
    found = project(tmp_path, files)

    assert list(expected.items()) == [(said.text, said.line) for said in found.tested]
    assert () == found.not_known


def test_several_tools_say_the_same(tmp_path: Path) -> None:
    """A version is told once, where it was found first."""
    nox = "import nox\n@nox.session(python=['3.9', '3.10'])\ndef t(s): ...\n"

    found = project(tmp_path, {"tox.ini": "[tox]\nenvlist = py310\n", "noxfile.py": nox})

    assert [("3.9", "noxfile.py"), ("3.10", "tox.ini")] == [(said.text, said.path) for said in found.tested]


@pytest.mark.parametrize(
    ("files", "note"),
    [
        ({"tox.ini": "envlist = py310"}, "tox.ini is not read: it is no such file."),
        pytest.param({"tox.toml": "a = {" * 5_000}, "tox.toml is not read: it is nested too deeply.", id="toml"),
        ({"noxfile.py": "print 'two'\n"}, "noxfile.py, line 1: it is not read: it is no Python 3"),
        pytest.param({"noxfile.py": "(" * 100_000}, "noxfile.py, line 1: it is not read: it is", id="brackets"),
    ],
)
def test_what_cannot_be_read_is_a_note(files: dict[str, str], note: str, tmp_path: Path) -> None:
    """The file, the line and the reason."""
    found = project(tmp_path, files)

    assert ((), 1) == (found.tested, len(found.not_known))
    assert found.not_known[0].startswith(note)


def test_pipes_and_huge_files_are_notes(tmp_path: Path) -> None:
    """None is waited for, and none of fifty megabytes read."""
    os.mkfifo(tmp_path / "tox.ini")
    os.mkfifo(tmp_path / "noxfile.py")
    with (tmp_path / "tox.toml").open("wb") as file:
        file.truncate(50 * 1024 * 1024)

    assert 3 == len(project(tmp_path, {}).not_known)


def test_a_noxfile_is_short(tmp_path: Path) -> None:
    """One that would take seconds to read is none that somebody wrote."""
    note = "noxfile.py is not read: this file is larger than 128 KiB."

    assert (note,) == project(tmp_path, {"noxfile.py": "#" * (LARGEST_NOXFILE + 1)}).not_known


@given(st.text(alphabet="py3.{}-,10 \n", max_size=60))
def test_any_list_has_an_answer(text: str) -> None:
    """Nothing is raised, and no version is told twice."""
    found = minors(text)

    assert len(set(found)) == len(found)
