"""The listing of a large repository, and its whole plan, beside git's own listing."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from statistics import median
from time import perf_counter

from benchmarks.report import seconds, table, verdict
from benchmarks.timing import time_once
from venvoy.repository.listing import listing

FILES = 20_000
DOCKERFILE = """\
FROM python:3.12-slim
WORKDIR /srv
COPY requirements.txt .
RUN pip install -r requirements.txt
COPY . .
CMD ["python", "-m", "p00"]
"""
"""Takes every module into the image, so that each of them is read."""
GIT = ("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard")


def report(scratch: Path, env: Mapping[str, str], rounds: int) -> Iterator[str]:
    """Measure, and return the report piece by piece."""
    root = scratch / "repository"
    _write(root)
    walked = _median(rounds, lambda: _listed(root))
    for command in (("git", "init", "--quiet"), ("git", "add", "--all")):
        time_once(command, root, env)
    own = median(time_once(GIT, root, env).wall for _ in range(rounds + 1))
    asked = _median(rounds, lambda: _listed(root))
    rows = [("git ls-files", seconds(own)), ("listing, from git", seconds(asked)), ("listing, walked", seconds(walked))]
    yield f"## The listing of {FILES:,} files\n"
    yield table(("what", "clock"), rows)
    yield verdict("seconds for the listing", max(asked, walked), 3, at_most=True)
    yield f"- times as long as git ls-files: {asked / own:.1f}"
    yield from _whole(root, env, rounds, own)


def _whole(root: Path, env: Mapping[str, str], rounds: int, own: float) -> Iterator[str]:
    """Measure the plan of the repository as a process of its own; *own* is what git's listing takes of it."""
    (root / "Dockerfile").write_text(DOCKERFILE)
    command = (sys.executable, "-m", "venvoy", "migrate", "--scope", "repository", ".")
    whole = median(time_once(command, root, env).wall for _ in range(rounds))
    yield f"\n## The plan of a repository of {FILES:,} modules, all of them in the image\n"
    yield table(("what", "clock"), [("venvoy migrate --scope repository", seconds(whole))])
    yield verdict("seconds beside git ls-files", whole - own, 3, at_most=True)
    yield f"- times as long as git ls-files: {whole / own:.1f}"


def _write(root: Path) -> None:
    """Write packages of forty modules, ten in a directory."""
    for number in range(FILES):
        package = root / f"p{number // 400:02d}" / f"q{number // 40 % 10}" / f"r{number // 10 % 4}"
        package.mkdir(parents=True, exist_ok=True)
        (package / f"m{number % 10}.py").write_text(f'"""Module {number}."""\n')


def _listed(root: Path) -> None:
    found = listing(root)
    if (len(found.files), found.notes) != (FILES, ()):
        raise RuntimeError(f"{len(found.files)} of {FILES} files were listed: {' '.join(found.notes)}")


def _median(rounds: int, measured: Callable[[], None]) -> float:
    times = []
    for _ in range(rounds):
        began = perf_counter()
        measured()
        times.append(perf_counter() - began)
    return median(times)
