"""A comparison as one HTML file to hand to a reviewer: nothing is fetched, nothing is run."""

from __future__ import annotations

from collections.abc import Iterator

from venvoy.model.comparison import Comparison, Difference, Judgement, Measure, SameVerdict, Traced
from venvoy.model.image import Image, Layer, NotProbed, SearchPath
from venvoy.model.plan import DiffLine, FileDiff, Sign
from venvoy.reports.additions import TITLE, addition_sentences
from venvoy.reports.comparison import shortened
from venvoy.reports.figures import change, figure, headline, size, spread
from venvoy.reports.markup import Markup, element, joined, number, table
from venvoy.reports.page_style import STYLE
from venvoy.reports.shadows import shadow_sentences
from venvoy.reports.trace_svg import Picture, trace_svg
from venvoy.reports.tradeoffs import tradeoffs_html

_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
"""A browser that keeps to it loads nothing, whatever the report may hold."""
_VERDICTS = {
    SameVerdict.EQUIVALENT: ("✓ the same application", "good"),
    SameVerdict.DIFFERS: ("! not the same application", "bad"),
    SameVerdict.NOT_COMPARED: ("not compared", "soft"),
}


def comparison_html(comparison: Comparison) -> str:
    """Return the whole page."""
    verdict, tone = _VERDICTS[comparison.verdict]
    main = element(
        "main",
        element("h1", "Before and after"),
        element("p", element("span", verdict, class_=tone)),
        element("p", headline(comparison)),
        *_sections(comparison),
    )
    head = (
        '<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
        f"<title>Before and after: {verdict}</title><style>{STYLE}</style>"
    )
    return f'<!doctype html>\n<html lang="en"><head>{head}</head>\n<body>{main.html}</body></html>\n'


def _sections(comparison: Comparison) -> Iterator[Markup]:
    for title, judgement in (
        ("Not explained by the migration", Judgement.SURPRISE),
        ("What the migration is for", Judgement.EXPECTED),
    ):
        if found := [one for one in comparison.differences if one.judgement is judgement]:
            yield element("h2", title)
            yield _differences(found)
    if comparison.additions:
        yield element("h2", TITLE)
        yield element("ul", *(element("li", one) for one in addition_sentences(comparison.additions)))
    if comparison.diff is not None and comparison.diff.hunks:
        yield element("h2", "The Dockerfile")
        yield _diff(comparison.diff)
    if comparison.traces:
        yield element("h2", "Where the packages go")
        yield _traces(comparison.traces)
    if comparison.pages:
        yield element("h2", "The trade-offs")
        yield tradeoffs_html(comparison.pages)
    if comparison.measures:
        yield element("h2", "Figures")
        yield _measures(comparison.measures)
    yield element("h2", "Layers")
    largest = max(comparison.before.size, comparison.after.size, 1)
    yield _layers("before", comparison.before, largest)
    yield _layers("after", comparison.after, largest)
    yield element("h2", "Where Python looks")
    sides = (_ladder("before", comparison.before), _ladder("after", comparison.after))
    yield element("div", *sides, class_="sides")
    yield element("h2", "How it was compared")
    yield _how(comparison)


def _differences(found: list[Difference]) -> Markup:
    rows: list[tuple[str | Markup, ...]] = []
    for one in shortened(found):
        if isinstance(one, str):
            rows.append(("", one, "", "", ""))
        else:
            sides = (element("td", value or "—", class_="long") for value in (one.name, one.before, one.after))
            rows.append((one.subject.value, *sides, element("td", one.why, class_="why")))
    told = "1 difference" if len(found) == 1 else f"{len(found)} differences"
    return table(told, ("about", "name", "before", "after", "why"), rows)


def _measures(measures: tuple[Measure, ...]) -> Markup:
    rows = []
    for one in measures:
        name = joined((one.name, element("div", f"{one.how} {spread(one)}".strip(), class_="how")))
        values = (number(figure(one.before, one.unit)), number(figure(one.after, one.unit)), number(change(one)))
        rows.append((name, *values, _bars(one)))
    return table("Each figure says how it was measured.", ("figure", "before", "after", "change", "picture"), rows)


