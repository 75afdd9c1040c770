"""Improvements beside the migration: each off until chosen, with its reason, and never without a word."""

from __future__ import annotations

import pytest

from migrating import migrated, text_after
from venvoy.migration import diff
from venvoy.model.plan import DEFAULT_EXTRAS, Extra, InstallerChoice, Plan, Shape

BASE = "FROM python:3.12\n"
GIVEN = "FROM python:3.12\nCOPY --from=b /usr/local /usr/local\n"
MOUNTED = "RUN --mount=type=cache,target=/root/.cache/"


def chosen(text: str, *extras: Extra, installer: InstallerChoice = InstallerChoice.KEEP) -> Plan:
    """Return the plan for *text* in place, with *extras* only."""
    return migrated(text, extras=frozenset(extras), shape=Shape.IN_PLACE, installer=installer)


def added(text: str, *extras: Extra, installer: InstallerChoice = InstallerChoice.KEEP) -> list[str]:
    """Return the lines that *extras* add to, or change in, the rewrite without them."""
    without = text_after(chosen(text, installer=installer)).splitlines()
    return [line for line in text_after(chosen(text, *extras, installer=installer)).splitlines() if line not in without]


def notes(text: str, extra: Extra) -> list[str]:
    """Return what the person is told about *extra*."""
    return [note.text for note in chosen(text, extra).notes]


@pytest.mark.parametrize("extra", [extra for extra in Extra if extra not in DEFAULT_EXTRAS])
def test_extras_are_off(extra: Extra) -> None:
    """Nobody gets what they did not choose."""
    text = f'{BASE}RUN pip install --no-cache-dir flask\nCMD ["python", "a.py"]\n'

    assert chosen(text, *DEFAULT_EXTRAS).after == migrated(text, shape=Shape.IN_PLACE).after
    assert f"extra:{extra.value}" not in {c.source for e in migrated(text).edits for c in e.causes}


IN_A_FILE_ALONE = [extra for extra in Extra if extra not in {Extra.BYTECODE, Extra.INSTALLED_PROJECT}]
"""Extras that need neither uv nor a repository."""


@pytest.mark.parametrize("extra", IN_A_FILE_ALONE)
def test_what_an_extra_adds_names_it(extra: Extra) -> None:
    """The cause of a line that an extra adds is that extra."""
    text = f'FROM python:3.12 AS b\nRUN pip install flask\n{GIVEN}CMD ["python", "a.py"]\n'
    text = text.replace("3.12\n", "3.12-slim\n", 1) if extra is Extra.COUPLED_STAGES else text
    lines = diff(migrated(text, extras=frozenset({extra}))).lines
    sources = {cause.source for line in lines for cause in line.causes}

    assert f"extra:{extra.value}" in sources


def test_guard() -> None:
    """Pip refuses to install anywhere else in the stage that builds."""
    assert ["ENV PATH=/opt/venv/bin:$PATH PIP_REQUIRE_VIRTUALENV=1"] == added(
        f"{BASE}RUN pip install flask\n", Extra.GUARD
    )


@pytest.mark.parametrize(
    ("what", "start", "test"),
    [
        ("flask", "CMD x", 'RUN python -Ic "import flask"'),
        ("'Flask[async]>=3'", "CMD x", 'RUN python -Ic "import flask"'),
        ("psycopg2-binary PyYAML", "CMD x", 'RUN python -Ic "import psycopg2, yaml"'),
        ("flask", 'CMD ["flask", "run"]', 'RUN python -Ic "import flask" && flask --version'),
        ("flask", "CMD exec gunicorn app", 'RUN python -Ic "import flask" && gunicorn --version'),
        ("flask", 'ENTRYPOINT ["celery"]\nCMD ["worker"]', 'RUN python -Ic "import flask" && celery --version'),
        ("flask", 'CMD ["python", "a.py"]', 'RUN python -Ic "import flask"'),
        ("flask", 'CMD ["./run.sh"]', 'RUN python -Ic "import flask"'),
    ],
)
def test_smoke_test(what: str, start: str, test: str) -> None:
    """It imports what is known to be installed, and asks a known script that CMD names for its version."""
    text = f"FROM python:3.12 AS b\nRUN pip install {what}\n{GIVEN}{start}\n"

    assert [test] == added(text, Extra.SMOKE_TEST)


def test_smoke_test_of_unknown_packages() -> None:
    """Where no import is known it holds that the venv is what python looks at."""
    text = f"FROM python:3.12 AS b\nRUN pip install -r r.txt\n{GIVEN}CMD x\n"

    assert [
        "RUN python -Ic \"import sys; assert any(p.startswith('/opt/venv/') for p in sys.path), sys.path\""
    ] == added(text, Extra.SMOKE_TEST)


