"""What Poetry's, Pipenv's and PDM's install options are for ``uv sync``."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping

from attrs import define, field, frozen

from venvoy.model.repository import Pyproject
from venvoy.model.trace import Install, Installer

MAIN = "main"
_NAMES = re.compile(r"[,\s]+")


@frozen
class Untranslated:
    """Why ``uv sync`` would not install the same."""

    reason: str
    """A sentence without its line."""


@define
class _Wish:
    """What an install asks for, as far as it was read."""

    project: bool = True
    """Whether the project itself is installed."""
    editable: bool = True
    only: set[str] = field(factory=set)
    added: set[str] = field(factory=set)
    without: set[str] = field(factory=set)
    everything: bool = False
    """Every group, optional ones too."""
    extras: list[str] = field(factory=list)
    all_extras: bool = False
    compiled: bool = False


_Option = Callable[[_Wish, str], None]
_Table = tuple[Mapping[str, _Option], Mapping[str, _Option], frozenset[str], frozenset[str]]
"""(flags, options with a value, flags without a bearing, options with a value without a bearing)"""


def sync_words(install: Install, pyproject: Pyproject) -> tuple[str, ...] | Untranslated:
    """Return the arguments with which ``uv sync`` installs what *install* does, as far as groups and extras go."""
    tool = install.installer.value
    words = _arguments(install)
    if isinstance(words, Untranslated):
        return words
    wish = _Wish()
    reader = _READERS[install.installer]
    if words[0] not in reader.commands:
        return Untranslated(f"{tool} {words[0]} changes the lock file; uv sync only installs what it says.")
    if wrong := _read(wish, reader.table, words[1:], tool):
        return wrong
    if install.installer is Installer.PIPENV:
        wish.project = False
    return _spelled(wish, install.installer, pyproject)


def _arguments(install: Install) -> list[str] | Untranslated:
    """Return the command and its arguments, options that stand before it behind it."""
    words = [word.literal for word in install.command.argv]
    names = [(word.raw.rpartition("/")[2]).strip("\"'") for word in install.command.argv]
    at = names.index(install.installer.value)
    behind = words[at + 1 :]
    if any(word is None for word in behind):
        return Untranslated("an argument is made at run time.")
    known = [word for word in behind if word is not None]
    command = next((n for n, word in enumerate(known) if not word.startswith("-")), 0)
    return [known[command], *known[:command], *known[command + 1 :]]


def _read(wish: _Wish, table: _Table, words: list[str], tool: str) -> Untranslated | None:
    flags, valued, harmless, harmless_pairs = table
    rest = iter(words)
    for word in rest:
        name, equals, attached = word.partition("=")
        if not word.startswith("-"):
            return Untranslated(f"{word} is named to {tool} beside the lock file; uv sync installs the lock file only.")
        if name in flags and not equals:
            flags[name](wish, "")
        elif name in valued or name in harmless_pairs:
            value = attached if equals else next(rest, "")
            if name in valued:
                valued[name](wish, value)
        elif name not in harmless:
            return Untranslated(f"uv sync has no counterpart of {tool}'s {name} that is known to be true.")
    return None


def _spelled(wish: _Wish, installer: Installer, pyproject: Pyproject) -> tuple[str, ...] | Untranslated:
    if wish.only and MAIN not in wish.only:
        return Untranslated("groups are installed without the project's own dependencies.")
    if installer is Installer.PDM and not wish.only:
        return Untranslated("which development groups pdm installs unasked is not read; --prod would leave them out.")
    wanted = _groups(wish, installer, pyproject)
    if missing := sorted(wanted - pyproject.groups):
        return Untranslated(f"[dependency-groups] of pyproject.toml, which uv reads, has no group {missing[0]}.")
    if missing := sorted(set(wish.extras) - pyproject.extras):
        return Untranslated(f"[project.optional-dependencies] of pyproject.toml, which uv reads, has no {missing[0]}.")
    if wish.project and not pyproject.build_system:
        return Untranslated("without [build-system] in pyproject.toml, uv would not install the project itself.")
    words = ["--locked", *_group_words(wanted, pyproject)]
    words += ["--all-extras"] if wish.all_extras else [f"--extra={name}" for name in wish.extras]
    words += [] if wish.project else ["--no-install-project"]
    words += [] if wish.editable or not wish.project else ["--no-editable"]
    words += ["--compile-bytecode"] if wish.compiled else []
    return tuple(words)


def _groups(wish: _Wish, installer: Installer, pyproject: Pyproject) -> set[str]:
    """Return the groups that are installed beside the project's own dependencies."""
    if wish.only:
        return wish.only - {MAIN}
    if wish.everything:
        return set(pyproject.groups)
    # Without a table of its own, Poetry's groups are those of [dependency-groups]; which of them were optional is told
    # by uv's default-groups alone.
    poetry = pyproject.poetry_groups or pyproject.default_groups
    unasked = poetry if installer is Installer.POETRY else frozenset[str]()
    return (set(unasked) | wish.added) - wish.without


