"""Poetry, Pipenv and PDM handed over to uv, where a uv.lock lies beside them."""

from __future__ import annotations

import pytest
from attrs import evolve

from migrating import accepting, lying_in, text_after
from venvoy.model.lock import Freshness, Lock, LockedPackage, Origin
from venvoy.model.plan import Choices, InstallerChoice, Plan, Shape
from venvoy.model.repository import Pyproject, Repository

PYPROJECT = Pyproject(
    project=True,
    build_system=True,
    tools=frozenset({"poetry"}),
    groups=frozenset({"dev", "docs", "test"}),
    default_groups=frozenset({"dev"}),
    poetry_groups=frozenset({"dev", "test"}),
    extras=frozenset({"postgres"}),
)
LOCKED = Repository(
    root="/src",
    names=frozenset({"pyproject.toml", "uv.lock", "poetry.lock"}),
    pyproject=PYPROJECT,
    dockerignore=(".venv",),
)
BASE = "FROM python:3.12\n"
MADE = (
    "COPY --from=ghcr.io/astral-sh/uv:0.13 /uv /usr/local/bin/\n"
    "ENV UV_PROJECT_ENVIRONMENT=/opt/venv UV_PYTHON_DOWNLOADS=never PATH=/opt/venv/bin:$PATH\n"
)
POETRY = f"{BASE}ENV POETRY_VIRTUALENVS_CREATE=0\nRUN pip install poetry\nCOPY pyproject.toml poetry.lock ./\n"
PIPENV = f"{BASE}RUN pip install pipenv\nCOPY Pipfile Pipfile.lock ./\n"


def with_uv(text: str, around: Repository = LOCKED, shape: Shape = Shape.IN_PLACE) -> Plan:
    """Return the plan with uv."""
    return accepting(lying_in(around, text), Choices(installer=InstallerChoice.UV, shape=shape))


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ("--only main --no-root", "--no-dev --no-install-project"),
        ("--only=main", "--no-dev"),
        ("--no-dev --no-root -n --no-ansi", "--no-dev --no-install-project"),
        ("--no-root", "--group=test --no-install-project"),
        ("--without dev --no-root", "--no-dev --group=test --no-install-project"),
        ("--without dev,test", "--no-dev"),
        ("--with docs", "--group=docs --group=test"),
        ("--only main,docs", "--no-dev --group=docs"),
        ("--all-groups", "--group=docs --group=test"),
        ("--only main -E postgres", "--no-dev --extra=postgres"),
        ("--only main --all-extras", "--no-dev --all-extras"),
        ("--only main --sync --no-cache -q", "--no-dev"),
        ("--only main --compile", "--no-dev --compile-bytecode"),
    ],
)
def test_options_of_poetry(options: str, expected: str) -> None:
    """Groups, extras and the project itself are asked of uv as they were asked of Poetry."""
    after = text_after(with_uv(f"{POETRY}RUN poetry install {options}\n"))

    assert f"{BASE}{MADE}COPY pyproject.toml uv.lock ./\nRUN uv sync --locked {expected}\n" == after


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        ("pipenv install --system --deploy", "--no-dev --no-install-project"),
        ("pipenv install --system --deploy --ignore-pipfile --clear", "--no-dev --no-install-project"),
        ("pipenv sync --system", "--no-dev --no-install-project"),
        ("pipenv install --system --dev", "--no-install-project"),
        ("python -m pipenv sync --system", "--no-dev --no-install-project"),
        ("PIPENV_SYSTEM=1 pipenv sync", "--no-dev --no-install-project"),
    ],
)
def test_options_of_pipenv(command: str, expected: str) -> None:
    """Pipenv never installs the project, and dev-packages only when it is asked to."""
    after = text_after(with_uv(f"{PIPENV}RUN {command}\n"))

    assert f"{BASE}{MADE}COPY pyproject.toml uv.lock ./\nRUN uv sync --locked {expected}\n" == after


