"""The project itself installed into the venv: where the lines stand, and where a note stands in their place."""

from __future__ import annotations

from pathlib import Path

import pytest
from attrs import evolve

from migrating import acceptable
from venvoy import migration
from venvoy.model.analysis import Analysis
from venvoy.model.plan import (
    DEFAULT_EXTRAS,
    Answer,
    Choices,
    Decision,
    Decisions,
    Extra,
    InstallerChoice,
    Plan,
    Shape,
)

FILES = {"requirements.txt": "flask\n", "shop/__init__.py": "", "shop/__main__.py": "import flask\n"}
HEAD = "FROM python:3.12-slim\nWORKDIR /app\n"
INSTALL = "COPY requirements.txt .\nRUN pip install --no-cache-dir -r requirements.txt\n"
START = 'COPY . .\nCMD ["python", "-m", "shop"]\n'
BOTH = frozenset({Extra.INSTALLED_PROJECT, Extra.ISOLATED_MODE})


def planned(place: Path, text: str, kept: bool = False, beside: bool = True, **choices: object) -> Plan:
    """Return the plan with the project chosen, all accepted, for a Dockerfile beside a package."""
    for name, content in FILES.items():
        (place / name).parent.mkdir(exist_ok=True)
        (place / name).write_text(content)
    analysis = migration.analyse(text.encode(), str(place / "Dockerfile"), place)
    assert isinstance(analysis, Analysis), analysis
    answers = dict.fromkeys(acceptable(analysis), Decision(Answer.ACCEPT))
    if kept:
        answers["installed-project@pyproject.toml:1"] = Decision(Answer.KEEP)
    chosen = evolve(Choices(extras=DEFAULT_EXTRAS | BOTH), **choices)
    return migration.plan(analysis, Decisions(answers, chosen), beside=beside)


@pytest.mark.parametrize(
    ("text", "choices", "lines"),
    [
        pytest.param(
            HEAD + INSTALL + START,
            {},
            "RUN pip install --no-cache-dir -r requirements.txt\nCOPY pyproject.toml ./\nCOPY shop ./shop\n"
            "RUN pip install --no-cache-dir --no-deps .\n\nFROM base\n",
            id="a stage that is split",
        ),
        pytest.param(
            HEAD + INSTALL + START,
            {"shape": Shape.IN_PLACE},
            "requirements.txt\nCOPY pyproject.toml ./\nCOPY shop ./shop\nRUN pip install --no-cache-dir --no-deps .\n"
            "COPY . .\n",
            id="a stage that stays whole",
        ),
        pytest.param(
            f'{HEAD}COPY . .\nRUN pip install -r requirements.txt\nCMD ["python", "-m", "shop"]\n',
            {},
            "COPY . .\nRUN pip install -r requirements.txt\nRUN pip install --no-deps .\n",
            id="where the whole context is there already",
        ),
        pytest.param(
            HEAD + INSTALL + START,
            {"installer": InstallerChoice.UV},
            "COPY shop ./shop\nRUN uv pip install --no-cache --no-deps .\n",
            id="by uv, which must not take it from its cache",
        ),
        pytest.param(
            HEAD + INSTALL + START,
            {"extras": DEFAULT_EXTRAS | BOTH | {Extra.PIP_LEFT_BEHIND}},
            "RUN /usr/local/bin/python -m pip --python /opt/venv/bin/python install --no-cache-dir --no-deps .\n",
            id="by the pip that is left behind",
        ),
        pytest.param(
            f"FROM python:3.12-slim AS b\nWORKDIR /src\nRUN pip install --user flask\n{HEAD}"
            f"COPY --from=b /root/.local /root/.local\n{START}",
            {},
            "RUN pip install flask\nCOPY pyproject.toml ./\nCOPY shop ./shop\nRUN pip install --no-deps .\n",
            id="in the stage that builds",
        ),
        pytest.param(
            f"{HEAD}COPY requirements.txt .\nRUN pip install -r requirements.txt\nRUN pip install gunicorn\n{START}",
            {},
            "RUN pip install gunicorn\nCOPY pyproject.toml ./\nCOPY shop ./shop\nRUN pip install --no-deps .\n",
            id="behind the last install",
        ),
    ],
)
def test_where_it_is_installed(text: str, choices: dict[str, object], lines: str, tmp_path: Path) -> None:
    """Behind all that it needs, from its source, and then with -I."""
    plan = planned(tmp_path, text, **choices)

    assert lines in plan.after.decode()
    assert b'"-I"' in plan.after
    assert () == plan.refused
    assert plan.project is not None
    assert ("shop",) == plan.project.sources


