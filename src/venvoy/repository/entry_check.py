"""How a build can make sure that what starts is found: by importing it, or else by only looking for it."""

from __future__ import annotations

import posixpath
from collections import deque
from collections.abc import Callable, Iterator
from pathlib import Path

from venvoy.model.dockerfile import Unreadable
from venvoy.model.imports import ImportGraph, Manner, Module
from venvoy.model.isolation import EntryCheck
from venvoy.parse.python_source import Fault, syntax_tree
from venvoy.repository.harmless import first_deed, run_at_import
from venvoy.repository.import_reading import Reading
from venvoy.repository.imports import LARGEST
from venvoy.trace.entry import Entry
from venvoy.workspace.reading import read_bytes

_MOST = 3
"""Modules that a script imports, of those that are checked."""


def entry_check(entry: Entry, graph: ImportGraph, root: Path, holds: Callable[[Module], bool]) -> EntryCheck | None:
    """Return how to check what starts; None where not all of it surely lies in the environment.

    Args:
        entry: what starts.
        graph: what is reached from it.
        root: of the build context.
        holds: tells whether the environment has a copy of a module.
    """
    known = {one.name: one for one in graph.modules}
    names = [name for name in _names(entry, graph) if name in known]
    own = [one for one in graph.modules if one.name != "__main__"]
    if not names or not all(map(holds, own)):
        return None
    deed = next((deed for name in names if (deed := _deed(name, known, root)) is not None), None)
    if deed is None:
        told = "neither it nor what it imports of this repository does more than define things"
        return EntryCheck(tuple(names), True, f"{' and '.join(names)} can be imported in a build: {told}.")
    # A submodule is found by importing the package that it lies in.
    above = [name.rpartition(".")[0] for name in names]
    sought = tuple(
        name if not package or _deed(package, known, root) is None else name.partition(".")[0]
        for name, package in zip(names, above, strict=True)
    )
    sought = tuple(dict.fromkeys(sought))
    return EntryCheck(sought, False, f"{' and '.join(sought)} is only looked for, as {deed}.")


def _names(entry: Entry, graph: ImportGraph) -> Iterator[str]:
    """Yield the modules with which the application begins."""
    if entry.script is not None:
        own = [one for one in graph.modules if one.name == "__main__"]
        asked = [one for one in graph.modules if own and one.asked_by.path == own[0].path]
        plain = [one.name for one in asked if one.manner is Manner.PLAIN]
        # The package in front of a module that is imported is imported with it.
        last = [name for name in plain if not any(other.startswith(f"{name}.") for other in plain)]
        yield from last[:_MOST]
        return
    known = {one.name for one in graph.modules}
    if entry.module is not None and entry.module in known:
        started = f"{entry.module}.__main__"
        yield started if started in known else entry.module
        return
    yield from [name for name in entry.named if name in known][:1]


def _deed(name: str, known: dict[str, Module], root: Path) -> str | None:
    """Return what the import of *name* does beside defining, its file and line told; None when nothing."""
    waiting = deque([name])
    seen: set[str] = set()
    while waiting:
        parts = waiting.popleft().split(".")
        for at in range(len(parts)):
            prefix = ".".join(parts[: at + 1])
            if prefix in seen or prefix not in known:
                continue
            seen.add(prefix)
            found = _looked_at(known[prefix], root)
            if isinstance(found, str):
                return found
            waiting += found
    return None


def _looked_at(module: Module, root: Path) -> str | list[str]:
    """Return what the import of one module does, or the names that it imports."""
    if not module.path.endswith(".py"):
        return []
    content = read_bytes(root / module.path, LARGEST)
    tree = syntax_tree(content) if not isinstance(content, Unreadable) else Fault(1, content.reason)
    if isinstance(tree, Fault):
        return f"{module.path}, line {tree.line}, is not followed: {tree.reason}"
    deed = first_deed(tree)
    if deed is not None:
        return f"{module.path}, line {deed[0]}, {deed[1]}"
    is_package = posixpath.basename(module.path) == "__init__.py"
    package = module.name if is_package else module.name.rpartition(".")[0]
    read = Reading(package).read(run_at_import(tree))
    return [one.name for one in read.imports if one.manner in {Manner.PLAIN, Manner.GUARDED}]
