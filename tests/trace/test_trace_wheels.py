"""Directories of wheels: who fills them, where they travel, and who installs from them."""

from __future__ import annotations

import pytest

from migrating import analysed
from venvoy.model.trace import Trace

DELIVERED = "FROM python:3.12 AS b\nRUN pip wheel -w /wheels x\nFROM python:3.12\nCOPY --from=b /wheels /wheels\n"


def traced(text: str) -> Trace:
    """Return the trace of a Dockerfile."""
    return analysed(text).trace


@pytest.mark.parametrize(
    ("command", "path", "wheels_only"),
    [
        ("pip wheel -w /wheels flask", "/wheels", True),
        ("pip wheel --wheel-dir=/wheels -r requirements.txt", "/wheels", True),
        ("python -m pip wheel flask", "/src", True),
        ("PIP_WHEEL_DIR=/w pip wheel flask", "/w", True),
        ("pip download -d /mirror flask", "/mirror", False),
        ("python -m build", "/src/dist", False),
        ("python -m build --wheel --outdir /out", "/out", True),
        ("python -m build libs/core", "/src/libs/core/dist", False),
        ("poetry build -f wheel", "/src/dist", True),
        ("poetry build --format=wheel", "/src/dist", True),
        ("poetry build", "/src/dist", False),
        ("uv build --wheel -o /dist", "/dist", True),
        ("pdm build -d /dist", "/dist", False),
        ("cd lib && python -m build -w", "/src/lib/dist", True),
    ],
)
def test_what_fills_a_directory_with_distributions(command: str, path: str, wheels_only: bool) -> None:
    """Each tool has its own option and its own default."""
    (house,) = traced(f"FROM python:3.12\nWORKDIR /src\nRUN {command}\n").wheelhouses

    assert (path, wheels_only) == (house.path, house.wheels_only)


@pytest.mark.parametrize("command", ["pip list", "build .", "poetry install", "uv sync", "pip wheel -w $(cat where) ."])
def test_what_fills_none_that_can_be_told(command: str) -> None:
    """Other commands build nothing, and a place that is made at run time is not guessed."""
    assert () == traced(f"FROM python:3.12\nRUN {command}\n").wheelhouses


@pytest.mark.parametrize(
    ("copy", "path"),
    [
        ("COPY --from=build /wheels /wheels", "/wheels"),
        ("COPY --from=build /wheels/ /tmp/w/", "/tmp/w"),
        ("COPY --from=build /wheels/*.whl /tmp/", "/tmp"),
        ("COPY --from=0 / /all", "/all/wheels"),
        ("RUN --mount=from=build,source=/wheels,target=/w true", "/w"),
    ],
)
def test_where_wheels_are_after_a_delivery(copy: str, path: str) -> None:
    """A directory, its files, and what it lies in lead to the same wheels."""
    (delivery,) = traced(
        f"FROM python:3.12 AS build\nRUN pip wheel -w /wheels x\nFROM python:3.12\n{copy}\n"
    ).deliveries

    assert path == delivery.path


@pytest.mark.parametrize(
    "install",
    [
        "pip install /wheels/*",
        "pip install /wheels/*.whl",
        "pip install --no-index --find-links=/wheels flask",
        "pip install --no-index -f /wheels flask",
        "pip install -r /wheels/requirements.txt",
        "cd / && pip install wheels/x-1-py3-none-any.whl",
        "PIP_FIND_LINKS=/wheels pip install flask",
        "uv pip install --system /wheels/*",
    ],
)
def test_an_install_takes_what_was_delivered(install: str) -> None:
    """Files, globs, --find-links and its variable all name the wheels."""
    text = f"{DELIVERED}RUN {install}\n"

    assert [(0, 0)] == [(relay.delivery, relay.install) for relay in traced(text).relays]


@pytest.mark.parametrize("install", ["pip install flask", "pip install -f https://wheels.example.com/ flask"])
def test_an_install_of_something_else_takes_nothing(install: str) -> None:
    """Wheels that lie beside are not what is installed."""
    text = f"{DELIVERED}RUN {install}\n"

    assert () == traced(text).relays
