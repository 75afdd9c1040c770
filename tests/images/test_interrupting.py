"""Ctrl-C at any moment of ``venvoy compare``: it ends soon, says so, and nothing that it made is left."""

from __future__ import annotations

import random
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from engine import Engine as Client

pytestmark = [pytest.mark.engine, pytest.mark.xdist_group("images")]

PROJECT = Path(__file__).parents[1] / "projects" / "user-install-builder"
SEED = 4
_CHANCE = random.Random(SEED)
MOMENTS = tuple(_CHANCE.uniform(0.02, 0.98) for _ in range(10))
"""Shares of the time that a whole run takes."""


def begun(place: Path) -> subprocess.Popen[str]:
    """Return a comparison with all its measures that has just begun."""
    context = shutil.copytree(PROJECT, place / "context", dirs_exist_ok=True)
    program = [sys.executable, "-m", "venvoy", "compare", str(context), "--yes", "--runs", "1"]
    return subprocess.Popen(program, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


@pytest.fixture(name="whole", scope="module")
def _whole(engine: Client, tmp_path_factory: pytest.TempPathFactory) -> float:
    """Return the seconds that a run takes that nobody interrupts; its layers are in the cache from then on."""
    start = time.monotonic()
    child = begun(tmp_path_factory.mktemp("whole"))
    _, said = child.communicate(timeout=600)
    assert 0 == child.returncode, said
    return time.monotonic() - start


@pytest.mark.parametrize("share", MOMENTS, ids="{:.2f}".format)
def test_ctrl_c_leaves_nothing_behind(share: float, whole: float, engine: Client, tmp_path: Path) -> None:
    """While it starts, builds, looks inside, imports and times: the same end everywhere."""
    child = begun(tmp_path)
    time.sleep(0.5 + share * whole)  # before that, it is Python that starts, and not venvoy
    ended = child.poll() is not None
    child.send_signal(signal.SIGINT)
    _, said = child.communicate(timeout=90)
    label = re.search(r"venvoy\.run=\w+", said)

    assert (0 if ended else 130) == child.returncode
    assert "Traceback" not in said
    if label is not None:
        for listing in (("ps", "--all"), ("images", "--all")):
            assert "" == engine._run(*listing, "--quiet", "--filter", f"label={label[0]}")  # noqa: SLF001
