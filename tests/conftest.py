"""What holds for every test, and the engine that some of them share."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from composed import Compose, find_compose
from hypothesis import HealthCheck, settings
from playwright.sync_api import Browser

from browsing import chromium
from engine import Engine, find_engine

# A loaded machine is no reason to fail: nothing here is about time.
settings.register_profile("venvoy", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("venvoy")


@pytest.fixture(scope="session")
def engine() -> Iterator[Engine]:
    """Return the engine of this machine; without one the tests are skipped, unless the machine promises one."""
    found = find_engine()
    if found is None:
        if os.environ.get("VENVOY_REQUIRE_ENGINE") == "1":
            pytest.fail("VENVOY_REQUIRE_ENGINE=1, and no container engine answers")
        pytest.skip("no container engine answers")
    yield found
    found.sweep()


@pytest.fixture(scope="session")
def compose() -> Compose:
    """Return this machine's Docker Compose; without one the tests are skipped, unless the machine promises one."""
    found = find_compose()
    if found is None:
        if os.environ.get("VENVOY_REQUIRE_COMPOSE") == "1":
            pytest.fail("VENVOY_REQUIRE_COMPOSE=1, and there is no Docker Compose")
        pytest.skip("there is no Docker Compose")
    return found


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Return this machine's Chromium; without one the tests are skipped, unless one is required.

    It runs an event loop, which must have ended before a test of another module begins one.
    """
    with chromium() as started:
        yield started
