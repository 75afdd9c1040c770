"""The import graph: which modules of a repository are reached from what starts. Nothing is executed or imported."""

from __future__ import annotations

import posixpath
import sys
from collections import deque
from collections.abc import Iterable, Sequence

from attrs import define, field, frozen

from venvoy.model.dockerfile import Unreadable
from venvoy.model.imports import ImportGraph, Manner, Module, Origin
from venvoy.parse.python_source import Fault, syntax_tree
from venvoy.repository.import_reading import Reading
from venvoy.repository.placing import ImageFiles
from venvoy.workspace.reading import read_bytes

MODULE_LIMIT = 1_000
"""Modules that are followed."""
LARGEST = 1024 * 1024
"""Bytes of a module that is read."""


@frozen
class Root:
    """A directory of an image in which the names of imports begin, at a moment of the build."""

    folder: str
    """Absolute."""
    stage: int
    before: int | None = None
    """First byte of an instruction: what later ones bring does not count. None for the end of the stage."""


@frozen
class Start:
    """Something that is reached because it is named outside of any module."""

    name: str
    """Of a module."""
    origin: Origin
    manner: Manner


@frozen
class _Found:
    """Where a name was found."""

    path: str
    root: Root
    inside: tuple[tuple[Root, str], ...] = ()
    """Directories in which its submodules are looked for; none for a plain module."""
    regular: bool = True
    """False for a namespace package."""


@define
class Walk:
    """One walk from what starts."""

    files: ImageFiles
    roots: Sequence[Root]
    """In the order of ``sys.path``."""
    _known: dict[str, _Found | None] = field(factory=dict)
    _modules: dict[str, Module] = field(factory=dict)
    _waiting: deque[Module] = field(factory=deque)
    _computed: list[Origin] = field(factory=list)
    _unread: list[str] = field(factory=list)

    def script(self, path: str, origin: Origin) -> None:
        """Begin with the file *path* of the context, which is run as ``__main__``."""
        self._add(Module("__main__", path, "", origin, Manner.PLAIN))

    def code(self, text: str, origin: Origin) -> None:
        """Begin with the text behind ``python -c``."""
        self._read(text.encode("utf-8", "replace"), "", origin)

    def follow(self, starts: Iterable[Start]) -> ImportGraph:
        """Return what is reached from *starts*, and from what was begun with."""
        for start in starts:
            self._reach(start.name, start.origin, start.manner)
        while self._waiting:
            module = self._waiting.popleft()
            content = read_bytes(self.files.root / module.path, LARGEST)
            if isinstance(content, Unreadable):
                self._unread.append(f"{module.path} is not read: {content.reason}")
                continue
            package = (
                module.name if posixpath.basename(module.path) == "__init__.py" else module.name.rpartition(".")[0]
            )
            self._read(content, package, Origin(module.path, 1))
        return ImportGraph(tuple(self._modules.values()), tuple(self._computed), tuple(self._unread))

    def find(self, name: str) -> Root | None:
        """Return where the import of a top-level *name* with a file of its own begins; None when none of them is it."""
        found = self._resolve(name)
        return found.root if found is not None and found.regular else None

    def _read(self, content: bytes, package: str, origin: Origin) -> None:
        tree = syntax_tree(content)
        if isinstance(tree, Fault):
            self._unread.append(f"{origin.path}, line {tree.line}, is not followed: {tree.reason}.")
            return
        read = Reading(package).read(tree)
        self._computed += [Origin(origin.path, line) for line in read.computed]
        for one in read.imports:
            if one.manner is not Manner.TYPES:
                self._reach(one.name, Origin(origin.path, one.line), one.manner)

    def _reach(self, name: str, origin: Origin, manner: Manner) -> None:
        parts = name.split(".")
        prefixes = [".".join(parts[: at + 1]) for at in range(len(parts))]
        found = []
        for prefix in prefixes:
            if self._resolve(prefix) is None:
                break
            found.append(prefix)
        # A text is the name of a module, or of something right inside of one; else it is a text.
        if manner is Manner.NAMED and len(found) < max(1, len(parts) - 1):
            return
        # A directory without modules is not what was meant: packages of others go before it.
        while found and not self._known_regular(found[-1]):
            found.pop()
        plain = False
        for prefix in found:
            place = self._known[prefix]
            assert place is not None  # noqa: S101 - what is None was left out above
            plain = plain or not place.regular
            self._add(Module(prefix, place.path, place.root.folder, origin, manner, plain))

    def _add(self, module: Module) -> None:
        if module.name in self._modules:
            return
        if len(self._modules) == MODULE_LIMIT:
            if not any("more than" in note for note in self._unread):
                self._unread.append(f"There are more than {MODULE_LIMIT} modules; the others are not followed.")
            return
        self._modules[module.name] = module
        if module.path.endswith(".py") or module.name == "__main__":
            self._waiting.append(module)

    def _known_regular(self, name: str) -> bool:
        found = self._known[name]
        return found is not None and found.regular

    def _resolve(self, name: str) -> _Found | None:
        if name not in self._known:
            self._known[name] = self._looked_up(name)
        return self._known[name]

    def _looked_up(self, name: str) -> _Found | None:
        above, _, last = name.rpartition(".")
        if not above and name in sys.builtin_module_names:
            return None
        parent = self._resolve(above) if above else None
        if above and parent is None:
            return None
        places = parent.inside if parent is not None else [(root, root.folder) for root in self.roots]
        portions = []
        for root, folder in places:
            path = posixpath.join(folder, last)
            if not {last, f"{last}.py"} & self.files.names(folder, root.stage, root.before):
                continue
            if init := self.files.file(f"{path}/__init__.py", root.stage, root.before):
                return _Found(init, root, ((root, path),))
            if plain := self.files.file(f"{path}.py", root.stage, root.before):
                return _Found(plain, root)
            if directory := self.files.directory(path, root.stage, root.before):
                portions.append((directory, (root, path)))
        if not portions or (not above and name in sys.stdlib_module_names):
            return None
        return _Found(portions[0][0], portions[0][1][0], tuple(portion for _, portion in portions), regular=False)
