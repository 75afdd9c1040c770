"""What a headless run must never load, seen from a process of its own."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

HEAVY = ("docker", "elftools", "libcst", "requests", "rich", "ruamel", "textual")
"""Packages that cost more to import than a whole check costs to run."""

PROGRAM = """
import json, sys
from venvoy.__main__ import main
try:
    main()
except SystemExit as end:
    code = end.code
print(json.dumps({"code": code, "heavy": sorted({HEAVY} & set(sys.modules))}))
"""


def headless(*arguments: str, cwd: Path) -> dict[str, object]:
    """Run venvoy with *arguments* and return its exit code and the heavy packages it loaded."""
    program = PROGRAM.replace("{HEAVY}", repr(set(HEAVY)))
    done = subprocess.run(
        [sys.executable, "-c", program, *arguments], cwd=cwd, capture_output=True, text=True, check=True
    )
    answer: dict[str, object] = json.loads(done.stdout.splitlines()[-1])
    return answer


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        pytest.param(("check", "Dockerfile"), 1, id="check"),
        pytest.param(("check", "Dockerfile", "--format", "json"), 1, id="check as JSON"),
        pytest.param(("migrate", "Dockerfile"), 1, id="migrate"),
        pytest.param(("check", ".", "--scope", "repository"), 1, id="check of a repository without neighbours"),
        pytest.param(("migrate", ".", "--scope", "repository"), 1, id="migrate such a repository"),
        pytest.param(("trace", "Dockerfile"), 0, id="trace"),
        pytest.param(("explain", "user-install"), 0, id="explain"),
        pytest.param(("doctor", "build.log", "--dockerfile", "Dockerfile"), 0, id="doctor"),
        pytest.param(("--version",), 0, id="version"),
    ],
)
def test_a_headless_run_loads_nothing_heavy(arguments: tuple[str, ...], code: int, tmp_path: Path) -> None:
    """No command that only reads and prints pays for the terminal interface."""
    (tmp_path / "build.log").write_text("error: externally-managed-environment\n")
    (tmp_path / "Dockerfile").write_text("FROM python:3.12-slim\nRUN pip install --user flask\nCMD flask run\n")

    assert {"code": code, "heavy": []} == headless(*arguments, cwd=tmp_path)


def test_the_manifests_of_a_repository_load_nothing_heavy(tmp_path: Path) -> None:
    """A setup.py is read with the standard library, as nothing of it is rewritten."""
    (tmp_path / "Dockerfile").write_text("FROM python:3.12-slim\nCOPY setup.py .\nRUN pip install --user .\n")
    (tmp_path / "setup.py").write_text("from setuptools import setup\nsetup(name='shop')\n")

    assert {"code": 1, "heavy": []} == headless("check", "Dockerfile", cwd=tmp_path)
