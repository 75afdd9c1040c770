"""Every page has the same form, so that neither side is told in passing and each fact can be followed up."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import pytest
from written_pages import EVERY_PAGE, FENCE, body, front_matter, known_page, prose, written

from venvoy.model.page import Page, PageKind, Role
from venvoy.model.plan import Extra
from venvoy.reports.columns import cells
from venvoy.shortcuts.pages import PLACEHOLDER, names
from venvoy.tui.options import OPTIONS, PAGES

EVIDENCE = "What the evidence does not show"
HEADINGS = (
    "What it looks like",
    "Why people do it",
    "What it costs",
    "What venvoy writes instead",
    "When it is fine to keep",
    EVIDENCE,
    "Check it yourself",
    "Sources",
)
HEADINGS_OF_AN_EXTRA = (*HEADINGS[:3], "What venvoy writes", "When to leave it off", *HEADINGS[5:])
HEADINGS_OF_AN_IDEA = ("What it is", "What follows from it", "Where it surprises", *HEADINGS[5:])
HEADINGS_OF_THE_DEBATE = ("The case for", "The case against", "What both sides accept", "How to decide", *HEADINGS[5:])
FORMS = {
    PageKind.SHORTCUT: HEADINGS,
    PageKind.ADVICE: HEADINGS,
    PageKind.EXTRA: HEADINGS_OF_AN_EXTRA,
    PageKind.COMPANION: HEADINGS,
    PageKind.IDEA: HEADINGS_OF_AN_IDEA,
}
DEBATE = "both-sides"
"""The page that puts the whole case beside the opposing one."""
MESSAGES = {"What it costs", "Where it surprises", "How to decide"}
"""Where a page shows what people will see: each form has one of these."""

LEAST_WORDS = {
    "Why people do it": 25,
    "What it costs": 30,
    "What follows from it": 40,
    "Where it surprises": 25,
    "The case for": 80,
    "The case against": 80,
    EVIDENCE: 25,
}
"""Of a section without its fences; the others may be as short as the thing itself."""
MOST_WORDS = 400
"""Of a page without fences, sources and examples: two minutes at two hundred words a minute."""
WIDEST_COMMAND = 76
"""Cells: ``venvoy explain`` sets commands in by four, on a screen of eighty."""
WIDEST_MESSAGE = 140
"""Cells: a message is searched for as it is printed, so it is not broken; but two screens wide it is no longer read."""
MOST_RELATED = 9
"""The session leads on by digits."""

SOURCE = re.compile(
    r"- (?P<author>[^\[\]]+), "
    r"(?P<works>\[[^\]]+\]\(https://[^)\s]+\)(?: and \[[^\]]+\]\(https://[^)\s]+\))*)"
    r"(?:, (?P<project>[^:]+))?, "
    r"(?P<date>(?:(?:from|by) )?(?:(?:January|February|March|April|May|June|July|August|September|October|November"
    r"|December) )?\d{4}|living document|undated)"
    r"(?:: (?P<remark>.+))?\."
)
"""Author, title with its address, where it belongs to, and when; documentation that is kept up to date says so."""
PLACES = frozenset({
    "blog.ganssle.io",
    "docs.astral.sh",
    "docs.aws.amazon.com",
    "docs.docker.com",
    "docs.python.org",
    "fastapi.tiangolo.com",
    "github.com",
    "gunicorn.org",
    "hynek.me",
    "mlops.ninja",
    "orbifold.xyz",
    "packaging.python.org",
    "pdm-project.org",
    "peps.python.org",
    "pip.pypa.io",
    "pipenv.pypa.io",
    "potiuk.com",
    "python-poetry.org",
    "pythonspeed.com",
    "setuptools.pypa.io",
    "wiki.debian.org",
})  # fmt: skip
"""Where sources may lie: specifications, documentation, threads of projects, blogs of people who build images."""


@EVERY_PAGE
def test_headings_are_the_same_on_every_page(name: str) -> None:
    """Who has read one page knows the way through all."""
    shown = known_page(name)

    form = HEADINGS_OF_THE_DEBATE if name == DEBATE else FORMS[shown.kind]

    assert form == tuple(section.title for section in shown.sections)


@EVERY_PAGE
def test_the_file_says_what_it_is_called(name: str) -> None:
    """File name, id and heading agree."""
    matter = front_matter(name)

    assert (name, f"\n# {matter['title']}\n") == (matter["id"], f"\n# {known_page(name).title}\n")
    assert f"\n# {matter['title']}\n" in written(name)


@EVERY_PAGE
def test_the_summary_is_one_sentence(name: str) -> None:
    """What stands below the title is one line that ends with one full stop."""
    summary = known_page(name).summary

    assert "\n" not in summary
    assert re.fullmatch(r"[^.!?]+(\.[^ ][^.!?]*)*\.", re.sub(r"`[^`]*`", "x", summary))


def told(shown: Page) -> list[str]:
    """Return the words of a page that are read: code, sources and examples not counted."""
    return prose("\n".join([shown.summary, *(part.body for part in shown.sections if part.title != "Sources")])).split()


@EVERY_PAGE
def test_a_page_is_read_in_two_minutes(name: str) -> None:
    """Nobody has to put the work away for it."""
    words = told(known_page(name))

    assert len(words) <= MOST_WORDS, len(words)


@EVERY_PAGE
def test_a_page_has_substance(name: str) -> None:
    """The sides, and what is not known, are told and not only named."""
    words = {part.title: len(prose(part.body).split()) for part in known_page(name).sections}
    least = {title: LEAST_WORDS.get(title, 0) for title in words}

    assert {} == {title: count for title, count in words.items() if count < least[title]}
    assert all(part.body.strip() for part in known_page(name).sections)


@EVERY_PAGE
def test_facts_have_sources(name: str) -> None:
    """At least two, in places where a source can be expected, each with author, title, address and date."""
    lines = body(name, "Sources").split("\n")
    read = [SOURCE.fullmatch(line) for line in lines]

    assert [] == [line for line, match in zip(lines, read, strict=True) if match is None]
    assert len(lines) >= 2
    assert {urlsplit(link).hostname for link in re.findall(r"\]\((https://[^)]+)\)", "\n".join(lines))} <= PLACES


def test_sources_are_told_alike() -> None:
    """An address has the same author, title and date wherever it is cited."""
    found: dict[str, set[tuple[str, str]]] = {}
    for name in names():
        for line in body(name, "Sources").split("\n"):
            if match := SOURCE.fullmatch(line):
                found.setdefault(match["works"].partition("](")[2], set()).add((match["works"], match["date"]))

    assert {} == {link: told for link, told in found.items() if len(told) > 1}


@EVERY_PAGE
def test_the_cost_shows_the_very_message(name: str) -> None:
    """The section on costs, or on surprises, holds a fenced message to compare with one's own."""
    (title,) = MESSAGES & {part.title for part in known_page(name).sections}

    assert "text" in [language for language, _ in FENCE.findall(body(name, title))]


