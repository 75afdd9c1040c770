"""The guided session beside a bare Textual app, each in a terminal of its own."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from os import pathsep
from pathlib import Path
from statistics import median, quantiles

from benchmarks.bare import READY
from benchmarks.inputs import file_with_findings, one_file
from benchmarks.report import comparison, seconds, table, verdict
from benchmarks.terminal import Terminal
from benchmarks.timing import Timings

LINES, FINDINGS = 5000, 500
PRESSES = 100
STEPS = "Review"
"""Stands in the header of the session's first frame."""
BARE = (sys.executable, "-m", "benchmarks.bare")
SESSION = (sys.executable, "-m", "venvoy")
DOWN = "\x1b[B"


def report(scratch: Path, env: Mapping[str, str], rounds: int) -> Iterator[str]:
    """Measure, and return the report piece by piece."""
    root = str(Path(__file__).resolve().parent.parent)
    given = env.get("PYTHONPATH")
    env = {
        **env,
        "PYTHONPATH": pathsep.join((root, given) if given else (root,)),
        "VENVOY_STATE_DIR": str(scratch / "state"),
    }
    (scratch / "Dockerfile").write_bytes(one_file())
    (scratch / "long.Dockerfile").write_bytes(file_with_findings(LINES, FINDINGS))
    yield from _first_paint(scratch, env, rounds)
    yield from _keys(scratch, env)


def _first_paint(scratch: Path, env: Mapping[str, str], rounds: int) -> Iterator[str]:
    yield "## First paint of the session\n"
    asked = {
        "a bare app": (BARE, READY),
        "the course's first frame": ((*SESSION, "learn"), "Where Python looks"),
        "the first lesson": ((*SESSION, "learn", "import-path"), "Lesson 1"),
        "the session's first frame": ((*SESSION, "Dockerfile"), STEPS),
        "its findings, read and traced": ((*SESSION, "Dockerfile"), "user-install"),
        f"the same for {LINES:,} lines with {FINDINGS} findings": ((*SESSION, "long.Dockerfile"), "global-install"),
    }
    taken = {name: Timings(name) for name in asked}
    for number in range(rounds + 1):
        for name, (command, text) in asked.items():
            with Terminal(command, scratch, env) as terminal:
                took = terminal.until(text)
            if number:
                taken[name].runs.append(took)
    bare, course, lesson, first, *_ = taken.values()
    yield comparison(tuple(taken.values()), "from the start of the process to")
    yield verdict("times a bare app's first paint", first.wall / bare.wall, 2, at_most=True)
    yield verdict("times a bare app's, the course", course.wall / bare.wall, 2, at_most=True)
    yield verdict("times a bare app's, its first lesson", lesson.wall / bare.wall, 2, at_most=True)


def _keys(scratch: Path, env: Mapping[str, str]) -> Iterator[str]:
    yield f"## From key to paint, {LINES:,} lines with {FINDINGS} findings\n"
    bare = _presses(BARE, READY, DOWN, scratch, env)
    long = (*SESSION, "long.Dockerfile")
    following = _presses(long, "global-install", "n", scratch, env)
    accepting = _presses(long, "global-install", "a", scratch, env)
    rows = [
        _row("a bare app: down", bare),
        _row("the session: next finding", following),
        _row("the session: accept", accepting),
    ]
    yield table(("key", "median", "p95", "slowest", "presses"), rows)
    yield verdict("milliseconds to the next finding, p95", _p95(following) * 1000, 50, at_most=True)
    yield verdict("milliseconds to accept, p95", _p95(accepting) * 1000, 50, at_most=True)


def _presses(command: Sequence[str], ready: str, key: str, scratch: Path, env: Mapping[str, str]) -> list[float]:
    with Terminal(command, scratch, env) as terminal:
        terminal.until(ready)
        terminal.settle()
        terminal.press(key)
        took = [terminal.press(key) for _ in range(PRESSES)]
    return [seconds_ for seconds_ in took if seconds_ is not None]


def _p95(times: Sequence[float]) -> float:
    return quantiles(times, n=20)[-1]


def _row(name: str, times: Sequence[float]) -> tuple[str, ...]:
    return (name, seconds(median(times)), seconds(_p95(times)), seconds(max(times)), f"{len(times)}")
