"""Comparisons on the machine's own engine, which are asked afterwards what they left there."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest
from attrs import field, frozen

from engine import Engine as Client
from venvoy.images.compare import Bench, Pair, bench
from venvoy.images.connection import Connection
from venvoy.images.discovery import connect
from venvoy.migration import analyse, expectations
from venvoy.model.analysis import Analysis
from venvoy.model.build import BuildSettings
from venvoy.model.comparison import Expectations, Measured
from venvoy.model.progress import Progress

WITHOUT_CLIENT = {"PATH": ""}
"""Variables with which no docker client is found, so that the engine's own builder builds."""


def silently(progress: Progress) -> None:
    """Tell nobody."""


@frozen(eq=False)
class Workbench:
    """Makes comparisons, and remembers by which labels their leftovers would be found."""

    client: Client
    labels: list[str] = field(factory=list)

    @contextmanager
    def place(
        self,
        pair: Pair,
        *,
        environ: Mapping[str, str] | None = None,
        tell: Callable[[Progress], None] = silently,
        cancelled: threading.Event | None = None,
        measured: Measured = Measured.SAME,
    ) -> Iterator[Bench]:
        """Give room for a comparison on the engine that the variables in *environ* lead to."""
        connection = connect(environ=dict(os.environ) | dict(environ or {}))
        assert isinstance(connection, Connection)
        self.labels.append(connection.label)
        with bench(connection, pair, measured, tell, cancelled or threading.Event()) as place:
            yield place

    def leftovers(self) -> list[str]:
        """Return what is still on the engine of everything that was made here."""
        found = []
        for label in self.labels:
            for listing in (("ps", "--all"), ("images", "--all")):
                found += self.client._run(*listing, "--quiet", "--filter", f"label={label}").split()  # noqa: SLF001
        return found


@pytest.fixture(name="workbench")
def _workbench(engine: Client) -> Iterator[Workbench]:
    found = Workbench(engine)
    yield found
    assert [] == found.leftovers()


def pair(
    context: Path, before: str, after: str | None = None, *, expected: Expectations | None = None, timeout: float = 600
) -> Pair:
    """Return two Dockerfiles over *context*."""
    old, new = (analyse(text.encode(), "Dockerfile") for text in (before, after or before))
    assert isinstance(old, Analysis)
    assert isinstance(new, Analysis)
    settings = BuildSettings(timeout=timeout)
    return Pair(old.dockerfile, new.dockerfile, context, None, expected or expectations(old, new), settings)
