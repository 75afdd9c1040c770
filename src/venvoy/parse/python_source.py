"""Python source as a tree, or why it is none: no text of a stranger takes the process down or holds it up.

The standard library's parser bounds its own depth. libcst's does not: three thousand opening brackets end the whole
process with a fault of memory, and a thousand names with dots between them take seconds. So what is given to libcst
goes through here first.
"""

from __future__ import annotations

import ast
import warnings

from attrs import frozen

DEPTH_LIMIT = 200
"""Nodes of a syntax tree, one inside of another. Hand-written modules stay below fifty."""


@frozen
class Fault:
    """Why a text is not read as Python."""

    line: int
    """Where it shows, from 1."""
    reason: str
    """A clause that can follow a colon."""


def syntax_tree(source: bytes) -> ast.Module | Fault:
    """Return the tree of *source*, in the encoding that it declares.

    What only a newer Python than the running one reads, or Python 2, is a `Fault` as well.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of escapes that mean nothing: somebody else's to mend
            tree = ast.parse(source)
    except SyntaxError as error:
        return Fault(max(error.lineno or 1, 1), f"it is no Python 3 that can be read ({error.msg})")
    except ValueError:
        return Fault(1, "it is no text")
    except (MemoryError, RecursionError):
        return Fault(1, "it is nested too deeply")
    return _too_deep(tree) or tree


def _too_deep(tree: ast.Module) -> Fault | None:
    level: list[tuple[ast.AST, int]] = [(tree, 1)]
    for _ in range(DEPTH_LIMIT):
        level = [
            (child, getattr(child, "lineno", line)) for node, line in level for child in ast.iter_child_nodes(node)
        ]
        if not level:
            return None
    return Fault(level[0][1], "it is nested too deeply")
