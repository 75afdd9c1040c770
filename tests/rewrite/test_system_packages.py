"""What of the system packages ships."""

from __future__ import annotations

import pytest

from migrating import migrated, text_after
from venvoy.model.plan import Shape


def shipped(apt: str, *, image: str = "python:3.12-slim-bookworm", tail: str = "CMD x\n") -> str:
    """Return the last stage, up to its PATH, of a split whose one apt RUN is *apt*."""
    plan = migrated(f"FROM {image}\nRUN {apt}\nRUN pip install flask\n{tail}")
    assert Shape.SPLIT is plan.shape
    return text_after(plan).split("\nFROM base\n")[1].split("ENV PATH=")[0]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("apt-get update && apt-get install -y gcc curl", "apt-get update && apt-get install -y curl"),
        ("apt-get update && apt-get install -y curl gcc", "apt-get update && apt-get install -y curl"),
        ("apt-get update && apt-get install -y libpq-dev", "apt-get update && apt-get install -y libpq5"),
        ("apt-get update && apt-get install -y libpq-dev libpq5", "apt-get update && apt-get install -y libpq5"),
        ("apt update && apt install -y gcc libffi-dev", "apt update && apt install -y libffi8"),
        (
            "apt-get install -y \\\n    gcc \\\n    curl \\\n && rm -rf /var/lib/apt/lists/*",
            "apt-get install -y \\\n    curl \\\n && rm -rf /var/lib/apt/lists/*",
        ),
        (
            "apt-get update && apt-get install -y \\\n    gcc \\\n    # for the probe\n    curl",
            "apt-get update && apt-get install -y \\\n    # for the probe\n    curl",
        ),
    ],
)
def test_what_only_building_needs_is_left_out(before: str, after: str) -> None:
    """Compilers stay behind, a -dev library becomes its runtime half, in the owner's layout."""
    assert f"RUN {after}\n" == shipped(before)


@pytest.mark.parametrize(
    "apt",
    ["apt-get update && apt-get install -y gcc g++ make", "apt-get install -y gcc && rm -rf /var/lib/apt/lists/*"],
)
def test_a_run_of_compilers_alone_does_not_ship(apt: str) -> None:
    """Nothing of it is needed where nothing is built."""
    assert "" == shipped(apt)


@pytest.mark.parametrize(
    ("apt", "image", "tail"),
    [
        ("apt-get update && apt-get install -y curl", "python:3.12-slim-bookworm", "CMD x\n"),
        ("apt-get update && apt-get install -y $PACKAGES gcc", "python:3.12-slim-bookworm", "CMD x\n"),
        ("apk add --no-cache curl", "python:3.12-alpine", "CMD x\n"),
        ("apt-get update && apt-get install -y gcc && curl -o /x https://example.com", "python:3.12-slim", "CMD x\n"),
        ("apt-get update && apt-get install -y git", "python:3.12-slim", "RUN git clone https://e.example/x\nCMD x\n"),
        ("apt-get update && apt-get install -y gcc", "python:3.12-slim", 'CMD ["gcc", "--version"]\n'),
        ("apt-get update && apt-get install -y libssl-dev", "python:3.12-slim", "CMD x\n"),
        ("apt-get update && apt-get install -y gcc", "python:3.12-slim", "RUN ./configure\nCMD x\n"),
    ],
)  # fmt: skip
def test_what_is_not_sure_stays_in_both(apt: str, image: str, tail: str) -> None:
    """A name that is not certain, another command in the RUN, or something that needs it: the base has it."""
    plan = migrated(f"FROM {image}\nRUN {apt}\nRUN pip install flask\n{tail}")

    assert f"FROM {image} AS base\nRUN {apt}\n" == text_after(plan)[: len(f"FROM {image} AS base\nRUN {apt}\n")]
    assert 1 == text_after(plan).count(apt)


def test_what_is_left_out_is_said() -> None:
    """The person sees what the last stage lacks."""
    plan = migrated(
        "FROM python:3.12-slim\nRUN apt-get update && apt-get install -y gcc libpq-dev\nRUN pip install flask\n"
    )

    assert ["The last stage runs what was built: without gcc, libpq5 instead of libpq-dev."] == [
        note.text for note in plan.notes
    ]


@pytest.mark.parametrize(
    ("image", "package"),
    [
        ("python:3.12-slim-bookworm", "libssl3"),
        ("python:3.12-slim-bullseye", "libssl1.1"),
        ("python:3.12-slim-trixie", "libssl3t64"),
        ("python:3.12-slim", "libssl-dev"),
        ("ghcr.io/astral-sh/uv:python3.12-trixie-slim", "libssl3t64"),
    ],
)
def test_runtime_names_follow_the_release(image: str, package: str) -> None:
    """A name that differs between releases is used only where the image tells its release."""
    apt = "apt-get update && apt-get install -y gcc libssl-dev"

    assert f"RUN apt-get update && apt-get install -y {package}\n" == shipped(apt, image=image)


@pytest.mark.parametrize("tool", ["git", "git-lfs", "mercurial", "patch"])
def test_a_tool_that_the_application_may_call_ships(tool: str) -> None:
    """An install may need it for a requirement that is a git URL; whether the application does cannot be seen."""
    plan = migrated(f"FROM python:3.12-slim\nRUN apt-get install -y gcc {tool}\nRUN pip install flask\nCMD x\n")
    said = [note.text for note in plan.notes if "may call" in note.text]

    assert text_after(plan).count(tool) == 2
    assert [f"{tool} is in both stages, as the application may call it; only you know whether it does."] == said


@pytest.mark.parametrize(
    ("between", "kept"),
    [
        ("cp /usr/share/zoneinfo/UTC /etc/localtime", True),
        ("mkdir -p /srv/media", False),
        ("echo UTC > /etc/timezone", False),
    ],
)
def test_what_is_purged_stays_for_what_reads_it_before(between: str, kept: bool) -> None:
    """A file that a package brought is copied before the package goes again: the RUN stays in one piece."""
    run = f"apk add --no-cache tzdata gcc && {between} && apk del tzdata"
    plan = migrated(f"FROM python:3.12-alpine\nRUN {run}\nRUN pip install flask\nCMD x\n")

    assert kept == (f"RUN {run}\n" in text_after(plan))
