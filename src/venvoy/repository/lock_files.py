"""Which lock files have to do with what a Dockerfile runs."""

from __future__ import annotations

from collections.abc import Collection

LOCKS = {"uv.lock": "uv", "poetry.lock": "poetry", "Pipfile.lock": "pipenv", "pdm.lock": "pdm", "pylock.toml": "pylock"}
"""Lock file → the word without which a command has nothing to do with it."""
EVERY_TOOL = " ".join(LOCKS.values())
"""For `lock_files`, to have them all."""


def lock_files(names: Collection[str], called: str) -> tuple[str, ...]:
    """Return those of *names* that are lock files of a tool which *called*, the text of commands, names.

    ``uv.lock`` is among them beside another tool's, as it may take that one's place.
    """
    found = {file for file, tool in LOCKS.items() if tool in called}
    found |= {"uv.lock"} if found & {"poetry.lock", "Pipfile.lock", "pdm.lock"} else set()
    return tuple(file for file in LOCKS if file in found and file in names)
