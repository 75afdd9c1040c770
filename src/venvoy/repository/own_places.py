"""What a module finds by where its own file lies: installed, it lies elsewhere, and what was beside it does not."""

from __future__ import annotations

import ast

_BESIDE = frozenset({"with_name", "with_stem", "with_suffix"})
_MANY = 1_000
"""Steps of which nobody knows how many they are."""
_LOGGERS = frozenset({"getLogger", "get_logger"})


def leaves_package(tree: ast.Module, inside: int) -> int | None:
    """Return the line of a ``__file__`` from which a module may go to what lies outside of its package; None for none.

    Steps up are counted over the whole module, as one that is kept in a name goes on from there.

    Args:
        tree: of the module.
        inside: how many directories lie between its file and the directory in which its import begins; 0 for a
            top-level module, beside which everything is outside.
    """
    own = [node.lineno for node in ast.walk(tree) if isinstance(node, ast.Name) and node.id == "__file__"]
    if not own:
        return None
    return own[0] if sum(map(_steps_up, ast.walk(tree))) > inside else None


def named_by_itself(tree: ast.Module) -> int | None:
    """Return the line of a call that is told ``__name__``, by which frameworks look beside a module, or None."""
    calls = (node for node in ast.walk(tree) if isinstance(node, ast.Call) and _called(node) not in _LOGGERS)
    return next((call.lineno for call in calls if any(_is_name(argument) for argument in call.args)), None)


def _steps_up(node: ast.AST) -> int:
    if isinstance(node, ast.Attribute):
        return int(node.attr in {"parent", "pardir"} or node.attr in _BESIDE)
    if isinstance(node, ast.Subscript) and isinstance(node.value, ast.Attribute) and node.value.attr == "parents":
        at = node.slice.value if isinstance(node.slice, ast.Constant) else None
        return at + 1 if isinstance(at, int) and at >= 0 else _MANY
    if isinstance(node, ast.Call):
        return int(_called(node) == "dirname")
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value.split("/").count("..")
    return 0


def _called(node: ast.Call) -> str:
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def _is_name(node: ast.expr) -> bool:
    return isinstance(node, ast.Name) and node.id == "__name__"