@pytest.mark.parametrize(
    ("lines", "reason"),
    [
        ("RUN poetry install --only-root", "no counterpart of poetry's --only-root"),
        ("RUN poetry install --only docs", "without the project's own dependencies"),
        ("RUN poetry install --with lint", "has no group lint"),
        ("RUN poetry install -E mysql", "has no mysql"),
        ("RUN poetry add flask", "poetry add changes the lock file"),
        ("RUN poetry install $OPTIONS", "an argument is made at run time"),
        ("RUN poetry install --only main\nRUN poetry run python build.py", "Line 6 calls poetry for something else"),
        ('RUN poetry install --only main\nCMD ["poetry", "run", "flask"]', "Line 6 calls poetry when the container"),
        ("RUN POETRY_HTTP_BASIC_IN_PASSWORD=x poetry install --only main", "uv does not read POETRY_HTTP_BASIC"),
        ("ENV PIP_INDEX_URL=https://i.example.com\nRUN poetry install --only main", "uv does not read PIP_INDEX_URL"),
    ],
)
def test_what_uv_would_do_otherwise_is_refused(lines: str, reason: str) -> None:
    """Nothing changes, and one sentence names the line and the reason."""
    plan = with_uv(f"{POETRY}{lines}\n")

    assert (plan.before, 1) == (plan.after, len(plan.refused))
    assert reason in plan.refused[0]


@pytest.mark.parametrize(
    ("command", "reason"),
    [
        ("pipenv install --system --skip-lock", "no counterpart of pipenv's --skip-lock"),
        ("pipenv install --system flask", "flask is named to pipenv beside the lock file"),
        ("pipenv sync --system --categories 'packages web'", "no counterpart of pipenv's --categories"),
    ],
)
def test_what_is_not_in_a_lock_is_refused(command: str, reason: str) -> None:
    """What Pipenv resolves while building is in no lock file."""
    assert reason in with_uv(f"{PIPENV}RUN {command}\n").refused[0]


@pytest.mark.parametrize(
    ("copied", "expected"),
    [
        ("COPY pyproject.toml poetry.lock ./", "COPY pyproject.toml uv.lock ./"),
        ("COPY ./pyproject.toml ./poetry.lock* /app/", "COPY ./pyproject.toml ./uv.lock /app/"),
        ("COPY pyproject.toml .", "COPY pyproject.toml uv.lock ."),
        ("COPY poetry.lock /app/poetry.lock", "COPY uv.lock /app/uv.lock"),
        ('COPY ["pyproject.toml", "poetry.lock", "./"]', 'COPY ["pyproject.toml", "uv.lock", "./"]'),
        ("COPY pyproject.toml poetry.lock poetry.toml ./", "COPY pyproject.toml uv.lock ./"),
        ("COPY . .", "COPY . ."),
        ("COPY *.lock pyproject.toml ./", "COPY *.lock pyproject.toml ./"),
    ],
)
def test_copies_of_the_lock_file(copied: str, expected: str) -> None:
    """The lock file of uv comes where Poetry's did."""
    text = f"{BASE}RUN pip install poetry\nENV POETRY_VIRTUALENVS_CREATE=0\n{copied}\nRUN poetry install --only main\n"

    assert f"{BASE}{MADE}{expected}\nRUN uv sync --locked --no-dev\n" == text_after(with_uv(text))


@pytest.mark.parametrize(
    ("copied", "expected"),
    [
        ("COPY Pipfile* ./", "COPY pyproject.toml uv.lock ./"),
        ("COPY pyproject.toml Pipfile Pipfile.lock ./", "COPY pyproject.toml uv.lock ./"),
        ("COPY Pipfile.lock Pipfile ./", "COPY uv.lock pyproject.toml ./"),
    ],
)
def test_copies_of_pipfiles(copied: str, expected: str) -> None:
    """The Pipfile becomes the manifest that uv reads."""
    after = text_after(with_uv(f"{BASE}RUN pip install pipenv\n{copied}\nRUN pipenv sync --system\n"))

    assert f"{expected}\nRUN uv sync" in after


