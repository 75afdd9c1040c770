"""A comparison as Markdown, for a pull request."""

from __future__ import annotations

import re
from collections.abc import Iterator

from venvoy.model.comparison import Comparison, Difference, Judgement
from venvoy.reports.comparison import shortened
from venvoy.reports.figures import change, figure, headline, spread
from venvoy.reports.terminal import safe

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>()+!|~&])")
_CALLING = re.compile(r"([@#])")
"""What becomes a mention or a link after Markdown is through, unless something that is not seen stands behind it."""


def comparison_markdown(comparison: Comparison) -> str:
    """Return what was found; text from the images is escaped, so that it neither formats nor mentions anybody."""
    lines = ["## Before and after", "", _plain(headline(comparison)), ""]
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
            yield f"| {' | '.join(map(_plain, cells))} |"
    for sentence in rest:
        yield f"| | {_plain(sentence)} | | | |"


def _notes(comparison: Comparison) -> Iterator[str]:
    engine = comparison.engine
    yield "<details><summary>How this was measured</summary>"
    yield ""
    yield f"Built with {engine.name} {_plain(engine.version)}, {engine.builder.value}."
    yield ""
    for one in comparison.measures:
        yield f"- {one.name}: {_plain(one.how)} {_plain(spread(one))}".rstrip()
    for sentence in (*comparison.notes, *comparison.ignored):
        yield f"- {_plain(sentence)}"
    yield ""
    yield "</details>"


def _plain(text: str) -> str:
    return _CALLING.sub(r"\1<!-- -->", _SPECIAL.sub(r"\\\1", safe(text)))
