"""A work tree, a journal, and a directory for a child process without rights."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from venvoy.workspace.journal import Journal

from .children import NOBODY


@pytest.fixture(name="work_tree")
def _work_tree(tmp_path: Path) -> Path:
    directory = tmp_path / "shop"
    directory.mkdir()
    return directory


@pytest.fixture(name="journal")
def _journal(tmp_path: Path) -> Journal:
    return Journal(tmp_path / "state" / "journal")


@pytest.fixture(name="open_directory")
def _open_directory() -> Iterator[Path]:
    """Return a directory that an unprivileged child can reach and that belongs to it."""
    directory = Path(tempfile.mkdtemp(prefix="venvoy-test-"))
    directory.chmod(0o755)
    if os.geteuid() == 0:
        os.chown(directory, NOBODY, NOBODY)
    yield directory
    shutil.rmtree(directory)
