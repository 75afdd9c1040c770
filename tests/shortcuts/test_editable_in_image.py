"""Pointers to sources: which are lost, and which are as they should be."""

from __future__ import annotations

import pytest
from attrs import evolve

from migrating import analysed, findings, migrated, text_after
from venvoy.model.finding import Finding
from venvoy.model.repository import Pyproject, Repository
from venvoy.shortcuts.editable_in_image import find
from venvoy.trace.view import View

VENV = "FROM python:3.12 AS build\nWORKDIR /src\nRUN python -m venv /v\nENV PATH=/v/bin:$PATH\nCOPY . .\n"
LAST = "FROM python:3.12-slim\nCOPY --from=build /v /v\nENV PATH=/v/bin:$PATH\n"
SYNC = "FROM ghcr.io/astral-sh/uv:python3.12-bookworm AS build\nWORKDIR /src\nCOPY . .\n"
SYNCED = "FROM python:3.12-slim-bookworm\nCOPY --from=build /src/.venv /src/.venv\nENV PATH=/src/.venv/bin:$PATH\n"


def found(text: str, repository: Repository | None = None) -> tuple[Finding, ...]:
    """Return the findings of this one detector."""
    analysis = analysed(text)
    view = View(analysis.dockerfile, analysis.surroundings, analysis.trace)
    return find(view if repository is None else evolve(view, repository=repository))


@pytest.mark.parametrize(
    ("install", "after"),
    [
        ("pip install -e .", "pip install ."),
        ("pip install --no-deps -e '.[web]'", "pip install --no-deps '.[web]'"),
        ("pip install --editable=.", "pip install ."),
        ("pip install -e lib -e app", "pip install lib app"),
    ],
)
def test_a_lost_pointer_becomes_a_copy(install: str, after: str) -> None:
    """Only the option goes; what is installed is spelled as before."""
    assert f"RUN {after}\n" in text_after(migrated(f"{VENV}RUN {install}\n{LAST}"))


@pytest.mark.parametrize(
    "rest",
    [
        "COPY . /src",
        "COPY --from=build /src /src",
        "COPY src /src/src",
        "COPY . /",
        "ADD tides.tar.gz /src",
        "RUN git clone https://git.example.com/tides.git /src",
        "WORKDIR /src\nRUN git clone https://git.example.com/tides.git .",
        "VOLUME /src",
        "COPY $WHERE /src",
    ],
)
def test_a_source_that_may_be_there_is_no_finding(rest: str) -> None:
    """Whatever puts, or may put, the source at its path makes the pointer right."""
    assert () == found(f"{VENV}RUN pip install -e .\n{LAST}{rest}\n")


@pytest.mark.parametrize(
    "text",
    [
        f"{VENV}RUN pip install .\n{LAST}",
        f"{VENV}RUN pip install -e git+https://git.example.com/tides.git#egg=tides\n{LAST}",
        f"{VENV}RUN pip install -e .\nCMD tides\n",
        f"{VENV}RUN pip install -e .\nFROM registry.example.com/base\nCOPY --from=build /v /v\n",
        f"{SYNC}RUN uv sync --no-editable\n{SYNCED}",
        f"{SYNC}RUN uv sync --no-install-project\n{SYNCED}",
        f"{SYNC}ENV UV_NO_EDITABLE=1\nRUN uv sync\n{SYNCED}",
        f"{SYNC}RUN uv sync\n{SYNCED}COPY shop /srv/shop\n",
    ],
)
def test_no_pointer_or_no_other_stage(text: str) -> None:
    """A copy, a repository, one stage, a base that cannot be seen, and a source at another path are silent."""
    assert () == found(text)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (f"{VENV}RUN pip install -e .\n{LAST}WORKDIR /src\n", "may be mounted"),
        (f"{SYNC}RUN uv sync\n{SYNCED}", "without a build system"),
        (f"{VENV}RUN pip install -e .\nCOPY late /src/late\n{LAST}", "brings source after the install"),
        (f"{VENV}RUN pip install -e .\nFROM build AS dev\nCMD tides\n{LAST}", "built from this stage"),
        (f"{VENV}RUN pip install -e . -e /lib\n{LAST}COPY lib /lib\n", "/lib, which the same command installs"),
    ],
)
def test_what_only_the_person_can_tell(text: str, reason: str) -> None:
    """Each doubt is one sentence about this file."""
    assert any(reason in item.reason for item in found(text))


@pytest.mark.parametrize(("build_system", "expected"), [(True, ["editable-in-image:4"]), (False, [])])
def test_a_project_file_that_was_seen_settles_it(build_system: bool, expected: list[str]) -> None:
    """With a build system uv installs the project, and without one it does not."""
    repository = Repository("/r", frozenset({"pyproject.toml"}), Pyproject(True, build_system, frozenset()))

    assert expected == [item.id for item in found(f"{SYNC}RUN uv sync\n{SYNCED}COPY etc /etc/shop/\n", repository)]


def test_uv_is_told_to_copy() -> None:
    """The option stands behind the command that it belongs to."""
    assert "RUN uv sync --no-editable --locked\n" in text_after(migrated(f"{SYNC}RUN uv sync --locked\n{SYNCED}"))


def test_a_pointer_in_a_site_that_moves_goes_with_it() -> None:
    """A user install whose source is lost becomes a venv with a copy in it."""
    text = (
        "FROM python:3.12 AS build\nWORKDIR /src\nCOPY . .\nRUN pip install --user -e .\n"
        "FROM python:3.12-slim\nCOPY --from=build /root/.local /root/.local\nENV PATH=/root/.local/bin:$PATH\n"
    )

    assert ["editable-in-image:4", "user-install:4"] == [item.id for item in findings(analysed(text))]
    assert "RUN pip install .\n" in text_after(migrated(text))
