"""Every repository of this directory: what is planned for it, byte for byte, written, taken back, and done once.

With VENVOY_UPDATE_SNAPSHOTS set, the files are written anew; look at the difference before you commit it.
"""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from fixture_repository import FixtureRepository, copy_to, names, planned, repository
from venvoy import migration
from venvoy import repository_migration as hall
from venvoy.model.analysis import Analysis
from venvoy.model.receipt import Applied, Undone
from venvoy.model.repository_plan import Standing
from venvoy.reports.project import project_text
from venvoy.reports.repository import patch, places_text
from venvoy.workspace.applying import apply
from venvoy.workspace.discovery import Discovery, discover
from venvoy.workspace.journal import Journal

SNAPSHOTS = Path(__file__).parents[2] / "snapshots" / "repositories"
ALL = tuple(repository(name) for name in names())


@pytest.fixture(name="of", params=ALL, ids=names())
def _of(request: pytest.FixtureRequest) -> FixtureRepository:
    one: FixtureRepository = request.param
    return one


@pytest.fixture(name="root")
def _root(of: FixtureRepository, tmp_path: Path) -> Path:
    return copy_to(of, tmp_path / "before")


def discovered(root: Path) -> tuple[Path, ...]:
    """Return the Dockerfiles of a repository."""
    found = discover(root)
    assert isinstance(found, Discovery)
    return found.files


def tree(root: Path) -> dict[str, bytes]:
    """Return every file of a work tree with its content."""
    every = (path for path in root.rglob("*") if path.is_file() and ".git" not in path.relative_to(root).parts)
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in every}


def test_the_plan_is_the_golden_one(of: FixtureRepository, root: Path) -> None:
    """The patch, and what is said of each place beside the Dockerfile, are those that somebody looked at last."""
    plan = planned(of, root)
    expected = {
        f"{of.name}.patch": patch(migration.diff(one) for one in plan.changed),
        f"{of.name}.places": places_text(plan).encode(),
    }
    if os.environ.get("VENVOY_UPDATE_SNAPSHOTS"):
        for file, actual in expected.items():
            (SNAPSHOTS / file).write_bytes(actual)
    assert {file: (SNAPSHOTS / file).read_bytes() for file in expected} == expected


@pytest.mark.parametrize("golden", sorted(SNAPSHOTS.glob("*.project")), ids=lambda path: path.stem)
def test_what_is_read_is_the_golden_one(golden: Path, tmp_path: Path) -> None:
    """What is told of the projects that have the most in them is what somebody looked at last."""
    root = copy_to(repository(golden.stem), tmp_path)
    analyses = [migration.analyse(file.read_bytes(), str(file), file.parent) for file in discovered(root)]
    projects = hall.projects(one for one in analyses if isinstance(one, Analysis))
    text = "".join(project_text(one).replace(str(root), golden.stem) for one in projects)
    if os.environ.get("VENVOY_UPDATE_SNAPSHOTS"):
        golden.write_text(text, encoding="utf-8")

    assert golden.read_text(encoding="utf-8") == text


def test_written_like_the_patch_and_taken_back(of: FixtureRepository, root: Path, tmp_path: Path) -> None:
    """What is written is what ``git apply`` makes of the patch; undo gives every byte back."""
    before = tree(root)
    plan = planned(of, root)
    if not plan.changes:
        assert b"" == patch(migration.diff(one) for one in plan.changed)
        return
    other = copy_to(of, tmp_path / "patched")
    (tmp_path / "it.patch").write_bytes(patch(migration.diff(one) for one in plan.changed))
    subprocess.run(["git", "-C", str(other), "apply", str(tmp_path / "it.patch")], check=True, capture_output=True)
    journal = Journal(tmp_path / "journal")

    applied = apply(hall.change_set(plan, str(root)), journal)

    assert isinstance(applied, Applied)
    assert tree(other) == tree(root)
    assert isinstance(journal.undo(), Undone)
    assert before == tree(root)


def test_a_second_run_finds_nothing(of: FixtureRepository, root: Path, tmp_path: Path) -> None:
    """After the migration no Dockerfile changes any more, and no file beside one."""
    plan = planned(of, root)
    if plan.changes:
        assert isinstance(apply(hall.change_set(plan, str(root)), Journal(tmp_path / "journal")), Applied)

    again = planned(of, root)

    assert () == again.changed
    assert [] == [one.place.id for one in again.places if one.standing is not Standing.REPORTED]


def test_what_has_to_stay_stays(of: FixtureRepository, root: Path) -> None:
    """The files that nothing concerns are there, and are not part of the change."""
    changed = {one.path for one in planned(of, root).changed}

    assert all((root / name).is_file() for name in of.untouched)
    assert set() == changed & set(of.untouched)


def test_no_two_stories_are_the_same() -> None:
    """Each repository is there for a reason of its own."""
    assert len(ALL) == len({one.story for one in ALL})
    assert len(ALL) >= 25