def test_mounts_of_the_lock_file() -> None:
    """A bind mount of the lock file, and a cache, serve uv."""
    text = (
        f"{BASE}ENV POETRY_VIRTUALENVS_CREATE=0\nRUN pip install poetry\n"
        "RUN --mount=type=bind,source=poetry.lock,target=poetry.lock \\\n"
        "    --mount=type=bind,source=pyproject.toml,target=pyproject.toml \\\n"
        "    --mount=type=cache,target=/root/.cache/pypoetry \\\n"
        "    poetry install --only main --no-root\n"
    )

    assert (
        f"{BASE}{MADE}RUN --mount=type=bind,source=uv.lock,target=uv.lock \\\n"
        "    --mount=type=bind,source=pyproject.toml,target=pyproject.toml \\\n"
        "    --mount=type=cache,target=/root/.cache/uv \\\n"
        "    uv sync --locked --no-dev --no-install-project\n"
    ) == text_after(with_uv(text))


@pytest.mark.parametrize(
    ("around", "copied", "reason"),
    [
        (evolve(LOCKED, dockerignore=("*.lock",)), "COPY . .", ".dockerignore keeps uv.lock out of the build"),
        (LOCKED, "COPY api/pyproject.toml api/poetry.lock ./", "uv.lock was only looked for at the top"),
        (LOCKED, "COPY src src", "no line was found that brings pyproject.toml here"),
    ],
)
def test_a_lock_file_that_would_not_arrive_is_refused(around: Repository, copied: str, reason: str) -> None:
    """The build would fail, or take another lock file."""
    text = f"{BASE}RUN pip install poetry\nENV POETRY_VIRTUALENVS_CREATE=0\n{copied}\nRUN poetry install --only main\n"

    assert reason in with_uv(text, around).refused[0]


@pytest.mark.parametrize(
    "patterns", [("*", "!uv.lock", "!pyproject.toml"), ("poetry.lock", "docs"), ("**/*.lock", "!**/uv.lock")]
)
def test_a_lock_file_that_is_let_in_again_arrives(patterns: tuple[str, ...]) -> None:
    """The last pattern that fits decides."""
    assert () == with_uv(f"{POETRY}RUN poetry install --only main\n", evolve(LOCKED, dockerignore=patterns)).refused


@pytest.mark.parametrize(
    ("lines", "left"),
    [
        ("RUN pip install -U pip && pip install poetry==1.8", ""),
        ("RUN curl -sSL https://install.python-poetry.org | python3 -", ""),
        ("RUN pip install poetry && poetry config virtualenvs.create false", ""),
        ("RUN apt-get update && pip install poetry && rm -rf /tmp/x", "RUN apt-get update && rm -rf /tmp/x\n"),
        ("RUN echo a && pip install poetry", "RUN echo a\n"),
        ("ARG POETRY_VERSION=1.8\nRUN pip install poetry==$POETRY_VERSION", ""),
        ("ENV POETRY_HOME=/opt/poetry\nENV PATH=$POETRY_HOME/bin:$PATH A=b\nRUN pip install poetry", "ENV A=b\n"),
        ("RUN python -m venv /opt/p && /opt/p/bin/pip install poetry && ln -s /opt/p/bin/poetry /bin/poetry", ""),
        ("RUN pip install pipx && pipx install poetry", ""),
    ],
)
def test_what_brought_poetry_goes(lines: str, left: str) -> None:
    """Its installs, its settings and its links go; what else these lines do stays."""
    text = f"{BASE}{lines}\nENV POETRY_VIRTUALENVS_CREATE=0\nCOPY . .\nRUN poetry install --only main\n"

    assert f"{BASE}{left}{MADE}COPY . .\nRUN uv sync --locked --no-dev\n" == text_after(with_uv(text))


def test_settings_that_are_used_elsewhere_stay() -> None:
    """A variable of the tool's that another line reads is not taken from it."""
    text = f"{POETRY}ENV POETRY_HOME=/srv\nRUN poetry install --only main\nRUN ls $POETRY_HOME\n"

    assert "ENV POETRY_HOME=/srv\n" in text_after(with_uv(text))


def test_packages_beside_the_lock_stay() -> None:
    """What pip adds goes to the same environment, which uv sync then does not clear of it."""
    after = text_after(with_uv(f"{POETRY}RUN poetry install --only main --no-root\nRUN pip install gunicorn\n"))

    assert "RUN uv venv --python /usr/local/bin/python3 /opt/venv\nENV VIRTUAL_ENV=/opt/venv UV_PROJECT" in after
    assert "RUN uv sync --locked --no-dev --no-install-project --inexact\nRUN uv pip install gunicorn\n" in after


