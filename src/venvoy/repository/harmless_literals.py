"""What can be told of literals without running anything: whether parts of them are there."""

from __future__ import annotations

import ast


def default_of(lookup: ast.Call) -> object:
    """Return what a lookup in the environment falls back on, when that is a literal; else None."""
    others = [*lookup.args[1:2], *(word.value for word in lookup.keywords if word.arg == "default")]
    return others[0].value if others and isinstance(others[0], ast.Constant) else None


def fits(target: ast.Tuple | ast.List, value: ast.expr) -> bool:
    """Return True when *value* is a literal with as many parts as *target* takes."""
    if not isinstance(value, (ast.Tuple, ast.List)):
        return False
    plain = all(isinstance(one, ast.Name) for one in target.elts)
    return plain and len(target.elts) == len(value.elts) and not any(isinstance(v, ast.Starred) for v in value.elts)


def all_fit(target: ast.Tuple | ast.List, values: ast.expr) -> bool:
    """Return True when *values* is a literal of such literals."""
    return isinstance(values, (ast.Tuple, ast.List)) and all(fits(target, value) for value in values.elts)


def is_in(key: ast.expr, literal: ast.expr) -> bool:
    """Return True when a literal has what is asked of it."""
    if not isinstance(key, ast.Constant):
        return False
    if isinstance(literal, ast.Dict):
        return any(isinstance(one, ast.Constant) and one.value == key.value for one in literal.keys)
    plain = isinstance(literal, (ast.Tuple, ast.List)) and not any(isinstance(v, ast.Starred) for v in literal.elts)
    return (
        plain
        and isinstance(key.value, int)
        and isinstance(literal, (ast.Tuple, ast.List))
        and (key.value < len(literal.elts))
    )
