"""The report as a reviewer opens it: in a browser, light and dark, on a desk, on a phone and on paper."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from browsing import PHONE, address, opened
from venvoy.reports.comparison_html import comparison_html

from .test_reports import comparison, surprising

pytestmark = pytest.mark.browser


@pytest.fixture
def report(tmp_path: Path) -> str:
    """Return the address of a report with something of everything, hostile names among it."""
    file = tmp_path / "report.html"
    file.write_text(comparison_html(comparison()), encoding="utf-8")
    return address(file)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_everybody_can_read_it(browser: Browser, report: str, scheme: str) -> None:
    """In both colours: nothing is fetched, nothing complains, and axe-core finds nothing, with all parts open."""
    with opened(browser, report, scheme=scheme) as seen:
        seen.page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")

        assert [] == seen.violations()
        assert ([report], []) == (seen.requests, seen.complaints)


def test_a_surprise_can_be_read_as_well(browser: Browser, tmp_path: Path) -> None:
    """The other verdict has colours and tables of its own."""
    file = tmp_path / "report.html"
    file.write_text(comparison_html(surprising()), encoding="utf-8")
    with opened(browser, address(file)) as seen:
        assert ([], []) == (seen.violations(), seen.complaints)


def test_a_phone_shows_it_whole(browser: Browser, report: str) -> None:
    """Only what scrolls by itself is wider than the window."""
    with opened(browser, report, size=PHONE) as seen:
        seen.page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")

        assert 0 == seen.overflow()


def test_paper_shows_what_is_folded(browser: Browser, report: str) -> None:
    """A printed page cannot be opened any further, and has dark ink on white."""
    with opened(browser, report, scheme="dark") as seen:
        seen.page.emulate_media(media="print")
        shown = seen.page.locator("details p, details td").first
        ink = seen.page.evaluate("getComputedStyle(document.body).color")

        assert shown.is_visible()
        assert "rgb(34, 39, 46)" == ink
