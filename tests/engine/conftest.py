"""The engine that the tests of this directory share."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from engine import Engine, find_engine


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
