"""The smallest ``[project]`` that makes modules installable which an application imports from its directory.

Only for what is plain: one package, or a few modules, at the root of the build context or in its ``src``. The backend
is hatchling: it takes a package whole, with the templates and data beside its modules, and a directory without
``__init__.py`` as well; setuptools wants the former listed. Dependencies are not stated: they go on being installed by
the Dockerfile, and a list here would be a second one.
"""

from __future__ import annotations

import os
import posixpath
import re
import sys
import tomllib
from collections.abc import Iterator

from attrs import frozen

from venvoy.model.dockerfile import Unreadable
from venvoy.model.imports import Module
from venvoy.model.isolation import ProjectOffer
from venvoy.model.repository import Repository
from venvoy.parse.dockerignore import ignored
from venvoy.parse.python_source import Fault, syntax_tree
from venvoy.repository.layout import contents
from venvoy.repository.own_places import leaves_package, named_by_itself
from venvoy.repository.placing import ImageFiles
from venvoy.repository.text import LARGEST
from venvoy.workspace.reading import read_bytes

FILE = "pyproject.toml"
MOST_MODULES = 5
"""Top-level modules that are still a few."""
_TOOLS = frozenset(
    ("flit", "hatch", "maturin", "meson-python", "pdm", "pixi", "poetry", "rye", "scikit-build", "setuptools", "uv")
)
"""Tables of tools that say in their own way what a project is."""
_OTHERS = ("setup.py", "setup.cfg", "poetry.lock", "pdm.lock", "uv.lock", "pylock.toml")
"""Files of a project that is described already, or is kept by a tool which would go by the new table."""
_BESIDE = ("templates", "static", "assets", "instance")
"""Directories in which frameworks look beside the module that they are told of."""
_SETTINGS = (".env", "settings.ini")
_SETTINGS_READERS = re.compile(rb"\b(?:dotenv|decouple)\b")


@frozen
class _Kept:
    """Why nothing is offered."""

    why: str


def project_offer(files: ImageFiles, stage: int, lost: tuple[Module, ...]) -> ProjectOffer | str:
    """Return what would make *lost* modules installable, or in one sentence why that is not surely right.

    Args:
        files: of the image.
        stage: that starts.
        lost: modules that are imported from a directory in which Python would no longer look.
    """
    around = files.view.repository
    found = _described(around) or _beginning(tuple(one for one in lost if one.name != "__main__"))
    if isinstance(found, _Kept):
        return found.why
    base, modules = found
    lying = contents(files.root, base)
    tops = tuple(dict.fromkeys(one.name.partition(".")[0] for one in modules))
    packages = tuple(name for name in tops if (files.root / base / name).is_dir())
    plain = tuple(name for name in tops if name not in packages)
    why = _plain(base, packages, plain, lying.packages) or _names(around, tops)
    why = why or next(_looking_around(files, stage, modules), None)
    if why is not None:
        return why
    if ignored(FILE, around.dockerignore or ()):
        return f".dockerignore keeps {FILE} out of the image."
    return _offer(files, base, packages, plain, modules[0])


def _described(around: Repository) -> _Kept | None:
    """Return why the repository says already what its project is, or None."""
    said = around.pyproject
    if FILE in around.names and said is None:
        return _Kept(f"{FILE} cannot be read.")
    if said is not None and said.project:
        return _Kept(f"{FILE} has a [project] already: 'pip install --no-deps .' behind its source is what is missing.")
    if said is not None and (said.build_system or said.tools & _TOOLS):
        own = min(said.tools & _TOOLS, default="[build-system]")
        return _Kept(f"{FILE} says by {own} how the project is built; venvoy adds no second way.")
    other = next((name for name in _OTHERS if name in around.names), None)
    return None if other is None else _Kept(f"{other} says what the project is; venvoy adds no second way.")


def _beginning(modules: tuple[Module, ...]) -> _Kept | tuple[str, tuple[Module, ...]]:
    """Return the directory of the context in which the names of all *modules* begin, with them."""
    if not modules:
        return _Kept("Only what starts lies there, and no module that could be installed.")
    bases = {_base(one) for one in modules}
    if len(bases) > 1 or not bases <= {"", "src"}:
        first = next((one for one in modules if _base(one) not in {"", "src"}), modules[-1])
        return _Kept(f"{first.path} lies neither at the root nor in src, so that the layout is not a plain one.")
    return bases.pop() or "", modules


def _base(module: Module) -> str | None:
    """Return where the name of a module begins, from the root of the context; None where its path tells another."""
    path = module.path.removesuffix("/__init__.py").removesuffix(".py")
    name = module.name.replace(".", "/")
    return f"/{path}".removesuffix(f"/{name}").lstrip("/") if f"/{path}".endswith(f"/{name}") else None


