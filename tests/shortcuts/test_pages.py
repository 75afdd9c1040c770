"""The catalogue's pages: their form, and that a finding's facts cannot do harm in them."""

from __future__ import annotations

import re
import tomllib
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from venvoy.model.page import Page, PageKind, Role
from venvoy.model.plan import Extra
from venvoy.shortcuts.pages import PLACEHOLDER, names, page
from venvoy.tui.options import OPTIONS, PAGES

HEADINGS = (
    "What it looks like",
    "Why people do it",
    "What it costs",
    "What venvoy writes instead",
    "When it is fine to keep",
    "Check it yourself",
    "Sources",
)
HEADINGS_OF_AN_EXTRA = (*HEADINGS[:3], "What venvoy writes", "When to leave it off", *HEADINGS[5:])
FENCE = re.compile(r"^```.*?^```$", re.DOTALL | re.MULTILINE)
EVERY_PAGE = pytest.mark.parametrize("name", names())


def known_page(name: str, facts: dict[str, str] | None = None) -> Page:
    """Return a page that has to exist."""
    found = page(name, facts)
    assert found is not None
    return found


def written(name: str) -> str:
    """Return the file of a page as it is written."""
    return files("venvoy.shortcuts").joinpath(name.replace("-", "_") + ".md").read_text(encoding="utf-8")


def front_matter(name: str) -> dict[str, object]:
    """Return what stands between the plus signs."""
    return tomllib.loads(written(name).split("+++\n")[1])


def test_the_first_shortcuts_have_their_pages() -> None:
    """The catalogue is found by walking its folder."""
    expected = {
        "copied-prefix",
        "copied-site-packages",
        "global-install",
        "unguarded-install",
        "user-base",
        "user-install",
    }

    assert expected <= set(names())


def test_an_unknown_name_has_no_page() -> None:
    """A name that nobody wrote about is an expected outcome, not an error."""
    assert page("no-such-shortcut") is None


@pytest.mark.parametrize("name", ["../pages", "user_install", "", "USER-INSTALL"])
def test_a_name_is_not_a_path(name: str) -> None:
    """Only the names of the list are looked up."""
    assert page(name) is None


@EVERY_PAGE
def test_headings_are_the_same_on_every_page(name: str) -> None:
    """Who has read one page knows the way through all."""
    shown = known_page(name)
    headings = HEADINGS_OF_AN_EXTRA if shown.kind is PageKind.EXTRA else HEADINGS

    assert headings == tuple(section.title for section in shown.sections)


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


@EVERY_PAGE
def test_a_page_is_read_in_two_minutes(name: str) -> None:
    """At most 350 words, code, sources and examples not counted."""
    shown = known_page(name)
    prose = [shown.summary, *(section.body for section in shown.sections if section.title != "Sources")]
    words = FENCE.sub("", "\n".join(prose)).split()

    assert len(words) <= 350, len(words)


@EVERY_PAGE
def test_facts_have_sources(name: str) -> None:
    """At least two links to where the facts come from."""
    sources = known_page(name).section("Sources")

    assert sources is not None
    assert len(re.findall(r"\]\(https://[^)\s]+\)", sources.body)) >= 2


@EVERY_PAGE
def test_the_cost_shows_the_very_message(name: str) -> None:
    """The section on costs holds a fenced message to compare with one's own."""
    costs = known_page(name).section("What it costs")

    assert costs is not None
    assert re.search(r"^```text$", costs.body, re.MULTILINE)


@EVERY_PAGE
def test_the_check_is_a_command_to_paste(name: str) -> None:
    """The section on checking holds a fenced command."""
    check = known_page(name).section("Check it yourself")

    assert check is not None
    assert re.search(r"^```shell$", check.body, re.MULTILINE)


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
    shown = known_page(name)
    left = re.findall(r"(?<!\{)\{[a-z]+\}", shown.markdown)

    assert [] == left


@EVERY_PAGE
def test_related_pages_exist(name: str) -> None:
    """What a page points to can be read."""
    related = known_page(name).related

    assert set(related) <= set(names()) - {name}
    assert len(set(related)) == len(related)


