"""System packages that a person adds to the last stage."""

from __future__ import annotations

import pytest

from migrating import analysed
from venvoy import migration
from venvoy.cli.deciding import Accept, Wishes, decided
from venvoy.model.plan import Choices, Plan
from venvoy.rewrite.additions import is_package
from venvoy.session import Session

APT = "RUN apt-get update && apt-get install -y --no-install-recommends libpq5 libxml2 && rm -rf /var/lib/apt/lists/*\n"


BEHIND_A_USER = (
    "FROM python:3.12 AS b\nRUN pip install --user x\nFROM python:3.12-slim AS own\nUSER app\n"
    "FROM own\nCOPY --from=b /root/.local /home/app/.local\nCMD x\n"
)


def plan(dockerfile: str, *packages: str) -> Plan:
    """Return what is made of *dockerfile* with *packages* in the last stage."""
    session = decided(analysed(dockerfile.encode()), Wishes(Accept.ALL, choices=Choices(packages=packages)))
    assert isinstance(session, Session)
    return migration.plan(session.analysis, session.decisions)


def test_they_come_before_the_environment_of_a_split() -> None:
    """What tests the environment behind it may load them; the build stage stays without."""
    made = plan("FROM python:3.12-slim\nRUN pip install psycopg2\nCOPY . /app\nCMD x\n", "libpq5", "libxml2")
    build, last = made.after.decode().split("\nFROM base\n")

    assert last.startswith(APT + "ENV PATH=")
    assert "libpq5" not in build
    causes = {cause.source for edit in made.edits for cause in edit.causes if b"libpq5" in edit.replacement}
    assert {"choice:packages"} == causes


def test_they_come_first_in_a_last_stage_that_stays() -> None:
    """Behind its ARGs, with the comment that is about the next line left there."""
    two = "FROM python:3.12 AS b\nRUN pip install --user x\nFROM python:3.12-slim\nARG X\n# ours\nWORKDIR /app\n"
    made = plan(f"{two}COPY --from=b /root/.local /root/.local\nCMD x\n", "libpq5", "libxml2")

    assert f"FROM python:3.12-slim\nARG X\n{APT}# ours\nWORKDIR /app\n" in made.after.decode()


def test_alpine_has_a_program_of_its_own() -> None:
    """There they are added by apk."""
    made = plan("from python:3.12-alpine\nrun pip install x\ncmd x\n", "libpq")

    assert "\nrun apk add --no-cache libpq\n" in made.after.decode()


@pytest.mark.parametrize(
    ("dockerfile", "why"),
    [
        (
            BEHIND_A_USER,
            "may install nothing",
        ),
        ("FROM registry.example/own:1\nRUN pip install x\nCMD x\n", "is not known"),
    ],
)
def test_what_has_no_place_is_told(dockerfile: str, why: str) -> None:
    """Nothing is written that could not run."""
    made = plan(dockerfile, "libpq5")

    assert b"libpq5" not in made.after
    assert [] != [note for note in made.notes if why in note.text and note.text.startswith("libpq5: not added")]


@pytest.mark.parametrize("name", ["libpq5", "libstdc++6", "gir1.2-pango-1.0", "ca-certificates"])
def test_a_name_of_a_package_is_taken(name: str) -> None:
    """As Debian's policy has it."""
    assert is_package(name)


@pytest.mark.parametrize("name", ["", "-y", "a b", "a;b", "A", "libpq5\n", "$(x)", "a=1", "x"])
def test_what_a_shell_would_read_as_more_is_no_name(name: str) -> None:
    """It goes into a RUN as it is."""
    assert not is_package(name)
