"""The documentation as readers open it: built strictly, served from one machine, read in a browser."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from browsing import PHONE, opened

pytestmark = pytest.mark.browser

ROOT = Path(__file__).parents[2]
SHAPES = ("", "catalogue/user-install/", "reference/cli/", "reference/projects/", "tutorial/first-migration/")
"""A page of each kind: the first one, one of the catalogue, one of tables, the widest table, one with pictures."""


class Quiet(SimpleHTTPRequestHandler):
    """Serves files without a word."""

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """Build the site, with warnings as errors, and serve it; return its address and its directory."""
    built = tmp_path_factory.mktemp("site")
    subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", built],
        cwd=ROOT,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
        check=True,
    )
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(built)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/", built
    server.shutdown()
    server.server_close()


def test_no_page_asks_for_anything_from_elsewhere(browser: Browser, site: tuple[str, Path]) -> None:
    """Every page opens without a complaint, and all that it fetches lies beside it."""
    home, built = site
    pages = sorted(path.parent.relative_to(built).as_posix() for path in built.rglob("index.html"))
    with opened(browser, home) as seen:
        for page in pages:
            seen.page.goto(f"{home}{page}/")

    assert len(pages) > len(SHAPES)
    assert [] == [address for address in seen.requests if not address.startswith((home, "data:", "blob:"))]
    assert [] == seen.complaints


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("page", SHAPES)
def test_everybody_can_read_a_page(browser: Browser, site: tuple[str, Path], page: str, scheme: str) -> None:
    """axe-core finds nothing, in both colours."""
    with opened(browser, f"{site[0]}{page}", scheme=scheme) as seen:
        assert [] == seen.violations()


@pytest.mark.parametrize("page", SHAPES)
def test_a_phone_shows_a_page_whole(browser: Browser, site: tuple[str, Path], page: str) -> None:
    """Only what scrolls by itself is wider than the window."""
    with opened(browser, f"{site[0]}{page}", size=PHONE) as seen:
        assert 0 == seen.overflow()


def test_the_search_finds_a_page(browser: Browser, site: tuple[str, Path]) -> None:
    """Without a server that searches: the index comes with the site."""
    with opened(browser, site[0]) as seen:
        seen.page.keyboard.press("/")
        seen.page.keyboard.type("PYTHONUSERBASE")
        found = seen.page.locator(".md-search-result__link").first
        expect(found).to_be_visible()

        assert "catalogue/user-base" in f"{found.get_attribute('href')}"
