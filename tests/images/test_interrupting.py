"""Ctrl-C at any moment of ``venvoy compare``: it ends soon, says so, and nothing that it made is left."""

from __future__ import annotations

import random
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from engine import Engine as Client

pytestmark = [pytest.mark.engine, pytest.mark.xdist_group("images")]

PROJECT = Path(__file__).parents[1] / "projects" / "user-install-builder"
SEED = 4
_CHANCE = random.Random(SEED)
MOMENTS = tuple(_CHANCE.uniform(0.02, 0.98) for _ in range(10))
"""Shares of the time that a whole run takes."""


def begun(place: Path, step: str = "", before: Callable[[], object] | None = None) -> subprocess.Popen[str]:
    """Return a comparison with all its measures that has just begun, with *step* added; the child calls *before*."""
    context = shutil.copytree(PROJECT, place / "context", dirs_exist_ok=True)
    with (context / "Dockerfile").open("a") as dockerfile:
        dockerfile.write(step)
    program = [sys.executable, "-m", "venvoy", "compare", str(context), "--yes", "--runs", "1"]
    streams = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    return subprocess.Popen(program, **streams, text=True, preexec_fn=before)  # type: ignore[call-overload, no-any-return]


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

    assert (0 if ended else 130) == child.returncode
    assert [] == _left(engine, said)
    assert "Traceback" not in said


@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGHUP])
def test_being_asked_to_end_leaves_nothing_behind(sign: signal.Signals, engine: Client, tmp_path: Path) -> None:
    """By a signal in the middle of a step, and once more while it clears away, as from a shell that ends itself."""
    # Below `nohup` a hang-up would be ignored, by the child of a test as well.
    child = begun(tmp_path, "RUN sleep 300\n", lambda: signal.signal(sign, signal.SIG_DFL))
    said = ""
    while "RUN sleep 300" not in said:
        line = child.stderr.readline() if child.stderr is not None else ""
        assert line, said
        said += line
    child.send_signal(sign)
    time.sleep(0.5)
    child.send_signal(sign)
    _, rest = child.communicate(timeout=90)

    assert 130 == child.returncode
    assert [] == _left(engine, said)
    assert "Traceback" not in rest


def test_a_hang_up_that_is_ignored_ends_nothing(engine: Client, tmp_path: Path) -> None:
    """Below ``nohup`` a comparison goes on when the terminal is gone."""
    child = begun(tmp_path, before=lambda: signal.signal(signal.SIGHUP, signal.SIG_IGN))
    assert child.stderr is not None
    said = child.stderr.readline()
    child.send_signal(signal.SIGHUP)
    _, rest = child.communicate(timeout=600)

    assert 0 == child.returncode, said + rest
    assert [] == _left(engine, said + rest)


def _left(engine: Client, said: str) -> list[str]:
    """Return what is on the engine of the run that *said* its label, or none yet."""
    label = re.search(r"venvoy\.run=\w+", said)
    if label is None:
        return []
    listings = (("ps", "--all"), ("images", "--all"))
    return [
        one
        for listing in listings
        for one in engine._run(*listing, "--quiet", "--filter", f"label={label[0]}").split()  # noqa: SLF001
    ]
