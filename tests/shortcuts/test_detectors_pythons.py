"""Pythons that uv brings, Pythons that the project's files ask for, and starts that go past the venv."""

from __future__ import annotations

from pathlib import Path

import pytest

from migrating import analysed, findings
from venvoy.migration import analyse
from venvoy.model.analysis import Analysis
from venvoy.trace.project_python import excludes

SYNC = "FROM python:3.12-slim AS b\nWORKDIR /app\nCOPY pyproject.toml uv.lock .python-version ./\n{lines}RUN {run}\n"
LAST = "FROM python:3.12-slim\nCOPY --from=b /app/.venv /app/.venv\nENV PATH=/app/.venv/bin:$PATH\n"


def built(lines: str, run: str) -> str:
    """Return a stage with *lines* before *run*; the project itself, whose source is elsewhere, is not installed."""
    return SYNC.format(lines=lines, run=run.replace("uv sync", "uv sync --no-install-project"))


def found(text: str) -> list[str]:
    """Return the shortcuts that are found in a Dockerfile, advice left out."""
    return [item.shortcut for item in findings(analysed(text))]


@pytest.mark.parametrize(
    ("lines", "run", "missing"),
    [
        ("", "uv sync", False),
        ("", "uv sync --python 3.12", False),
        ("", "uv sync --python 3.12.4", False),
        ("", "uv sync --python 3.13", True),
        ("", "uv sync -p python3.13", True),
        ("", "uv sync --managed-python", True),
        ("", "uv sync --python-preference only-managed", True),
        ("", "UV_PYTHON=3.13 uv sync", True),
        ("ENV UV_PYTHON=3.13\n", "uv sync", True),
        ("ENV UV_PYTHON=3.13 UV_PYTHON_DOWNLOADS=never\n", "uv sync", False),
        ("ENV UV_NO_MANAGED_PYTHON=1\n", "uv sync --python 3.13", False),
        ("ENV UV_PYTHON=/usr/local/bin/python3\n", "uv sync", False),
        ("RUN uv python install\n", "uv sync", True),
        ("RUN uv python install 3.12\n", "uv sync --python 3.12", True),
        ("RUN uv python install 3.11\n", "uv sync --python 3.12", False),
        ("ENV UV_PYTHON_PREFERENCE=system\nRUN uv python install 3.12\n", "uv sync", False),
        ("", "uv venv --python 3.13 && uv pip install flask", True),
        ("", "uv venv && uv pip install flask", False),
    ],
)  # fmt: skip
def test_a_python_of_uv_stays_behind(lines: str, run: str, missing: bool) -> None:
    """Where uv surely brings a Python of its own and only the venv is copied, the link dangles."""
    assert (["venv-interpreter-missing"] if missing else []) == found(built(lines, run) + LAST)


@pytest.mark.parametrize(
    ("place", "copy"),
    [
        ("ENV UV_PYTHON_INSTALL_DIR=/python\n", "COPY --from=b /python /python\n"),
        ("ENV UV_PYTHON_INSTALL_DIR=/app/own\n", "COPY --from=b /app /app\n"),
        ("", "COPY --from=b /root/.local /root/.local\n"),
    ],
)
def test_a_python_that_travels_is_not_missing(place: str, copy: str) -> None:
    """A COPY of the directory that uv fills, or of one above it, brings the interpreter."""
    assert [] == found(built(place, "uv sync --python 3.13") + LAST + copy)


def in_repository(directory: Path, text: str, version: str | None, requires: str | None) -> list[tuple[str, bool]]:
    """Return what is found, and whether as advice, in a project that asks for a Python."""
    (directory / "uv.lock").touch()
    project = '[project]\nname = "x"\n' + (f'requires-python = "{requires}"\n' if requires else "")
    (directory / "pyproject.toml").write_text(project)
    if version:
        (directory / ".python-version").write_text(f"{version}\n")
    analysis = analyse(text.encode(), "Dockerfile", directory)
    assert isinstance(analysis, Analysis)
    return [(item.shortcut, item.advice) for item in analysis.review.findings]


