"""What the installer of a file may become, and the sentences that say why not."""

from __future__ import annotations

import pytest

from migrating import ACCEPT, accepting, analysed, findings, lying_in
from venvoy.migration import offers
from venvoy.model.plan import Choices, Decisions, InstallerChoice
from venvoy.model.repository import UNSEEN, Pyproject, Repository

PIP = "FROM python:3.12\nCOPY requirements.txt .\nRUN pip install -r requirements.txt\n"
UV_PIP = (
    "FROM python:3.12\nCOPY --from=ghcr.io/astral-sh/uv /uv /bin/\nCOPY requirements.txt .\n"
    "RUN uv pip install --system -r requirements.txt\n"
)
POETRY = (
    "FROM python:3.12\nRUN pip install poetry\nCOPY pyproject.toml poetry.lock ./\n"
    "RUN POETRY_VIRTUALENVS_CREATE=0 poetry install --only main --no-root\n"
)
PIPENV = (
    "FROM python:3.12\nRUN pip install pipenv\nCOPY Pipfile Pipfile.lock ./\nRUN pipenv install --system --deploy\n"
)
PROJECT = Pyproject(project=True, build_system=True, tools=frozenset())
BARE = Pyproject(project=False, build_system=False, tools=frozenset({"poetry"}))


def repository(*names: str, pyproject: Pyproject | None = PROJECT) -> Repository:
    """Return a repository that holds files of these *names*."""
    return Repository(root="/src", names=frozenset(names), pyproject=pyproject, dockerignore=(".venv",))


def possible(around: Repository, text: str) -> set[str]:
    """Return the names of the choices that *text* may have."""
    return {offer.choice.value for offer in offers(lying_in(around, text), Decisions()) if offer.why_not is None}


def why_not(around: Repository, text: str, choice: InstallerChoice) -> str:
    """Return why a choice is not possible."""
    found = next(o.why_not for o in offers(lying_in(around, text), Decisions()) if o.choice is choice)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("around", "text", "expected"),
    [
        pytest.param(UNSEEN, PIP, {"keep", "pip", "uv"}, id="pip alone"),
        pytest.param(UNSEEN, UV_PIP, {"keep", "pip", "uv"}, id="uv pip alone"),
        pytest.param(UNSEEN, POETRY, {"keep", "poetry"}, id="Poetry alone"),
        pytest.param(UNSEEN, PIPENV, {"keep", "pipenv"}, id="Pipenv alone"),
        pytest.param(repository("requirements.txt", "poetry.lock"), PIP, {"keep", "pip", "uv"}, id="beside a lock"),
        pytest.param(repository("uv.lock"), POETRY, {"keep", "poetry", "uv"}, id="Poetry with a lock of uv's"),
        pytest.param(repository("uv.lock"), PIPENV, {"keep", "pipenv", "uv"}, id="Pipenv with a lock of uv's"),
        pytest.param(repository("poetry.lock"), POETRY, {"keep", "poetry"}, id="Poetry without one"),
        pytest.param(repository("uv.lock", pyproject=BARE), POETRY, {"keep", "poetry"}, id="without [project]"),
        pytest.param(UNSEEN, "FROM python:3.12\nCMD x\n", {c.value for c in InstallerChoice}, id="nothing to move"),
    ],
)
def test_what_is_possible(around: Repository, text: str, expected: set[str]) -> None:
    """The file's own lines decide, and for another tool's lock the files around it."""
    assert expected == possible(around, text)


@pytest.mark.parametrize(
    ("around", "text", "choice", "words"),
    [
        (UNSEEN, POETRY, InstallerChoice.UV, "none was seen: the Dockerfile came without its repository."),
        (repository("poetry.lock"), POETRY, InstallerChoice.UV, "there is none in /src: migrate-to-uv makes it"),
        (repository("uv.lock", pyproject=BARE), POETRY, InstallerChoice.UV, "[project] table of pyproject.toml"),
        (repository("uv.lock", pyproject=None), PIPENV, InstallerChoice.UV, "what Pipenv reads."),
        (repository("uv.lock"), POETRY, InstallerChoice.PIP, "Line 4: pip reads no lock file of Poetry's."),
        (repository("uv.lock"), PIPENV, InstallerChoice.PIP, "'pipenv requirements' writes"),
        (UNSEEN, PIP, InstallerChoice.POETRY, "Poetry would install what poetry.lock says, and none was seen"),
        (repository(), PIP, InstallerChoice.PDM, "PDM would install what pdm.lock says, and there is none in /src: "),
        (repository(), PIP, InstallerChoice.POETRY, "'poetry lock' makes it from pyproject.toml."),
        (repository(), PIP, InstallerChoice.PIPENV, "'pipenv lock' makes it from the Pipfile."),
        (repository(), PIP, InstallerChoice.PIPENV, "Then write 'pipenv sync' on line 3 yourself"),
        (repository("Pipfile.lock"), PIP, InstallerChoice.PIPENV, "Line 3 installs -r requirements.txt, and venvoy"),
        (repository("Pipfile.lock"), PIP, InstallerChoice.PIPENV, "Write 'pipenv sync' there yourself"),
    ],
)
def test_why_not(around: Repository, text: str, choice: InstallerChoice, words: str) -> None:
    """The sentence names the file or the line, and what to do next."""
    assert words in why_not(around, text, choice)


def test_a_refused_choice_changes_nothing() -> None:
    """The plan says the same sentence, and never falls back to another installer."""
    analysis = lying_in(repository("poetry.lock"), POETRY)
    plan = accepting(analysis, Choices(installer=InstallerChoice.UV))

    assert (plan.before, (why_not(repository("poetry.lock"), POETRY, InstallerChoice.UV),)) == (
        plan.after,
        plan.refused,
    )


def test_only_what_is_accepted_counts() -> None:
    """A group of stages that stays as it is cannot forbid the choice for another one."""
    text = f"{PIP}CMD x\n{POETRY}CMD y\n"
    analysis = analysed(text)
    first = findings(analysis)[0].id
    uv = {
        len(answers): next(o for o in offers(analysis, Decisions(answers)) if o.choice is InstallerChoice.UV)
        for answers in ({}, {first: ACCEPT})
    }

    assert (True, None) == (uv[0].why_not is not None, uv[1].why_not)
