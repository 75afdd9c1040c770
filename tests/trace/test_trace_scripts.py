"""Scripts that are copied alone, and the installs that repeat what they came from."""

from __future__ import annotations

import pytest

from migrating import analysed
from venvoy.trace.scripts import bare_scripts
from venvoy.trace.view import View

FIRST = "FROM python:3.12 AS build\nWORKDIR /b\nCOPY requirements.txt .\nRUN pip install --user -r requirements.txt\n"
LAST = "FROM python:3.12-slim\nWORKDIR /app\nCOPY --from=build /root/.local/bin /usr/local/bin\n"


def bare(text: str) -> list[tuple[int, str]]:
    """Return (line of the second install or 0, doubt) for each COPY of scripts alone."""
    analysis = analysed(text)
    view = View(analysis.dockerfile, analysis.surroundings, analysis.trace)
    return [(found.again.lines.first if found.again else 0, found.doubt) for found in bare_scripts(view)]


@pytest.mark.parametrize(
    "rest",
    [
        "COPY requirements.txt .\nRUN pip install -r requirements.txt\n",
        "COPY requirements.txt ./\nRUN python -m pip install --no-cache-dir -q -r requirements.txt\n",
        "COPY --from=build /b/requirements.txt .\nRUN pip install -r requirements.txt && rm -rf /root/.cache\n",
        "COPY requirements.txt .\nRUN pip install --upgrade pip && pip install -r requirements.txt\n",
    ],
)
def test_the_same_install_again(rest: str) -> None:
    """The same words about the same file, however loud, and wherever it lies."""
    assert [(9, "")] == bare(f"{FIRST}{LAST}{rest}")


@pytest.mark.parametrize(
    "rest",
    [
        "COPY requirements.txt .\nRUN pip install -r requirements.txt && python setup.py build_ext\n",
        "COPY web.txt requirements.txt\nRUN pip install -r requirements.txt\n",
        "COPY requirements.txt .\nRUN pip install --pre -r requirements.txt\n",
        "COPY requirements.txt .\nRUN pip install -r requirements.txt gunicorn\n",
        "COPY . .\nRUN pip install -r requirements.txt\n",
        "COPY requirements.txt .\nRUN pip install -r requirements.txt\nRUN pip install gunicorn\n",
    ],
)
def test_an_install_of_something_else(rest: str) -> None:
    """Another file, another word, another command, or one more install: then nobody can tell."""
    assert [True] == ["cannot be told" in doubt for _, doubt in bare(f"{FIRST}{LAST}{rest}")]


def test_no_install_at_all() -> None:
    """Scripts without packages are said to be just that."""
    assert [(0, "Line 7: only scripts are copied, without the packages that they import.")] == bare(f"{FIRST}{LAST}")


@pytest.mark.parametrize(
    "text",
    [
        f"{FIRST}FROM python:3.12-slim\nCOPY --from=build /root/.local /root/.local\n",
        f"{FIRST}{LAST}COPY --from=build /root/.local/lib /usr/local/lib\n",
        "FROM python:3.12 AS b\nRUN pip install ruff\nFROM debian\nCOPY --from=b /usr/local/bin/ruff /bin/ruff\n",
        (
            "FROM python:3.12 AS b\nRUN pip install x\nRUN curl -o /usr/local/bin/tool https://x.example/tool\n"
            "FROM python:3.12\nCOPY --from=b /usr/local/bin /usr/local/bin\n"
        ),
    ],
)
def test_packages_or_programs_travel_too(text: str) -> None:
    """A whole site, its lib beside, a program that imports nothing, and a directory that holds more."""
    assert [] == bare(text)
