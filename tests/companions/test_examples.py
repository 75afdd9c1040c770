"""The examples of the pages about what lies beside a Dockerfile are true.

With VENVOY_UPDATE_SNAPSHOTS set, the files of the pages are written anew from what the edits give.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

import venvoy.shortcuts
from companions.given import applied, image, relocation
from venvoy.companions.survey import survey
from venvoy.model.companion import Companion
from venvoy.model.page import Example, Page, PageKind, Role
from venvoy.shortcuts.pages import names, page

FOLDER = Path(venvoy.shortcuts.__file__).parent
BESIDE_THE_SOURCE = {"context-carries-venv", "mounted-over-venv"}
"""Pages whose examples have their environment in the directory of the source."""


def pages() -> list[Page]:
    """Return the pages that show files which are known by their name."""
    found = [one for one in map(page, names()) if one is not None and one.kind is PageKind.COMPANION]
    return [one for one in found if all(example.path for example in one.examples)]


def examples(*roles: Role) -> list[object]:
    """Return a parameter (page, example) for each example of the pages in one of *roles*."""
    return [
        pytest.param(one.name, example, id=f"{one.name} {at}")
        for one in pages()
        for at, example in enumerate([example for example in one.examples if example.role in roles], 1)
    ]


def pairs() -> list[object]:
    """Return a parameter (page, before, after) for each rewrite that the pages show."""
    return [
        pytest.param(one.name, *pair, id=f"{one.name} {at}") for one in pages() for at, pair in enumerate(one.pairs, 1)
    ]


def surveyed(name: str, example: Example) -> Companion:
    """Return what is found in an example of the page *name*; without places when nothing is."""
    venv = "/app/.venv" if name in BESIDE_THE_SOURCE else "/opt/venv"
    content = example.text.encode()
    found = survey({example.path: content}, image(moves=relocation(venv)))
    return next((one for one in found if one.path == example.path), Companion(example.path, content, ()))


@pytest.mark.parametrize(("name", "example"), examples(Role.BEFORE))
def test_before_has_the_place(name: str, example: Example) -> None:
    """What a page is about is found in the file that it shows, and nothing else."""
    assert {name} == {place.page for place in surveyed(name, example).places}


@pytest.mark.parametrize(("name", "before", "after"), pairs())
def test_after_is_what_the_edits_write(name: str, before: Example, after: Example) -> None:
    """What a page promises is, byte for byte, what accepting everything gives."""
    actual = applied(before.text.encode(), surveyed(name, before).places).decode()
    if os.environ.get("VENVOY_UPDATE_SNAPSHOTS") and actual != after.text:
        file = FOLDER / (name.replace("-", "_") + ".md")
        file.write_text(file.read_text(encoding="utf-8").replace(after.text, actual), encoding="utf-8")
        pytest.fail(f"{file.name} was written anew; look at the difference and run the tests again")

    assert after.text == actual


@pytest.mark.parametrize(("name", "example"), examples(Role.AFTER, Role.UNTOUCHED))
def test_the_others_have_no_place(name: str, example: Example) -> None:
    """A migrated file and one that only looks alike are left in peace; the volume of a page's own advice is told of."""
    told = [place for place in surveyed(name, example).places if place.edits or example.role is Role.UNTOUCHED]

    assert [] == told
