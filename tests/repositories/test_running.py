"""Repositories built and started as compose starts them, before and after, with the source mounted."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from attrs import frozen

from composing import Started, started
from engine import Engine, Reply
from fixture_repository import FixtureRepository, copy_to, decided, names, planned, repository
from venvoy import migration
from venvoy import repository_migration as hall
from venvoy.images.compare import Bench, Pair, bench
from venvoy.images.connection import Connection
from venvoy.images.discovery import connect
from venvoy.model.analysis import Analysis
from venvoy.model.comparison import Comparison, Measured, SameVerdict, Subject
from venvoy.model.dockerfile import Unreadable
from venvoy.model.plan import Extra
from venvoy.model.receipt import Applied
from venvoy.samples import Job, Web
from venvoy.workspace.applying import apply
from venvoy.workspace.journal import Journal

BY_COMPOSE = {"env-files-and-watch"}
"""Says what nothing but Compose knows the meaning of, and is started by it, in the tests of that."""
RUN = tuple(one for one in map(repository, names()) if one.run and one.name not in BY_COMPOSE)
FAST = {"django-user-install"}
"""What `make test` builds; the others are left to `make test-projects`."""


@frozen
class Seen:
    """What came of a repository before and after its migration."""

    before: Reply
    after: Reply
    dockerfile: str
    """The Dockerfile that is written."""


@pytest.fixture(
    scope="module",
    params=[
        pytest.param(
            one,
            id=one.name,
            marks=[
                pytest.mark.engine,
                pytest.mark.xdist_group(one.name),
                *([] if one.name in FAST else [pytest.mark.projects]),
            ],
        )
        for one in RUN
    ],
)
def of(request: pytest.FixtureRequest) -> FixtureRepository:
    """Return a repository that can be run."""
    one: FixtureRepository = request.param
    return one


@pytest.fixture(scope="module")
def seen(of: FixtureRepository, engine: Engine, tmp_path_factory: pytest.TempPathFactory) -> Seen:
    """Build and start a repository as it is, and as it is written."""
    before = copy_to(of, tmp_path_factory.mktemp("before"))
    after = copy_to(of, tmp_path_factory.mktemp("after"))
    written = apply(hall.change_set(planned(of, after), str(after)), Journal(tmp_path_factory.mktemp("journal")))
    assert isinstance(written, Applied)
    images = [engine.build(root) for root in (before, after)]
    replies = [_start(engine, image, of, root) for image, root in zip(images, (before, after), strict=True)]
    return Seen(*replies, dockerfile=(after / "Dockerfile").read_text("utf-8"))


def _start(engine: Engine, image: str, of: FixtureRepository, root: Path) -> Reply:
    how = started(root, of.run["service"]) if "service" in of.run else Started()
    exercise = Web(of.run["port"], of.run["path"], of.run["expect"]) if "port" in of.run else Job((), of.run["expect"])
    return engine.start(image, exercise, how.options, how.command)


def test_it_does_what_it_did(of: FixtureRepository, seen: Seen) -> None:
    """The same request has the same answer, the same run the same output, and it is the one that is expected."""
    assert seen.before == seen.after
    assert of.run["expect"] in seen.after.text
    assert seen.after.status == (200 if "port" in of.run else 0)


def test_those_that_can_are_started_in_isolated_mode(of: FixtureRepository, seen: Seen) -> None:
    """Where -I was chosen, the answer was that of a Python that is started with it."""
    assert of.run.get("isolated", False) == ('CMD ["python", "-I"' in seen.dockerfile)


@pytest.mark.engine
@pytest.mark.projects
@pytest.mark.parametrize("name", [one.name for one in RUN if Extra.INSTALLED_PROJECT in one.choices.extras])
def test_a_project_is_compared_before_it_is_written(name: str, engine: Engine, tmp_path: Path) -> None:
    """The rewrite is built with the file that it counts on, of which nothing is left in the repository."""
    of = repository(name)
    root = copy_to(of, tmp_path)
    analysis = migration.analyse((root / "Dockerfile").read_bytes(), str(root / "Dockerfile"), root)
    assert isinstance(analysis, Analysis)
    whole = planned(of, root)
    before = {path: path.read_bytes() for path in root.rglob("*.toml")}
    beside = hall.changed_beside(whole, str(root))
    pair = migration.pair_of_plan(
        analysis, whole.dockerfiles[0], decided(of, analysis), root / "Dockerfile", changes=beside
    )
    assert not isinstance(pair, Unreadable)

    with _placed(pair) as place:
        found = place.compare(1)

    assert isinstance(found, Comparison)
    assert SameVerdict.EQUIVALENT is found.verdict, found.differences
    assert before == {path: path.read_bytes() for path in root.rglob("*.toml")}


def test_enough_of_them_are_run() -> None:
    """Eight are built, and three of these in isolated mode."""
    assert len(RUN) >= 8
    assert sum(one.run.get("isolated", False) for one in RUN) >= 3


@pytest.mark.engine
@pytest.mark.xdist_group("django-user-install")
def test_the_rewrite_is_built_with_what_is_changed_along(engine: Engine, tmp_path: Path) -> None:
    """Before anything is written the rewritten image answers, and after it was written the original still does."""
    of = repository("django-user-install")
    root = copy_to(of, tmp_path)
    plan = planned(of, root)
    dockerfile = migration.analyse((root / "Dockerfile").read_bytes(), str(root / "Dockerfile"), root)
    assert isinstance(dockerfile, Analysis)
    after = migration.again(dockerfile, plan.dockerfiles[0])
    assert isinstance(after, Analysis)
    beside = hall.changed_beside(plan, str(root))
    both = migration.pair(dockerfile, after, root / "Dockerfile", changes=beside)
    alone = migration.pair(dockerfile, after, root / "Dockerfile")
    assert not isinstance(both, Unreadable)
    assert not isinstance(alone, Unreadable)
    exercise, settings = Web(of.run["port"], of.run["path"], of.run["expect"]), started(root, "web").options[:2]

    with _placed(both) as place:
        found = place.compare(1)
        assert isinstance(found, Comparison)
        assert SameVerdict.EQUIVALENT is found.verdict
        expected = {one.name for one in found.differences if one.subject is Subject.FILE}
        assert {"/app/entrypoint.sh", "/app/compose.yaml"} <= expected
        replies = [engine.start(image.id, exercise, settings) for image in (found.before, found.after)]
    assert replies[0] == replies[1]
    assert of.run["expect"] in replies[1].text
    with _placed(alone) as place:
        found = place.compare(1)
        assert isinstance(found, Comparison)
        assert 127 == engine.start(found.after.id, Job((), ""), settings).status
    assert isinstance(apply(hall.change_set(plan, str(root)), Journal(tmp_path / "journal")), Applied)
    with _placed(both) as place:
        found = place.compare(1)
        assert isinstance(found, Comparison)
        assert replies[0] == engine.start(found.before.id, exercise, settings)


@contextmanager
def _placed(pair: Pair) -> Iterator[Bench]:
    connection = connect()
    assert isinstance(connection, Connection)
    with bench(connection, pair, Measured.SAME, lambda progress: None, threading.Event()) as place:  # noqa: ARG005
        yield place
