"""Which of the distributions in an image are the application's, and which only came with tools that install."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from attrs import frozen
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from engine import Distribution, Inside, below

TOOLS = frozenset({"pip", "setuptools", "wheel", "poetry", "pipenv", "uv", "virtualenv", "pdm", "pip-tools", "pipx"})
"""Distributions that install others. What only they need is theirs."""


@frozen
class Belongings:
    """The distributions of an image, told apart by what reaches them."""

    application: frozenset[tuple[str, str]]
    """Name and version of what the project asks for, and of what that needs in its turn."""
    outside: tuple[str, ...]
    """Directories out of the environment of ``python`` that hold a distribution of the application."""
    strangers: tuple[str, ...]
    """Names that neither the application nor a tool reaches: there should be none."""


def belongings(inside: Inside, packages: tuple[str, ...]) -> Belongings:
    """Tell the distributions of *inside* apart, for a project that asks for *packages*.

    A directory that holds a tool and nothing that the project asks for is the tool's own home: what lies there is
    not the application's, even when it has a name in common with it.
    """
    homes = {one.at for one in inside.installed if one.name in TOOLS}
    homes -= {one.at for one in inside.installed if one.name in packages}
    around = [one for one in inside.installed if one.at not in homes]
    names = _reached(around, packages, inside.python)
    theirs = _reached(around, TOOLS, inside.python)
    own = [one for one in around if one.name in names]
    return Belongings(
        application=frozenset((one.name, one.version) for one in own),
        outside=tuple(sorted({one.at for one in own if not below(one.at, inside.prefix)})),
        strangers=tuple(sorted({one.name for one in around} - names - theirs)),
    )


def _reached(around: Collection[Distribution], start: Collection[str], python: str) -> frozenset[str]:
    """Return the names in *around* that *start* holds or needs, however far, extras included."""
    reached: set[tuple[str, str]] = set()
    ahead = [(name, "") for name in start]
    while ahead:
        name, extra = ahead.pop()
        here = [one for one in around if one.name == name]
        if here and (name, extra) not in reached:
            reached.add((name, extra))
            ahead += (needed for one in here for needed in _needs(one, extra, python))
    return frozenset(name for name, _ in reached)


def _needs(one: Distribution, extra: str, python: str) -> Iterator[tuple[str, str]]:
    """Yield name and extra of what *one* with *extra* requires in a container with that *python*."""
    image = {
        "extra": extra,
        "os_name": "posix",
        "platform_system": "Linux",
        "python_full_version": python,
        "python_version": python.rpartition(".")[0],
        "sys_platform": "linux",
    }
    for requirement in map(Requirement, one.requires):
        if requirement.marker is None or requirement.marker.evaluate(image):
            name = canonicalize_name(requirement.name)
            yield name, ""
            yield from ((name, wanted) for wanted in requirement.extras)
