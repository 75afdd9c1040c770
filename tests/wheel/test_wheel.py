"""The wheel that people install, run from an environment that has never seen the working tree."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.wheel

ROOT = Path(__file__).parents[2]
SHORTCUT = "FROM python:3.12-slim\nRUN pip install --user flask\nCMD flask run\n"


def run(*command: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run *command* in *cwd* with a HOME of its own there and nothing of ours in the environment."""
    keep = {key: value for key, value in os.environ.items() if not key.startswith(("PYTHON", "VENVOY", "VIRTUAL_ENV"))}
    return subprocess.run(
        command,
        cwd=cwd,
        env=keep | {"XDG_STATE_HOME": str(cwd / "state"), "COLUMNS": "80"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def venvoy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel, install it with the pinned versions, and return its console script."""
    away = tmp_path_factory.mktemp("wheel")
    uv = Path(sys.executable).with_name("uv")
    built = run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", away / "dist", cwd=ROOT)
    assert 0 == built.returncode, built.stderr
    (wheel,) = (away / "dist").glob("*.whl")
    made = run(uv, "venv", "--python", sys.executable, away / "env", cwd=away)
    assert 0 == made.returncode, made.stderr
    pins = ROOT / "requirements-dev.txt"
    python = away / "env" / "bin" / "python"
    installed = run(uv, "pip", "install", "--python", python, "--constraints", pins, wheel, cwd=away)
    assert 0 == installed.returncode, installed.stderr
    return away / "env" / "bin" / "venvoy"


def test_the_package_comes_from_the_wheel(venvoy: Path, tmp_path: Path) -> None:
    """What is imported lies in the new environment: the working tree is out of reach."""
    found = run(venvoy.with_name("python"), "-c", "import venvoy; print(venvoy.__file__)", cwd=tmp_path)

    assert Path(found.stdout.strip()).is_relative_to(venvoy.parents[1])


def test_manual_and_completions_come_along(venvoy: Path) -> None:
    """They lie where man and the shells look, below the prefix that the program was installed to."""
    share = venvoy.parents[1] / "share"

    assert (share / "man" / "man1" / "venvoy-migrate.1").is_file()
    assert (share / "bash-completion" / "completions" / "venvoy").is_file()


def test_check_finds_a_shortcut(venvoy: Path, tmp_path: Path) -> None:
    """`venvoy check` works from the wheel and exits with 1 for a finding."""
    (tmp_path / "Dockerfile").write_text(SHORTCUT)

    checked = run(venvoy, "check", "Dockerfile", cwd=tmp_path)

    assert (1, "") == (checked.returncode, checked.stderr)
    assert "user-install" in checked.stdout


def test_explain_brings_the_pages_along(venvoy: Path, tmp_path: Path) -> None:
    """The catalogue's pages are in the wheel."""
    explained = run(venvoy, "explain", "user-install", cwd=tmp_path)

    assert (0, "") == (explained.returncode, explained.stderr)
    assert "WHEN IT IS FINE TO KEEP" in explained.stdout.upper()


def test_demo_prints_the_walk_without_a_terminal(venvoy: Path, tmp_path: Path) -> None:
    """The samples are in the wheel, and `venvoy demo` is a text when there is no terminal."""
    shown = run(venvoy, "demo", cwd=tmp_path)

    assert 0 == shown.returncode, shown.stderr
    assert "+RUN python -m venv" in shown.stdout


def test_python_dash_m_is_the_same_program(venvoy: Path, tmp_path: Path) -> None:
    """`python -m venvoy` and the console script tell the same version."""
    by_module = run(venvoy.with_name("python"), "-m", "venvoy", "--version", cwd=tmp_path)
    by_script = run(venvoy, "--version", cwd=tmp_path)

    assert (0, by_script.stdout) == (by_module.returncode, by_module.stdout)
