"""Figures of a comparison as a person reads them: sizes in kB and MB, times in seconds, ratios with a sign."""

from __future__ import annotations

from venvoy.model.comparison import Comparison, Measure, SameVerdict
from venvoy.model.image import SEEDS

_TELLING = 0.01
"""Share of a size below which nobody calls it larger or smaller."""


def figure(value: float, unit: str) -> str:
    """Return *value* with its unit."""
    if unit == "bytes":
        return size(value)
    if unit == "seconds":
        return f"{value:.1f} s"
    if unit == "milliseconds":
        return f"{value:.0f} ms"
    return f"{value:,.0f}"


def size(value: float) -> str:
    """Return bytes in the decimal units that engines use."""
    for unit, one in (("GB", 1e9), ("MB", 1e6), ("kB", 1e3)):
        if abs(value) >= one:
            return f"{value / one:.1f} {unit}"
    return f"{value:.0f} bytes"


def change(measure: Measure) -> str:
    """Return what became of *before*, as a percentage with a sign; empty when there is nothing to divide by."""
    if measure.ratio is None or measure.before == measure.after:
        return ""
    return f"{(measure.ratio - 1) * 100:+.0f} %"


def spread(measure: Measure) -> str:
    """Return how far the runs lay apart; empty for what was counted."""
    if measure.spread is None:
        return ""
    if measure.runs == 1:
        return "One run each, so no spread is known."
    before, after = (figure(one, measure.unit) for one in measure.spread)
    return f"± {before} and ± {after} over {measure.runs} runs"


def headline(comparison: Comparison) -> str:
    """Return the whole result in a few sentences; what got worse is said as plainly as what got better."""
    return " ".join((_sameness(comparison), *_costs(comparison)))


def _sameness(comparison: Comparison) -> str:
    if comparison.verdict is SameVerdict.NOT_COMPARED:
        return "Whether it is the same application was not asked."
    if comparison.verdict is SameVerdict.DIFFERS:
        count = len(comparison.surprises)
        surprises = "One difference is" if count == 1 else f"{count} differences are"
        return f"Not the same application: {surprises} none that the migration is for."
    names = {one.name for one in comparison.after.contents.distributions} - SEEDS
    packages = "1 package" if len(names) == 1 else f"{len(names)} packages"
    starts = "same entry point" if not _starts(comparison) else "the environment's program at the entry point"
    return f"The same application: {packages}, {starts}."


def _starts(comparison: Comparison) -> bool:
    return any(one.name in ("CMD", "ENTRYPOINT") for one in comparison.differences)


def _costs(comparison: Comparison) -> list[str]:
    told = []
    for measure in comparison.measures:
        if measure.name == "image size":
            told.append(_size(measure))
        elif measure.unit == "seconds" and figure(measure.after, "seconds") != figure(measure.before, "seconds"):
            name = measure.name[0].upper() + measure.name[1:]
            told.append(f"{name} {measure.after:.1f} s instead of {measure.before:.1f} s.")
    return told


def _size(measure: Measure) -> str:
    difference = measure.after - measure.before
    if abs(difference) < _TELLING * measure.before:
        return f"As large as before ({size(measure.after)}; {difference / 1e6:+.1f} MB)."
    word = "larger" if difference > 0 else "smaller"
    return f"{size(abs(difference))} {word} ({size(measure.after)} instead of {size(measure.before)})."
