"""What a dialect says about one command."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from attrs import frozen

from venvoy.model.environment import Value
from venvoy.model.trace import Installer, Site, SiteKind

# Distributions that only bring or build other distributions. Installing them is not installing an application.
TOOLS = frozenset(
    {
        "build", "editables", "flit", "hatch", "hatchling", "keyring", "meson-python", "nox", "pdm", "pip",
        "pip-tools", "pipenv", "pipx", "poetry", "poetry-core", "poetry-dynamic-versioning", "poetry-plugin-bundle",
        "poetry-plugin-export", "scikit-build-core", "setuptools", "setuptools-rust", "setuptools-scm", "tox",
        "twine", "uv", "virtualenv", "wheel",
    }
)  # fmt: skip


@frozen
class Reading:
    """An install as a dialect understands it."""

    installer: Installer
    site: Site
    what: tuple[str, ...]
    program: str
    tooling: bool
    options: tuple[str, ...] = ()


def unfollowed(installer: Installer) -> Site:
    """Return the place of an install that is recognised, and not followed."""
    return Site(SiteKind.UNKNOWN, Value(None, frozenset({installer.value})), None)


@frozen
class Arguments:
    """Command line arguments, sorted."""

    options: Mapping[str, str]
    """Option → value; flags have an empty value. For repeated options the last one."""
    positionals: tuple[str, ...]
    requirements: tuple[str, ...]
    """Values of -r, -c and -e, with their option: ``-r requirements.txt``."""
    unknown: bool
    """True when an argument is made at run time."""


def sort_arguments(values: Sequence[str | None], with_value: frozenset[str], files: frozenset[str]) -> Arguments:
    """Sort *values* into options and positionals.

    *with_value* are the options that take a value, *files* those of them that name requirements.
    """
    options: dict[str, str] = {}
    positionals: list[str] = []
    requirements: list[str] = []
    unknown = False
    at = 0
    while at < len(values):
        value = values[at]
        at += 1
        if value is None:
            unknown = True
            continue
        if not value.startswith("-") or value == "-":
            positionals.append(value)
            continue
        name, equals, attached = value.partition("=")
        if not equals and not value.startswith("--") and len(value) > 2 and value[:2] in with_value:
            name, attached, equals = value[:2], value[2:], "="
        if name in with_value and not equals:
            attached = (values[at] if at < len(values) else "") or ""
            unknown = unknown or (at < len(values) and values[at] is None)
            at += 1
        options[name] = attached
        if name in files:
            requirements.append(f"{name} {attached}")
    return Arguments(options, tuple(positionals), tuple(requirements), unknown)


def options_of(values: Sequence[str | None], with_value: frozenset[str]) -> Iterator[tuple[str, str | None]]:
    """Yield (option, value) in order; a positional has an empty option, a flag an empty value."""
    at = 0
    while at < len(values):
        value = values[at]
        at += 1
        if value is None or not value.startswith("-") or value == "-":
            yield "", value
            continue
        name, equals, attached = value.partition("=")
        if not equals and not value.startswith("--") and len(value) > 2 and value[:2] in with_value:
            name, attached, equals = value[:2], value[2:], "="
        if name in with_value and not equals:
            yield name, values[at] if at < len(values) else None
            at += 1
        else:
            yield name, attached