def _group_words(wanted: set[str], pyproject: Pyproject) -> Iterator[str]:
    if not wanted and pyproject.default_groups <= {"dev"}:
        yield "--no-dev"
        return
    for name in sorted(pyproject.default_groups - wanted):
        yield "--no-dev" if name == "dev" else f"--no-group={name}"
    for name in sorted(wanted - pyproject.default_groups):
        yield f"--group={name}"


def _normal(value: str) -> Iterable[str]:
    return (re.sub(r"[-_.]+", "-", name).lower() for name in _NAMES.split(value) if name)


def _set(**attributes: bool) -> _Option:
    def note(wish: _Wish, _: str) -> None:
        for name, value in attributes.items():
            setattr(wish, name, value)

    return note


def _only(wish: _Wish, value: str) -> None:
    wish.only.update(_normal(value))


def _only_main(wish: _Wish, _: str) -> None:
    wish.only.add(MAIN)


def _with(wish: _Wish, value: str) -> None:
    wish.added.update(_normal(value))


def _with_dev(wish: _Wish, _: str) -> None:
    wish.added.add("dev")


def _without(wish: _Wish, value: str) -> None:
    wish.without.update(_normal(value))


def _extras(wish: _Wish, value: str) -> None:
    wish.extras.extend(_normal(value))


@frozen
class _Reader:
    commands: frozenset[str]
    table: _Table


_QUIET = frozenset({"-q", "--quiet", "-v", "-vv", "-vvv", "--verbose"})
_READERS = {
    Installer.POETRY: _Reader(
        frozenset({"install", "sync"}),
        (
            {
                "--no-root": _set(project=False), "--no-dev": _only_main, "--all-extras": _set(all_extras=True),
                "--all-groups": _set(everything=True), "--compile": _set(compiled=True),
            },
            {"--only": _only, "--with": _with, "--without": _without, "--extras": _extras, "-E": _extras},
            _QUIET | {"-n", "--no-interaction", "--no-ansi", "--ansi", "--no-cache", "--no-plugins", "--sync"},
            frozenset(),
        ),
    ),
    Installer.PIPENV: _Reader(
        frozenset({"install", "sync"}),
        (
            {"--dev": _with_dev, "-d": _with_dev},
            {},
            _QUIET | {"--system", "--deploy", "--ignore-pipfile", "--clear", "--bare"},
            frozenset(),
        ),
    ),
    Installer.PDM: _Reader(
        frozenset({"install", "sync"}),
        (
            {
                "--prod": _only_main, "--production": _only_main, "--no-self": _set(project=False),
                "--no-editable": _set(editable=False),
            },
            {},
            _QUIET | {"--check", "--frozen-lockfile", "--no-lock", "--clean", "--fail-fast", "-x", "--no-isolation"},
            frozenset(),
        ),
    ),
}  # fmt: skip
"""PDM's -G names groups and extras alike, and its --dev depends on what its own table calls so: neither is read."""
