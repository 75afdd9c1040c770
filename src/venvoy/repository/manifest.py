"""What one manifest says of a project, before the manifests are brought together."""

from __future__ import annotations

from attrs import frozen

from venvoy.model.project import EntryPoint, Said


@frozen
class Manifest:
    """What ``pyproject.toml``, ``setup.cfg`` or ``setup.py`` says; None and nothing where it is silent."""

    name: Said | None = None
    version: Said | None = None
    requires_python: Said | None = None
    dependencies: tuple[Said, ...] | None = None
    scripts: tuple[EntryPoint, ...] | None = None
    roots: tuple[str, ...] | None = None
    """Directories in which imports begin, with forward slashes; empty text for the root."""
    packages: tuple[str, ...] | None = None
    """Import packages by their dotted names."""
    modules: tuple[str, ...] | None = None
    """Top-level modules."""
    not_known: tuple[str, ...] = ()


def directory(written: str) -> str:
    """Return a directory of a manifest as it stands in `Manifest.roots`."""
    clean = written.replace("\\", "/").removeprefix("./").strip("/")
    return "" if clean == "." else clean


def entry(written: str, path: str, line: int) -> EntryPoint | None:
    """Return the entry point of a line ``name = module:attribute``; None when it is no such line."""
    name, equals, target = (part.strip() for part in written.partition("="))
    return EntryPoint(name, target.split("[")[0].strip(), path, line) if equals and name and target else None
