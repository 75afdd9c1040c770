"""``Pipfile``: what Pipenv's project needs (Pipenv docs, "Pipfile format")."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from venvoy.model.project import Said
from venvoy.repository.manifest import Manifest
from venvoy.repository.text import read_text
from venvoy.repository.toml import Document, read_toml, table, texts

FILE = "Pipfile"
_SYSTEMS = ("git", "hg", "svn", "bzr")


def read_pipfile(root: Path) -> tuple[Document | None, Manifest]:
    """Return the Pipfile at *root*, and what it says; one that cannot be read is a sentence in `not_known`."""
    notes: list[str] = []
    text = read_text(root / FILE, FILE, notes)
    found = read_toml(text) if text is not None else None
    if isinstance(found, str):
        notes.append(f"{FILE} is not read: {found}.")
    if not isinstance(found, Document):
        return None, Manifest(not_known=tuple(notes))
    requires = table(found.content, "requires")
    key = "python_full_version" if "python_full_version" in requires else "python_version"
    wanted = requires.get(key)
    return found, Manifest(
        requires_python=Said(wanted, FILE, found.line("requires", key)) if isinstance(wanted, str) else None,
        dependencies=tuple(_packages(found)),
    )


def _packages(document: Document) -> Iterator[Said]:
    """Yield ``[packages]`` as requirement lines."""
    for name, asked in table(document.content, "packages").items():
        line = document.line("packages", name)
        if isinstance(asked, str):
            yield Said(name + ("" if asked == "*" else asked), FILE, line)
        elif isinstance(asked, dict):
            yield Said(_requirement(name, asked), FILE, line)


def _requirement(name: str, asked: dict[str, object]) -> str:
    extras = ",".join(texts(asked.get("extras")))
    whole = f"{name}[{extras}]" if extras else name
    for key in (*_SYSTEMS, "file", "path"):
        place = asked.get(key)
        if isinstance(place, str):
            system = f"{key}+" if key in _SYSTEMS and not place.startswith(f"{key}+") else ""
            return f"-e {place}" if asked.get("editable") is True and not system else f"{whole} @ {system}{place}"
    version = asked.get("version")
    whole += version if isinstance(version, str) and version != "*" else ""
    marker = asked.get("markers")
    return f"{whole}; {marker}" if isinstance(marker, str) else whole
