"""Installs that go by a lock file which is missing, or behind its manifest."""

from __future__ import annotations

from pathlib import Path

import pytest

from venvoy.migration import analyse
from venvoy.model.analysis import Analysis
from venvoy.model.finding import Finding

STALE_UV = {
    "pyproject.toml": '[project]\nname = "shop"\ndependencies = ["flask"]\n',
    "uv.lock": "version = 1\n",
}
STALE_POETRY = {"pyproject.toml": "[tool.poetry]\n", "poetry.lock": '[metadata]\ncontent-hash = "0"\n'}
STALE_PIPENV = {"Pipfile": "[packages]\n", "Pipfile.lock": '{"_meta": {"hash": {"sha256": "0"}}}'}
STALE_PDM = {"pyproject.toml": STALE_UV["pyproject.toml"] + "[tool.pdm]\n", "pdm.lock": "[metadata]\n"}
VENV = "FROM python:3.12-slim\nENV VIRTUAL_ENV=/opt/venv PATH=/opt/venv/bin:$PATH\nRUN python -m venv /opt/venv\n"
LACKS = "which is out of date: flask is not in it, and pyproject.toml asks for it."
HASH = "which is out of date: it keeps the hash of another"


def told(root: Path, files: dict[str, str], text: str) -> list[Finding]:
    """Return the advice on a Dockerfile beside *files*."""
    for name, content in files.items():
        (root / name).write_text(content, encoding="utf-8")
    analysis = analyse(text.encode(), "Dockerfile", root)
    assert isinstance(analysis, Analysis)
    return [item for item in analysis.review.findings if item.shortcut == "stale-lock"]


@pytest.mark.parametrize(
    ("files", "run", "message", "reason"),
    [
        (
            STALE_UV,
            "uv sync --locked",
            f"uv sync goes by uv.lock, {LACKS}",
            "that ends the build. 'uv lock' renews it.",
        ),
        (STALE_UV, "uv sync --frozen", f"uv sync goes by uv.lock, {LACKS}", "what it says is installed all the same."),
        (STALE_UV, "uv sync", f"uv sync goes by uv.lock, {LACKS}", "it is locked anew in each build, with the newest"),
        (STALE_POETRY, "poetry install", f"poetry goes by poetry.lock, {HASH}", "current versions of Poetry end the"),
        (STALE_PIPENV, "pipenv install --deploy", f"pipenv goes by Pipfile.lock, {HASH}", "that ends the build."),
        (STALE_PIPENV, "pipenv sync", f"pipenv goes by Pipfile.lock, {HASH}", "what it says is installed all the"),
        (STALE_PDM, "pdm install --check", f"pdm goes by pdm.lock, {LACKS}", "that ends the build. 'pdm lock' renews"),
    ],
)
def test_a_lock_file_that_is_behind(files: dict[str, str], run: str, message: str, reason: str, tmp_path: Path) -> None:
    """What it leads to hangs on the tool and its options; it is advice, and told once."""
    lines = f"COPY . .\nRUN {run}\nRUN {run}\nENV PATH=/.venv/bin:$PATH\n"

    (item,) = told(tmp_path, files, VENV + lines)

    assert item.advice
    assert item.message.startswith(message)
    assert item.reason.startswith(f"Line {item.lines.first}: {reason}")


@pytest.mark.parametrize(
    ("files", "run", "reason"),
    [
        ({"pyproject.toml": "[tool.poetry]\n"}, "poetry install", "so each build takes the newest versions that fit."),
        ({"Pipfile": ""}, "pipenv install --deploy", "that ends the build. 'pipenv lock' makes it."),
        ({"Pipfile": ""}, "pipenv sync", "that ends the build."),
        ({"pyproject.toml": "[project]\n"}, "uv sync --frozen", "that ends the build."),
        ({"pyproject.toml": "[project]\n"}, "uv sync", "so each build takes the newest versions that fit."),
        ({"pyproject.toml": "[tool.pdm]\n"}, "pdm sync", "that ends the build."),
    ],
)
def test_a_lock_file_that_is_missing(files: dict[str, str], run: str, reason: str, tmp_path: Path) -> None:
    """Where the context is the tool's project, and has none."""
    (item,) = told(tmp_path, files, f"{VENV}COPY . .\nRUN {run}\nENV PATH=/.venv/bin:$PATH\n")

    assert item.message.endswith(f", and there is none in {tmp_path}.")
    assert item.reason.startswith(f"Line 5: {reason}")


@pytest.mark.parametrize(
    ("files", "lines"),
    [
        ({"pyproject.toml": "[project]\n"}, "COPY . .\nRUN poetry install\n"),
        ({"pyproject.toml": "[tool.poetry]\n"}, "COPY . .\nRUN poetry lock && poetry install\n"),
        ({"pyproject.toml": "[tool.poetry]\n"}, "COPY . .\nCOPY --from=x /poetry.lock .\nRUN poetry install\n"),
        ({"Pipfile": ""}, "COPY . .\nRUN pipenv install --skip-lock\n"),
        ({"pyproject.toml": "[tool.poetry]\n", "main.py": ""}, "COPY main.py .\nRUN poetry install\n"),
        (STALE_POETRY, "COPY . .\nRUN pip install flask\n"),
        (STALE_POETRY | {"main.py": ""}, "COPY main.py .\nRUN poetry install\n"),
        (STALE_POETRY | {".dockerignore": "poetry.lock\n"}, "COPY . .\nRUN poetry install\n"),
        ({}, "COPY nothing-here .\nRUN poetry install\n"),
    ],
)
def test_what_nobody_can_be_sure_of(files: dict[str, str], lines: str, tmp_path: Path) -> None:
    """Another tool's project, a lock file that is made in the build, and one that does not come along."""
    assert [] == told(tmp_path, files, VENV + lines)


def test_files_that_are_mounted_count(tmp_path: Path) -> None:
    """As uv's own guide brings them."""
    mount = "--mount=type=bind,source={0},target={0}"
    mounts = " ".join(mount.format(name) for name in STALE_UV)
    text = f"{VENV}COPY pyproject.toml /other/\nRUN {mounts} uv sync --locked\nENV PATH=/.venv/bin:$PATH\n"

    (item,) = told(tmp_path, STALE_UV, text)

    assert 5 == item.lines.first


def test_a_variable_stands_for_the_option(tmp_path: Path) -> None:
    """To uv, UV_FROZEN is --frozen."""
    text = f"{VENV}ENV UV_FROZEN=1\nCOPY . .\nRUN uv sync\nENV PATH=/.venv/bin:$PATH\n"

    (item,) = told(tmp_path, STALE_UV, text)

    assert "Line 6: what it says is installed all the same. 'uv lock' renews it." == item.reason


def test_a_comment_keeps_it(tmp_path: Path) -> None:
    """Who knows better says so in the file."""
    text = f"{VENV}COPY . .\n# venvoy: keep stale-lock -- made by CI\nRUN poetry install\n"

    (item,) = told(tmp_path, STALE_POETRY, text)

    assert "Kept by the comment on line 5: made by CI" == item.reason
