"""The tables that are printed: Markdown, so that they can be pasted into the pages."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from benchmarks.timing import Timings


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table; all columns but the first are figures."""
    lines = [head, ["---", *["---:"] * (len(head) - 1)], *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines) + "\n"


def seconds(value: float) -> str:
    """Return a duration with three figures that count."""
    return f"{value * 1000:.0f} ms" if value < 1 else f"{value:.2f} s"


def comparison(timings: Sequence[Timings], what: str = "program") -> str:
    """Return medians, and how many times as long as the first one each takes; *what* they are stands above them."""
    first = timings[0]
    rows = (
        (
            t.name,
            seconds(t.wall),
            f"{t.wall / first.wall:.1f}",
            seconds(t.processor),
            f"{t.processor / first.processor:.1f}",
            f"{len(t.runs)}",
        )
        for t in timings
    )
    return table((what, "clock", f"times {first.name}", "processor", f"times {first.name}", "runs"), rows)


def verdict(promise: str, measured: float, aim: float, *, at_most: bool = False) -> str:
    """Return a line that says whether an aim is met."""
    met = measured <= aim if at_most else measured >= aim
    return f"- {promise}: aim {'at most' if at_most else 'at least'} {aim:g}, measured {measured:.1f}: " + (
        "met" if met else "**not met**"
    )
