"""The examples of the pages about Python source are true: what they show is what the codemods do."""

from __future__ import annotations

import pytest

from codemods.given import after, places
from venvoy.model.companion import Confidence
from venvoy.model.page import Example, Role
from venvoy.shortcuts.pages import names, page


def examples(*roles: Role) -> list[object]:
    """Return a parameter (page, example) for each piece of Python that the pages show in one of *roles*."""
    return [
        pytest.param(name, example, id=f"{name}, {example.role.value} {at}")
        for name in names()
        if (shown := page(name)) is not None
        for at, example in enumerate(shown.examples, 1)
        if example.language == "python" and example.role in roles
    ]


def pairs() -> list[object]:
    """Return a parameter (before, after) for each rewrite of Python that the pages show."""
    return [
        pytest.param(*pair, id=f"{name} {at}")
        for name in names()
        if (shown := page(name)) is not None
        for at, pair in enumerate(shown.pairs, 1)
        if pair[0].language == "python"
    ]


@pytest.mark.parametrize(("name", "example"), examples(Role.BEFORE))
def test_before_has_the_places(name: str, example: Example) -> None:
    """What a page is about is found in what it shows, and nothing else."""
    assert {name} == {place.page for place in places(example.text)}


@pytest.mark.parametrize(("before", "expected"), pairs())
def test_after_is_what_the_edits_write(before: Example, expected: Example) -> None:
    """What a page promises is, byte for byte, what accepting everything gives."""
    assert expected.text == after(before.text)


@pytest.mark.parametrize(("name", "example"), examples(Role.AFTER, Role.UNTOUCHED))
def test_the_others_have_no_place(name: str, example: Example) -> None:
    """What was changed, and what only looks alike, is left in peace."""
    assert () == places(example.text)


def test_the_pages_show_what_is_certain_and_what_is_not() -> None:
    """An example of which nothing waits for a person would promise too much."""
    shown = page("python-by-name")
    assert shown is not None
    found = [place.confidence for place in places(shown.examples[0].text)]

    assert {Confidence.CERTAIN, Confidence.LIKELY} == set(found)
