"""What runs in a container of an image can reach nothing, change nothing, and not go on for ever."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest

from engine import Engine as Client
from venvoy.images.connection import Connection
from venvoy.images.discovery import connect

pytestmark = [pytest.mark.engine, pytest.mark.xdist_group("images")]

IMAGE = "python:3.12-slim"


@pytest.fixture(name="connection")
def _connection(engine: Client) -> Iterator[Connection]:
    found = connect()
    assert isinstance(found, Connection)
    yield found
    assert [] == found.client.api.containers(all=True, filters={"label": found.label})
    found.close()


@pytest.mark.parametrize(
    "program",
    [
        pytest.param("import socket; socket.create_connection(('192.0.2.1', 80), 5)", id="no network"),
        pytest.param("open('/left', 'w')", id="no file"),
        pytest.param("x = bytearray(1 << 31); x[::4096] = x[::4096]", id="no more memory than there should be"),
        pytest.param("import os; os.chown('/tmp', 7, 7)", id="no capability"),
        pytest.param("import os; [os.fork() or __import__('time').sleep(2) for _ in range(200)]", id="few processes"),
    ],
)
def test_what_is_not_allowed_fails(program: str, connection: Connection) -> None:
    """Each by an error of its own, inside of the container."""
    assert connection.ask(IMAGE, ("python", "-c", program), 20).status not in (0, None)


def test_time_is_limited(connection: Connection) -> None:
    """What does not end is ended."""
    start = time.monotonic()
    answer = connection.ask(IMAGE, ("sh", "-c", "trap '' TERM INT; echo here; sleep 100"), 2)

    assert (None, b"here\n") == (answer.status, answer.output)
    assert 60 > time.monotonic() - start


def test_a_flood_is_cut(connection: Connection) -> None:
    """An answer of 100 MB does not arrive as such."""
    answer = connection.ask(IMAGE, ("sh", "-c", "yes 0123456789 | head -c 100000000"), 60)

    assert 10_000_000 > len(answer.output)
