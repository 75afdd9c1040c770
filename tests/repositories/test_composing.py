"""What compose files mean before and after a migration, as Docker Compose itself understands them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from attrs import frozen
from compose_meaning import Listed, built_from, carried_out, configuration, listed
from composed import Compose, ComposeError

from fixture_repository import FixtureRepository, copy_to, names, planned, repository
from venvoy import repository_migration as hall
from venvoy.model.receipt import Applied
from venvoy.model.repository_plan import RepositoryPlan, Standing
from venvoy.workspace.applying import apply
from venvoy.workspace.journal import Journal

pytestmark = pytest.mark.compose

UNASKED = (("compose.yaml", "compose.yml"), ("compose.override.yaml", "compose.override.yml"))
UNREADABLE = {
    ("broken-neighbours", "compose.broken.yaml"): "its brackets do not close",
    ("broken-neighbours", "compose.bomb.yaml"): "it would be multiplied out, to 43 million words",
}
"""Files that are there to be refused, with the reason."""
NEWER = {("env-files-and-watch", "compose.watch.yaml"): "include, develop.watch and additional_contexts"}
"""Files with what the first version of Compose does not know yet."""


@frozen
class Project:
    """Compose files of one repository that are read together."""

    of: FixtureRepository
    files: tuple[str, ...]


def projects() -> list[Project]:
    """Return what Compose reads unasked in each repository, and every other compose file by itself."""
    found = []
    for of in map(repository, names()):
        there = {path.name for path in of.directory.glob("compose*.y*ml")}
        together = tuple(name for some in UNASKED for name in some if name in there)
        alone = sorted(name for name in there - set(together) if (of.name, name) not in {**UNREADABLE, **NEWER})
        found += [Project(of, files) for files in ((together,) if together else ())]
        found += [Project(of, (name,)) for name in alone]
    return found


ALL = projects()
READ = (".env", *(name for one in ALL for name in one.files))
"""How the names of files end that Compose reads."""


def changes(plan: RepositoryPlan, root: Path, config: dict[str, Any]) -> list[tuple[str, Listed, frozenset[str]]]:
    """Return what *plan* announces for compose files: path, change, and the services of *config* that it is about."""
    found = []
    for file in plan.files:
        for one in file.places:
            if one.standing is Standing.ACCEPTED and file.before is not None and file.path.endswith(READ):
                about = [name for name in config["services"] if built_from(root, config, name) in one.dockerfiles]
                found.append((file.path, listed(one.place, file.before), frozenset(about)))
    return found


@pytest.mark.parametrize("project", [pytest.param(one, id=f"{one.of.name} {one.files[-1]}") for one in ALL])
def test_nothing_but_what_is_listed_changes(project: Project, compose: Compose, tmp_path: Path) -> None:
    """The configuration after the migration is the one before it with each change that was announced, and no other."""
    root = copy_to(project.of, tmp_path)
    before = configuration(compose.config(root, project.files))
    plan = planned(project.of, root)
    if plan.changes:
        assert isinstance(apply(hall.change_set(plan, str(root)), Journal(tmp_path / "journal")), Applied)
    announced = changes(plan, root, before)

    assert carried_out(before, ((one, services) for _, one, services in announced)) == configuration(
        compose.config(root, project.files)
    )
    assert [] == [
        change
        for path, change, services in announced
        if path in project.files and services and carried_out(before, [(change, services)]) == before
    ]


@pytest.mark.parametrize(("name", "file"), NEWER)
def test_what_is_new_is_known_to_a_new_compose(name: str, file: str, compose: Compose, tmp_path: Path) -> None:
    """A file with newer parts has the same meaning afterwards, or Compose is too old to say what it means at all."""
    root = copy_to(repository(name), tmp_path)
    if compose.is_first:
        with pytest.raises(ComposeError, match=r"Unsupported|Additional properties|does not match"):
            compose.config(root, [file])
        return
    before = compose.config(root, [file])
    assert isinstance(apply(hall.change_set(planned(repository(name), root), str(root)), Journal(tmp_path)), Applied)

    assert before == compose.config(root, [file])


@pytest.mark.parametrize("name", ["compose.broken.yaml"])
def test_what_is_refused_here_is_refused_there(name: str, compose: Compose, tmp_path: Path) -> None:
    """A file that is noted as unreadable is none that Compose would start."""
    root = copy_to(repository("broken-neighbours"), tmp_path)

    with pytest.raises(ComposeError):
        compose.config(root, [name])


def test_there_is_enough_to_compare() -> None:
    """Twenty projects have a configuration, and most of the repositories here are among them."""
    assert len(ALL) >= 20
    assert 2 * len({one.of.name for one in ALL}) > len(names())
