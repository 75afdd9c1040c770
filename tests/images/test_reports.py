"""A comparison told: as text, as Markdown, as JSON, and as a page."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from html.parser import HTMLParser

import pytest
from attrs import evolve
from markdown_it import MarkdownIt

from venvoy.images.comparing.verdict import compared
from venvoy.images.counting import counted
from venvoy.images.redacted import redacted
from venvoy.images.redaction import HIDDEN, redactor
from venvoy.migration import analyse
from venvoy.model.analysis import Analysis
from venvoy.model.build import Addition, BuildFailed
from venvoy.model.comparison import Comparison, Difference, Judgement, Measure, SameVerdict, Subject, Traced
from venvoy.model.engine import Builder, Engine
from venvoy.model.image import ImageConfig, Layer
from venvoy.model.plan import Cause, DiffLine, FileDiff, Hunk, Sign
from venvoy.reports.comparison import comparison_text
from venvoy.reports.comparison_html import comparison_html
from venvoy.reports.comparison_json import comparison_json
from venvoy.reports.comparison_markdown import comparison_markdown
from venvoy.reports.failed_build import failed_text
from venvoy.shortcuts.pages import page

from .given import EXPECTED, PATH, Made, after, before

HOSTILE = "</td><script>alert(1)</script> & \x1b]0;owned\x07 | \u202e @everyone"
ENGINE = Engine("unix:///e", "a test", "Docker", "20.10", "linux/amd64", Builder.BUILDKIT, "docker")
OLD = Made(before(), ImageConfig(env={"PATH": f"/root/.local/bin:{PATH}"}, platform="linux/amd64")).image()
NEW = Made(after(), ImageConfig(env={"PATH": f"/opt/venv/bin:{PATH}"}, platform="linux/amd64")).image()
TIME = Measure("clean build", "seconds", 10.0, 12.5, "Built with --no-cache.", 3, (0.5, 0.25))
CAUSE = Cause("user-install:4", "The packages move to the environment.")
LINE = DiffLine(Sign.ADDED, f"RUN echo {HOSTILE}\n".encode(), None, 1, (CAUSE,))
DIFF = FileDiff("Dockerfile", (Hunk(0, 0, 1, 1, (LINE,)),), (LINE,))


def comparison() -> Comparison:
    """Return a comparison with something of everything."""
    old = evolve(OLD, size=100_000_000, layers=(Layer(99_000_000, "ADD x"), Layer(1_000_000, HOSTILE)))
    new = evolve(NEW, size=90_000_000, layers=(Layer(90_000_000, "ADD x"),))
    pages = tuple(one for one in (page("user-install", {"packages": HOSTILE}), page("unguarded-install")) if one)
    found = compared(ENGINE, old, new, EXPECTED, (*counted(old, new), TIME))
    return evolve(found, diff=DIFF, pages=pages, traces=(traced("pip install"), traced("pip install --user")))


def traced(install: str) -> Traced:
    """Return where the packages go of a file that names hostile things."""
    text = f"FROM a AS b\nRUN {install} 'x @ {HOSTILE}'\nFROM a\nCOPY --from=b /root/.local '/{HOSTILE}'\n"
    found = analyse(text.replace("'", '"').encode(), "Dockerfile")
    assert isinstance(found, Analysis)
    return Traced(found.trace, found.dockerfile)


def surprising() -> Comparison:
    """Return one that differs in something with a hostile name."""
    odd = Difference(Subject.FILE, HOSTILE, None, HOSTILE, Judgement.SURPRISE, "It was not in the original.")
    return evolve(comparison(), verdict=SameVerdict.DIFFERS, differences=(odd,))


def test_the_text_leads_with_the_verdict() -> None:
    """One look tells whether it is the same, and what it costs; worse is said as plainly as better."""
    first, _, _ = comparison_text(comparison(), 300).partition("\n")

    assert (
        "The same application: 1 package, same entry point. 10.0 MB smaller (90.0 MB instead of 100.0 MB). "
        "Clean build 12.5 s instead of 10.0 s."
    ) == first


def test_a_figure_tells_its_spread_and_how_it_was_measured() -> None:
    """Nobody has to ask."""
    text = " ".join(comparison_text(comparison(), 80).split())

    assert "clean build 10.0 s 12.5 s +25 % Built with --no-cache. ± 0.5 s and ± 0.2 s over 3 runs" in text


def test_the_rest_of_many_differences_is_counted() -> None:
    """The JSON has all of them."""
    many = tuple(
        Difference(Subject.FILE, f"/{number}", "x", None, Judgement.SURPRISE, "It is gone.") for number in range(100)
    )
    found = evolve(comparison(), verdict=SameVerdict.DIFFERS, differences=many)

    assert "and 60 more that are about a file; the JSON has all." in comparison_text(found, 80)
    assert 100 == len(json.loads(comparison_json(found))["differences"])


def test_json_keeps_to_its_schema() -> None:
    """Keys keep their names within the number."""
    found = json.loads(comparison_json(comparison()))

    assert [
        "schema", "verdict", "engine", "before", "after", "differences", "measures", "ignored", "notes",
        "additions",
    ] == list(found)  # fmt: skip
    assert ("venvoy.compare/1", "equivalent") == (found["schema"], found["verdict"])
    assert {
        "name": "clean build", "unit": "seconds", "before": 10.0, "after": 12.5, "ratio": 1.25, "runs": 3,
        "spread": [0.5, 0.25], "how": "Built with --no-cache.",
    } == found["measures"][-1]  # fmt: skip


def test_what_could_be_added_is_told_in_every_form() -> None:
    """With the words that add it; a failed build tells it as well."""
    addition = Addition("libpq5", "web", "libpq.so.5 is in it; /x.so needs it.")
    found = evolve(comparison(), additions=(addition,))
    failed = BuildFailed("after", "it failed", None, 3, None, 1.0, additions=(addition,))

    for told in (
        comparison_text(found, 80),
        comparison_markdown(found),
        comparison_html(found),
        failed_text(failed, 80),
    ):
        assert "libpq5, to the stage web:" in told
        assert "--add-package" in told
    assert [{"package": "libpq5", "stage": "web", "why": addition.why}] == json.loads(comparison_json(found))[
        "additions"
    ]


@pytest.mark.parametrize("report", [comparison_text, comparison_markdown, comparison_html])
def test_text_of_strangers_is_text(report: object) -> None:
    """No name of a file steers a terminal, formats a comment, or runs in a browser."""
    told = comparison_text(surprising(), 80) if report is comparison_text else report(surprising())  # type: ignore[operator]

    assert not {"\x1b", "\x07", "\u202e"} & set(told)
    if report is not comparison_text:
        rendered = MarkdownIt("commonmark", {"html": True}).render(told) if report is comparison_markdown else told
        assert "<script" not in rendered
    if report is comparison_markdown:
        assert "@<!-- -->everyone" in told
        assert r"\|" in told


class Page(HTMLParser):
    """Notes what a browser would fetch or run, and whether elements close in their order."""

    VOID = frozenset({"meta", "br"})

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.headings: list[int] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note it."""
        self.tags.append(tag)
        self.attributes += attrs
        if tag not in self.VOID:
            self.open.append(tag)
        if re.fullmatch(r"h\d", tag):
            self.headings.append(int(tag[1]))

    def handle_endtag(self, tag: str) -> None:
        """Hold it against what is open."""
        assert tag == self.open.pop()