@pytest.mark.parametrize(
    ("version", "requires", "lines", "told"),
    [
        ("3.13", None, "", True),
        ("3.12", ">=3.13", "", False),
        ("3.12.4", None, "", False),
        ("pypy3.10", None, "", False),
        (None, ">=3.13", "", True),
        (None, "<3.12", "", True),
        (None, ">=3.11", "", False),
        (None, ">=3.12.30", "", False),
        (None, "^3.13", "", False),
        ("3.13", None, "ENV UV_PYTHON_DOWNLOADS=never\n", False),
        ("3.13", None, "ENV UV_PYTHON=3.12\n", False),
    ],
)  # fmt: skip
def test_what_the_project_asks_for(
    version: str | None, requires: str | None, lines: str, told: bool, tmp_path: Path
) -> None:
    """A project that the image's Python does not satisfy: a dangling link when it is copied, advice when it stays."""
    text = built(lines, "uv sync")
    end = 'ENV PATH=/app/.venv/bin:$PATH\nCMD ["python", "x.py"]\n'

    assert ([("python-mismatch", True)] if told else []) == in_repository(tmp_path, text + end, version, requires)
    assert ([("venv-interpreter-missing", False)] if told else []) == in_repository(
        tmp_path, text + LAST, version, requires
    )


def test_what_does_not_reach_uv_is_not_asked_for(tmp_path: Path) -> None:
    """A .python-version that is not copied, or kept out of the context, decides nothing."""
    text = "FROM python:3.12-slim\nWORKDIR /app\nCOPY {what} ./\nRUN uv sync\nENV PATH=/app/.venv/bin:$PATH\n"

    assert [] == in_repository(tmp_path, text.format(what="pyproject.toml uv.lock"), "3.13", None)
    (tmp_path / ".dockerignore").write_text(".venv\n.python-version\n")
    assert [] == in_repository(tmp_path, text.format(what="."), "3.13", None)
    (tmp_path / ".dockerignore").write_text(".venv\n")
    assert [("python-mismatch", True)] == in_repository(tmp_path, text.format(what="."), "3.13", None)


FILLED = "FROM python:3.12\nRUN python -m venv /v && /v/bin/pip install flask\n"


@pytest.mark.parametrize(
    ("end", "expected"),
    [
        ('CMD ["python", "app.py"]\n', ["unused-venv"]),
        ('ENTRYPOINT ["/usr/local/bin/python3", "-u", "app.py"]\n', ["unused-venv"]),
        ("CMD python -m shop.serve\n", ["unused-venv"]),
        ('ENV PATH=/v/bin:$PATH\nCMD ["/usr/local/bin/python", "app.py"]\n', ["unused-venv"]),
        ('ENV PATH=/v/bin:$PATH\nCMD ["python", "app.py"]\n', []),
        ('CMD ["/v/bin/python", "app.py"]\n', []),
        ('CMD ["python", "-m", "http.server"]\n', []),
        ('CMD ["python", "-c", "print(1)"]\n', []),
        ('CMD ["python"]\n', []),
        ('CMD ["./start.sh"]\n', []),
        ('ENV PYTHONPATH=/v/lib/python3.12/site-packages\nCMD ["python", "app.py"]\n', ["pythonpath-packages"]),
        ('ENV WORKER=/v/bin/python\nCMD ["python", "app.py"]\n', []),
        ('RUN ln -s /v/bin/flask /usr/local/bin\nCMD ["python", "app.py"]\n', []),
        ("CMD . /v/bin/activate && python app.py\n", []),
    ],
)  # fmt: skip
def test_a_start_that_goes_past_the_venv(end: str, expected: list[str]) -> None:
    """A start that surely misses the packages; not one that names the venv, needs none, or hides what it does."""
    assert expected == found(FILLED + end)


def test_two_places_are_two_purposes() -> None:
    """Where the interpreter has packages of its own, a venv beside it is not what CMD is meant to start."""
    text = f'{FILLED}RUN pip install redis\nCMD ["python", "app.py"]\n'

    assert "unused-venv" not in found(text)


def test_an_option_that_overrules_the_path_is_said() -> None:
    """The sentence does not say that the venv is not on PATH when it is."""
    text = "FROM python:3.12\nRUN uv venv /v\nENV PATH=/v/bin:$PATH\nRUN uv pip install --system flask\n"
    (item,) = (f for f in findings(analysed(text)) if f.shortcut == "unused-venv")

    assert "the installs behind it go to the system" in item.message


@pytest.mark.parametrize(
    ("made", "used", "advised"),
    [("trixie", "bookworm", True), ("bookworm", "trixie", False), ("bookworm", "bookworm", False)],
)
def test_releases_of_debian(made: str, used: str, advised: bool) -> None:
    """Advice where what was compiled on the newer release is used on the older one."""
    text = f"FROM python:3.12-{made} AS b\nRUN python -m venv /v && /v/bin/pip install x\n"
    items = analysed(f"{text}FROM python:3.12-slim-{used}\nCOPY --from=b /v /v\n").review.findings

    assert advised == any(item.shortcut == "python-mismatch" and item.advice for item in items)


