"""Small applications as one meets them at work, each with a Dockerfile that takes a shortcut.

Every directory beside this file is one of them: its Dockerfile, its source, its pinned requirements, and a
``sample.toml`` that says what it is and how it is exercised.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from attrs import field, frozen

DESCRIPTION = "sample.toml"


@frozen
class Web:
    """A service that is exercised by one request."""

    port: int
    """Where it listens in its container."""
    path: str
    """What is asked for, query included: ``/total/mug,poster``."""
    expect: str
    """Text that the answer contains."""


@frozen
class Job:
    """A program that is exercised by one run."""

    command: tuple[str, ...]
    """Arguments after the image's name, in place of its CMD; empty for its own."""
    expect: str
    """Text that its standard output contains."""


@frozen
class Sample:
    """One small application."""

    name: str
    """Of its directory, such as ``flask-shop``."""
    title: str
    story: str
    """One sentence: what it is, and what its Dockerfile does."""
    shortcuts: tuple[str, ...]
    """Names of the shortcuts its Dockerfile takes; advice that travels with a migration is not among them."""
    exercise: Web | Job
    environment: Mapping[str, str] = field(factory=dict)
    """Variables that its container is started with."""
    targets: tuple[str, ...] = ()
    """Stages beside the last one that are products too, and have to build."""


def names() -> tuple[str, ...]:
    """Return the names of all samples in alphabetical order."""
    here = files(__name__)
    return tuple(sorted(entry.name for entry in here.iterdir() if entry.is_dir() and (entry / DESCRIPTION).is_file()))


def sample(name: str) -> Sample:
    """Return what is known about the sample *name*.

    Raises:
        KeyError: if there is no such sample.
    """
    facts = tomllib.loads((_directory(name) / DESCRIPTION).read_text("utf-8"))
    exercise = facts["exercise"]
    return Sample(
        name=name,
        title=facts["title"],
        story=facts["story"],
        shortcuts=tuple(facts["shortcuts"]),
        exercise=_exercise(exercise),
        environment=exercise.get("environment", {}),
        targets=tuple(facts.get("targets", ())),
    )


def copy_to(name: str, directory: Path) -> Path:
    """Copy the sample *name* into a new directory of that name below *directory*, and return it.

    The description stays behind: what is copied is the application as its owner would have it.

    Raises:
        KeyError: if there is no such sample.
        FileExistsError: if *directory* has an entry of that name already.
    """
    source = _directory(name)
    target = directory / name
    target.mkdir(parents=True)
    for entry, place in _tree(source, target):
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(entry.read_bytes())
    return target


def _directory(name: str) -> Traversable:
    if name not in names():
        raise KeyError(name)
    return files(__name__) / name


def _exercise(facts: Mapping[str, Any]) -> Web | Job:
    if facts["kind"] == "web":
        return Web(port=facts["port"], path=facts["path"], expect=facts["expect"])
    return Job(command=tuple(facts.get("command", ())), expect=facts["expect"])


def _tree(source: Traversable, target: Path) -> Iterator[tuple[Traversable, Path]]:
    """Yield each file of the application below *source* with its place below *target*."""
    for entry in source.iterdir():
        if entry.name in {DESCRIPTION, "__pycache__"}:  # an installer compiles whatever Python it finds
            continue
        if entry.is_dir():
            yield from _tree(entry, target / entry.name)
        else:
            yield entry, target / entry.name