@pytest.mark.parametrize(
    ("image", "make"),
    [
        ("python:3.12", "RUN groupadd --system app && useradd --system --gid app --create-home app"),
        ("python:3.12-alpine", "RUN addgroup -S app && adduser -S -G app app"),
    ],
)
def test_non_root_user(image: str, make: str) -> None:
    """Directly before what starts, as the distribution makes users; a question is left for the person."""
    text = f'FROM {image}\nRUN pip install flask\nCMD ["x"]\n'
    plan = chosen(text, Extra.NON_ROOT_USER)

    assert text_after(plan).endswith(f'RUN pip install flask\n{make}\nUSER app\nCMD ["x"]\n')
    assert ["Does the application write files in the image?"] == [question.text for question in plan.questions]


def test_non_root_user_before_entrypoint_and_cmd() -> None:
    """Where both say what starts, before the first of them."""
    text = f'{BASE}RUN pip install flask\nENTRYPOINT ["flask"]\nCMD ["run"]\n'

    assert text_after(chosen(text, Extra.NON_ROOT_USER)).endswith('USER app\nENTRYPOINT ["flask"]\nCMD ["run"]\n')


def test_the_last_stage_gets_what_is_about_starting() -> None:
    """A user for the build stage would serve nobody."""
    text = f'FROM python:3.12 AS b\nRUN pip install flask\nCMD ["x"]\n{GIVEN}CMD ["python", "a.py"]\n'
    extras = frozenset({Extra.NON_ROOT_USER, Extra.STOP_SIGNAL, Extra.ISOLATED_MODE})
    build, last = text_after(migrated(text, extras=extras)).split("FROM python:3.12\n")

    assert 'CMD ["x"]\n' in build
    assert last.endswith('USER app\nSTOPSIGNAL SIGINT\nCMD ["python", "-I", "a.py"]\n')


@pytest.mark.parametrize(
    ("text", "note"),
    [
        (f"{BASE}RUN pip install flask\nUSER me\nCMD x\n", "The last stage already has a user of its own."),
        (f"{BASE}RUN pip install flask\n", "There is no CMD or ENTRYPOINT to put a user before"),
    ],
)
def test_non_root_user_where_it_has_no_place(text: str, note: str) -> None:
    """It changes nothing, and says why."""
    assert ([], [True]) == (added(text, Extra.NON_ROOT_USER), [note in one for one in notes(text, Extra.NON_ROOT_USER)])


@pytest.mark.parametrize(
    ("run", "after", "installer"),
    [
        ("pip install flask", f"{MOUNTED}pip pip install flask", InstallerChoice.KEEP),
        ("pip install --no-cache-dir flask", f"{MOUNTED}pip pip install flask", InstallerChoice.KEEP),
        (
            "pip install --no-cache-dir a && pip install --no-cache-dir b",
            f"{MOUNTED}pip pip install a && pip install b",
            InstallerChoice.KEEP,
        ),
    ],
)  # fmt: skip
def test_cache_mounts(run: str, after: str, installer: InstallerChoice) -> None:
    """One mount for each RUN, and no --no-cache-dir that would work against it."""
    assert [after] == added(f"{BASE}RUN {run}\n", Extra.CACHE_MOUNTS, installer=installer)


@pytest.mark.parametrize(
    "text",
    [
        f"{BASE}RUN --mount=type=cache,target=/root/.cache/pip pip install flask\n",
        f"{BASE}RUN useradd app\nUSER app\nRUN pip install flask\n",
        f"{BASE}ENV PIP_NO_CACHE_DIR=1\nRUN pip install flask\n",
        f"{BASE}ENV PIP_CACHE_DIR=/cache\nRUN pip install flask\n",
        f"{BASE}RUN pip install flask && rm -rf /root/.cache\n",
        f"{BASE}RUN pip install flask && pip cache purge\n",
    ],
)
def test_cache_mounts_where_they_have_no_place(text: str) -> None:
    """A RUN that has one keeps its own; the cache of another user, or of a variable, is elsewhere."""
    assert [] == added(text, Extra.CACHE_MOUNTS)


def test_cache_mounts_of_uv() -> None:
    """Beside the mount uv is told to copy, once, and not where the file says how it links."""
    text = f"{BASE}RUN pip install flask\n"
    mount = f"{MOUNTED}uv uv pip install flask"
    told = text.replace("RUN", "ENV UV_LINK_MODE=copy\nRUN")

    assert ["ENV UV_LINK_MODE=copy", mount] == added(text, Extra.CACHE_MOUNTS, installer=InstallerChoice.UV)
    assert [mount] == added(told, Extra.CACHE_MOUNTS, installer=InstallerChoice.UV)


