"""A comparison as Markdown, for a pull request."""

from __future__ import annotations

from collections.abc import Iterator

from venvoy.model.comparison import Comparison, Difference, Judgement
from venvoy.reports.additions import TITLE, addition_sentences
from venvoy.reports.comparison import shortened
from venvoy.reports.figures import change, figure, headline, spread
from venvoy.reports.markdown import plain
from venvoy.reports.tradeoffs import diff_markdown, tradeoffs_markdown


def comparison_markdown(comparison: Comparison) -> str:
    """Return what was found; text from the images is escaped, so that it neither formats nor mentions anybody."""
    lines = ["## Before and after", "", plain(headline(comparison)), ""]
    if comparison.measures:
        lines += ["| figure | before | after | change |", "| --- | ---: | ---: | ---: |"]
        lines += [
            f"| {one.name} | {figure(one.before, one.unit)} | {figure(one.after, one.unit)} | {change(one)} |"
            for one in comparison.measures
        ]
        lines += [""]
    for title, judgement in (
        ("Not explained by the migration", Judgement.SURPRISE),
        ("What the migration is for", Judgement.EXPECTED),
    ):
        if found := [one for one in comparison.differences if one.judgement is judgement]:
            lines += [f"### {title}", "", *_rows(found), ""]
    if comparison.additions:
        lines += [f"### {TITLE}", "", *(f"- {plain(one)}" for one in addition_sentences(comparison.additions)), ""]
    if comparison.diff is not None and comparison.diff.hunks:
        lines += ["### The Dockerfile", "", *diff_markdown(comparison.diff), ""]
    if comparison.pages:
        lines += ["### The trade-offs", "", *tradeoffs_markdown(comparison.pages)]
    lines += [*_notes(comparison)]
    return "\n".join(lines).rstrip("\n") + "\n"


def _rows(differences: list[Difference]) -> Iterator[str]:
    yield "| about | | before | after | why |"
    yield "| --- | --- | --- | --- | --- |"
    rest = []
    for one in shortened(differences):
        if isinstance(one, str):
            rest.append(one)
        else:
            cells = (one.subject.value, one.name, one.before or "—", one.after or "—", one.why)
            yield f"| {' | '.join(map(plain, cells))} |"
    for sentence in rest:
        yield f"| | {plain(sentence)} | | | |"


def _notes(comparison: Comparison) -> Iterator[str]:
    engine = comparison.engine
    yield "<details><summary>How this was measured</summary>"
    yield ""
    yield f"Built with {engine.name} {plain(engine.version)}, {engine.builder.value}."
    yield ""
    for one in comparison.measures:
        yield f"- {one.name}: {plain(one.how)} {plain(spread(one))}".rstrip()
    for sentence in (*comparison.notes, *comparison.ignored):
        yield f"- {plain(sentence)}"
    yield ""
    yield "</details>"
