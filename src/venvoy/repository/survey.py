"""Looks at the files around a Dockerfile, within bounds that no file of a stranger can stretch."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from venvoy.model.dockerfile import Unreadable
from venvoy.model.repository import UNSEEN, Pyproject, Repository
from venvoy.workspace.reading import read_bytes

LEVELS = 6
"""Directories that are tried for the build context, that of the Dockerfile included."""
LARGEST = 1024 * 1024
"""Bytes of a manifest that is read; hand-written ones stay far below."""

_KNOWN = (
    ".dockerignore", ".python-version", "Pipfile", "Pipfile.lock", "environment.yaml", "environment.yml", "pdm.lock",
    "poetry.lock", "pylock.toml", "pyproject.toml", "requirements.txt", "runtime.txt", "setup.cfg", "setup.py",
    "uv.lock",
)  # fmt: skip
_REQUIREMENTS = re.compile(r"[\w.-]*(?:requirements|constraints)[\w.-]*\.(?:txt|in)")
_PLAIN = re.compile(r"[\w./@+-]+")


def survey(directory: Path, sources: Iterable[str], name: str = "Dockerfile") -> Repository:
    """Return what lies in the build context of a Dockerfile in *directory*.

    Args:
        directory: where the Dockerfile lies.
        sources: the sources of its COPYs from the context, as written.
        name: of the Dockerfile, as its own ``NAME.dockerignore`` beside it takes the place of ``.dockerignore``.
    """
    root = _root(directory, tuple(sources))
    return UNSEEN if root is None else _read(root, directory / f"{name}.dockerignore")


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


def _read(root: Path, own: Path) -> Repository:
    notes: list[str] = []
    names = _names(root)
    if os.path.lexists(own):
        names |= {".dockerignore"}
        ignore = _text(own, notes)
    else:
        ignore = _text(root / ".dockerignore", notes) if ".dockerignore" in names else None
    version = _text(root / ".python-version", notes) if ".python-version" in names else None
    project = _text(root / "pyproject.toml", notes) if "pyproject.toml" in names else None
    return Repository(
        root=str(root),
        names=names,
        pyproject=_pyproject(project, root, notes) if project is not None else None,
        dockerignore=_patterns(ignore) if ignore is not None else None,
        python_version=_version(version) if version is not None else None,
        notes=tuple(notes),
    )


def _names(root: Path) -> frozenset[str]:
    try:
        with os.scandir(root) as entries:
            listed = [entry.name for _, entry in zip(range(10_000), entries, strict=False)]
    except OSError:
        return frozenset()
    return frozenset(name for name in listed if name in _KNOWN or _REQUIREMENTS.fullmatch(name))


def _text(path: Path, notes: list[str]) -> str | None:
    content = read_bytes(path, LARGEST)
    if isinstance(content, Unreadable):
        notes.append(f"{path.name}: {content.reason}")
        return None
    return content.decode("utf-8", "replace").removeprefix("\ufeff")


def _patterns(text: str) -> tuple[str, ...]:
    lines = (line.strip() for line in text.splitlines())
    return tuple(line for line in lines if line and not line.startswith("#"))


def _version(text: str) -> str | None:
    return next((word for line in _patterns(text) for word in line.split()), None)


def _pyproject(text: str, root: Path, notes: list[str]) -> Pyproject | None:
    try:
        content = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        why = "it is nested too deeply" if isinstance(error, RecursionError) else str(error)
        notes.append(f"{root.name}/pyproject.toml is not read: {why}.")
        return None
    tools = _table(content, "tool")
    project = _table(content, "project")
    poetry = _table(tools, "poetry")
    wanted = project.get("requires-python", _table(poetry, "dependencies").get("python"))
    groups = _groups(content, _table(tools, "uv"))
    return Pyproject(
        project="project" in content,
        build_system="build-system" in content,
        tools=frozenset(tools),
        requires_python=wanted if isinstance(wanted, str) else None,
        groups=groups,
        default_groups=_default_groups(groups, _table(tools, "uv")),
        poetry_groups=_poetry_groups(poetry),
        extras=_normalised(_table(project, "optional-dependencies")),
    )


def _groups(content: dict[str, Any], uv: dict[str, Any]) -> frozenset[str]:
    older = {"dev"} if "dev-dependencies" in uv else set()
    return _normalised(_table(content, "dependency-groups")) | older


def _default_groups(groups: frozenset[str], uv: dict[str, Any]) -> frozenset[str]:
    """Return what uv takes unasked (uv docs, "Managing dependencies", default groups)."""
    said = uv.get("default-groups", ["dev"])
    if said == "all":
        return groups
    return groups & _normalised(name for name in said if isinstance(name, str)) if isinstance(said, list) else groups


def _poetry_groups(poetry: dict[str, Any]) -> frozenset[str]:
    groups = _table(poetry, "group")
    older = {"dev"} if "dev-dependencies" in poetry else set()
    return _normalised(name for name in groups if not _table(groups, name).get("optional")) | older


def _normalised(names: Iterable[str]) -> frozenset[str]:
    return frozenset(re.sub(r"[-_.]+", "-", name).lower() for name in names)


def _table(content: dict[str, Any], name: str) -> dict[str, Any]:
    found = content.get(name)
    return found if isinstance(found, dict) else {}
