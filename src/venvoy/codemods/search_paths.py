"""``sys.path``, ``site.addsitedir`` and the variables of Python's search path that name the old layout."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from venvoy.codemods.contexts import context
from venvoy.codemods.marking import mark
from venvoy.codemods.moved_paths import found
from venvoy.codemods.source import Source
from venvoy.codemods.strings import constant
from venvoy.model.companion import Confidence, Place, Relocation

PAGE = "search-path-in-python"

_READERS = frozenset({"os.getenv", "os.environ.get"})


def find(source: Source, relocation: Relocation) -> tuple[Place, ...]:
    """Return a place for each old path that is put on a search path, and for each variable that is gone."""
    named = found(source, relocation, PAGE, lambda node: context(source, node) == "search path")
    return (*named, *_read(source, relocation))


def _read(source: Source, relocation: Relocation) -> Iterator[Place]:
    """Yield a place for each variable that is read and that the rewritten Dockerfile does not set any more."""
    if not any(name in source.text for name in relocation.variables):
        return
    for node in source.nodes(cst.Subscript):
        if len(node.slice) == 1 and isinstance(inner := node.slice[0].slice, cst.Index):
            name = constant(inner.value)
            target = isinstance(source.parent(node), (cst.AssignTarget, cst.Del))
            if name in relocation.variables and not target and source.name(node.value) == "os.environ":
                yield _gone(source, node, name, "this ends in a KeyError")
    for call in source.nodes(cst.Call):
        name = constant(call.args[0].value) if len(call.args) == 1 else None
        if name in relocation.variables and source.name(call.func) in _READERS:
            yield _gone(source, call, name, "this gives None")


def _gone(source: Source, node: cst.CSTNode, name: str | None, ends: str) -> Place:
    message = f"The rewritten Dockerfile does not set {name} any more: {ends}."
    suggestion = "Take out what reads it; the venv's Python finds the packages without it."
    return mark(source, PAGE, source.place(node), (message, suggestion), Confidence.REPORTED)
