"""What expressions of Python source come to, as far as they are literal. Nothing is ever run."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator, Mapping

from attrs import define, frozen

SIZE_LIMIT = 10_000
"""Items of a list, characters of a text and expressions in all that are looked at: with names for lists of lists, a few
lines could come to more than any memory holds."""
DEPTH_LIMIT = 100
"""Expressions inside of each other, names replaced."""


@frozen
class Placed:
    """A literal with the line that it stands in."""

    value: str | tuple[Placed, ...] | dict[str, Placed]
    line: int


def constants(tree: ast.Module) -> Mapping[str, ast.expr]:
    """Return the names of a module that are assigned once in all of it, and there at its top level.

    A name that is bound anywhere else too, even in a function or by an import, may be anything, and so may one that is
    changed in place or has a method called.
    """
    found: dict[str, ast.expr] = {}
    for node in tree.body:
        if isinstance(node, ast.Assign) and len(node.targets) == 1 and isinstance(node.targets[0], ast.Name):
            found[node.targets[0].id] = node.value
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.value is not None:
            found[node.target.id] = node.value
    counts = Counter(name for node in ast.walk(tree) for name in _bound(node))
    return {name: value for name, value in found.items() if counts[name] == 1}


def _bound(node: ast.AST) -> Iterator[str]:
    """Yield the names that *node* binds, or may change the value of."""
    if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store | ast.Del):
        yield node.id
    elif isinstance(node, ast.alias):
        yield (node.asname or node.name).split(".")[0]
    elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        yield node.name
    elif isinstance(node, ast.arg):
        yield node.arg
    elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
        yield node.value.id  # extras.append(…), settings.update(…)
    elif isinstance(node, ast.Subscript) and isinstance(node.value, ast.Name) and not isinstance(node.ctx, ast.Load):
        yield node.value.id


def literal(node: ast.expr, names: Mapping[str, ast.expr]) -> Placed | None:
    """Return what *node* comes to, with *names* for what they stand for; None when it is computed, or beyond bounds."""
    return _Reading(names).value(node, 0)


@define
class _Reading:
    """One expression that is read."""

    names: Mapping[str, ast.expr]
    looked_at: int = 0

    def value(self, node: ast.expr, depth: int) -> Placed | None:
        self.looked_at += 1
        if depth > DEPTH_LIMIT or self.looked_at > SIZE_LIMIT:
            return None
        if isinstance(node, ast.Constant):
            return Placed(node.value, node.lineno) if isinstance(node.value, str) else None
        if isinstance(node, ast.Name):
            return self.value(self.names[node.id], depth + 1) if node.id in self.names else None
        if isinstance(node, ast.List | ast.Tuple):
            return self._sequence(node, depth)
        if isinstance(node, ast.Dict):
            return self._mapping(node, depth)
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
            return _sum(self.value(node.left, depth + 1), self.value(node.right, depth + 1))
        return None

    def _sequence(self, node: ast.List | ast.Tuple, depth: int) -> Placed | None:
        items: list[Placed] = []
        for element in node.elts:
            starred = isinstance(element, ast.Starred)
            item = self.value(element.value if isinstance(element, ast.Starred) else element, depth + 1)
            if item is None or (starred and not isinstance(item.value, tuple)):
                return None
            items.extend(item.value if starred and isinstance(item.value, tuple) else (item,))
            if len(items) > SIZE_LIMIT:
                return None
        return Placed(tuple(items), node.lineno)

    def _mapping(self, node: ast.Dict, depth: int) -> Placed | None:
        found: dict[str, Placed] = {}
        for key, value in zip(node.keys, node.values, strict=True):
            name = self.value(key, depth + 1) if key is not None else None
            item = self.value(value, depth + 1)
            if name is None or item is None or not isinstance(name.value, str):
                return None
            found[name.value] = item
        return Placed(found, node.lineno)


def _sum(one: Placed | None, other: Placed | None) -> Placed | None:
    if one is None or other is None:
        return None
    if isinstance(one.value, str) and isinstance(other.value, str):
        whole = one.value + other.value
        return Placed(whole, one.line) if len(whole) <= SIZE_LIMIT else None
    if isinstance(one.value, tuple) and isinstance(other.value, tuple):
        items = one.value + other.value
        return Placed(items, one.line) if len(items) <= SIZE_LIMIT else None
    return None
