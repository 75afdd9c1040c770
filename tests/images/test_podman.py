"""Comparisons on Podman's Docker-compatible socket, where the machine says that there is one."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from venvoy.images.compare import Bench, Pair, bench
from venvoy.images.connection import Connection
from venvoy.images.discovery import connect
from venvoy.model.build import BuildFailed, Halt, Halted
from venvoy.model.comparison import Comparison, Measured, Subject
from venvoy.model.engine import Builder

from .conftest import pair, silently

pytestmark = [pytest.mark.engine, pytest.mark.xdist_group("podman")]

BASE = "FROM python:3.12-slim\nRUN --mount=type=cache,target=/cache echo one > /one\n"


@pytest.fixture(name="podman")
def _podman() -> Iterator[Callable[[], Connection]]:
    """Return what connects to Podman; what was made through it has to be gone afterwards."""
    host = os.environ.get("VENVOY_TEST_PODMAN")
    if host is None:
        pytest.skip("VENVOY_TEST_PODMAN names no socket of Podman's")
    made: list[str] = []

    def connected() -> Connection:
        found = connect(environ=dict(os.environ) | {"DOCKER_HOST": host})
        assert isinstance(found, Connection)
        made.append(found.label)
        return found

    yield connected
    last = connected()
    for label in made:
        for listing in (last.client.api.containers, last.client.api.images):
            assert [] == listing(all=True, filters={"label": label})
    last.close()


def compared(connection: Connection, of: Pair) -> Comparison | BuildFailed | Halted:
    """Return what comes of comparing *of*."""
    with bench(connection, of, Measured.SAME, silently, threading.Event()) as place:
        assert isinstance(place, Bench)
        return place.compare(1)


def test_a_planted_difference_is_found(podman: Callable[[], Connection], tmp_path: Path) -> None:
    """Podman's own builder is used, and it understands mounts."""
    connection = podman()
    found = compared(connection, pair(tmp_path, BASE, f"{BASE}RUN echo left > /left\nUSER nobody\n"))

    assert Builder.PODMAN is connection.engine.builder
    assert isinstance(found, Comparison)
    assert [(Subject.CONFIG, "USER"), (Subject.FILE, "/left")] == [(one.subject, one.name) for one in found.surprises]


def test_a_failed_build_is_told_with_its_line(podman: Callable[[], Connection], tmp_path: Path) -> None:
    """And no image of it stays."""
    found = compared(podman(), pair(tmp_path, f"{BASE}RUN exit 3\n"))

    assert isinstance(found, BuildFailed)
    assert (3, "RUN exit 3") == (found.line, found.step)


def test_a_build_that_hangs_is_given_up(podman: Callable[[], Connection], tmp_path: Path) -> None:
    """Podman goes on with the step until it ends, and that is said."""
    found = compared(podman(), pair(tmp_path, f"{BASE}RUN sleep 20\nRUN sleep 300\n", timeout=4))

    assert isinstance(found, Halted)
    assert Halt.TIMED_OUT is found.halt
    assert "Podman finishes the step" in found.next_step