@EVERY_PAGE
def test_examples_come_in_pairs(name: str) -> None:
    """Each page has a file before and after, and one that must stay as it is."""
    shown = known_page(name)

    assert [(Role.BEFORE, Role.AFTER)] * len(shown.pairs) == [(a.role, b.role) for a, b in shown.pairs]
    assert bool(shown.pairs) == (name not in ONLY_ASKED)
    assert any(example.role is Role.UNTOUCHED for example in shown.examples)
    if shown.kind is not PageKind.COMPANION:
        assert {("dockerfile", "")} == {(example.language, example.path) for example in shown.examples}


ONLY_ASKED = {"hidden-venv", "python-mismatch", "uncoupled-stages", "venv-interpreter-missing"}
"""Pages of shortcuts that have no rewrite: only the person can tell which of two things is meant."""


def test_advice_is_marked_as_such() -> None:
    """What may be right as it is, and what only travels along, never fails a check."""
    assert ["hidden-venv", "uncoupled-stages", "unguarded-install"] == [
        name for name in names() if known_page(name).kind is PageKind.ADVICE
    ]


@pytest.mark.parametrize("extra", Extra)
def test_every_extra_has_a_page(extra: Extra) -> None:
    """What can be chosen is explained, under its own name or under that of what it is against."""
    told = PAGES.get(extra, extra.value)

    assert told in {option.page for option in OPTIONS}
    assert (known_page(told).kind is PageKind.EXTRA) == (told == extra.value)


def test_facts_replace_the_defaults() -> None:
    """A page that is shown for a finding names that file's own places."""
    shown = known_page("user-install", {"site": "/home/app/.local", "program": "pip3.12"})

    assert shown.summary.startswith("`pip3.12` puts what it is given (`-r requirements.txt`) into `/home/app/.local`")


def test_facts_that_a_page_does_not_use_do_no_harm() -> None:
    """A finding may know more than its page asks for."""
    assert known_page("user-install") == known_page("user-install", {"destination": "/x", "weather": "fine"})


def test_an_empty_fact_leaves_the_default() -> None:
    """What is not known is not shown as an empty pair of backticks."""
    assert known_page("user-install") == known_page("user-install", {"site": " \n\x1b"})


def test_facts_outside_of_code_are_escaped() -> None:
    """Markup in a fact is shown and not obeyed."""
    body = known_page("user-install", {"line": "4](https://evil.example)**"}).sections[0].body

    assert r"Line 4\]\(https\://evil\.example\)\*\* fills" in body


def shape(markdown: str) -> list[tuple[str, str]]:
    """Return the structure of a text: its tokens, without what they say."""
    found = []
    for token in MarkdownIt().parse(markdown):
        found.append((token.type, token.info))
        found += [(child.type, str(child.attrs)) for child in token.children or () if child.type != "text"]
    return found


HOSTILE = st.one_of(
    st.text(),
    st.sampled_from(["`", "```\n# x", "``", "a`b`c", "](x)", "<b>", "\n\n# x", "**", "~~~", "\x1b[31m", "\\", "|"]),
    st.text(alphabet="`*_[]()<>#+-!\\|~&:\n\r\t \x1b\u202e\u2028abc1."),
)


@EVERY_PAGE
@given(facts=st.dictionaries(st.sampled_from(["image", "site", "line", "program", "venv", "packages"]), HOSTILE))
def test_no_fact_changes_the_structure_of_a_page(name: str, facts: dict[str, str]) -> None:
    """Whatever a Dockerfile says, headings, fences, links and code spans stay those of the page."""
    assert shape(known_page(name).markdown) == shape(known_page(name, facts).markdown)


@given(fact=HOSTILE)
def test_no_fact_brings_control_characters(fact: str) -> None:
    """Nothing that moves a cursor or turns text around gets into a page."""
    before = known_page("user-install").markdown
    after = known_page("user-install", {"site": fact}).markdown

    assert before.count("\n") == after.count("\n")
    assert [] == [char for char in after if char != "\n" and not char.isprintable() and not char.isspace()]