def test_the_interpreter_is_named_where_a_file_names_another() -> None:
    """Poetry does not read .python-version; uv would look for the version that it names."""
    around = evolve(LOCKED, python_version="3.11")

    after = text_after(with_uv(f"{POETRY}RUN poetry install --only main\n", around))

    assert "RUN uv sync --locked --no-dev --python=/usr/local/bin/python3\n" in after


TWICE = f"{POETRY}RUN poetry install --only main\nRUN poetry install --only main --no-root\n"


def test_what_it_rests_on_is_asked() -> None:
    """Where not both lock files were read, that they hold the same is for the person to tell."""
    plan = with_uv(TWICE)

    assert ["Does uv.lock hold the same versions as poetry.lock?"] == [question.text for question in plan.questions]


def lock(path: str, **versions: str) -> Lock:
    """Return a lock file with *versions* from an index, and the project itself."""
    locked = (LockedPackage(name, version, Origin.INDEX, True) for name, version in versions.items())
    return Lock(path, (*locked, LockedPackage("shop", "1.0", Origin.EDITABLE, False)))


def test_lock_files_that_hold_the_same_are_told() -> None:
    """Nothing is asked then; a version may be written in another way, and a platform's package may be on top."""
    locks = (
        lock("poetry.lock", flask="3.0", click="8.1.7"),
        lock("uv.lock", flask="3.0.0", click="8.1.7", colorama="1"),
    )

    plan = with_uv(TWICE, evolve(LOCKED, locks=locks))

    assert () == plan.questions
    assert ["uv.lock holds the packages of poetry.lock in the same versions, 2 in all."] == [n.text for n in plan.notes]


def test_versions_that_would_change_are_asked_about() -> None:
    """Each by its name, in a question that does not grow without end."""
    old = {f"p{number}": "1" for number in range(4)}
    locks = (lock("poetry.lock", flask="3.0", gone="2", click="8", **old), lock("uv.lock", flask="3.1", click="8"))

    plan = with_uv(TWICE, evolve(LOCKED, locks=locks))

    expected = (
        "uv.lock does not hold what poetry.lock holds: flask 3.0 becomes 3.1, gone 2 is not in it, p0 1 is not in it, "
        "p1 1 is not in it, p2 1 is not in it and 1 more. Is that meant?"
    )
    assert [expected] == [question.text for question in plan.questions]


def test_a_lock_file_that_is_out_of_date_is_an_obstacle() -> None:
    """What takes the place of Poetry, uv sync --locked, would end the build."""
    stale = evolve(lock("uv.lock"), freshness=Freshness.STALE, why="flask is not in it, and pyproject.toml asks for it")

    expected = (
        "uv sync --locked would refuse uv.lock, which is out of date: flask is not in it, and pyproject.toml asks for "
        "it. 'uv lock' renews it."
    )
    assert (expected,) == with_uv(TWICE, evolve(LOCKED, locks=(stale,))).refused


def test_split_with_another_lock_file() -> None:
    """The last stage names no file and no setting of the tool that is gone."""
    text = (
        f"{BASE}RUN pip install poetry\nENV POETRY_VIRTUALENVS_CREATE=0 PYTHONUNBUFFERED=1\nWORKDIR /app\n"
        'COPY pyproject.toml poetry.lock README.md ./\nRUN poetry install --only main --no-root\nCOPY . .\nCMD ["x"]\n'
    )

    assert (
        f"{BASE.strip()} AS base\n\nFROM base AS build\nENV PYTHONUNBUFFERED=1\n{MADE}WORKDIR /app\n"
        "COPY pyproject.toml uv.lock README.md ./\nRUN uv sync --locked --no-dev --no-install-project\n\nFROM base\n"
        "ENV PYTHONUNBUFFERED=1\nWORKDIR /app\nENV PATH=/opt/venv/bin:$PATH\nCOPY --from=build /opt/venv /opt/venv\n"
        "RUN python -Ic \"import sys; assert any(p.startswith('/opt/venv/') for p in sys.path), sys.path\"\n"
        'COPY pyproject.toml uv.lock README.md ./\nCOPY . .\nCMD ["x"]\n'
    ) == text_after(with_uv(text, shape=Shape.SPLIT))
