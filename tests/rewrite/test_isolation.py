"""Isolated mode is only written where the import graph says that the application is found with it."""

from __future__ import annotations

from pathlib import Path

import pytest

from migrating import accepting
from venvoy.migration import analyse, diff
from venvoy.model.analysis import Analysis
from venvoy.model.plan import DEFAULT_EXTRAS, Choices, Extra, Plan

FILES = {
    "pyproject.toml": '[project]\nname = "shop"\nversion = "1"\n[build-system]\nrequires = ["setuptools"]\n'
    '[tool.setuptools]\npackages = ["shop"]\n',
    "shop/__init__.py": "",
    "shop/__main__.py": "import shop.web\nshop.web.run()\n",
    "shop/web.py": "import flask\n",
    "settings.py": "",
    "run.py": "import settings, shop\n",
    "whole.py": "import shop.web\n",
    "alone.py": "import flask, json\n",
    "requirements.txt": "flask\n",
}
INSTALLED = "COPY . .\nRUN pip install .\n"
BESIDE = "COPY requirements.txt .\nRUN pip install -r requirements.txt\nCOPY . .\n"
TOO_EARLY = "COPY pyproject.toml .\nRUN pip install .\nCOPY . .\n"


def isolated(place: Path, rest: str, start: str) -> Plan:
    """Return the plan, with isolated mode chosen, for a Dockerfile beside a package, modules and scripts."""
    for name, content in FILES.items():
        (place / name).parent.mkdir(exist_ok=True)
        (place / name).write_text(content)
    text = f"FROM python:3.12-slim\nWORKDIR /app\n{rest}CMD {start}\n"
    analysis = analyse(text.encode(), str(place / "Dockerfile"), place)
    assert isinstance(analysis, Analysis), analysis
    return accepting(analysis, Choices(extras=DEFAULT_EXTRAS | {Extra.ISOLATED_MODE}))


@pytest.mark.parametrize(
    ("rest", "start", "written"),
    [
        pytest.param(INSTALLED, '["python", "-m", "shop"]', True, id="an installed package"),
        pytest.param("COPY . .\nRUN pip install -e .\n", '["python", "-m", "shop"]', True, id="an editable install"),
        pytest.param(TOO_EARLY, '["python", "-m", "shop"]', False, id="an install before there is any source"),
        pytest.param(BESIDE, '["python", "-m", "shop"]', False, id="a package in the working directory"),
        pytest.param(BESIDE, '["python", "-m", "shop.web"]', False, id="a module of such a package"),
        pytest.param(BESIDE, '["python", "-m", "flask", "run"]', True, id="a server that puts the directory back"),
        pytest.param(BESIDE, '["python", "-m", "celery", "-A", "shop"]', False, id="one that takes it away again"),
        pytest.param(BESIDE, '["python", "-m", "http.server"]', True, id="a module of the standard library"),
        pytest.param(BESIDE, '["python", "-m", "other"]', False, id="a module of somebody else that may import ours"),
        pytest.param(BESIDE, '["python", "run.py"]', False, id="a script with neighbours"),
        pytest.param(BESIDE, '["python", "alone.py"]', True, id="a script that imports no neighbour"),
        pytest.param(INSTALLED, '["python", "whole.py"]', True, id="a script whose neighbours are installed"),
        pytest.param(INSTALLED, '["python", "run.py"]', False, id="a script with a neighbour that is not"),
        pytest.param(BESIDE, '["python", "missing.py"]', False, id="a script that is not copied"),
    ],
)
def test_where_it_is_written(rest: str, start: str, written: bool, tmp_path: Path) -> None:
    """Where it is not, a note says why."""
    plan = isolated(tmp_path, rest, start)

    assert written == (b'"-I"' in plan.after)
    assert written != any(note.text.startswith("-I was not added: ") for note in plan.notes)


def test_the_note_names_the_place(tmp_path: Path) -> None:
    """The file and the line that import what would be lost."""
    plan = isolated(tmp_path, BESIDE, '["python", "run.py"]')

    expected = "-I was not added: run.py, line 1, imports settings, which lies in /app, and no install puts it into"
    assert [f"{expected} the virtual environment."] == [note.text for note in plan.notes]


@pytest.mark.parametrize(
    ("start", "line", "why"),
    [
        pytest.param(
            '["python", "whole.py"]',
            'RUN python -Ic "import shop.web"',
            "shop.web can be imported in a build",
            id="what only defines is imported",
        ),
        pytest.param(
            '["python", "-m", "shop"]',
            'RUN python -Ic "import importlib.util; '
            "assert importlib.util.find_spec('shop.__main__'), 'shop.__main__'\"",
            "shop/__main__.py, line 2, calls shop.web.run",
            id="what does more is looked for",
        ),
    ],
)
def test_the_smoke_test_asks_for_what_starts(start: str, line: str, why: str, tmp_path: Path) -> None:
    """Beside -I the environment has to hold it; the line says why it is imported, or why not."""
    plan = isolated(tmp_path, INSTALLED, start)
    causes = {one.text.decode().strip(): one.causes for one in diff(plan).lines}

    assert line in causes
    assert {"extra:smoke-test"} == {cause.source for cause in causes[line]}
    assert any(why in cause.why for cause in causes[line])


def test_without_isolated_mode_the_smoke_test_does_not(tmp_path: Path) -> None:
    """The environment alone is asked; no module of the application is read for it."""
    isolated(tmp_path, INSTALLED, '["python", "whole.py"]')
    text = f'FROM python:3.12-slim\nWORKDIR /app\n{INSTALLED}CMD ["python", "whole.py"]\n'
    analysis = analyse(text.encode(), str(tmp_path / "Dockerfile"), tmp_path)
    assert isinstance(analysis, Analysis)

    assert b"shop" not in b"".join(line for line in accepting(analysis).after.splitlines() if b"-Ic" in line)


def test_another_stage_is_not_asked_for_what_the_last_one_starts(tmp_path: Path) -> None:
    """A stage that is given the environment, and the project only later, would fail for nothing."""
    rest = (
        "COPY . .\nRUN pip install --user .\nFROM python:3.12-slim AS other\nCOPY --from=0 /root/.local /root/.local\n"
        "FROM python:3.12-slim\nWORKDIR /app\nCOPY --from=0 /root/.local /root/.local\nCOPY whole.py .\n"
    )
    plan = isolated(tmp_path, rest, '["python", "whole.py"]')
    tests = [line for line in plan.after.decode().splitlines() if "-Ic" in line]

    assert 2 == len(tests)
    assert ["shop.web" in line for line in tests] == [False, True]
