"""The projects of this directory: small applications, each with a Dockerfile, that are built before and after."""

from __future__ import annotations

import shutil
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from attrs import field, frozen

from venvoy.model.plan import Extra, InstallerChoice
from venvoy.samples import Job, Web

HERE = Path(__file__).parent
DESCRIPTION = "project.toml"


@frozen
class Project:
    """One project, and what is expected of it."""

    name: str
    """Of its directory."""
    story: str
    """One sentence: what it is, and how its packages reach the image."""
    installer: str
    """For the table: ``pip --user``, ``Poetry``, …"""
    base: str
    """For the table: the image that the last stage starts from."""
    verdict: str
    """What is proposed for the file: ``migrate``, ``ask``, ``nothing-to-do``, …"""
    shortcuts: tuple[str, ...]
    """Ids of its findings, advice left out: ``user-install:8``."""
    exercise: Web | Job
    environment: Mapping[str, str] = field(factory=dict)
    """Variables that its container is started with."""
    packages: tuple[str, ...] = ()
    """Names of the distributions that it asks for, the project itself included if it is installed.
    Empty where nothing is rewritten."""
    editable: tuple[str, ...] = ()
    """Directories that an editable install puts on ``sys.path``."""
    packaged: tuple[str, ...] = ()
    """Names of the distribution's own packages that its environment looks through to."""
    prepare: tuple[str, ...] = ()
    """What its copy needs before it is built: see ``preparing``."""
    installer_choice: InstallerChoice = InstallerChoice.KEEP
    """Which installer its rewrite uses."""
    extras: tuple[Extra, ...] = ()
    """What is chosen beside the extras that are on."""
    shape: str | None = None
    """``split`` or ``in-place``; None where nothing is rewritten."""
    mends: bool = False
    """True when the project itself is broken: it builds, and only its rewrite does its work."""
    fast: bool = False
    """True when `make test` builds it."""


def names() -> tuple[str, ...]:
    """Return the names of all projects in alphabetical order."""
    return tuple(sorted(entry.parent.name for entry in HERE.glob(f"*/{DESCRIPTION}")))


def project(name: str) -> Project:
    """Return what is known of the project *name*."""
    facts = tomllib.loads((HERE / name / DESCRIPTION).read_text("utf-8"))
    return Project(
        name=name,
        story=facts["story"],
        installer=facts["installer"],
        base=facts["base"],
        verdict=facts["verdict"],
        shortcuts=tuple(facts["shortcuts"]),
        exercise=_exercise(facts["exercise"]),
        environment=facts["exercise"].get("environment", {}),
        packages=tuple(facts.get("packages", ())),
        editable=tuple(facts.get("editable", ())),
        packaged=tuple(facts.get("packaged", ())),
        prepare=tuple(facts.get("prepare", ())),
        installer_choice=InstallerChoice(facts.get("installer_choice", "keep")),
        extras=tuple(map(Extra, facts.get("extras", ()))),
        shape=facts.get("shape"),
        mends=facts.get("mends", False),
        fast=facts.get("fast", False),
    )


def dockerfile(name: str) -> bytes:
    """Return the Dockerfile of the project *name*."""
    return (HERE / name / "Dockerfile").read_bytes()


def copy_to(name: str, directory: Path) -> Path:
    """Copy the project *name* into *directory*, its description left behind, and return where it is."""
    ignored = shutil.ignore_patterns(DESCRIPTION, "__pycache__", "*.egg-info")
    return shutil.copytree(HERE / name, directory / name, ignore=ignored)


def _exercise(facts: Mapping[str, Any]) -> Web | Job:
    if facts["kind"] == "web":
        return Web(port=facts["port"], path=facts["path"], expect=facts["expect"])
    return Job(command=tuple(facts.get("command", ())), expect=facts["expect"])
