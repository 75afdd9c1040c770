"""``pyproject.toml``: the standard's tables, and those in which tools say the same."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from attrs import evolve

from venvoy.model.project import EntryPoint, Said
from venvoy.model.repository import Pyproject
from venvoy.repository.groups import LINE_LIMIT, poetry_constraint
from venvoy.repository.manifest import Manifest, directory
from venvoy.repository.toml import Document, Table, table, texts

FILE = "pyproject.toml"
DYNAMIC = {
    "name": "name",
    "version": "version",
    "requires-python": "requires_python",
    "dependencies": "dependencies",
    "scripts": "scripts",
}
"""Fields that a build backend may be left to find, and where a `Manifest` has them."""


def packaging_tables(document: Document) -> Pyproject:
    """Return which tables *document* has, and the groups and extras that they name."""
    content = document.content
    tools = table(content, "tool")
    project = table(content, "project")
    poetry = table(tools, "poetry")
    wanted = project.get("requires-python", table(poetry, "dependencies").get("python"))
    groups = _groups(content, table(tools, "uv"))
    return Pyproject(
        project="project" in content,
        build_system="build-system" in content,
        tools=frozenset(tools),
        requires_python=wanted if isinstance(wanted, str) else None,
        groups=groups,
        default_groups=_default_groups(groups, table(tools, "uv")),
        poetry_groups=_poetry_groups(poetry),
        extras=_normalised(table(project, "optional-dependencies")),
    )


def read_manifest(document: Document) -> Manifest:
    """Return what *document* says of the project: ``[project]``, or else Poetry's table."""
    content = document.content
    if "project" in content:
        found = _standard(document)
    elif "poetry" in table(content, "tool"):
        found = _poetry(document)
    else:
        found = Manifest()
    roots, packages = _tools(content)
    modules = texts(table(content, "tool", "setuptools").get("py-modules")) or _modules_of_hatch(content) or None
    return evolve(found, roots=roots, packages=packages, modules=modules)


def backend(document: Document) -> str | None:
    """Return the build backend that is named."""
    found = table(document.content, "build-system").get("build-backend")
    return found if isinstance(found, str) else None


def dynamic(document: Document) -> frozenset[str]:
    """Return the fields of a `Manifest` that ``[project]`` leaves to its backend."""
    named = texts(table(document.content, "project").get("dynamic"))
    return frozenset(DYNAMIC[name] for name in named if name in DYNAMIC)


def _standard(document: Document) -> Manifest:
    notes: list[str] = []
    scripts = (*_scripts(document, "project", "scripts"), *_scripts(document, "project", "gui-scripts"))
    return Manifest(
        name=_said(document, "project", "name"),
        version=_said(document, "project", "version"),
        requires_python=_said(document, "project", "requires-python"),
        dependencies=_dependencies(document, notes),
        scripts=scripts,
        not_known=tuple(notes),
    )


def _dependencies(document: Document, notes: list[str]) -> tuple[Said, ...]:
    listed = texts(table(document.content, "project").get("dependencies"))
    line = document.line("project", "dependencies")
    if len(listed) > LINE_LIMIT:
        notes.append(f"{FILE}, line {line}: no more than {LINE_LIMIT} dependencies are read.")
    found = []
    for text in listed[:LINE_LIMIT]:
        line = document.line_near(text, line)
        found.append(Said(text, FILE, line))
    return tuple(found)


def _poetry(document: Document) -> Manifest:
    at = ("tool", "poetry")
    return Manifest(
        name=_said(document, *at, "name"),
        version=_said(document, *at, "version"),
        requires_python=_said(document, *at, "dependencies", "python"),
        dependencies=tuple(_poetry_dependencies(document)) or None,
        scripts=tuple(_scripts(document, *at, "scripts")),
    )


def _poetry_dependencies(document: Document) -> Iterator[Said]:
    """Yield what Poetry's table asks for, its constraints as it writes them; what only an extra brings is left out."""
    at = ("tool", "poetry", "dependencies")
    for name, asked in table(document.content, *at).items():
        several = asked if isinstance(asked, list) else [asked]
        optional = any(isinstance(one, dict) and one.get("optional") is True for one in several)
        if name != "python" and not optional:
            yield Said(f"{name} {poetry_constraint(asked)}".rstrip(), FILE, document.line(*at, name))


def _said(document: Document, *path: str) -> Said | None:
    found = table(document.content, *path[:-1]).get(path[-1])
    return Said(found, FILE, document.line(*path)) if isinstance(found, str) else None