@EVERY_PAGE
def test_the_case_for_is_not_told_in_passing(name: str) -> None:
    """Reasons to do it have at least two words for five of what it costs; a cost has to be shown, so it takes more."""
    words = {part.title: len(prose(part.body).split()) for part in known_page(name).sections}

    assert 5 * words.get("Why people do it", 0) >= 2 * words.get("What it costs", 0), words


def test_neither_side_has_more_room() -> None:
    """The two cases are told at about the same length."""
    lengths = sorted(len(body(DEBATE, title).split()) for title in HEADINGS_OF_THE_DEBATE[:2])

    assert lengths[1] <= 1.15 * lengths[0], lengths


@EVERY_PAGE
def test_the_check_is_a_command_to_paste(name: str) -> None:
    """The section on checking holds a fenced command."""
    assert "shell" in [language for language, _ in FENCE.findall(body(name, "Check it yourself"))]


@EVERY_PAGE
def test_lines_fit_a_terminal(name: str) -> None:
    """Commands and files are read as they are written, on eighty columns; messages stay as they are printed."""
    fences = [found for part in known_page(name).sections for found in FENCE.findall(part.body)]
    lines = [(language, line) for language, text in fences for line in text.splitlines()]

    assert {language for language, _ in lines} <= {"dockerfile", "python", "shell", "text", "yaml"}
    assert [] == [
        line for language, line in lines if cells(line) > (WIDEST_MESSAGE if language == "text" else WIDEST_COMMAND)
    ]


@EVERY_PAGE
def test_every_placeholder_has_a_default(name: str) -> None:
    """A page that is shown without a finding has no holes, and its defaults are all in use."""
    defaults = front_matter(name)["defaults"]

    assert isinstance(defaults, dict)
    assert set(PLACEHOLDER.findall(written(name))) == set(defaults)
    assert [] == PLACEHOLDER.findall(known_page(name).markdown)


@EVERY_PAGE
def test_braces_are_placeholders(name: str) -> None:
    """A misspelt placeholder would be shown as it is."""
    assert [] == re.findall(r"(?<!\{)\{[a-z]+\}", known_page(name).markdown)


@EVERY_PAGE
def test_related_pages_point_back(name: str) -> None:
    """What a page points to can be read, and leads back to where one was."""
    related = known_page(name).related

    assert 1 <= len(related) <= MOST_RELATED
    assert set(related) <= set(names()) - {name}
    assert len(set(related)) == len(related)
    assert [] == [other for other in related if name not in known_page(other).related]


def test_every_page_is_reached_from_every_other() -> None:
    """Who follows the related pages misses none."""
    reached: set[str] = set()
    waiting = [names()[0]]
    while waiting:
        at = waiting.pop()
        if at not in reached:
            reached.add(at)
            waiting += known_page(at).related

    assert set(names()) == reached


@EVERY_PAGE
def test_examples_come_in_pairs(name: str) -> None:
    """Each page has a file before and after, and one that must stay as it is."""
    shown = known_page(name)
    if shown.kind is PageKind.IDEA:
        assert () == shown.examples
        return

    assert [(Role.BEFORE, Role.AFTER)] * len(shown.pairs) == [(a.role, b.role) for a, b in shown.pairs]
    assert bool(shown.pairs) == (name not in ONLY_ASKED)
    assert any(example.role is Role.UNTOUCHED for example in shown.examples)
    if shown.kind is not PageKind.COMPANION:
        assert {("dockerfile", "")} == {(example.language, example.path) for example in shown.examples}


ONLY_ASKED = {
    "hidden-venv",
    "install-at-start",
    "python-mismatch",
    "stale-lock",
    "uncoupled-stages",
    "venv-interpreter-missing",
}
"""Pages of shortcuts that have no rewrite: only the person can tell which of two things is meant."""


def test_advice_is_marked_as_such() -> None:
    """What may be right as it is, and what only travels along, never fails a check."""
    assert ["hidden-venv", "stale-lock", "uncoupled-stages", "unguarded-install"] == [
        name for name in names() if known_page(name).kind is PageKind.ADVICE
    ]


@pytest.mark.parametrize("extra", Extra)
def test_every_extra_has_a_page(extra: Extra) -> None:
    """What can be chosen is explained, under its own name or under that of what it is against."""
    told_by = PAGES.get(extra, extra.value)

    assert told_by in {option.page for option in OPTIONS}
    assert (known_page(told_by).kind is PageKind.EXTRA) == (told_by == extra.value)
