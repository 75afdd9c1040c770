"""What is read around a Dockerfile."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from venvoy.model.repository import UNSEEN, Pyproject
from venvoy.repository.survey import survey
from venvoy.repository.text import LARGEST


def lay(root: Path, **files: str) -> Path:
    """Write *files* below *root*, a double underscore standing for a dot, and return it."""
    for name, text in files.items():
        (root / name.replace("__", ".")).write_text(text, encoding="utf-8")
    return root


def test_the_context_is_where_the_sources_are(tmp_path: Path) -> None:
    """A Dockerfile in a directory of its own is built from one above, in which what it copies exists."""
    lay(tmp_path, requirements__txt="flask\n")
    below = tmp_path / "docker"
    below.mkdir()

    found = survey(below, ("requirements.txt", "."))

    assert (str(tmp_path), frozenset({"requirements.txt"})) == (found.root, found.names)


def test_nothing_is_known_when_no_source_is_there(tmp_path: Path) -> None:
    """A Dockerfile that was saved alone says nothing about its context."""
    lay(tmp_path, pyproject__toml="[project]\n")

    assert UNSEEN == survey(tmp_path, ("requirements.txt", "src/"))


def test_a_copy_of_everything_needs_a_manifest(tmp_path: Path) -> None:
    """`COPY . .` is true of every directory, so one of them has to look like a project."""
    assert UNSEEN == survey(tmp_path, (".",))

    lay(tmp_path, pyproject__toml="[project]\n")

    assert str(tmp_path) == survey(tmp_path, (".",)).root


def test_the_root_of_a_copy_of_everything_is_named_in_full(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Sentences name the root: "there is none in ." would tell nothing."""
    lay(tmp_path, pyproject__toml="[project]\n")
    monkeypatch.chdir(tmp_path)

    assert str(tmp_path) == survey(Path(), (".",)).root


def test_the_search_ends_at_the_work_tree(tmp_path: Path) -> None:
    """What lies above a repository is somebody else's."""
    lay(tmp_path, requirements__txt="")
    inner = tmp_path / "checkout"
    (inner / ".git").mkdir(parents=True)

    assert UNSEEN == survey(inner, ("requirements.txt",))


def test_pyproject_is_read(tmp_path: Path) -> None:
    """Its tables tell which tools can read it, and which Pythons it wants."""
    text = '[project]\nrequires-python = ">=3.11"\n[build-system]\n[tool.uv]\n[tool.ruff]\n'

    found = survey(lay(tmp_path, pyproject__toml=text), ("pyproject.toml",))

    assert Pyproject(True, True, frozenset({"uv", "ruff"}), ">=3.11") == found.pyproject


def test_poetry_names_python_among_its_dependencies(tmp_path: Path) -> None:
    """Before PEP 621 Poetry had a place of its own for it."""
    text = '[tool.poetry.dependencies]\npython = "^3.10"\n'
    found = survey(lay(tmp_path, pyproject__toml=text), ("pyproject.toml",)).pyproject

    assert found is not None
    assert ("^3.10", False) == (found.requires_python, found.project)


@pytest.mark.parametrize("text", ["[project", "x = 1\nx = 2", "a = " + "[" * 5000], ids=["cut", "twice", "deep"])
def test_a_broken_pyproject_is_a_note(tmp_path: Path, text: str) -> None:
    """A file that cannot be read is said, and stops nothing."""
    found = survey(lay(tmp_path, pyproject__toml=text), ("pyproject.toml",))

    assert (None, 1) == (found.pyproject, len(found.notes))


@pytest.mark.parametrize("text", ["project = 3\ntool = []\n", "[tool]\npoetry = 1\n"])
def test_tables_that_are_none(tmp_path: Path, text: str) -> None:
    """TOML that is valid, but not what the standards say, raises nothing."""
    assert survey(lay(tmp_path, pyproject__toml=text), ("pyproject.toml",)).pyproject is not None


def test_dockerignore_and_python_version(tmp_path: Path) -> None:
    """Patterns without comments; the first version that is named."""
    lay(tmp_path, app__py="", __dockerignore="# x\n\n.venv\n!keep\n", __python_version="# y\n3.12.4 3.11\n")
    (tmp_path / ".python_version").rename(tmp_path / ".python-version")

    found = survey(tmp_path, ("app.py",))

    assert ((".venv", "!keep"), "3.12.4") == (found.dockerignore, found.python_version)


def test_what_is_no_regular_file_is_a_note(tmp_path: Path) -> None:
    """A pipe or a directory in the place of a manifest neither hangs nor raises."""
    lay(tmp_path, app__py="")
    os.mkfifo(tmp_path / "pyproject.toml")
    (tmp_path / ".dockerignore").mkdir()

    assert 2 == len(survey(tmp_path, ("app.py",)).notes)


def test_a_huge_manifest_is_a_note(tmp_path: Path) -> None:
    """Nothing above the limit is read."""
    lay(tmp_path, app__py="", pyproject__toml="#" * (LARGEST + 1))

    assert 1 == len(survey(tmp_path, ("app.py",)).notes)


def test_groups_and_extras_are_read(tmp_path: Path) -> None:
    """Names are normalised; what is installed unasked is told apart, as each tool tells it."""
    text = (
        '[project.optional-dependencies]\n"My_Extra" = []\n'
        '[dependency-groups]\ndev = []\n"Unit.Tests" = []\n'
        "[tool.poetry.group.docs]\noptional = true\n[tool.poetry.group.lint.dependencies]\nruff = '*'\n"
    )
    lay(tmp_path, pyproject__toml=text)
    found = survey(tmp_path, ("pyproject.toml",)).pyproject
    assert found is not None

    assert ({"dev", "unit-tests"}, {"dev"}, {"lint"}, {"my-extra"}) == (
        found.groups,
        found.default_groups,
        found.poetry_groups,
        found.extras,
    )


@pytest.mark.parametrize(
    ("said", "expected"), [('"all"', {"dev", "test"}), ('["test"]', {"test"}), ("[]", set()), ("7", {"dev", "test"})]
)
def test_default_groups_of_uv(said: str, expected: set[str], tmp_path: Path) -> None:
    """`tool.uv.default-groups` replaces what uv takes unasked; what makes no sense is taken for all of them."""
    text = f"[dependency-groups]\ndev = []\ntest = []\n[tool.uv]\ndefault-groups = {said}\n"
    lay(tmp_path, pyproject__toml=text)
    found = survey(tmp_path, ("pyproject.toml",)).pyproject

    assert found is not None
    assert expected == found.default_groups