def test_bytecode() -> None:
    """Uv leaves it out unless it is asked; pip makes it anyway, and that is said."""
    text = f"{BASE}RUN pip install flask\nCMD x\n"

    assert ["ENV UV_COMPILE_BYTECODE=1"] == added(text, Extra.BYTECODE, installer=InstallerChoice.UV)
    assert ([], 1) == (added(text, Extra.BYTECODE), len(notes(text, Extra.BYTECODE)))


def test_bytecode_where_uv_installs_already() -> None:
    """What stays uv's is compiled as well, unless the file says so itself."""
    text = "FROM ghcr.io/astral-sh/uv:python3.12-bookworm\nRUN uv pip install --system flask\n"

    assert ["ENV UV_COMPILE_BYTECODE=1"] == added(text, Extra.BYTECODE)
    assert [] == added(text.replace("RUN", "ENV UV_COMPILE_BYTECODE=1\nRUN"), Extra.BYTECODE)


@pytest.mark.parametrize(
    ("start", "lines"),
    [
        ('CMD ["python", "a.py"]', ["STOPSIGNAL SIGINT"]),
        ('ENTRYPOINT ["uvicorn"]\nCMD ["a:b"]', ["STOPSIGNAL SIGINT"]),
        ('CMD ["gunicorn", "a"]', []),
        ('CMD ["celery", "worker"]', []),
        ("CMD exec gunicorn a", []),
        ('CMD ["python", "-m", "gunicorn", "a"]', []),
        ('ENTRYPOINT ["tini", "--"]\nCMD ["gunicorn", "a"]', []),
        ('ENTRYPOINT ["tini", "--"]\nCMD ["python", "a.py"]', ["STOPSIGNAL SIGINT"]),
        ('CMD ["./start.sh"]', []),
        ('ENTRYPOINT ["/docker-entrypoint"]\nCMD ["python", "a.py"]', []),
        ('STOPSIGNAL SIGTERM\nCMD ["python", "a.py"]', []),
        ('CMD ["poetry", "run", "gunicorn", "a:b"]', []),
        ('CMD ["uv", "run", "celery", "worker"]', []),
    ],
)
def test_stop_signal(start: str, lines: list[str]) -> None:
    """Not for programs that stop gracefully on SIGTERM, and never over the owner's own; then with a note."""
    text = f"{BASE}RUN pip install flask\n{start}\n"

    assert (lines, not lines) == (added(text, Extra.STOP_SIGNAL), bool(notes(text, Extra.STOP_SIGNAL)))


@pytest.mark.parametrize(
    ("start", "lines"),
    [
        ('CMD ["python", "a.py"]', ['CMD ["python", "-I", "a.py"]']),
        ('ENTRYPOINT ["python3", "-m", "x"]', ['ENTRYPOINT ["python3", "-I", "-m", "x"]']),
        ('CMD ["python", "-I", "a.py"]', []),
        ('CMD ["gunicorn", "a"]', []),
        ("CMD python a.py", []),
    ],
)
def test_isolated_mode(start: str, lines: list[str]) -> None:
    """-I where python starts in JSON form and lacks it; otherwise a note says why not."""
    text = f"{BASE}RUN pip install flask\n{start}\n"

    assert (lines, not lines) == (added(text, Extra.ISOLATED_MODE), bool(notes(text, Extra.ISOLATED_MODE)))


def test_isolated_mode_keeps_the_output_unbuffered() -> None:
    """-I does not look at PYTHONUNBUFFERED, so -u says it; other variables that lose their effect are named."""
    text = f'{BASE}ENV PYTHONUNBUFFERED=1 PYTHONOPTIMIZE=1\nRUN pip install flask\nCMD ["python", "a.py"]\n'

    assert ['CMD ["python", "-I", "-u", "a.py"]'] == added(text, Extra.ISOLATED_MODE)
    assert "Python does not look at PYTHONOPTIMIZE with -I." in notes(text, Extra.ISOLATED_MODE)


def test_isolated_mode_not_beside_pythonpath() -> None:
    """An application that is found by PYTHONPATH would be lost."""
    assert [] == added(
        f'{BASE}ENV PYTHONPATH=/srv\nRUN pip install flask\nCMD ["python", "a.py"]\n', Extra.ISOLATED_MODE
    )


@pytest.mark.parametrize(
    "text",
    [
        f"{BASE}RUN pip install flask\nRUN useradd web\nCMD x\n",
        f"{BASE}RUN pip install flask\nCMD x\nRUN chmod 1777 /data\n",
    ],
)
def test_non_root_user_not_in_the_way(text: str) -> None:
    """Not beside a user that the file makes, nor above what may need root."""
    assert [] == added(text, Extra.NON_ROOT_USER)
    assert any(note.startswith("No user is added: line ") for note in notes(text, Extra.NON_ROOT_USER))


