"""Brings together what the manifests say of one project, and what its directories look like."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TypeVar

from attrs import frozen

from venvoy.model.dockerfile import Unreadable
from venvoy.model.project import Layout, Project
from venvoy.repository import groups, pipfile, setup_cfg, setup_py
from venvoy.repository import pyproject as standard
from venvoy.repository.layout import contents, source_directory
from venvoy.repository.manifest import Manifest
from venvoy.repository.tested import read_tested
from venvoy.repository.text import LARGEST, clause, read_text
from venvoy.repository.toml import Document
from venvoy.workspace.reading import read_bytes

REQUIREMENTS = "requirements.txt"
"""What is read where no manifest says what the project needs."""
T = TypeVar("T")


@frozen
class _Sources:
    """The manifests of a project."""

    first: Manifest
    """``pyproject.toml``, which overrules the others."""
    others: tuple[Manifest, ...]
    """``setup.py`` and ``setup.cfg``: an argument of setup() overrules the option of the same name."""
    open: frozenset[str]
    """Fields that `others` may fill."""

    @property
    def all(self) -> tuple[Manifest, ...]:
        """Every manifest, those first that overrule the others."""
        return (self.first, *self.others)

    def saying(self, field: str) -> tuple[Manifest, ...]:
        """Return the manifests that may say *field*."""
        return self.all if field in self.open else (self.first,)


def read_project(root: Path, names: frozenset[str], document: Document | None) -> Project:
    """Return what is known of the project at *root*.

    Args:
        root: of the repository.
        names: the manifests that lie there.
        document: its ``pyproject.toml``; None when there is none, or it cannot be read.
    """
    found = _sources(root, names, document)
    dependencies = _first(manifest.dependencies for manifest in found.saying("dependencies"))
    requires = _first(manifest.requires_python for manifest in found.saying("requires_python"))
    beside = _beside(root, names, listed=dependencies is not None)
    roots, packages, modules = _where(root, found.all)
    notes: list[str] = []
    extras = groups.extras(document, notes) if document is not None else ()
    grouped = groups.groups(document, notes) if document is not None else ()
    tested = read_tested(root, names, document, notes)
    return Project(
        name=_first(manifest.name for manifest in found.saying("name")),
        version=_first(manifest.version for manifest in found.saying("version")),
        requires_python=requires or beside.requires_python,
        backend=standard.backend(document) if document is not None else None,
        dependencies=dependencies or beside.dependencies or (),
        extras=extras,
        groups=grouped,
        tested=tested,
        scripts=_first(manifest.scripts for manifest in found.saying("scripts")) or (),
        layout=Layout.FLAT if "" in roots else Layout.SRC,
        roots=roots,
        packages=packages,
        listed=_first(manifest.packages for manifest in found.all),
        modules=modules,
        listed_modules=_first(manifest.modules for manifest in found.all) or (),
        not_known=(*(note for manifest in (*found.all, beside) for note in manifest.not_known), *notes),
    )


def _sources(root: Path, names: frozenset[str], document: Document | None) -> _Sources:
    every = frozenset(standard.DYNAMIC.values())
    if document is None:
        return _Sources(Manifest(), tuple(_of_setuptools(root, names)), every)
    backend = standard.backend(document)
    others = () if backend is not None and not backend.startswith("setuptools") else _of_setuptools(root, names)
    left = standard.dynamic(document) if "project" in document.content else every
    return _Sources(standard.read_manifest(document), tuple(others), left)


def _beside(root: Path, names: frozenset[str], *, listed: bool) -> Manifest:
    """Return what the files say that list requirements and name no project.

    *listed* is True when a manifest says already what the project needs.
    """
    if pipfile.FILE in names:
        return pipfile.read_pipfile(root)[1]
    if listed or REQUIREMENTS not in names:
        return Manifest()
    # A check of a Dockerfile whose project says itself what it needs does not pay for this.
    from venvoy.repository.requirements import read_requirements

    found, notes = read_requirements(root, REQUIREMENTS)
    return Manifest(dependencies=found, not_known=notes)


def _of_setuptools(root: Path, names: frozenset[str]) -> Iterable[Manifest]:
    if setup_py.FILE in names:
        source = read_bytes(root / setup_py.FILE, LARGEST)
        if isinstance(source, Unreadable):
            yield Manifest(not_known=(f"{setup_py.FILE} is not read: {clause(source)}.",))
        else:
            yield setup_py.read_setup_py(source)
    if setup_cfg.FILE in names:
        notes: list[str] = []
        text = read_text(root / setup_cfg.FILE, setup_cfg.FILE, notes)
        yield Manifest(not_known=tuple(notes)) if text is None else setup_cfg.read_setup_cfg(text)


def _where(root: Path, manifests: tuple[Manifest, ...]) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """Return roots, packages and modules: as a manifest says, or as the directories look."""
    named_roots = _first(manifest.roots for manifest in manifests) or ()
    # What lies outside of the repository is somebody else's.
    inner = tuple(inside for inside in named_roots if ".." not in inside.split("/") and "\0" not in inside)
    roots = inner or (source_directory(root),)
    lying = [contents(root, inside) for inside in roots]
    named = _first(manifest.packages for manifest in manifests)
    packages = [name.split(".")[0] for name in named] if named else [n for at in lying for n in at.packages]
    modules = _first(manifest.modules for manifest in manifests) or [n for at in lying for n in at.modules]
    return roots, tuple(dict.fromkeys(packages)), tuple(dict.fromkeys(modules))


def _first(values: Iterable[T | None]) -> T | None:
    return next((value for value in values if value is not None), None)
