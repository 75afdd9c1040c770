"""What of a repository an image installs, so that Python finds it in the environment and nowhere else needs to look."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

from attrs import evolve, frozen

from venvoy.model.project import Layout, Project
from venvoy.model.repository import Repository
from venvoy.model.trace import Install, Installer
from venvoy.repository.imports import Root
from venvoy.repository.placing import ImageFiles
from venvoy.repository.survey import surveyed

_MANIFESTS = ("pyproject.toml", "setup.py", "setup.cfg")
_POINTING = frozenset({"hatch", "pdm", "poetry", "uv"})
"""Tools whose tables name directories to install from (uv: ``tool.uv.sources``, which it installs as pointers)."""
_WITHOUT = frozenset({"--no-install-project", "--no-install-workspace", "--only-group", "--only-dev"})


@frozen
class InstalledProject:
    """A project of the repository that an install puts into the environment."""

    roots: tuple[Root, ...]
    """Where the names of its imports begin, when it is installed."""
    names: frozenset[str]
    """Top-level packages and modules that are surely installed."""
    listed: frozenset[str] | None
    """When its manifest lists packages one by one: these, dotted, and nothing below them."""
    regular: bool
    """True when only packages with ``__init__.py`` are surely installed."""
    copied: bool = True
    """False when the environment may only have a pointer to the source: an editable install."""
    alone: bool = True
    """False when a tool's own table may say where other projects of the repository are."""

    def holds(self, name: str, *, namespace: bool, package: bool) -> bool:
        """Return True when the module *name* is surely installed; *package* when it is one, else a plain module."""
        if name.partition(".")[0] not in self.names or (namespace and self.regular):
            return False
        owner = name if package else name.rpartition(".")[0]
        return self.listed is None or not owner or owner in self.listed


def installed_projects(files: ImageFiles) -> Iterator[InstalledProject]:
    """Yield the projects of the build context that installs which ship put into the environment."""
    view = files.view
    found: list[InstalledProject] = []
    for at in sorted(view.shipped_installs):
        install = view.trace.installs[at]
        if install.conditional:
            continue
        for folder in _sources(files, install):
            project = _project(files, install, folder)
            if project is not None:
                found.append(evolve(project, copied=project.copied and folder not in install.editable))
    # Of projects that go by each other in one repository, a tool may leave pointers although it was not asked to.
    surely = len(found) == 1 or all(one.alone for one in found)
    yield from (one if surely else evolve(one, copied=False) for one in found)


def _sources(files: ImageFiles, install: Install) -> Iterator[str]:
    """Yield the absolute directories in the image that are installed."""
    workdir = files.view.scope(install.instruction).workdir.text or "/"
    yield from install.editable
    for word in install.what:
        if re.match(r"^(?:\.{1,2}(?:/|\[|$)|/)", word):
            yield posixpath.normpath(posixpath.join(workdir, word.partition("[")[0]))
    words = {word.raw for word in install.command.argv}
    if install.syncs_project and "--no-editable" in words and not words & _WITHOUT:
        yield workdir


def _project(files: ImageFiles, install: Install, folder: str) -> InstalledProject | None:
    place = (install.stage, install.instruction)
    manifest = next(filter(None, (files.file(f"{folder}/{name}", *place) for name in _MANIFESTS)), None)
    if manifest is None:
        return None
    inside = posixpath.dirname(manifest)
    around = surveyed(files.root / inside) if inside else files.view.repository
    project = around.project
    if project is None or not _is_package(install, around):
        return None
    roots = tuple(Root(posixpath.normpath(posixpath.join(folder, root)), *place) for root in project.roots)
    names = frozenset(name for name in _names(project) if any(_lies_at(files, root, name) for root in roots))
    uses_setuptools = _uses_setuptools(project)
    listed = frozenset(project.listed) if project.listed is not None and uses_setuptools else None
    tools = around.pyproject.tools if around.pyproject is not None else frozenset()
    return InstalledProject(roots, names, listed, regular=uses_setuptools, alone=not tools & _POINTING)


def _is_package(install: Install, around: Repository) -> bool:
    """Return True when uv, PDM or Poetry would install the project itself; pip always does."""
    if install.installer in {Installer.UV, Installer.PDM} and install.what[:1] in {("uv sync",), ("pdm sync",), ()}:
        return around.pyproject is not None and around.pyproject.build_system
    return True


def _names(project: Project) -> tuple[str, ...]:
    """Return the top-level names that are installed: those that build backends find, where they agree on them."""
    if (project.backend or "").startswith("hatchling") and (project.listed or project.listed_modules):
        return (*(project.packages if project.listed else ()), *project.listed_modules)
    own = re.sub(r"[-_.]+", "_", project.name.text).lower() if project.name is not None else ""
    if own in project.packages:
        return project.packages if _uses_setuptools(project) else (own,)
    if own in project.modules:
        return (own,)
    if _uses_setuptools(project) and project.layout is Layout.SRC:
        return (*project.packages, *project.modules)
    listed = project.listed is not None or len(project.packages) == 1
    return project.packages if listed else ()


def _uses_setuptools(project: Project) -> bool:
    return project.backend is None or project.backend.startswith("setuptools")


def _lies_at(files: ImageFiles, root: Root, name: str) -> bool:
    """Return True when the sources of *name* are there when they are installed."""
    path = posixpath.join(root.folder, name)
    endings = ("/__init__.py", ".py")
    if any(files.file(f"{path}{ending}", root.stage, root.before) for ending in endings):
        return True
    return files.directory(path, root.stage, root.before) is not None
