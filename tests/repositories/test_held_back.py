"""No Dockerfile moves by itself away from a file that surely depends on where its packages were."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fixture_repository import copy_to, names, planned, repository
from migrating import accepting
from venvoy import migration
from venvoy import repository_migration as hall
from venvoy.model.analysis import Analysis
from venvoy.model.plan import Answer, Decision, Plan
from venvoy.model.repository_plan import Member, RepositoryPlan, Standing
from venvoy.repository.sharing import may_have_python
from venvoy.rewrite.holding import held_back

OLD = b"/usr/local/bin/gunicorn"
MOVES = "FROM python:3.12\nWORKDIR /app\nRUN pip install gunicorn\n"
STAYS = "FROM continuumio/miniconda3\nWORKDIR /app\nRUN conda install gunicorn\n"
UNKNOWN = "FROM example.com/base:1\nWORKDIR /app\n"
NODE = "FROM example.com/browsers:1\nWORKDIR /app\nRUN npm ci\n"
STARTS = 'CMD ["/app/{}"]\n'


def _members(top: Path) -> list[Member]:
    found = []
    for file in sorted(top.glob("*Dockerfile*")):
        analysis = migration.analyse(file.read_bytes(), str(file), file.parent)
        assert isinstance(analysis, Analysis)
        member = hall.member(analysis, accepting(analysis), hall.listing_around(top))
        assert member is not None
        found.append(member)
    return found


def _plan(top: Path) -> RepositoryPlan:
    return hall.settled(hall.listing_around(top), _members(top), lambda _: {}).plan


IMAGES = st.tuples(
    st.sampled_from((MOVES, STAYS, UNKNOWN, NODE)),
    st.sets(st.sampled_from(("a.sh", "b.sh"))),
    st.booleans(),
)


@settings(max_examples=40)
@given(images=st.lists(IMAGES, min_size=1, max_size=4))
def test_what_moves_takes_along_what_it_starts(images: list[tuple[str, set[str], bool]]) -> None:
    """Whatever other images hold the scripts, too: after the change no moved image starts one with the old path."""
    with TemporaryDirectory() as name:
        top = Path(name).resolve()
        for script in ("a.sh", "b.sh"):
            (top / script).write_bytes(b"#!/bin/sh\nexec " + OLD + b" app\n")
        for number, (first, scripts, starts) in enumerate(images):
            copies = "".join(f"COPY {script} .\n" for script in sorted(scripts))
            start = STARTS.format(min(scripts)) if scripts and starts else ""
            (top / f"Dockerfile.{number}").write_text(first + copies + start)
        plan = _plan(top)

    after = {one.path: one.after for one in plan.files if one.changes}
    moved = [number for number, one in enumerate(plan.dockerfiles) if one.changes]
    broken = [
        number
        for number in moved
        if images[number][1] and images[number][2] and OLD in (after.get(min(images[number][1])) or OLD)
    ]

    assert [] == broken


@pytest.mark.parametrize("name", names())
def test_no_repository_leaves_a_broken_file_behind(name: str, tmp_path: Path) -> None:
    """Of those that are here, whatever they bring along."""
    of = repository(name)

    assert {} == held_back(planned(of, copy_to(of, tmp_path)))


@pytest.fixture(name="top")
def _top(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a directory of three images that hand a script on: the first moves, the last cannot."""
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    for script in ("a.sh", "b.sh"):
        (tmp_path / script).write_bytes(b"#!/bin/sh\nexec " + OLD + b" app\n")
    (tmp_path / "Dockerfile.1").write_text(MOVES + "COPY a.sh .\nCMD /app/a.sh\n")
    (tmp_path / "Dockerfile.2").write_text(MOVES + "COPY a.sh b.sh ./\nCMD /app/b.sh\n")
    (tmp_path / "Dockerfile.3").write_text(STAYS + "COPY b.sh .\nCMD /app/b.sh\n")
    return tmp_path


def test_one_that_waits_makes_another_wait(top: Path) -> None:
    """What the second leaves unchanged is a file of the first as well."""
    plan = _plan(top)

    assert () == plan.changed
    assert [1, 1, 0] == [len(one.refused) for one in plan.dockerfiles]
    why = plan.dockerfiles[1].refused[0]
    assert why.startswith(
        "b.sh line 2 goes by the old layout and would stay as it is, so the Dockerfile waits for it: "
    )
    assert "The image of Dockerfile.3 holds this file, too" in why
    assert "--keep old-path-in-script@b.sh:2.6 changes the Dockerfile alone." in why


