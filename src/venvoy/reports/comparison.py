"""A comparison as text for a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from venvoy.model.comparison import Comparison, Difference, Judgement, Measure, Subject
from venvoy.reports.additions import TITLE, addition_sentences
from venvoy.reports.columns import cells, pad, wrap
from venvoy.reports.figures import change, figure, headline, spread
from venvoy.reports.shadows import shadow_sentences
from venvoy.reports.terminal import safe

MOST = 40
"""Differences of one subject that are told; the rest is counted."""
_SIGNS = {Judgement.SURPRISE: "!", Judgement.EXPECTED: "✓"}


def comparison_text(comparison: Comparison, width: int) -> str:
    """Return what was found, the verdict first."""
    lines = wrap(safe(headline(comparison)), width)
    surprises, expected = (
        [one for one in comparison.differences if one.judgement is judgement]
        for judgement in (Judgement.SURPRISE, Judgement.EXPECTED)
    )
    for title, found in (("Not explained by the migration", surprises), ("What the migration is for", expected)):
        if found:
            lines += ["", title, *_differences(found, width)]
    for at, sentence in enumerate(addition_sentences(comparison.additions)):
        lines += ["", TITLE] if at == 0 else []
        lines += wrap(safe(sentence), width, first="  + ", rest="    ")
    if comparison.measures:
        lines += ["", "Figures", *_measures(comparison.measures, width)]
    for title, sentences in (
        ("More than once in the original", tuple(shadow_sentences(comparison.before))),
        ("More than once in the rewrite", tuple(shadow_sentences(comparison.after))),
        ("Notes", comparison.notes),
        ("Not compared", comparison.ignored),
    ):
        if sentences:
            lines += ["", title]
            for sentence in sentences:
                lines += wrap(safe(sentence), width, first="  ", rest="  ")
    engine = comparison.engine
    told = f"Built with {engine.name} {engine.version}, {engine.builder.value}, for {comparison.after.config.platform}."
    return "\n".join((*lines, "", *wrap(safe(told), width))) + "\n"


def shortened(differences: list[Difference]) -> Iterator[Difference | str]:
    """Yield *differences*, of each subject so many at most, and a sentence for those that are left out."""
    for subject in Subject:
        same = [one for one in differences if one.subject is subject]
        yield from same[:MOST]
        if len(same) > MOST:
            yield f"and {len(same) - MOST} more that are about a {subject.value}; the JSON has all."


def told(difference: Difference) -> str:
    """Return both sides of *difference* and the reason in one line."""
    if difference.before is None:
        sides = f"only after: {difference.after}"
    elif difference.after is None:
        sides = f"only before: {difference.before}"
    else:
        sides = f"{difference.before} → {difference.after}"
    return f"{sides.rstrip('.')}. {difference.why}"


def _differences(differences: list[Difference], width: int) -> Iterator[str]:
    for one in shortened(differences):
        if isinstance(one, str):
            yield from wrap(one, width, first="    ", rest="    ")
        else:
            text = f"{one.subject.value} {one.name}: {told(one)}"
            yield from wrap(safe(text), width, first=f"  {_SIGNS[one.judgement]} ", rest="    ")


def _measures(measures: tuple[Measure, ...], width: int) -> Iterator[str]:
    rows = [("", "before", "after", "")]
    rows += [(one.name, figure(one.before, one.unit), figure(one.after, one.unit), change(one)) for one in measures]
    widths = [max(cells(row[column]) for row in rows) for column in range(4)]
    for row, measure in zip(rows, (None, *measures), strict=True):
        name, *values = row
        columns = (" " * (widths[at] - cells(value)) + value for at, value in enumerate(values, 1))
        yield f"  {pad(name, widths[0])}  {'  '.join(columns)}".rstrip()
        if measure is not None:
            yield from wrap(
                safe(" ".join(filter(None, (measure.how, spread(measure))))), width, first="      ", rest="      "
            )
