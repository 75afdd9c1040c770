"""The table of failures holds: each is found in a Dockerfile that has it, or a page says why none shows it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from venvoy.migration import analyse
from venvoy.model.analysis import Analysis
from venvoy.shortcuts.pages import names, page

TABLE = Path(__file__).parents[2] / "docs" / "reference" / "failures.md"
ROWS = dict(re.findall(r"^\| (F\d+) \|(.*)\|$", TABLE.read_text(encoding="utf-8"), re.MULTILINE))

B = "FROM python:3.12-slim AS b\n"
S = "/usr/local/lib/python3.12/site-packages"
D = "FROM debian:bookworm\nRUN apt-get update && apt-get install -y python3 python3-pip python3-yaml\n"
UV = "WORKDIR /app\nCOPY pyproject.toml uv.lock ./\nRUN uv sync --no-install-project\n"
MADE = "RUN python -m venv /v && /v/bin/pip install flask\n"

FOUND = {
    "F1": f"{B}RUN pip install gunicorn\nFROM python:3.12-slim\nCOPY --from=b {S} {S}\n",
    "F2": f"{B}RUN pip install gunicorn\nFROM python:3.12-slim\nCOPY --from=b {S} {S}\n",
    "F3": f"{B}RUN pip install gunicorn\nFROM python:3.12-slim\nCOPY --from=b /usr/local /usr/local\n",
    "F4": f"{B}RUN pip install --user flask\nUSER app\n",
    "F5": f"{B}ENV PYTHONUSERBASE=/app\nRUN pip install --user flask\n",
    "F6": f"{B}RUN pip install --user flask\n",
    "F8": f"{B}RUN pip install --target /deps flask && pip install --target /deps gunicorn\n",
    "F9": f"{B}RUN pip install --prefix /install flask\nFROM python:3.12-slim\nCOPY --from=b /install /usr/local\n",
    "F10": f'{B}{MADE}ENV PYTHONPATH=/v/lib/python3.12/site-packages\nCMD ["python", "app.py"]\n',
    "F11": f"{B}{MADE}FROM python:3.12-slim\nCOPY --from=b /v /opt/venv\n",
    "F12": f"{B}{MADE}FROM python:3.13-slim\nCOPY --from=b /v /v\n",
    "F13": f"{B}{UV.replace('sync', 'sync --python 3.13')}FROM python:3.12-slim\nCOPY --from=b /app/.venv /app/.venv\n",
    "F14": f"{B}{MADE}FROM python:3.12-alpine\nCOPY --from=b /v /v\n",
    "F15": f"{B}{MADE}FROM gcr.io/distroless/python3-debian12\nCOPY --from=b /v /v\n",
    "F16": f"{D}RUN pip3 install --break-system-packages flask\n",
    "F17": f"{D}RUN pip3 install --break-system-packages -U pyyaml\n",
    "F18": f"{B}RUN pip install poetry\nRUN poetry config virtualenvs.create false && poetry install\n",
    "F19": f'{B}ENV UV_SYSTEM_PYTHON=1\n{UV}CMD ["python", "main.py"]\n',
    "F20": f"{B}ENV UV_PROJECT_ENVIRONMENT=/usr/local\n{UV}",
    "F21": f"{B}RUN python -m venv /v\nRUN . /v/bin/activate\nRUN pip install flask\n",
    "F23": f"{B}{UV}COPY . .\n",
    "F25": f"{B}RUN pip install pdm && pdm config python.use_venv false\nRUN pdm install\n",
    "F27": f"FROM ghcr.io/astral-sh/uv:bookworm-slim AS b\n{UV}FROM debian:12\nCOPY --from=b /app/.venv /app/.venv\n",
}
"""A Dockerfile that has the failure; the page of its row finds it."""

EXPLAINED = {
    "F7": ("user-install", "--user"),
    "F22": ("hidden-venv", "bind mount"),
    "F24": ("break-system-packages", "python3-venv"),
    "F26": ("pip-left-behind", "scanner"),
}
"""The page, and what it says of a failure that no Dockerfile shows, or that stops the build by itself."""


def told(row: str) -> list[str]:
    """Return the pages that the last column of a row names."""
    return [name for name in re.findall(r"`([a-z-]+)`", row.rsplit("|", 1)[1]) if name in names()]


def test_every_failure_has_its_row() -> None:
    """The failures are numbered without a gap, and each is found or explained."""
    assert [f"F{number}" for number in range(1, 28)] == list(ROWS)
    assert set(ROWS) == {*FOUND, *EXPLAINED}


@pytest.mark.parametrize("failure", FOUND)
def test_a_failure_is_found_by_the_page_of_its_row(failure: str, tmp_path: Path) -> None:
    """What the row promises is what a check says of a Dockerfile with that failure, in the directory of a project."""
    for name in ("pyproject.toml", "uv.lock"):
        (tmp_path / name).touch()
    analysis = analyse(FOUND[failure].encode(), "Dockerfile", tmp_path)
    assert isinstance(analysis, Analysis)

    assert told(ROWS[failure])[0] in {finding.shortcut for finding in analysis.review.findings}


@pytest.mark.parametrize("failure", EXPLAINED)
def test_a_failure_that_is_not_found_is_explained(failure: str) -> None:
    """The page of its row speaks of it."""
    name, words = EXPLAINED[failure]
    shown = page(name)

    assert [name] == told(ROWS[failure])
    assert shown is not None
    assert words in shown.markdown
