"""The catalogue's pages: how they are found, and that a finding's facts cannot do harm in them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from written_pages import EVERY_PAGE, known_page

from venvoy.shortcuts.pages import names, page


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
