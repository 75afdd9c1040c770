"""venvoy check beside its neighbours."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from benchmarks.inputs import long_file, one_file, write_corpus
from benchmarks.programs import VENVOY, neighbours
from benchmarks.report import comparison, verdict
from benchmarks.timing import Timings, time_in_turn

RUNS = 5000
"""RUN lines of the long file."""
UNLIMITED = "[file-validation]\nmax-file-size = 10000000\n"
"""For tally, which else refuses the long file."""
LONG_ROUNDS = 3
"""The neighbours take many seconds for it."""


def report(scratch: Path, env: Mapping[str, str], rounds: int) -> Iterator[str]:
    """Measure, and return the report piece by piece."""
    programs = (VENVOY, *neighbours())
    (scratch / "Dockerfile").write_bytes(one_file())
    (scratch / ".tally.toml").write_text(UNLIMITED)
    yield "## One file\n"
    yield comparison(time_in_turn(programs, ["Dockerfile"], scratch, env, rounds))
    corpus = scratch / "corpus"
    corpus.mkdir()
    names = [path.name for path in write_corpus(corpus, 1000)]
    yield "## 1,000 files in one process\n"
    timings = time_in_turn(programs, names, corpus, env, rounds)
    yield comparison(timings)
    yield from _times_as_fast(timings, {"hadolint": 2, "tally": 4})
    yield f"## One file with {RUNS:,} RUN lines\n"
    (scratch / "long.Dockerfile").write_bytes(long_file(RUNS))
    (scratch / "tenth.Dockerfile").write_bytes(long_file(RUNS // 10))
    timings = time_in_turn(programs, ["long.Dockerfile"], scratch, env, min(rounds, LONG_ROUNDS))
    yield comparison(timings)
    yield from _times_as_fast(timings, {"hadolint": 10})
    yield from _growth(scratch, env, rounds)


def _times_as_fast(timings: list[Timings], aims: Mapping[str, float]) -> Iterator[str]:
    for timing in timings[1:]:
        if timing.name in aims:
            ratio = timing.wall / timings[0].wall
            yield verdict(f"times as fast as {timing.name}", ratio, aims[timing.name])


def _growth(scratch: Path, env: Mapping[str, str], rounds: int) -> Iterator[str]:
    """Compare ten times the lines with one time, without the start that both have."""
    times = []
    for name in ("empty", "tenth", "long"):
        (scratch / "empty.Dockerfile").write_bytes(b"FROM scratch\n")
        times.append(time_in_turn((VENVOY,), [f"{name}.Dockerfile"], scratch, env, rounds)[0].processor)
    start, tenth, whole = times
    growth = (whole - start) / (tenth - start)
    yield verdict(f"times the processor time for {RUNS:,} lines as for {RUNS // 10}", growth, 12, at_most=True)
