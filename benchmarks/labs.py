"""The figures of a lab beside a clock and a count that are none of venvoy's."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator, Mapping
from pathlib import Path
from statistics import median

from attrs import evolve

from benchmarks.report import seconds, table
from benchmarks.timing import time_once
from venvoy.labs.catalogue import lab
from venvoy.labs.running import carry_out, surroundings
from venvoy.model.lab import Lab, Ran

NAME = "making-a-venv"
"""The lab that is about times and bytes."""
SIZES = "du -sk *"
"""Its command that tells bytes."""


def report(scratch: Path, env: Mapping[str, str], rounds: int) -> Iterator[str]:
    """Measure, and return the report piece by piece; a lab has variables of its own, so *env* is not asked."""
    del env
    found = lab(NAME)
    if found is None:
        raise RuntimeError(f"there is no lab called {NAME}")
    told: list[dict[str, Ran]] = []
    timed: list[dict[str, float]] = []
    for number in range(rounds + 1):
        ran = carry_out(evolve(found, repeat=1), lambda _: None, threading.Event()).ran
        here = {one.command: one for one in ran if one.status is not None}
        place = scratch / f"round-{number}"
        apart = _apart(found, tuple(here), place)
        if number:
            told.append(here)
            timed.append(apart)
    yield f"## The lab {NAME} beside a plain clock\n"
    yield _times(told, timed)
    yield _sizes(told[-1][SIZES], place / "lab")


def _apart(of: Lab, commands: tuple[str, ...], place: Path) -> dict[str, float]:
    """Run *commands* in a directory below *place* and return the seconds of each."""
    place.mkdir()
    variables = surroundings(place, of)
    inside = Path(variables["PWD"])
    return {command: time_once(("/bin/sh", "-c", command), inside, variables).wall for command in commands}


def _times(told: list[dict[str, Ran]], timed: list[dict[str, float]]) -> str:
    rows = []
    for command in told[0]:
        lab_says = median(ran[command].seconds for ran in told)
        clock_says = median(times[command] for times in timed)
        ratio = f"{lab_says / clock_says:.2f}"
        rows.append((f"`{command}`", seconds(lab_says), seconds(clock_says), ratio, f"{len(told)}"))
    return table(("command", "the lab says", "the clock says", "ratio", "runs"), rows)


def _sizes(told: Ran, place: Path) -> str:
    rows = []
    for line in told.output.splitlines():
        size, _, name = line.partition("\t")
        counted = _kilobytes(place / name)
        rows.append((f"`{name}`", f"{size} kB", f"{counted} kB", f"{int(size) / counted:.2f}"))
    return table(("directory", "the lab says", "counted", "ratio"), rows)


def _kilobytes(top: Path) -> int:
    seen = {(found.st_dev, found.st_ino): found.st_blocks for found in map(os.lstat, [top, *top.rglob("*")])}
    return -(-sum(seen.values()) // 2)
