"""The hall for a whole repository: where it ends, and who belongs to it."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from migrating import accepting
from venvoy import migration
from venvoy import repository_migration as hall
from venvoy.model.analysis import Analysis
from venvoy.model.plan import Plan

DOCKERFILE = b"FROM python:3.12\nWORKDIR /app\nCOPY app.py .\nRUN pip install gunicorn\nCMD gunicorn app\n"
SCRIPT = b"#!/bin/sh\n/usr/local/bin/gunicorn app\n"


@pytest.fixture(name="top")
def _top(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a directory in no work tree: a context with its Dockerfile in a directory of its own."""
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    top = tmp_path / "shop"
    (top / "docker").mkdir(parents=True)
    (top / "docker" / "Dockerfile").write_bytes(DOCKERFILE)
    (top / "app.py").write_bytes(b"")
    return top


def analysed(file: Path) -> Analysis:
    """Return the analysis of a Dockerfile where it lies."""
    found = migration.analyse(file.read_bytes(), str(file), file.parent)
    assert isinstance(found, Analysis)
    return found


def unchanged(analysis: Analysis) -> Plan:
    """Return the plan that changes nothing."""
    return accepting(analysis, only=())


def test_a_work_tree_is_the_repository(top: Path) -> None:
    """From wherever in it one starts."""
    subprocess.run(["git", "init", "--quiet", str(top)], check=True)

    for start in (top, top / "docker", top / "docker" / "Dockerfile"):
        assert str(top) == hall.listing_around(start).root


def test_without_git_it_is_the_build_context(top: Path) -> None:
    """Of a Dockerfile that says by its COPYs where that is; of a directory it is the directory."""
    analysis = analysed(top / "docker" / "Dockerfile")

    assert str(top) == hall.listing_around(top / "docker" / "Dockerfile", analysis.repository.root).root
    assert str(top / "docker") == hall.listing_around(top / "docker").root


def test_a_dockerfile_by_a_link_is_the_file_that_it_leads_to(top: Path, tmp_path: Path) -> None:
    """One that lies outside is no member."""
    (tmp_path / "Dockerfile").write_bytes(DOCKERFILE)
    (top / "outside").symlink_to(tmp_path / "Dockerfile")
    (top / "inside").symlink_to(top / "docker" / "Dockerfile")
    listing = hall.listing_around(top)
    inside, outside = (
        hall.member(one, unchanged(one), listing) for one in (analysed(top / "inside"), analysed(top / "outside"))
    )

    assert inside is not None
    assert ("docker/Dockerfile", None) == (inside.path, outside)


def test_the_others_are_those_that_can_be_read(top: Path) -> None:
    """Neither the members themselves, nor what is called like a Dockerfile and is none."""
    (top / "worker.Dockerfile").write_bytes(DOCKERFILE)
    (top / "Dockerfile.j2").write_bytes(b"{% if x %}\nFROM python\n{% endif %}\n\x00")
    analysis = analysed(top / "docker" / "Dockerfile")
    listing = hall.listing_around(top)
    one = hall.member(analysis, unchanged(analysis), listing)
    assert one is not None

    assert ["worker.Dockerfile"] == [other.path for other in hall.staying(listing, (one,))]


def test_a_dockerfile_that_changes_nothing_concerns_nothing(top: Path) -> None:
    """Its neighbours are not even read."""
    (top / "start.sh").write_bytes(SCRIPT)
    analysis = analysed(top / "docker" / "Dockerfile")
    listing = hall.listing_around(top)
    one = hall.member(analysis, unchanged(analysis), listing)
    assert one is not None

    assert ((), ()) == hall.companions(listing, (one,))


def test_a_context_that_cannot_be_told_is_said(top: Path) -> None:
    """Which files the image gets is not known then, so none is judged."""
    (top / "app.py").unlink()
    analysis = analysed(top / "docker" / "Dockerfile")
    listing = hall.listing_around(top)
    one = hall.member(analysis, accepting(analysis), listing)
    assert one is not None

    found, notes = hall.companions(listing, (one,))

    assert () == found
    assert "From which directory docker/Dockerfile is built cannot be told; files beside it are not read." in notes


def test_a_compose_file_tells_the_context(top: Path) -> None:
    """Where the COPYs do not, the service that builds it knows; what lies beside it is read then."""
    (top / "app.py").unlink()
    (top / "compose.yaml").write_bytes(
        b"services:\n  app:\n    build: {context: ., dockerfile: docker/Dockerfile}\n"
        b"    command: /usr/local/bin/gunicorn app\n"
    )
    analysis = analysed(top / "docker" / "Dockerfile")
    listing = hall.listing_around(top)
    one = hall.member(analysis, accepting(analysis), listing)
    assert one is not None

    found, notes = hall.companions(listing, (one,))

    assert ["old-path-in-command"] == [place.page for one in found for place in one.companion.places]
    assert (
        "docker/Dockerfile is taken to be built from the root of the repository, as compose.yaml line 3 says.",
    ) == notes


