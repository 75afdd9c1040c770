"""A page in a real browser: what it fetched, what it complained of, and who could not read it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from attrs import define, field
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

_PROGRAMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
_QUIET = ("--no-sandbox", "--no-first-run", "--disable-background-networking", "--disable-component-update")
PHONE = (390, 844)
"""Width and height in CSS pixels."""


@define
class Opened:
    """A page that is open, with what happened meanwhile."""

    page: Page
    requests: list[str] = field(factory=list)
    """Addresses that were asked for, the page's own among them."""
    complaints: list[str] = field(factory=list)
    """What came to the console, and errors of scripts."""

    def violations(self) -> list[str]:
        """Return what axe-core finds against the page as it is now: the rule and the elements."""
        found = Axe().run(self.page).response["violations"]
        return [f"{one['id']}: {[node['target'] for node in one['nodes']]}" for one in found]

    def overflow(self) -> int:
        """Return by how many CSS pixels the page is wider than its window."""
        wider = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        return int(wider)


@contextmanager
def opened(
    browser: Browser, address: str, *, scheme: str = "light", size: tuple[int, int] = (1280, 900)
) -> Iterator[Opened]:
    """Open *address* in a window of *size* for somebody who likes the colour *scheme*."""
    width, height = size
    context = browser.new_context(color_scheme=scheme, viewport={"width": width, "height": height})  # type: ignore[arg-type]
    try:
        seen = Opened(context.new_page())
        seen.page.on("request", lambda request: seen.requests.append(request.url))
        seen.page.on("console", lambda message: seen.complaints.append(message.text))
        seen.page.on("pageerror", lambda error: seen.complaints.append(str(error)))
        seen.page.goto(address)
        yield seen
    finally:
        context.close()


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start the machine's own Chromium; without one the test is skipped, unless one is required."""
    program = next(filter(None, map(shutil.which, _PROGRAMS)), None)
    if program is None:
        if os.environ.get("VENVOY_REQUIRE_BROWSER") == "1":
            pytest.fail("VENVOY_REQUIRE_BROWSER is set, and there is no Chromium.")
        pytest.skip("There is no Chromium on PATH.")
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=program, args=list(_QUIET))
        try:
            yield browser
        finally:
            browser.close()


def address(path: Path) -> str:
    """Return the address of a file."""
    return path.resolve().as_uri()
