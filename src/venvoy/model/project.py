"""The Python project that a repository holds, as far as its files say it."""

from __future__ import annotations

from enum import Enum

from attrs import frozen


@frozen
class Said:
    """A value, and where a file says it."""

    text: str
    """As written."""
    path: str
    """Of the file, from the root of the repository."""
    line: int
    """From 1."""


@frozen
class EntryPoint:
    """A command that an installed project brings along."""

    name: str
    """Of the script: ``shop-worker``."""
    target: str
    """What it calls, ``shop.worker:main``, as written."""
    path: str
    """Of the file that says so, from the root of the repository."""
    line: int
    """From 1."""


@frozen
class Group:
    """Requirements that are installed when they are asked for by a name: an extra, or a dependency group."""

    name: str
    """Normalised."""
    requirements: tuple[Said, ...]
    """With those of the groups that it includes; as in `Project.dependencies`."""


class Layout(Enum):
    """Where the import packages of a project begin."""

    FLAT = "flat"
    """At its root."""
    SRC = "src"
    """In a directory of their own, mostly called ``src``."""


@frozen
class Project:
    """What is known of a project; a repository without any manifest has one as well, with little in it."""

    name: Said | None = None
    version: Said | None = None
    requires_python: Said | None = None
    """A version specifier, Poetry's ``^3.10``, or Pipenv's ``3.12``."""
    backend: str | None = None
    """``build-backend`` of ``[build-system]``; None where nothing is said, and setuptools is meant."""
    dependencies: tuple[Said, ...] = ()
    """Requirements of the project itself, extras and groups left out; where no manifest lists them, those of
    ``Pipfile`` or of ``requirements.txt`` and of what it includes. Poetry's own table writes ``flask ^3.0``."""
    extras: tuple[Group, ...] = ()
    """``[project.optional-dependencies]``, or Poetry's ``extras``."""
    groups: tuple[Group, ...] = ()
    """``[dependency-groups]`` (PEP 735), and those of tools: never part of what is built."""
    tested: tuple[Said, ...] = ()
    """Minor versions of Python, ``3.12``, that tox, nox or Hatch is told to test with, oldest first."""
    scripts: tuple[EntryPoint, ...] = ()
    """Console and GUI scripts, in the order of the file."""
    layout: Layout = Layout.FLAT
    roots: tuple[str, ...] = ("",)
    """Directories in which the names of imports begin, from the root of the repository; empty text for the root."""
    packages: tuple[str, ...] = ()
    """Top-level import packages of its own: those that it names, or else those that lie in its roots."""
    listed: tuple[str, ...] | None = None
    """Import packages by their dotted names, as a manifest lists them; None where they are looked for."""
    modules: tuple[str, ...] = ()
    """Top-level modules of its own, likewise."""
    listed_modules: tuple[str, ...] = ()
    """Those of `modules` that a manifest lists."""
    not_known: tuple[str, ...] = ()
    """One sentence, with file and line, for each thing that is computed and so not known without running it, and for
    each manifest that could not be read."""