@pytest.mark.parametrize(
    ("answer", "script"), [(Answer.ACCEPT, Standing.ACCEPTED), (Answer.KEEP, Standing.KEPT)], ids=lambda one: one.name
)
def test_an_answer_sets_it_free(answer: Answer, script: Standing, top: Path) -> None:
    """Whether somebody accepts the change of the file, or says that it stays."""

    def everything(undecided: RepositoryPlan) -> dict[str, Decision]:
        waiting = [one.place.id for one in undecided.places if one.standing is Standing.OPEN]
        return dict.fromkeys(waiting, Decision(answer))

    settled = hall.settled(hall.listing_around(top), _members(top), everything)

    assert [True, True, False] == [one.changes for one in settled.plan.dockerfiles]
    assert script is settled.plan.places[-1].standing


@pytest.mark.parametrize(
    ("dockerfile", "expected"),
    [
        pytest.param(NODE, False, id="npm"),
        pytest.param(UNKNOWN, True, id="nothing tells"),
        pytest.param(NODE + "RUN python3 -V\n", True, id="npm and python"),
        pytest.param(NODE.replace("browsers", "python-node"), True, id="python in the name of the base"),
        pytest.param("FROM node:24\nRUN npm ci\n", False, id="node"),
        pytest.param("FROM node:24\nRUN apt-get install -y python3\n", True, id="node with a python"),
        pytest.param(STAYS, True, id="conda"),
    ],
)
def test_which_images_may_have_a_python(dockerfile: str, expected: bool) -> None:
    """Where nothing tells, it counts as one that has it."""
    analysis = migration.analyse(dockerfile.encode(), "Dockerfile", None)
    assert isinstance(analysis, Analysis)

    assert expected == may_have_python(analysis)


@pytest.mark.parametrize("start", ["", "CMD ./a.sh\n"], ids=["given", "started"])
def test_what_an_image_of_another_language_starts_is_its_own(start: str, tmp_path: Path) -> None:
    """A script that it names in CMD has to work in it; one that it is only given need not."""
    (tmp_path / "a.sh").write_bytes(b"#!/bin/sh\nexec " + OLD + b" app\n")
    (tmp_path / "Dockerfile.1").write_text(MOVES + "COPY a.sh .\nCMD /app/a.sh\n")
    (tmp_path / "Dockerfile.2").write_text(NODE + "COPY . .\n" + start)
    plan = _plan(tmp_path)

    assert bool(start) == bool(plan.dockerfiles[0].refused)
    assert isinstance(plan.dockerfiles[0], Plan)


@pytest.mark.parametrize(
    ("line", "waits"),
    [
        pytest.param("exec poetry run gunicorn app", True, id="a tool that stays in the build stage"),
        pytest.param("pip install --user debugger", True, id="an install that a venv refuses"),
        pytest.param("test -z $DEBUG || pip install --user debugger", False, id="only in some cases"),
        pytest.param("pip install debugger", False, id="an install that may work"),
    ],
)
def test_what_surely_fails_and_cannot_be_rewritten_holds_back_as_well(line: str, waits: bool, tmp_path: Path) -> None:
    """The line and what to do about it are told; --keep of it lets the Dockerfile go."""
    (tmp_path / "pyproject.toml").write_text('[tool.poetry]\nname = "shop"\nversion = "1"\n')
    (tmp_path / "start.sh").write_text(f"#!/bin/sh\n{line}\n")
    (tmp_path / "Dockerfile").write_text(
        "FROM python:3.12\nWORKDIR /app\nCOPY pyproject.toml .\nRUN pip install poetry\n"
        "RUN poetry config virtualenvs.create false && poetry install --no-root\nCOPY . .\nCMD /app/start.sh\n"
    )
    plan = _plan(tmp_path)
    listing, members = hall.listing_around(tmp_path), _members(tmp_path)
    kept = hall.settled(
        listing, members, lambda plan: {one.place.id: Decision(Answer.KEEP) for one in plan.places if one.depending}
    )

    assert waits == bool(plan.dockerfiles[0].refused)
    assert waits != plan.dockerfiles[0].changes
    assert kept.plan.dockerfiles[0].changes
