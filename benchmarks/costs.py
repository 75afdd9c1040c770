"""``python -m benchmarks.costs``: what migrations cost and save, as the page ``docs/reference/costs.md``.

Builds the shipped samples and some projects of ``tests/projects`` with ``venvoy compare``, one after the other, and
writes the page anew after each, so that what is measured is not lost when the next one fails.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from statistics import median
from typing import Any

from attrs import field, frozen

from benchmarks.report import table
from venvoy.samples import copy_to, names

ROOT = Path(__file__).resolve().parent.parent
PROJECTS = ROOT / "tests" / "projects"
PAGE = ROOT / "docs" / "reference" / "costs.md"
CHOSEN = (
    "bottle-noticeboard", "break-system-flag", "compiled-cffi", "four-targets", "prefix-install-carried",
    "setup-py-install", "site-packages-carried", "target-directory-carried", "user-install-builder", "uv-copied-in",
)  # fmt: skip
"""Projects beside the samples: one for each way by which packages reach an image."""
HEAD = """# What a migration costs and saves

The samples that come with venvoy, and some projects of its tests, measured before and after by
`venvoy compare --accept all`. Every cell is *before → after*. Sizes are MB (10⁶ bytes), the layers of the base
included; builds are seconds, and start-up is milliseconds, each the median of {runs} runs in which the two took turns.
A dash stands where there is nothing to measure: no Python file or list of requirements to change, or no package to
import. How each figure is measured is told in [Compare before and after](../how-to/compare.md#what-is-measured).

{note}
The bases are stand-ins made from the same Python releases: compare the columns with each other, not with a registry.
`make cost-table` writes this page anew.

"""
COLUMNS = ("image size", "clean build", "rebuild after a source change", "rebuild after a requirement change",
           "start-up", "sys.path entries")  # fmt: skip
TITLES = ("", "size", "clean build", "source changed", "requirement changed", "start-up", "sys.path")
_NOTICEABLE = 0.01
"""Share of a counted figure below which nobody calls it worse."""


@frozen
class Figure:
    """One measure of both sides."""

    before: float
    after: float
    noise: float = 0.0
    """Half the distance between fastest and slowest, of both sides together."""

    @property
    def worse(self) -> bool:
        """True when it grew by more than the runs differ."""
        return self.after - self.before > max(self.noise, _NOTICEABLE * self.before)


@frozen
class Row:
    """One application."""

    name: str
    figures: Mapping[str, Figure] = field(factory=dict)


def main() -> int:
    """Measure, and write the page."""
    parser = argparse.ArgumentParser(prog="benchmarks.costs", description=__doc__)
    parser.add_argument("names", nargs="*", help="samples and projects (default: all samples and some projects)")
    parser.add_argument("--runs", type=int, default=3, help="timed runs of each kind (default: 3)")
    parser.add_argument("--note", default="", help="a sentence about the machine")
    options = parser.parse_args()
    rows = []
    for name in options.names or (*names(), *CHOSEN):
        sys.stderr.write(f"{name}\n")
        with tempfile.TemporaryDirectory(prefix="venvoy-costs-") as folder:
            found = _measured(name, Path(folder), options.runs)
        if found is not None:
            rows.append(found)
            PAGE.write_text(page(rows, options.runs, options.note), "utf-8")
    return 0


def _measured(name: str, folder: Path, runs: int) -> Row | None:
    """Return the figures of the sample or project *name*; None when it could not be compared, which is said."""
    context = copy_to(name, folder) if name in names() else PROJECTS / name
    report = folder / "report.json"
    words = ["compare", str(context), "--accept", "all", "--runs", str(runs), "--format", "json", "-o", str(report)]
    done = subprocess.run(  # noqa: S603 - ourselves
        [sys.executable, "-m", "venvoy", *words, "--yes"], capture_output=True, text=True, check=False
    )
    if not report.is_file():
        sys.stderr.write(f"  not compared ({done.returncode}): {done.stderr.strip().splitlines()[-1:]}\n")
        return None
    document = json.loads(report.read_text("utf-8"))
    sys.stderr.write(f"  {document['verdict']}\n")
    return Row(name, {one["name"]: _figure(one) for one in document["measures"]})


def _figure(measure: Mapping[str, Any]) -> Figure:
    return Figure(measure["before"], measure["after"], sum(measure["spread"] or (0.0,)))


def page(rows: Sequence[Row], runs: int, note: str) -> str:
    """Return the page: the table, and in plain words what got worse."""
    cells = ([row.name, *(_cell(row.figures.get(column), column) for column in COLUMNS)] for row in rows)
    text = HEAD.format(runs=runs, note=note) + table(TITLES, cells)
    worse = "\n".join(f"- {sentence}" for sentence in _worse(rows))
    return f"{text}\n## What got worse\n\n{worse}\n"


def _cell(figure: Figure | None, column: str) -> str:
    if figure is None:
        return "—"
    shown = _SHOWN[column]
    return f"{shown(figure.before)} → {shown(figure.after)}"


_SHOWN: Mapping[str, Callable[[float], str]] = {
    "image size": lambda value: f"{value / 1e6:.0f}",
    "start-up": lambda value: f"{value:.0f}",
    "sys.path entries": lambda value: f"{value:.0f}",
    **dict.fromkeys(COLUMNS[1:4], lambda value: f"{value:.1f}"),
}
_NAMED = {"sys.path entries": "sys.path entries"}
_UNITS = {"image size": " MB", "start-up": " ms", "sys.path entries": "", **dict.fromkeys(COLUMNS[1:4], " s")}


def _worse(rows: Sequence[Row]) -> Iterator[str]:
    for column in COLUMNS:
        having = [row for row in rows if column in row.figures]
        if not having:
            continue
        found = [row for row in having if row.figures[column].worse]
        growth = {row.name: row.figures[column].after - row.figures[column].before for row in found}
        what, unit = f"**{_NAMED.get(column, column[0].upper() + column[1:])}**", _UNITS[column]
        if not found:
            yield f"{what}: in none of {len(having)} by more than the runs differ."
            continue
        most = max(growth, key=lambda name: growth[name])
        middle, largest = (_SHOWN[column](value) for value in (median(growth.values()), growth[most]))
        yield (
            f"{what}: in {len(found)} of {len(having)}, by {middle}{unit} at the median of those, "
            f"and by {largest}{unit} at most ({most})."
        )
    overhead = [row.figures["environment overhead"].after for row in rows if "environment overhead" in row.figures]
    if overhead:
        yield (
            f"The environment itself takes {median(overhead) / 1e6:.1f} MB beyond the packages in it at the median: "
            "its own pip (and setuptools, before Python 3.12), its scripts and links. `--extra pip-left-behind` leaves "
            "pip out."
        )


if __name__ == "__main__":
    sys.exit(main())