def _bars(measure: Measure) -> Markup:
    most = max(measure.before, measure.after) or 1
    bars = (
        element("span", class_=f"bar {side}", style=f"width:{100 * value / most:.1f}%")
        for side, value in (("before", measure.before), ("after", measure.after))
    )
    told = f"before {figure(measure.before, measure.unit)}, after {figure(measure.after, measure.unit)}"
    return element("div", *bars, class_="bars", role="img", aria_label=told)


def _layers(side: str, image: Image, largest: int) -> Markup:
    share = f"{100 * image.size / largest:.1f}%"
    told = f"{side}: {len(image.layers)} layers, {size(image.size)} together"
    parts = (element("span", style=f"flex-grow:{max(layer.size, 1)}", title=_named(layer)) for layer in image.layers)
    picture = element("div", *parts, class_=f"layers {side}", style=f"width:{share}", role="img", aria_label=told)
    rows = [(number(size(layer.size)), layer.made_by or "(imported)") for layer in image.layers]
    listed = element("details", element("summary", f"{side}: each layer"), table(told, ("size", "made by"), rows))
    return joined((element("p", told), picture, listed))


def _named(layer: Layer) -> str:
    return f"{size(layer.size)}: {layer.made_by}"


def _ladder(side: str, image: Image) -> Markup:
    asked = image.search_path
    if isinstance(asked, NotProbed):
        return element("div", element("h3", side), element("p", asked.reason))
    entries = (element("li", entry or "(the working directory)", _about(entry, asked)) for entry in asked.plain)
    told = element("p", f"{asked.interpreter}, Python {asked.version}")
    hidden = tuple(element("p", sentence) for sentence in shadow_sentences(image))
    return element("div", element("h3", side), told, element("ol", *entries), *hidden)


def _about(entry: str, asked: SearchPath) -> Markup:
    told = [asked.origin(entry)] if entry else []
    told += [] if entry in asked.isolated else ["not with -I"]
    return element("span", f" {', '.join(told)}", class_="soft")


def _diff(diff: FileDiff) -> Markup:
    rows = []
    for hunk in diff.hunks:
        rows += [_diff_row(line) for line in hunk.lines]
    head = element("tr", *(element("th", name, scope="col") for name in ("old", "new", "±", "line", "why")))
    inside = element(
        "table", element("caption", diff.path), element("thead", head), element("tbody", *rows), class_="diff"
    )
    return element("div", inside, class_="scroll", role="region", tabindex="0", aria_label=f"Changes of {diff.path}")


def _diff_row(line: DiffLine) -> Markup:
    content = line.text.decode("utf-8", "surrogateescape").rstrip("\r\n")
    numbers = (number("" if value is None else str(value)) for value in (line.old, line.new))
    cells = (
        *numbers,
        element("td", line.sign.value),
        element("td", content, class_="text"),
        element("td", " ".join(dict.fromkeys(cause.why for cause in line.causes)), class_="how"),
    )
    return element("tr", *cells, class_={Sign.ADDED: "added", Sign.REMOVED: "removed", Sign.SAME: "same"}[line.sign])


def _traces(traces: tuple[Traced, ...]) -> Markup:
    pictures = [Picture(side, one.trace, one.dockerfile) for side, one in zip(("before", "after"), traces, strict=True)]
    drawn, told = Markup(trace_svg(pictures)), "Where the packages go, before and after"
    return element("div", drawn, class_="scroll picture", role="region", tabindex="0", aria_label=told)


def _how(comparison: Comparison) -> Markup:
    engine = comparison.engine
    built = (
        f"Built with {engine.name} {engine.version}, {engine.builder.value}, for {comparison.after.config.platform}."
    )
    sentences = (built, *comparison.notes, *comparison.ignored)
    return element("ul", *(element("li", sentence) for sentence in sentences))
