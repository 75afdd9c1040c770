"""The repositories of this directory: small, real, each with something beside the Dockerfile that has to follow it."""

from __future__ import annotations

import shutil
import subprocess
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from attrs import field, frozen

from migrating import acceptable
from venvoy import migration
from venvoy import repository_migration as hall
from venvoy.model.analysis import Analysis
from venvoy.model.plan import DEFAULT_EXTRAS, Answer, Choices, Decision, Decisions, Extra
from venvoy.model.repository_plan import Member, RepositoryPlan, Standing
from venvoy.session import accept_all_safe, begin
from venvoy.workspace.discovery import Discovery, discover

HERE = Path(__file__).parent
DESCRIPTION = "repository.toml"
GIT_IGNORE = "dot-gitignore"
"""How a repository's own ``.gitignore`` is called here, where it must not be one."""


@frozen
class FixtureRepository:
    """One repository, and what is expected of it."""

    name: str
    """Of its directory."""
    story: str
    """One sentence: what it is, and what depends on the old layout."""
    accept_all: bool
    """Whether also what a person should look at is accepted."""
    untouched: tuple[str, ...]
    """Files that have to keep their bytes."""
    choices: Choices
    run: Mapping[str, Any] = field(factory=dict)
    """How it is started and asked; empty for one that is not run."""

    @property
    def directory(self) -> Path:
        """Where it lies."""
        return HERE / self.name


def names() -> tuple[str, ...]:
    """Return the names of all repositories in alphabetical order."""
    return tuple(sorted(entry.parent.name for entry in HERE.glob(f"*/{DESCRIPTION}")))


def repository(name: str) -> FixtureRepository:
    """Return what is known of the repository *name*."""
    facts = tomllib.loads((HERE / name / DESCRIPTION).read_text("utf-8"))
    extras = DEFAULT_EXTRAS | frozenset(map(Extra, facts.get("extras", ())))
    return FixtureRepository(
        name=name,
        story=facts["story"],
        accept_all=facts["accept"] == "all",
        untouched=tuple(facts["untouched"]),
        choices=Choices(venv=facts.get("venv", Choices().venv), extras=extras),
        run=facts.get("run", {}),
    )


def copy_to(of: FixtureRepository, directory: Path) -> Path:
    """Copy a repository into *directory* as a git work tree, its description left behind, and return where it is."""
    ignored = shutil.ignore_patterns(DESCRIPTION, "__pycache__", "*.egg-info")
    root = shutil.copytree(HERE / of.name, directory / of.name, ignore=ignored)
    if (root / GIT_IGNORE).exists():
        (root / GIT_IGNORE).rename(root / ".gitignore")
    subprocess.run(["git", "init", "--quiet", str(root)], check=True)
    return root


def planned(of: FixtureRepository, root: Path) -> RepositoryPlan:
    """Return the plan for the copy of a repository at *root*, everything accepted that its description accepts."""
    found = discover(root)
    assert isinstance(found, Discovery)
    listing = hall.listing_around(root)
    members = []
    for file in found.files:
        analysis = migration.analyse(file.read_bytes(), str(file), file.parent)
        assert isinstance(analysis, Analysis)
        along = hall.writes_beside(analysis, listing.root)
        made = migration.plan(analysis, decided(of, analysis), beside=along)
        member = hall.member(analysis, made, listing)
        assert isinstance(member, Member)
        members.append(member)
    return hall.settled(listing, members, lambda undecided: _answers(of, undecided)).plan


def _answers(of: FixtureRepository, undecided: RepositoryPlan) -> dict[str, Decision]:
    waiting = [one.place.id for one in undecided.places if one.standing is Standing.OPEN]
    return dict.fromkeys(waiting, Decision(Answer.ACCEPT)) if of.accept_all else {}


def decided(of: FixtureRepository, analysis: Analysis) -> Decisions:
    """Return the decisions about a Dockerfile of the repository that its description asks for."""
    if of.accept_all:
        return Decisions(dict.fromkeys(acceptable(analysis), Decision(Answer.ACCEPT)), of.choices)
    return Decisions(accept_all_safe(begin(analysis)).decisions.answers, of.choices)
