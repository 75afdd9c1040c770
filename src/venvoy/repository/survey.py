"""Looks at the files around a Dockerfile, within bounds that no file of a stranger can stretch."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from venvoy.model.lock import Lock
from venvoy.model.repository import UNSEEN, Repository
from venvoy.repository.lock_files import lock_files
from venvoy.repository.project import read_project
from venvoy.repository.pyproject import packaging_tables
from venvoy.repository.text import read_text
from venvoy.repository.toml import Document, read_toml

LEVELS = 6
"""Directories that are tried for the build context, that of the Dockerfile included."""

_KNOWN = (
    ".dockerignore", ".python-version", "Pipfile", "Pipfile.lock", "environment.yaml", "environment.yml",
    "noxfile.py", "pdm.lock", "poetry.lock", "pylock.toml", "pyproject.toml", "requirements.txt", "runtime.txt",
    "setup.cfg", "setup.py", "tox.ini", "tox.toml", "uv.lock",
)  # fmt: skip
_REQUIREMENTS = re.compile(r"[\w.-]*(?:requirements|constraints)[\w.-]*\.(?:txt|in)")
_PLAIN = re.compile(r"[\w./@+-]+")


def survey(directory: Path, sources: Iterable[str], name: str = "Dockerfile", called: str = "") -> Repository:
    """Return what lies in the build context of a Dockerfile in *directory*.

    Args:
        directory: where the Dockerfile lies.
        sources: the sources of its COPYs from the context, as written.
        name: of the Dockerfile, as its own ``NAME.dockerignore`` beside it takes the place of ``.dockerignore``.
        called: text of its commands; a lock file whose tool they do not name is not read.
    """
    root = _root(directory, tuple(sources))
    return UNSEEN if root is None else _read(root, directory / f"{name}.dockerignore", called)


def surveyed(root: Path, called: str = "") -> Repository:
    """Return what lies at *root*, which is known to be the directory of a project; *called* as in `survey`."""
    return _read(root, root / ".dockerignore", called)


def _root(directory: Path, sources: tuple[str, ...]) -> Path | None:
    named = [s.removeprefix("./").strip("/") for s in sources if _PLAIN.fullmatch(s)]
    named = [name for name in named if name not in {"", "."} and not name.startswith("..")]
    for candidate in _candidates(directory):
        if any(os.path.lexists(candidate / name) for name in named):
            return candidate
    # A COPY of everything names nothing to look for.
    everything = any(s.strip("./") == "" for s in sources)
    if everything and not named and any(os.path.lexists(directory / name) for name in _KNOWN):
        return next(_candidates(directory))
    return None


def _candidates(directory: Path) -> Iterator[Path]:
    at = Path(os.path.abspath(directory))  # noqa: PTH100 - links are part of the way that the person took
    for _ in range(LEVELS):
        yield at
        if at.parent == at or os.path.lexists(at / ".git"):
            return
        at = at.parent


def _read(root: Path, own: Path, called: str) -> Repository:
    notes: list[str] = []
    names = _names(root)
    if os.path.lexists(own):
        names |= {".dockerignore"}
        ignore = read_text(own, own.name, notes)
    else:
        ignore = _text(root, ".dockerignore", names, notes)
    version = _text(root, ".python-version", names, notes)
    runtime = _text(root, "runtime.txt", names, notes)
    document = _document(root, names, notes)
    return Repository(
        root=str(root),
        names=names,
        pyproject=packaging_tables(document) if document is not None else None,
        dockerignore=_patterns(ignore) if ignore is not None else None,
        python_version=_version(version) if version is not None else None,
        runtime=_version(runtime) if runtime is not None else None,
        project=read_project(root, names, document),
        locks=_locks(root, names, document, called, notes),
        notes=tuple(notes),
    )


def _names(root: Path) -> frozenset[str]:
    try:
        with os.scandir(root) as entries:
            listed = [entry.name for _, entry in zip(range(10_000), entries, strict=False)]
    except OSError:
        return frozenset()
    return frozenset(name for name in listed if name in _KNOWN or _REQUIREMENTS.fullmatch(name))


def _locks(
    root: Path, names: frozenset[str], document: Document | None, called: str, notes: list[str]
) -> tuple[Lock, ...]:
    files = lock_files(names, called)
    if not files:
        return ()
    # Most Dockerfiles install with pip from a list of requirements.
    from venvoy.repository.locks import read_locks

    return read_locks(root, files, document, notes)


def _text(root: Path, name: str, names: frozenset[str], notes: list[str]) -> str | None:
    return read_text(root / name, name, notes) if name in names else None


def _document(root: Path, names: frozenset[str], notes: list[str]) -> Document | None:
    text = _text(root, "pyproject.toml", names, notes)
    if text is None:
        return None
    found = read_toml(text)
    if isinstance(found, str):
        notes.append(f"pyproject.toml is not read: {found}.")
        return None
    return found


def _patterns(text: str) -> tuple[str, ...]:
    """Return the patterns of a list of what is ignored; a comment has its sign in the first column."""
    lines = (line for line in text.split("\n") if not line.startswith("#"))
    return tuple(stripped for line in lines if (stripped := line.strip()))


def _version(text: str) -> str | None:
    """Return the first word that is no comment."""
    return next((word for line in text.splitlines() for word in line.partition("#")[0].split()), None)
