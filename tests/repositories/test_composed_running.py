"""Repositories that Docker Compose itself builds and starts, before and after, with the source mounted as they say."""

from __future__ import annotations

from pathlib import Path

import pytest
from attrs import frozen
from composed import Compose, ComposeError

from engine import Engine, EngineError, Reply
from fixture_repository import FixtureRepository, copy_to, planned, repository
from venvoy import repository_migration as hall
from venvoy.model.receipt import Applied
from venvoy.samples import Web
from venvoy.workspace.applying import apply
from venvoy.workspace.journal import Journal

RUN = (
    "mounted-over-venv",
    "compose-overrides",
    "django-user-install",
    "flask-target-directory",
    "fastapi-global",
    "env-files-and-watch",
)
"""Web services with a mount of their source; the second has an override file, anchors and a target, the last one a
volume that is the directory of the host, and its variables in a file."""
FAST = RUN[:1]
"""What `make test` starts; the others are left to `make test-projects`."""


@frozen
class Seen:
    """What came of a repository before and after its migration."""

    of: FixtureRepository
    before: Reply
    after: Reply
    mounted: bool
    """True when the container after the migration had something of its directory on the host in it."""


@pytest.fixture(
    scope="module",
    params=[
        pytest.param(
            name,
            id=name,
            marks=[
                pytest.mark.compose,
                pytest.mark.engine,
                pytest.mark.xdist_group(f"{name}-composed"),
                *([] if name in FAST else [pytest.mark.projects]),
            ],
        )
        for name in RUN
    ],
)
def of(request: pytest.FixtureRequest) -> FixtureRepository:
    """Return a repository that Compose can start."""
    return repository(request.param)


@pytest.fixture(scope="module")
def seen(of: FixtureRepository, compose: Compose, engine: Engine, tmp_path_factory: pytest.TempPathFactory) -> Seen:
    """Start a repository as it is, and as it is written."""
    before = copy_to(of, tmp_path_factory.mktemp("before"))
    after = copy_to(of, tmp_path_factory.mktemp("after"))
    written = apply(hall.change_set(planned(of, after), str(after)), Journal(tmp_path_factory.mktemp("journal")))
    assert isinstance(written, Applied)
    first, _ = asked(compose, engine, before, of)
    second, mounted = asked(compose, engine, after, of)
    return Seen(of, first, second, mounted)


def asked(compose: Compose, engine: Engine, root: Path, of: FixtureRepository) -> tuple[Reply, bool]:
    """Start the service of a repository, and return its answer, and whether it has the files of *root* mounted."""
    web = Web(of.run["port"], of.run["path"], of.run["expect"])
    with compose.up(root, of.run["service"]) as container:
        return engine.answer(container, web), any(path.startswith(str(root)) for path in engine.mounted(container))


def test_compose_starts_what_it_started(seen: Seen) -> None:
    """The same request has the same answer before and after, with the source mounted."""
    assert seen.before == seen.after
    assert (200, True) == (seen.after.status, seen.of.run["expect"] in seen.after.text)
    assert seen.mounted


@pytest.mark.compose
@pytest.mark.engine
@pytest.mark.xdist_group("mounted-over-venv-composed")
def test_the_dockerfile_alone_would_not_do(compose: Compose, engine: Engine, tmp_path: Path) -> None:
    """With the compose file as it was, the mount hides the environment, and nothing starts."""
    of = repository("mounted-over-venv")
    root = copy_to(of, tmp_path / "alone")
    compose_file = (root / "compose.yaml").read_bytes()
    assert isinstance(apply(hall.change_set(planned(of, root), str(root)), Journal(tmp_path / "journal")), Applied)
    (root / "compose.yaml").write_bytes(compose_file)

    with pytest.raises((ComposeError, EngineError), match=r"gunicorn.*not found"):
        asked(compose, engine, root, of)


def test_enough_of_them_are_started() -> None:
    """Four at least, and one whose environment lies below a mount."""
    assert len(RUN) >= 4
    assert "mounted-over-venv" in RUN