@pytest.mark.parametrize(
    ("text", "why"),
    [
        pytest.param(
            f"{HEAD}COPY requirements.txt .\nRUN pip install -i https://example.com/ -r requirements.txt\n{START}",
            "line 4 says where packages come from",
            id="an index of one's own",
        ),
        pytest.param(
            f"{HEAD}COPY requirements.txt .\nRUN --mount=type=secret,id=pip pip install -r requirements.txt\n{START}",
            "line 4 says where packages come from",
            id="a secret",
        ),
        pytest.param(f"{HEAD}ENV PIP_NO_INDEX=1\n{INSTALL}{START}", "PIP_NO_INDEX is set", id="no index"),
        pytest.param(f"{HEAD}ENV PIP_REQUIRE_HASHES=1\n{INSTALL}{START}", "PIP_REQUIRE_HASHES is set", id="hashes"),
        pytest.param(
            f"FROM python:3.12-slim\n{INSTALL}WORKDIR /app\n{START}",
            "line 3 works in /, among the directories of the system",
            id="in the root",
        ),
        pytest.param(
            f"{HEAD}COPY requirements.txt .\nRUN PIP_NO_INDEX=1 pip install -r requirements.txt\n{START}",
            "PIP_NO_INDEX is set",
            id="no index for the command alone",
        ),
        pytest.param(
            f"{HEAD}COPY requirements.txt .\nRUN export PIP_NO_INDEX=1 && pip install -r requirements.txt\n{START}",
            "PIP_NO_INDEX is set",
            id="no index for the RUN alone",
        ),
        pytest.param(
            f"{HEAD}COPY requirements.txt .\nRUN pip install --no-index -r requirements.txt\n{START}",
            "line 4 says where packages come from",
            id="no index as an option",
        ),
        pytest.param(f"{HEAD}ENV PIP_CONFIG_FILE=/x\n{INSTALL}{START}", "PIP_CONFIG_FILE is set", id="a settings file"),
        pytest.param(
            f"{HEAD}COPY pip.conf /etc/\n{INSTALL}{START}", "line 3 brings settings of the installer", id="settings"
        ),
        pytest.param(
            f"{HEAD}RUN pip config set global.no-index true\n{INSTALL}{START}",
            "line 3 brings settings of the installer",
            id="settings that are written",
        ),
        pytest.param(
            f"FROM python:3.12-slim AS b\nCOPY requirements.txt .\nRUN pip wheel -w /wheels -r requirements.txt\n{HEAD}"
            f"COPY --from=b /wheels /wheels\nRUN pip install --no-index --find-links=/wheels /wheels/*\n{START}",
            "The project is not installed: ",
            id="wheels",
        ),
    ],
)
def test_a_note_says_why_it_is_not(text: str, why: str, tmp_path: Path) -> None:
    """Nothing of it is written, and -I, which would need it, is not either."""
    plan = planned(tmp_path, text)

    assert any(note.text.startswith("The project is not installed: ") and why in note.text for note in plan.notes)
    assert b"--no-deps ." not in plan.after
    assert b'"-I"' not in plan.after
    assert None is plan.project
    assert plan.changes


def test_alone_the_dockerfile_does_not_count_on_a_file_that_nobody_writes(tmp_path: Path) -> None:
    """Where nothing beside it is written, it would not build."""
    plan = planned(tmp_path, HEAD + INSTALL + START, beside=False)

    assert b"--no-deps" not in plan.after
    assert any("'--scope repository' writes along" in note.text for note in plan.notes)
    assert None is plan.project


def test_kept_it_is_still_an_offer(tmp_path: Path) -> None:
    """The file that stays as it is can be changed after all, so it is known what it would be."""
    plan = planned(tmp_path, HEAD + INSTALL + START, kept=True)

    assert b"--no-deps" not in plan.after
    assert b'"-I"' not in plan.after
    assert any("pyproject.toml stays as it is" in note.text for note in plan.notes)
    assert plan.project is not None


def test_every_line_says_why(tmp_path: Path) -> None:
    """The lines of the install come from the extra."""
    plan = planned(tmp_path, HEAD + INSTALL + START)
    added = {line.text: [cause.source for cause in line.causes] for line in migration.diff(plan).lines}

    assert ["extra:installed-project"] == added[b"RUN pip install --no-cache-dir --no-deps .\n"]
    assert ["extra:installed-project"] == added[b"COPY shop ./shop\n"]


def test_nothing_is_installed_where_nothing_is_lost(tmp_path: Path) -> None:
    """A script alone needs no project, and the note says what was found instead."""
    (tmp_path / "run.py").write_text("import flask\n")
    plan = planned(tmp_path, f'{HEAD}{INSTALL}COPY run.py .\nCMD ["python", "run.py"]\n')

    assert ["The project is not installed: What starts reaches no other module of the repository."] == [
        note.text for note in plan.notes
    ]
    assert b'"-I"' in plan.after
