"""A page of the catalogue as plain text."""

from __future__ import annotations

import pytest
from handmade import Golden

from venvoy.model.page import Page, PageKind, Section
from venvoy.reports.columns import cells
from venvoy.reports.page import explain_text


@pytest.fixture
def made() -> Page:
    """Return a page that uses everything pages may use."""
    body = """First line of a paragraph
and `its second` with *weight*, a [link](https://example.org/x) and 4\\*x\\]\\(y\\)\\.

```text
$ kept   as it is *not emphasis*
```
Right below the fence.

- one
- two, which is long enough to be wrapped and then hangs below its first line
"""
    return Page(
        name="made",
        title="A page *made* by hand",
        kind=PageKind.SHORTCUT,
        summary="`pip` does **it**.",
        sections=(Section("What it looks like", body.rstrip()), Section("Sources", "- [One](https://example.org)")),
        examples=(),
        related=("user-install", "user-base"),
    )


def test_a_page_as_text(made: Page, golden: Golden) -> None:
    """Paragraphs are wrapped, fences set in, links followed by their address, and markup is gone."""
    golden("explain.txt", explain_text(made, 60))


@pytest.mark.parametrize("width", [40, 80, 120])
def test_a_page_fits(made: Page, width: int) -> None:
    """Nothing but fenced lines and long words goes over the width."""
    assert [] == [line for line in explain_text(made, width).splitlines() if cells(line) > width]


def test_a_page_steers_no_terminal(made: Page) -> None:
    """Even a page with a control character in it shows it."""
    assert "\x1b" not in explain_text(Page("x", "\x1b[2J", PageKind.ADVICE, "\x1b", made.sections, (), ()), 60)
