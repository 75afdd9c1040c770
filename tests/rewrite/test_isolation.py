"""Isolated mode is only written where the repository's own modules are found without the working directory."""

from __future__ import annotations

from pathlib import Path

import pytest

from migrating import accepting
from venvoy.migration import analyse
from venvoy.model.analysis import Analysis
from venvoy.model.plan import DEFAULT_EXTRAS, Choices, Extra, Plan

INSTALLED = "COPY . .\nRUN pip install .\n"
BESIDE = "COPY requirements.txt .\nRUN pip install -r requirements.txt\nCOPY . .\n"


def isolated(place: Path, rest: str, start: str) -> Plan:
    """Return the plan, with isolated mode chosen, for a Dockerfile beside a package, a module and a script."""
    (place / "shop").mkdir()
    for name in ("shop/__init__.py", "settings.py", "run.py"):
        (place / name).touch()
    (place / "requirements.txt").write_text("flask\n")
    text = f"FROM python:3.12-slim\nWORKDIR /app\n{rest}CMD {start}\n"
    analysis = analyse(text.encode(), str(place / "Dockerfile"), place)
    assert isinstance(analysis, Analysis), analysis
    return accepting(analysis, Choices(extras=DEFAULT_EXTRAS | {Extra.ISOLATED_MODE}))


@pytest.mark.parametrize(
    ("rest", "start", "written"),
    [
        pytest.param(INSTALLED, '["python", "-m", "shop"]', True, id="an installed package"),
        pytest.param("COPY . .\nRUN pip install -e .\n", '["python", "-m", "shop"]', True, id="an editable install"),
        pytest.param(BESIDE, '["python", "-m", "shop"]', False, id="a package in the working directory"),
        pytest.param(BESIDE, '["python", "-m", "shop.web"]', False, id="a module of such a package"),
        pytest.param(BESIDE, '["python", "-m", "flask"]', True, id="a package of somebody else"),
        pytest.param(BESIDE, '["python", "run.py"]', False, id="a script with neighbours"),
        pytest.param(INSTALLED, '["python", "run.py"]', True, id="a script whose neighbours are installed"),
    ],
)
def test_where_it_is_written(rest: str, start: str, written: bool, tmp_path: Path) -> None:
    """Where it is not, a note says which module would be lost."""
    plan = isolated(tmp_path, rest, start)

    assert written == (b'"-I"' in plan.after)
    assert written != any(note.text.startswith("-I was not added: ") for note in plan.notes)
