"""Values to report on, and golden files to hold the reports against."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from handmade import GUARD, SITE, Golden, carry, dockerfile, install, launch

from venvoy.model.dockerfile import Dockerfile, Unreadable
from venvoy.model.environment import Base, Value
from venvoy.model.finding import (
    CheckResult,
    FileVerdict,
    Finding,
    Related,
    Remedy,
    Review,
    StageSummary,
    Verdict,
)
from venvoy.model.plan import DiffLine, FileDiff, Hunk, Sign
from venvoy.model.shell import Opaque
from venvoy.model.source import Lines
from venvoy.model.trace import Present, Site, SiteKind, StageTrace, Trace

SNAPSHOTS = Path(__file__).parents[2] / "snapshots" / "reports"


@pytest.fixture
def golden() -> Golden:
    """Compare a text with a file below snapshots/reports, or write it there when VENVOY_UPDATE_SNAPSHOTS is set."""

    def compare(name: str, actual: str) -> None:
        path = SNAPSHOTS / name
        if os.environ.get("VENVOY_UPDATE_SNAPSHOTS"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(actual, encoding="utf-8", newline="")
        with path.open(encoding="utf-8", newline="") as file:
            expected = file.read()
        assert expected == actual

    return compare


@pytest.fixture
def user_install() -> Review:
    """Return a review of a file with a user install, advice, and a line that was not understood."""
    return Review(
        path="shop/Dockerfile",
        stages=(StageSummary("builder", "python:3.12", 1), StageSummary("1", "python:3.12-slim", 5)),
        verdict=FileVerdict.MIGRATE,
        reasons=(),
        findings=(
            Finding(
                id="user-install:3",
                shortcut="user-install",
                stage=0,
                lines=Lines(3, 4),
                message="pip installs below /root/.local: a place that only the user with that HOME looks at.",
                verdict=Verdict.MIGRATE,
                remedy=Remedy.SAFE,
                related=(Related(Lines(6, 6), "copies /root/.local from stage builder"),),
            ),
            Finding(
                id="unguarded-install:3",
                shortcut="unguarded-install",
                stage=0,
                lines=Lines(3, 4),
                message="Nothing stops pip from installing outside of a virtual environment in this stage.",
                verdict=Verdict.MIGRATE,
                remedy=Remedy.SAFE,
                advice=True,
            ),
        ),
        left_alone=(Opaque(Lines(9, 10), "The command comes out of a command substitution."),),
    )


@pytest.fixture
def check_result(user_install: Review) -> CheckResult:
    """Return several files with different outcomes, and names that want to be somebody else."""
    kept = Review(
        path="gpu/Dockerfile",
        stages=(StageSummary("0", "nvidia/cuda:12.4.1-runtime", 1),),
        verdict=FileVerdict.KEEP,
        reasons=("Images of this kind are valued for what their system site holds.",),
        findings=(),
        left_alone=(),
    )
    asked = Review(
        path="evil\x1b]0;owned\x07\u202eelifrekcoD",
        stages=(StageSummary("0", "python:3.12\x1b[2J", 1),),
        verdict=FileVerdict.ASK,
        reasons=("The stages disagree on the minor version.",),
        findings=(
            Finding(
                id="copied-prefix:2",
                shortcut="copied-prefix",
                stage=0,
                lines=Lines(2, 2),
                message="COPY takes everything below /opt/\x9b31m\udcff.",
                verdict=Verdict.ASK,
                remedy=Remedy.REVIEW,
                reason="The stages disagree on the minor version.",
            ),
        ),
        left_alone=(),
    )
    unreadable = Unreadable("nul\x00/Dockerfile", "The file holds a NUL byte: it is no Dockerfile.", line=3)
    return CheckResult((user_install, kept, asked), (unreadable,))


@pytest.fixture
def file_diff() -> FileDiff:
    """Return the diff of a user install that becomes a virtual environment, in a file without a last line end."""
    same, removed, added = Sign.SAME, Sign.REMOVED, Sign.ADDED
    lines = (
        DiffLine(same, b"FROM python:3.12\n", 1, 1),
        DiffLine(added, b"RUN python -m venv /opt/venv\n", None, 2, (SITE,)),
        DiffLine(added, b"ENV PATH=/opt/venv/bin:$PATH PIP_REQUIRE_VIRTUALENV=1\n", None, 3, (SITE, GUARD)),
        DiffLine(same, b"COPY requirements.txt .\n", 2, 4),
        DiffLine(removed, b"RUN pip install --user -r requirements.txt", 3, None, (SITE,)),
        DiffLine(added, b"RUN pip install -r requirements.txt", None, 5, (SITE,)),
    )
    return FileDiff("shop/Dockerfile", (Hunk(1, 3, 1, 5, lines),), lines)


@pytest.fixture
def two_stages() -> tuple[Trace, Dockerfile]:
    """Return a user install that travels from a builder to the stage that ships."""
    user = Site(SiteKind.USER, Value("/root/.local"), Value("3.12"))
    builder = Base("python:3.12", Value("python:3.12"), "python", Value("3.12"), "/usr/local", "glibc")
    last = Base("python:3.12-slim", Value("python:3.12-slim"), "python", Value("3.12"), "/usr/local", "glibc")
    trace = Trace(
        installs=(install(0, 3, user, ("-r requirements.txt",)),),
        carries=(carry(0, 1, 6, "/root/.local", user, "all"),),
        stages=(
            StageTrace(0, builder, (Present(user, (0,)),), launch(), ships=False, reaches_last=True),
            StageTrace(1, last, (Present(user, (0,), (0,)),), launch(), ships=True, reaches_last=True),
        ),
        opaques=(Opaque(Lines(9, 9), "The command comes out of a command substitution."),),
    )
    return trace, dockerfile(("builder", "python:3.12"), (None, "python:3.12-slim"))
