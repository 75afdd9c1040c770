"""Lock files: uv's, Poetry's, Pipenv's, PDM's and that of PEP 751."""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import lru_cache
from itertools import islice
from pathlib import Path

from attrs import frozen

from venvoy.model.lock import Lock, LockedPackage
from venvoy.model.project import Said
from venvoy.repository import lock_freshness as freshness
from venvoy.repository import lock_packages as packages
from venvoy.repository import pipfile
from venvoy.repository.text import read_text
from venvoy.repository.toml import Document, Table, read_tables, table, tables

LARGEST_LOCK = 8 * 1024 * 1024
"""Bytes of a lock file that is read. The longest ones, of some hundred packages with thirty wheels each, have five."""
PACKAGE_LIMIT = 10_000
_MANY = f"it has more than {PACKAGE_LIMIT:,} packages"


def read_locks(root: Path, files: Iterable[str], document: Document | None, notes: list[str]) -> tuple[Lock, ...]:
    """Return what the lock *files* at *root* say; one that cannot be read is a sentence more in *notes*.

    Args:
        root: of the project.
        files: their names.
        document: its ``pyproject.toml``; None when there is none, or it cannot be read.
        notes: takes the sentences.
    """
    manifest = document.content if document is not None else None
    found = (_read(root, file, manifest, notes) for file in files)
    return tuple(lock for lock in found if lock is not None)


def _read(root: Path, file: str, manifest: Table | None, notes: list[str]) -> Lock | None:
    text = read_text(root / file, file, notes, LARGEST_LOCK)
    if text is None:
        return None
    found = _parsed(file, text)
    if isinstance(found, str):
        notes.append(f"{file} is not read: {found}.")
        return None
    if file == "Pipfile.lock":
        asked, _ = pipfile.read_pipfile(root)
        manifest = asked.content if asked is not None else None
    told = freshness.UNTOLD
    match file:
        case "uv.lock":
            told = freshness.of_uv(manifest, found.packages)
        case "poetry.lock":
            told = freshness.of_poetry(found.about, manifest)
        case "Pipfile.lock":
            told = freshness.of_pipenv(found.about, manifest)
        case "pdm.lock":
            told = freshness.of_pdm(found.about, manifest, found.packages)
    return Lock(file, found.packages, found.requires_python, *told)


@frozen
class _Parsed:
    """What a lock file says, before it is held against a manifest."""

    packages: tuple[LockedPackage, ...]
    requires_python: Said | None
    about: Table
    """What it says of itself."""


# Every Dockerfile of a repository may go by the same one.
@lru_cache(maxsize=4)
def _parsed(file: str, text: str) -> _Parsed | str:
    """Return what the lock file called *file* says, or a clause with the reason why it is not read."""
    content = _json(text) if file == "Pipfile.lock" else _toml(text)
    if isinstance(content, str):
        return content
    if _MARKS[file] not in content:
        return "it has nothing of a lock file"
    listed = tuple(islice(_READERS[file](content), PACKAGE_LIMIT + 1))
    if len(listed) > PACKAGE_LIMIT:
        return _MANY
    about: Table = {key: content[key] for key in ("metadata", "_meta") if key in content}
    return _Parsed(listed, _python(file, content, text), about)


_MARKS = {
    "uv.lock": "version",
    "poetry.lock": "metadata",
    "Pipfile.lock": "_meta",
    "pdm.lock": "metadata",
    "pylock.toml": "lock-version",
}
"""What every file of the kind says, even one without a package."""
_READERS = {
    "uv.lock": packages.of_uv,
    "poetry.lock": packages.of_poetry,
    "Pipfile.lock": packages.of_pipenv,
    "pdm.lock": packages.of_pdm,
    "pylock.toml": packages.of_pylock,
}


def _toml(text: str) -> Table | str:
    # Hundreds of thousands of small tables are slow to read; the packages of the standard's form are called so, too.
    return _MANY if text.count("\n[[package") > PACKAGE_LIMIT else read_tables(text)


def _json(text: str) -> Table | str:
    try:
        found = json.loads(text)
    except RecursionError:
        return "it is nested too deeply"
    except ValueError as error:  # the parser's own, or that of a number with thousands of digits
        return str(error)
    return found if isinstance(found, dict) else "it is no JSON object"


def _python(file: str, content: Table, text: str) -> Said | None:
    """Return for which Pythons the file says that it was made, with the line."""
    key, said = "requires-python", content.get("requires-python")
    match file:
        case "poetry.lock":
            key, said = "python-versions", table(content, "metadata").get("python-versions")
        case "Pipfile.lock":
            key, said = "python_version", table(content, "_meta", "requires").get("python_version")
        case "pdm.lock":
            key = "requires_python"
            asked = {str(one.get(key)) for one in tables(table(content, "metadata").get("targets"))}
            said = asked.pop() if len(asked) == 1 else None
    if not isinstance(said, str):
        return None
    lines = enumerate(text.split("\n"), 1)
    # Each package may ask for Pythons as well; Poetry and PDM say theirs in [metadata], PDM's stands first.
    at = [number for number, line in lines if line.lstrip(' {"').startswith(key) and said in line]
    return Said(said, file, (at[-1] if file == "poetry.lock" else at[0]) if at else 1)