def test_the_page_stands_alone() -> None:
    """Well-formed, nothing that fetches or runs, headings without a gap, names for pictures and tables."""
    told = Page()
    told.feed(comparison_html(comparison()))
    names = {name for name, _ in told.attributes}

    assert [] == told.open
    assert not {"script", "link", "img", "iframe", "object", "form"} & set(told.tags)
    assert not {"src", "srcset", "action"} & names
    assert [] == [
        address for name, address in told.attributes if name == "href" and not f"{address}".startswith("https:")
    ]
    assert not {name for name in names if name.startswith("on")}
    assert 1 == told.headings[0]
    assert all(after - before <= 1 for before, after in zip(told.headings, told.headings[1:], strict=False))
    assert ("lang", "en") in told.attributes
    pictures = told.attributes.count(("role", "img"))
    assert pictures == len(comparison().measures) + 2
    assert pictures <= sum(name == "aria-label" for name, _ in told.attributes)


def test_the_page_draws_where_the_packages_go() -> None:
    """Before beside after; of two comparisons without traces there is no picture."""
    told = comparison_html(comparison())

    assert ["before", "after"] == re.findall('class="name">(before|after)</text>', told)
    assert "<svg" not in comparison_html(evolve(comparison(), traces=()))


def test_a_picture_tells_no_secret() -> None:
    """Hidden before the text is broken into rows, in which it would not be found again; no source stays with it."""
    canary = "canary-of-more-than-the-fifty-eight-characters-that-a-row-may-have"
    given = evolve(comparison(), traces=(traced(f"pip install --target /{canary} {canary}"),) * 2)
    told = redacted(given, redactor([canary]))

    assert "canary" in comparison_html(given)
    assert "canary" not in comparison_html(told)
    assert "canary" not in repr(told.traces)
    assert HIDDEN in comparison_html(told)


@pytest.mark.parametrize("report", [comparison_markdown, comparison_html])
def test_the_change_has_its_reasons_and_its_trade_offs(report: Callable[[Comparison], str]) -> None:
    """A reviewer sees why a line is there, what the shortcut is good for, and when to keep it."""
    told = report(comparison())

    assert "The packages move to the environment." in told
    assert ["Why people do it", "What it costs", "When it is fine to keep"] * 2 == re.findall(
        "Why people do it|What it costs|When it is fine to keep", told
    )


def test_a_fence_holds_what_looks_like_its_end() -> None:
    """A line of backticks in a Dockerfile does not end the fence that shows it."""
    line = DiffLine(Sign.ADDED, b"````\n", None, 1, (CAUSE,))
    found = evolve(comparison(), diff=FileDiff("Dockerfile", (Hunk(0, 0, 1, 1, (line,)),), (line,)))

    assert "`````diff\n+````\n`````\n" in comparison_markdown(found)


def test_the_page_fetches_nothing_by_its_style() -> None:
    """A style can load as well."""
    told = comparison_html(comparison())

    assert "url(" not in told
    assert "@import" not in told
