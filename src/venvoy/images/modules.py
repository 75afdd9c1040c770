"""Whose modules they are: ``sys.path`` is what the image's interpreter says, the rest is read from files."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

from venvoy.images.reading.tree import Tree
from venvoy.model.image import FileKind, Image, NotProbed, SearchPath
from venvoy.model.provenance import ModuleKind, ModulePlace, Provenance, Shadowed

_EDITABLE = re.compile(r"__editable__.*finder\.py|__editable___.*_finder\.py|_[\w.]+_editable\.py")


def provenance(image: Image, module: str) -> Provenance | NotProbed:
    """Return where *image* takes *module* from: the entries of ``sys.path`` that have it, in their order."""
    asked = image.search_path
    if isinstance(asked, NotProbed):
        return asked
    tree = Tree(image.contents.files)
    names = module.split(".")
    found = tuple(_places(image, asked, tree, asked.plain, names))
    isolated = tuple(_places(image, asked, tree, asked.isolated, names))
    return Provenance(
        module=module,
        interpreter=asked.interpreter,
        builtin=names[0] in asked.builtin,
        places=found,
        isolated=isolated[0] if isolated else None,
        notes=tuple(_notes(image, asked)),
    )


def shadowed(image: Image) -> tuple[Shadowed, ...]:
    """Return the modules of which *image* has more than one on ``sys.path``, in the order of their names."""
    asked = image.search_path
    if isinstance(asked, NotProbed):
        return ()
    tree = Tree(image.contents.files)
    found = []
    for name in sorted(_repeated(image, asked, tree)):
        places = [
            one for one in _places(image, asked, tree, asked.plain, [name]) if one.kind is not ModuleKind.NAMESPACE
        ]
        if len({tree.real(one.path) for one in places}) > 1:
            found.append(Shadowed(name, places[0], tuple(places[1:])))
    return tuple(found)


def _repeated(image: Image, asked: SearchPath, tree: Tree) -> set[str]:
    """Return the names that more than one entry has, whatever stands behind them."""
    places = dict.fromkeys(tree.real(entry or image.config.workdir) for entry in asked.plain)
    seen: dict[str, str] = {}
    again = set()
    for path in image.contents.files:
        directory, base = posixpath.split(path)
        name = base.partition(".")[0]
        importable = directory in places and name.isidentifier() and name not in asked.builtin
        if importable and seen.setdefault(name, directory) != directory:
            again.add(name)
    return again


def _places(
    image: Image, asked: SearchPath, tree: Tree, entries: tuple[str, ...], names: list[str]
) -> Iterator[ModulePlace]:
    """Yield the places that have the module, packages and modules before namespaces, as the import system does."""
    every = [place for entry in entries for place in _place(image, asked, tree, entry, names)]
    yield from (place for place in every if place.kind is not ModuleKind.NAMESPACE)
    yield from (place for place in every if place.kind is ModuleKind.NAMESPACE)


def _place(image: Image, asked: SearchPath, tree: Tree, entry: str, names: list[str]) -> Iterator[ModulePlace]:
    directory = entry or image.config.workdir
    for parent in names[:-1]:
        directory = posixpath.join(directory, parent)
    found = _module(image, tree, directory, names[-1])
    if found is not None:
        path, kind = found
        real = tree.real(path) or path
        yield ModulePlace(entry, asked.origin(entry), path, kind, _owner(image, path, real))


def _module(image: Image, tree: Tree, directory: str, name: str) -> tuple[str, ModuleKind] | None:
    """Return what the import system finds in *directory*, in its order: package, extension, module, namespace."""
    real = tree.real(directory)
    if real is None:
        return None
    package = posixpath.join(real, name)
    if tree.real(f"{package}/__init__.py"):
        return f"{package}/__init__.py", ModuleKind.PACKAGE
    suffix = re.compile(re.escape(package) + r"(\.(cpython-[\w-]+|abi3))?\.so")
    beside = (path for path in image.contents.files if path.startswith(f"{package}.") and suffix.fullmatch(path))
    if extension := next(beside, None):
        return extension, ModuleKind.EXTENSION
    if tree.real(f"{package}.py"):
        return f"{package}.py", ModuleKind.MODULE
    place = tree.real(package)
    if place is not None and image.contents.files[place].kind is FileKind.DIRECTORY:
        return package, ModuleKind.NAMESPACE
    return None


def _owner(image: Image, path: str, real: str) -> str | None:
    for one in image.contents.distributions:
        if path in one.files or real in one.files:
            return f"{one.name} {one.version}"
    package = image.contents.system_files.get(path) or image.contents.system_files.get(real)
    return f"the system package {package}" if package else None


def _notes(image: Image, asked: SearchPath) -> Iterator[str]:
    finders = [path for path in image.contents.files if _EDITABLE.fullmatch(posixpath.basename(path))]
    seen = [path for path in finders if posixpath.dirname(path) in asked.plain]
    if seen:
        yield f"An editable install finds modules by code of its own ({seen[0]}), which is not followed."
