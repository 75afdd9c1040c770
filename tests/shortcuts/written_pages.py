"""The pages of the catalogue, for the tests that hold them to their form."""

from __future__ import annotations

import re
import tomllib
from importlib.resources import files
from importlib.resources.abc import Traversable

import pytest

from venvoy.model.page import Page, PageKind
from venvoy.shortcuts.pages import names, page

FENCE = re.compile(r"^```(\w*)[^\n]*\n(.*?)^```$", re.DOTALL | re.MULTILINE)
EVERY_PAGE = pytest.mark.parametrize("name", names())


def known_page(name: str, facts: dict[str, str] | None = None) -> Page:
    """Return a page that has to exist."""
    found = page(name, facts)
    assert found is not None
    return found


def body(name: str, title: str) -> str:
    """Return what stands below a heading that the page has to have."""
    section = known_page(name).section(title)
    assert section is not None, title
    return section.body


def file_of(name: str) -> Traversable:
    """Return the file of a page: those of ideas lie in a folder of their own, and no others do."""
    folder = files("venvoy.shortcuts")
    place = folder / "ideas" if known_page(name).kind is PageKind.IDEA else folder
    return place.joinpath(name.replace("-", "_") + ".md")


def written(name: str) -> str:
    """Return a page as it is written."""
    return file_of(name).read_text(encoding="utf-8")


def front_matter(name: str) -> dict[str, object]:
    """Return what stands between the plus signs."""
    return tomllib.loads(written(name).split("+++\n")[1])


def prose(markdown: str) -> str:
    """Return *markdown* without its fences."""
    return FENCE.sub("", markdown)