def _scripts(document: Document, *path: str) -> Iterator[EntryPoint]:
    for name, target in table(document.content, *path).items():
        # Poetry also takes a table: {reference = "module:attr", type = "console"}; type "file" is no entry point.
        if isinstance(target, dict) and target.get("type", "console") == "console":
            target = target.get("reference", target.get("callable"))
        if isinstance(target, str):
            yield EntryPoint(name, target.split("[")[0].strip(), FILE, document.line(*path, name))


def _tools(content: Table) -> tuple[tuple[str, ...] | None, tuple[str, ...] | None]:
    """Return the roots and packages that the build backend's own table names."""
    for found in (_of_setuptools(content), _of_paths(content), _of_poetry(content), _of_roots(content)):
        if found != (None, None):
            return found
    return None, None


def _of_setuptools(content: Table) -> tuple[tuple[str, ...] | None, tuple[str, ...] | None]:
    own = table(content, "tool", "setuptools")
    where = texts(table(own, "packages", "find").get("where"))
    everywhere = table(own, "package-dir").get("")
    roots = where or ((everywhere,) if isinstance(everywhere, str) else ())
    return tuple(directory(root) for root in roots) or None, texts(own.get("packages")) or None


def _of_paths(content: Table) -> tuple[tuple[str, ...] | None, tuple[str, ...] | None]:
    """Return what hatch names: the paths of packages, the last part of which is the import package."""
    paths = [path for path in _paths_of_hatch(content) if not path.endswith(".py")]
    roots = dict.fromkeys(path.rpartition("/")[0] for path in paths)
    return tuple(roots) or None, tuple(path.rpartition("/")[2] for path in paths) or None


def _paths_of_hatch(content: Table) -> list[str]:
    """Return the paths that are all that a wheel holds."""
    hatch = table(content, "tool", "hatch", "build")
    wheel = table(hatch, "targets", "wheel")
    named = (texts(place.get(name)) for name in ("only-include", "packages") for place in (wheel, hatch))
    return [directory(path) for path in next(filter(None, named), ())]


def _modules_of_hatch(content: Table) -> tuple[str, ...]:
    paths = (path for path in _paths_of_hatch(content) if path.endswith(".py"))
    return tuple(path.rpartition("/")[2].removesuffix(".py") for path in paths)


def _of_poetry(content: Table) -> tuple[tuple[str, ...] | None, tuple[str, ...] | None]:
    listed = table(content, "tool", "poetry").get("packages")
    named = [item for item in listed if isinstance(item, dict)] if isinstance(listed, list) else []
    included = [(item.get("include"), item.get("from", "")) for item in named]
    plain = [(what, where) for what, where in included if isinstance(what, str) and isinstance(where, str)]
    packages = tuple(what.split("/")[0].removesuffix(".py") for what, _ in plain if "*" not in what.split("/")[0])
    return tuple(dict.fromkeys(directory(where) for _, where in plain)) or None, packages or None


def _of_roots(content: Table) -> tuple[tuple[str, ...] | None, tuple[str, ...] | None]:
    """Return what the backends of PDM and uv name: one root, ``src`` by default with uv's."""
    pdm = table(content, "tool", "pdm", "build").get("package-dir")
    own = table(content, "tool", "uv", "build-backend")
    named = own.get("module-name")
    packages = (named,) if isinstance(named, str) else texts(named)
    root = own.get("module-root", "src") if table(content, "build-system").get("build-backend") == "uv_build" else pdm
    return (directory(root),) if isinstance(root, str) else None, packages or None


def _groups(content: Table, uv: Table) -> frozenset[str]:
    older = {"dev"} if "dev-dependencies" in uv else set()
    return _normalised(table(content, "dependency-groups")) | older


def _default_groups(groups: frozenset[str], uv: Table) -> frozenset[str]:
    """Return what uv takes unasked (uv docs, "Managing dependencies", default groups)."""
    said = uv.get("default-groups", ["dev"])
    if said == "all":
        return groups
    return groups & _normalised(texts(said)) if isinstance(said, list) else groups


def _poetry_groups(poetry: Table) -> frozenset[str]:
    groups = table(poetry, "group")
    older = {"dev"} if "dev-dependencies" in poetry else set()
    return _normalised(name for name in groups if not table(groups, name).get("optional")) | older


def _normalised(names: Iterable[str]) -> frozenset[str]:
    return frozenset(re.sub(r"[-_.]+", "-", name).lower() for name in names)