@pytest.mark.parametrize(
    ("run", "after"),
    [
        ("pip install flask", "pip --python /opt/venv/bin/python install flask"),
        ("pip3 -q install flask", "pip3 --python /opt/venv/bin/python -q install flask"),
        ("python -m pip install flask", "/usr/local/bin/python -m pip --python /opt/venv/bin/python install flask"),
        ("/usr/local/bin/pip install flask", "/usr/local/bin/pip --python /opt/venv/bin/python install flask"),
    ],
)
def test_pip_left_behind(run: str, after: str) -> None:
    """The interpreter's own pip fills a venv that has none, however it is called."""
    make = "RUN python3 -m venv" if run.startswith("pip3") else "RUN python -m venv"

    assert [f"{make} --without-pip /opt/venv", f"RUN {after}"] == added(f"{BASE}RUN {run}\n", Extra.PIP_LEFT_BEHIND)


def test_pip_left_behind_in_json() -> None:
    """Strings of an array stay strings of an array."""
    text = f'{BASE}RUN ["pip", "install", "flask"]\n'

    assert 'RUN ["pip", "--python", "/opt/venv/bin/python", "install", "flask"]' in added(text, Extra.PIP_LEFT_BEHIND)


@pytest.mark.parametrize(
    "text",
    [
        "FROM python:3.11\nRUN pip install flask\n",
        f"{BASE}RUN pip install -U pip\nRUN pip install flask\n",
        f"{BASE}RUN pip install flask && pip check\n",
        f"{BASE}RUN pip install flask\nCMD pip install x && flask run\n",
        f"{BASE}RUN sudo pip install flask\n",
        f"{BASE}RUN python -m venv /opt/venv\nRUN pip install flask\n",
    ],
)
def test_pip_left_behind_where_it_has_no_place(text: str) -> None:
    """Where pip is wanted for more, or setuptools would go with it, nothing changes and the reason is told."""
    assert [] == added(text, Extra.PIP_LEFT_BEHIND)
    assert any(note.startswith("pip is not left behind: ") for note in notes(text, Extra.PIP_LEFT_BEHIND))


COUPLED = "FROM {one} AS b\nRUN pip install --user flask\nFROM {two}\nCOPY --from=b /root/.local /root/.local\n"


@pytest.mark.parametrize(
    ("one", "two", "lines"),
    [
        (
            "python:3.12",
            "python:3.12-slim",
            ["ARG PYTHON_VERSION=3.12", "FROM python:${PYTHON_VERSION} AS b", "FROM python:${PYTHON_VERSION}-slim"],
        ),
        (
            "ghcr.io/astral-sh/uv:python3.12-bookworm-slim",
            "docker.io/library/python:3.12-slim-bookworm",
            [
                "ARG PYTHON_VERSION=3.12",
                "FROM ghcr.io/astral-sh/uv:python${PYTHON_VERSION}-bookworm-slim AS b",
                "FROM docker.io/library/python:${PYTHON_VERSION}-slim-bookworm",
            ],
        ),
        ("python:3.12.7", "python:3.12-slim", []),
        ("python:3.12", "python:3.12", []),
        ("python:3.12-slim@sha256:" + "0" * 64, "python:3.12", []),
    ],
)
def test_coupled_stages(one: str, two: str, lines: list[str]) -> None:
    """One ARG before the first FROM, used by all; where the lines do not say the same, they stay."""
    text = COUPLED.format(one=one, two=two)

    assert (lines, not lines) == (added(text, Extra.COUPLED_STAGES), bool(notes(text, Extra.COUPLED_STAGES)))


def test_coupled_stages_keep_the_directive_first() -> None:
    """A syntax directive counts only on the first line, and a name that is taken is not taken twice."""
    text = COUPLED.format(one="python:3.12", two="python:3.12-slim")

    after = text_after(chosen("# syntax=docker/dockerfile:1\n" + text, Extra.COUPLED_STAGES))
    assert after.startswith("# syntax=docker/dockerfile:1\nARG PYTHON_VERSION=3.12\nFROM")
    assert [] == added(text + "RUN echo $PYTHON_VERSION\n", Extra.COUPLED_STAGES)


@pytest.mark.parametrize(
    ("python", "made", "words"),
    [("3.12", "RUN uv venv", "A venv that uv makes has no pip."), ("3.11", "RUN python -m venv", "before 3.12")],
)
def test_pip_left_behind_by_uv(python: str, made: str, words: str) -> None:
    """What is said of the venv is true of the one that is made."""
    extras = frozenset({Extra.PIP_LEFT_BEHIND})
    text = f"FROM python:{python}\nRUN pip install flask\nCMD x\n"
    plan = migrated(text, extras=extras, installer=InstallerChoice.UV)

    assert made in text_after(plan)
    assert any(words in note.text for note in plan.notes)