@pytest.mark.parametrize(
    ("files", "copy", "message"),
    [
        ({"setup.py": "setup(\n  python_requires='>=3.13')"}, ".", "setup.py, line 2, asks for Python >=3.13,"),
        ({"setup.cfg": "[options]\npython_requires = <3\n"}, "setup.cfg", "setup.cfg, line 2, asks for Python <3,"),
        ({"runtime.txt": "python-3.8.10\n"}, ".", "runtime.txt asks for Python 3.8.10,"),
        ({"runtime.txt": "python-3.12.1\n"}, ".", None),
        ({"runtime.txt": "the newest\n"}, ".", None),
        ({"runtime.txt": "python-3.8.10\n"}, "requirements.txt", None),
        ({"runtime.txt": "python-3.8.10\n", ".dockerignore": "*.txt\n!requirements.txt\n"}, ".", None),
        ({"setup.py": "setup(python_requires=computed())"}, ".", None),
        ({"setup.py": "setup(python_requires='>=3.8')", "runtime.txt": "python-3.8.1"}, ".", None),
        ({"Pipfile": "[requires]\npython_version = '3.11'\n"}, ".", "Pipfile, line 2, asks for Python 3.11,"),
        ({"Pipfile": "[requires]\npython_version = '3.12'\n"}, ".", None),
    ],
)  # fmt: skip
def test_what_files_ask_for_and_the_image_has_not(
    files: dict[str, str], copy: str, message: str | None, tmp_path: Path
) -> None:
    """Advice, once, and only where a COPY brings the project."""
    for name, text in ({"requirements.txt": "flask\n"} | files).items():
        (tmp_path / name).write_text(text)
    text = f"FROM python:3.12-slim\nWORKDIR /app\nCOPY {copy} ./\nRUN pip install flask\nRUN pip install redis\n"

    analysis = analyse(text.encode(), "Dockerfile", tmp_path)

    assert isinstance(analysis, Analysis)
    told = [item for item in analysis.review.findings if item.shortcut == "python-mismatch"]
    assert ([f"{message} the image has 3.12."] if message else []) == [item.message for item in told]
    assert all(item.advice for item in told)


def test_what_the_project_is_tested_with_is_told_beside_a_contradiction(tmp_path: Path) -> None:
    """It tells which side is out of date; where nothing contradicts, nothing is told."""
    tox = "[tox]\nenvlist = py3{10,11}\n"
    for name, text in {"tox.ini": tox, "setup.cfg": "[options]\npython_requires = <3.12\n"}.items():
        (tmp_path / name).write_text(text)
    text = b"FROM python:3.12-slim\nCOPY . .\nRUN pip install flask\n"

    analysis = analyse(text, "Dockerfile", tmp_path)

    assert isinstance(analysis, Analysis)
    (told,) = (item.reason for item in analysis.review.findings if item.shortcut == "python-mismatch")
    assert told.endswith(" that is out of date. The project is tested with 3.10 and 3.11 (tox.ini).")


@pytest.mark.parametrize(
    ("required", "expected"),
    [
        (">=3.13", True),
        ("^3.10", False),
        ("^3.13", True),
        ("~3.11", True),
        ("~3.12.1", False),
        ("~3", False),
        ("^2.7", True),
        (">=3.10,<3.13", False),
        ("^3.8,<3.12", True),
        ("~=3.11", False),
        ("3.11", True),
        ("3.12", False),
        ("^3.8 || ^4", False),
        ("none", False),
        ("^", False),
    ],
)
def test_constraints_that_leave_a_python_out(required: str, expected: bool) -> None:
    """The standard's and those of Poetry and Pipenv; of what is none of them nothing is claimed."""
    assert expected == excludes(required, "3.12")


@pytest.mark.parametrize(
    ("lock", "run", "message"),
    [
        ("[metadata]\npython-versions = '^3.13'\n", "poetry install", "poetry.lock, line 2, asks for Python ^3.13,"),
        ("[metadata]\npython-versions = '^3.10'\n", "poetry install", None),
        ("[metadata]\npython-versions = '^3.13'\n", "pip install poetry", None),
    ],
)
def test_what_a_lock_file_was_made_for(lock: str, run: str, message: str | None, tmp_path: Path) -> None:
    """The lock file that the install goes by counts, too."""
    for name, text in {"poetry.lock": lock, "pyproject.toml": "[tool.poetry]\n"}.items():
        (tmp_path / name).write_text(text)
    text = f"FROM python:3.12-slim\nENV POETRY_VIRTUALENVS_CREATE=0\nCOPY . .\nRUN {run}\nRUN pip install flask\n"

    analysis = analyse(text.encode(), "Dockerfile", tmp_path)

    assert isinstance(analysis, Analysis)
    told = [item.message for item in analysis.review.findings if item.shortcut == "python-mismatch"]
    assert ([f"{message} the image has 3.12."] if message else []) == told
