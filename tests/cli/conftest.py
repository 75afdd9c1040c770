"""Runs of venvoy in a directory of their own, with a journal of their own."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from venvoy.workspace.state import STATE_DIRECTORY_VARIABLE

from .running import InProcess


@pytest.fixture(name="place", autouse=True)
def _place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the working directory; beside it, the journal is kept."""
    directory = tmp_path / "place"
    directory.mkdir()
    monkeypatch.chdir(directory)
    monkeypatch.setenv(STATE_DIRECTORY_VARIABLE, str(tmp_path / "state"))
    for variable in ("COLUMNS", "NO_COLOR", "VENVOY_TRACEBACK"):
        monkeypatch.delenv(variable, raising=False)
    return directory


@pytest.fixture(name="venvoy")
def _venvoy(monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]) -> InProcess:
    return InProcess(monkeypatch, capsysbinary)


@pytest.fixture(name="open_directory")
def _open_directory() -> Iterator[Path]:
    """Return a directory that a child without rights can reach."""
    directory = Path(tempfile.mkdtemp(prefix="venvoy-test-"))
    directory.chmod(0o755)
    yield directory
    shutil.rmtree(directory)
