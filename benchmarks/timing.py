"""Times processes in turn: what else the machine does meets all of them alike."""

from __future__ import annotations

import resource
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import median
from time import perf_counter

from attrs import field, frozen

from benchmarks.programs import Program

UNDERSTOOD = (0, 1)
"""Exit codes of a linter that did its work: nothing found, something found."""


@frozen
class Run:
    """What one run of a process took, in seconds."""

    wall: float
    processor: float


@frozen
class Timings:
    """The runs of one program on one input."""

    name: str
    runs: list[Run] = field(factory=list)

    @property
    def wall(self) -> float:
        """Median of the seconds on the clock."""
        return median(run.wall for run in self.runs)

    @property
    def processor(self) -> float:
        """Median of the seconds of processor time."""
        return median(run.processor for run in self.runs)


def time_once(command: Sequence[str], folder: Path, env: Mapping[str, str]) -> Run:
    """Run *command* in *folder*.

    Raises:
        RuntimeError: when it did not do its work: what gives up early must not win.
    """
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    began = perf_counter()
    done = subprocess.run(  # noqa: S603 - one of the programs that are measured
        command, cwd=folder, env=env, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )
    wall = perf_counter() - began
    behind = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode not in UNDERSTOOD:
        raise RuntimeError(f"{command[0]} ended with {done.returncode}: {done.stderr.decode(errors='replace')[:400]}")
    return Run(wall, behind.ru_utime - used.ru_utime + behind.ru_stime - used.ru_stime)


def time_in_turn(
    programs: Sequence[Program], files: Sequence[str], folder: Path, env: Mapping[str, str], rounds: int
) -> list[Timings]:
    """Give *files* to each program, *rounds* times, one program after the other; a first round warms up unmeasured."""
    timings = [Timings(program.name) for program in programs]
    for number in range(rounds + 1):
        for program, timing in zip(programs, timings, strict=True):
            run = time_once((*program.command, *files), folder, env)
            if number:
                timing.runs.append(run)
    return timings