def test_a_context_that_two_files_name_differently_is_not_taken(top: Path) -> None:
    """No ignore file is written into one of the two directories, and the note names both lines."""
    (top / "app.py").unlink()
    (top / "sub").mkdir()
    (top / "compose.yaml").write_text("services: {app: {build: {context: ., dockerfile: docker/Dockerfile}}}\n")
    (top / "Makefile").write_text("image:\n\tdocker build -f docker/Dockerfile sub\n")
    analysis = analysed(top / "docker" / "Dockerfile")
    listing = hall.listing_around(top)
    one = hall.member(analysis, accepting(analysis), listing)
    assert one is not None

    root, other = "the root of the repository", "Makefile line 2 names sub"
    assert (
        (),
        (
            f"docker/Dockerfile is not taken to be built from {root}, as compose.yaml line 1 says: {other}.",
            "From which directory docker/Dockerfile is built cannot be told; files beside it are not read.",
        ),
    ) == hall.companions(listing, (one,))


def test_a_dockerfile_at_the_top_is_built_from_there(top: Path) -> None:
    """Where no COPY tells from where it is built, which is how most are."""
    (top / "Dockerfile").write_bytes(b"FROM python:3.12\nRUN pip install gunicorn\nCOPY . /app\nCMD /app/start.sh\n")
    (top / "start.sh").write_bytes(SCRIPT)
    analysis = analysed(top / "Dockerfile")
    listing = hall.listing_around(top)
    one = hall.member(analysis, accepting(analysis), listing)
    assert one is not None

    assert analysis.repository.root is None
    assert "start.sh" in [found.companion.path for found in hall.companions(listing, (one,))[0]]


@pytest.mark.parametrize(
    ("name", "first", "concerned"),
    [
        pytest.param("console", b"#!/usr/local/bin/python", True, id="a script without an ending"),
        pytest.param("console.py", b"#!/usr/local/bin/python", True, id="a module"),
        pytest.param("console", b"/usr/local/bin/python", False, id="no script"),
        pytest.param("console.txt", b"#!/usr/local/bin/python", False, id="another ending"),
    ],
)
def test_which_files_are_python(name: str, first: bytes, concerned: bool, top: Path) -> None:
    """By their endings, or else by their first lines."""
    (top / "Dockerfile").write_bytes(b"FROM python:3.12\nRUN pip install gunicorn\nCOPY . /app\nCMD /app/console\n")
    (top / name).write_bytes(first + b"\nprint(1)\n")
    analysis = analysed(top / "Dockerfile")
    listing = hall.listing_around(top)
    one = hall.member(analysis, accepting(analysis), listing)
    assert one is not None

    assert concerned == (name in [found.companion.path for found in hall.companions(listing, (one,))[0]])


@pytest.mark.parametrize("stage", [True, False], ids=["a stage of its name", "the image itself"])
def test_a_copy_out_of_an_image_that_may_be_built_here_is_said(stage: bool, top: Path) -> None:
    """The Dockerfile that gathers the images of others is named with its line, and not judged."""
    site = "/usr/local/lib/python3.12/site-packages"
    first = "FROM shop/api:1 AS api\n" if stage else ""
    source = "api" if stage else "shop/api:1"
    (top / "all.Dockerfile").write_text(f"{first}FROM python:3.12\nCOPY --from={source} {site} {site}\n")
    analysis = analysed(top / "docker" / "Dockerfile")
    listing = hall.listing_around(top)
    one = hall.member(analysis, accepting(analysis), listing)
    assert one is not None

    _, notes = hall.companions(listing, (one,), hall.staying(listing, (one,)))

    assert (
        f"all.Dockerfile line {2 + stage} copies {site} out of another image. If that is built from docker/Dockerfile, "
        "its packages are no longer there."
    ) in notes


def test_a_context_that_another_file_names_is_taken_and_said(top: Path) -> None:
    """The files of the image are read from there, and the note names the line."""
    (top / "app.py").unlink()
    (top / "docker" / "Dockerfile").write_bytes(
        b"FROM python:3.12\nRUN pip install gunicorn\nCOPY . /app\nCMD /app/start.sh\n"
    )
    (top / "start.sh").write_bytes(SCRIPT)
    (top / "compose.yaml").write_text(
        "services:\n  web:\n    build:\n      context: .\n      dockerfile: docker/Dockerfile\n"
    )
    analysis = analysed(top / "docker" / "Dockerfile")
    listing = hall.listing_around(top)
    one = hall.member(analysis, accepting(analysis), listing)
    assert one is not None

    found, notes = hall.companions(listing, (one,))

    assert "start.sh" in [each.companion.path for each in found]
    assert (
        "docker/Dockerfile is taken to be built from the root of the repository, as compose.yaml line 5 says."
    ) in notes


def test_what_is_not_known_of_a_project_is_a_note(top: Path) -> None:
    """Its file is named from the root of the repository on, and told once for all Dockerfiles beside it."""
    project = top / "service"
    project.mkdir()
    (project / "setup.py").write_text("setup(version=computed())\n")
    for name in ("Dockerfile", "worker.Dockerfile"):
        (project / name).write_text("FROM python:3.12\nCOPY setup.py .\nRUN pip install .\n")
    subprocess.run(["git", "init", "--quiet", str(top)], check=True)
    listing = hall.listing_around(top)
    found = (analysed(project / name) for name in ("Dockerfile", "worker.Dockerfile"))
    members = [one for one in (hall.member(a, accepting(a), listing) for a in found) if one is not None]

    _, notes = hall.companions(listing, members)

    assert ("service/setup.py, line 1: version is computed, so it is not known statically.",) == notes