def _plain(base: str, packages: tuple[str, ...], modules: tuple[str, ...], lying: tuple[str, ...]) -> str | None:
    where = base or "the root"
    others = [name for name in lying if name not in packages]
    if len(packages) > 1 or (packages and others):
        return f"Several packages lie at {where}: {', '.join(sorted({*packages, *lying}))}. Which belong together?"
    if packages and packages[0] not in lying:
        return f"{packages[0]} is a name that build tools leave out, as that of tests or documentation."
    if len(modules) > MOST_MODULES:
        return f"{len(modules)} modules lie at {where}, which are better put into a package first."
    return None


def _names(around: Repository, tops: tuple[str, ...]) -> str | None:
    """Return which of the names would be another's in the environment, or None."""
    project = around.project
    required = {re.split(r"[^\w.-]", said.text)[0] for said in project.dependencies} if project is not None else set()
    for name in tops:
        if name in sys.stdlib_module_names:
            return f"{name} is a module of the standard library, too, which comes first in the environment."
        if _normal(name) in set(map(_normal, required)):
            return f"{name} is the name of a requirement, too, and one would overwrite the other."
    return None


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _looking_around(files: ImageFiles, stage: int, modules: tuple[Module, ...]) -> Iterator[str]:
    """Yield a sentence for each module that may find by its own place what would not be installed with it."""
    beside = [name for name in _BESIDE if (files.root / name).is_dir()]
    for one in modules:
        source = read_bytes(files.root / one.path, LARGEST) if one.path.endswith(".py") else b""
        if isinstance(source, Unreadable):
            yield f"{one.path} is not read: {source.reason}"
            continue
        tree = syntax_tree(source)
        if isinstance(tree, Fault):
            yield f"{one.path}, line {tree.line}, is not followed: {tree.reason}."
            continue
        inside = one.name.count(".") + int(posixpath.basename(one.path) == "__init__.py")
        if (line := leaves_package(tree, inside)) is not None:
            yield f"{one.path}, line {line}, goes from __file__ to what lies outside of its package."
        if beside and not inside and (line := named_by_itself(tree)) is not None:
            yield f"{one.path}, line {line}, names the module by which {beside[0]} is found, which lies beside it."
        if _SETTINGS_READERS.search(source):
            for name in _SETTINGS:
                if files.file(posixpath.join(one.folder, name), stage) is not None:
                    yield f"{one.path} looks for {name} from its own place upwards."


def _offer(
    files: ImageFiles, base: str, packages: tuple[str, ...], modules: tuple[str, ...], first: Module
) -> ProjectOffer | str:
    before = None
    if os.path.lexists(files.root / FILE):
        if (files.root / FILE).is_symlink():
            return f"{FILE} is a symbolic link."
        content = read_bytes(files.root / FILE, LARGEST)
        if isinstance(content, Unreadable):
            return f"{FILE} is not read: {content.reason}"
        before = content
    sources = tuple(posixpath.join(base, name) for name in (*packages, *(f"{name}.py" for name in modules)))
    name = packages[0] if packages else modules[0]
    after = _written(before or b"", _normal(name), base, packages, sources)
    if after is None:
        return f"{FILE} has no place for another table at its end."
    asked = first.asked_by
    why = f"{asked.path}, line {asked.line}, imports {first.name} from {first.folder}."
    return ProjectOffer(FILE, before, after, _normal(name), sources, why)


def _written(before: bytes, name: str, base: str, packages: tuple[str, ...], sources: tuple[str, ...]) -> bytes | None:
    """Return *before* with the tables behind it; None where they would mean something else there."""
    added = _tables(name, base, packages, sources)
    newline = b"\r\n" if b"\r\n" in before else b"\n"
    gap = b"" if not before.strip() else newline if before.endswith(b"\n") else newline * 2
    after = before + gap + added.encode().replace(b"\n", newline)
    try:
        was, becomes = (tomllib.loads(text.decode()) for text in (before, after))
    except ValueError:
        return None
    more = tomllib.loads(added)
    same = all(becomes.get(key) == value for key, value in was.items() if key != "tool")
    tools = {**was.get("tool", {}), **more["tool"]}
    return after if same and becomes.get("tool") == tools and becomes.get("project") == more["project"] else None


def _tables(name: str, base: str, packages: tuple[str, ...], sources: tuple[str, ...]) -> str:
    import tomlkit  # most judgements offer nothing

    document = tomlkit.document()
    backend = tomlkit.table()
    backend.add("requires", ["hatchling"])
    backend.add("build-backend", "hatchling.build")
    project = tomlkit.table()
    project.add("name", name)
    project.add("version", "0.0.0")
    project.add(tomlkit.comment("What it needs is installed by the Dockerfile: a list here would be a second one."))
    wheel = tomlkit.table()
    if len(packages) == len(sources):
        wheel.add("packages", list(sources))
    else:
        wheel.add("only-include", list(sources))
        if base:
            wheel.add("sources", [base])
    copied = tomlkit.item(True)
    copied.comment("what is copied is installed, whatever .gitignore says")
    wheel.add("ignore-vcs", copied)
    document.add("build-system", backend)
    document.add(tomlkit.nl())
    document.add("project", project)
    document.add(tomlkit.nl())
    document.add("tool", {"hatch": {"build": {"targets": {"wheel": wheel}}}})
    return tomlkit.dumps(document)
