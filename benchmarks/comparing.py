"""What a comparison costs beside the builds in it, and how long its reports take for an image of 1,000 packages."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from statistics import median
from time import perf_counter

from benchmarks.programs import Program
from benchmarks.report import seconds, table, verdict
from benchmarks.timing import time_in_turn
from venvoy.images.comparing.verdict import compared
from venvoy.images.counting import counted
from venvoy.images.discovery import connect
from venvoy.model.comparison import Comparison, Expectations
from venvoy.model.engine import Builder, Engine, NoEngine
from venvoy.model.image import Distribution, File, FileKind, Image, ImageConfig, ImageContents, NotProbed
from venvoy.reports.comparison import comparison_text
from venvoy.reports.comparison_html import comparison_html
from venvoy.reports.comparison_json import comparison_json
from venvoy.reports.comparison_markdown import comparison_markdown

PACKAGES, FILES_EACH = 1000, 20
WIDTH = 100
_FILE = 'FROM python:3.12-slim\nRUN echo {}\nCMD ["python"]\n'
REPORTS: Mapping[str, Callable[[Comparison], str]] = {
    "text": lambda found: comparison_text(found, WIDTH),
    "JSON": comparison_json,
    "Markdown": comparison_markdown,
    "HTML": comparison_html,
}


def report(scratch: Path, env: Mapping[str, str], rounds: int) -> Iterator[str]:
    """Measure, and return the report piece by piece."""
    yield "## A comparison\n"
    found = of_many()
    times = {name: _median(lambda make=make: make(found), rounds) for name, make in REPORTS.items()}  # type: ignore[misc]
    yield table(("report, 1,000 packages", "clock"), ((name, seconds(value)) for name, value in times.items()))
    yield verdict("slowest report, in ms", max(times.values()) * 1000, 300, at_most=True)
    connection = connect()
    if isinstance(connection, NoEngine) or connection.engine.client is None:
        yield "- no engine with a docker client is here: the overhead over bare builds was not measured"
        return
    connection.close()
    docker = connection.engine.client
    for name in ("before", "after"):
        (scratch / f"{name}.Dockerfile").write_text(_FILE.format(name), "utf-8")
    yield from _overhead(docker, scratch, env, rounds)


def _overhead(docker: str, scratch: Path, env: Mapping[str, str], rounds: int) -> Iterator[str]:
    bare = " && ".join(f"{docker} build --quiet --file {name}.Dockerfile ." for name in ("before", "after"))
    words = ("--before", "before.Dockerfile", "--after", "after.Dockerfile", "--measure", "same", "--yes")
    programs = (
        Program("the two builds, bare", "venvoy", ("sh", "-c", f"{{ {bare}; }} || exit 3")),
        Program("venvoy compare", "venvoy", (sys.executable, "-m", "venvoy", "compare", *words)),
    )
    alone, whole = time_in_turn(programs, (), scratch, {**env, "DOCKER_BUILDKIT": "1"}, rounds)
    yield table(("both builds from the cache", "clock"), ((one.name, seconds(one.wall)) for one in (alone, whole)))
    yield verdict("seconds beyond the builds, looking inside included", whole.wall - alone.wall, 2, at_most=True)


def of_many() -> Comparison:
    """Return the comparison of two images with many packages, which moved to an environment."""
    before, after = (_image(site) for site in ("/root/.local/lib/site-packages", "/opt/venv/lib/site-packages"))
    engine = Engine("unix:///e", "made up", "Docker", "", "linux/amd64", Builder.BUILDKIT, None)
    expected = Expectations(venvs=frozenset({"/opt/venv"}))
    return compared(engine, before, after, expected, counted(before, after))


def _image(site: str) -> Image:
    packages = tuple(
        Distribution(
            f"package-{number}", "1.0", site, files=frozenset(f"{site}/p{number}/{n}.py" for n in range(FILES_EACH))
        )
        for number in range(PACKAGES)
    )
    files = {path: File(FileKind.FILE, 0o644, (0, 0), 1000, path) for one in packages for path in one.files}
    contents = ImageContents(files=files, distributions=packages, scripts=())
    return Image("sha256:0", 10**9, (), ImageConfig(), contents, NotProbed("It is made up."))


def _median(work: Callable[[], object], rounds: int) -> float:
    times = []
    for _ in range(rounds):
        start = perf_counter()
        work()
        times.append(perf_counter() - start)
    return median(times)
