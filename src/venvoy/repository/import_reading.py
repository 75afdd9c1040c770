"""What one Python file says about imports: the names, the lines, and what is computed."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator

from attrs import define, field

from venvoy.model.imports import Import, Manner

_NAME = re.compile(r"^[^\W\d]\w*(?:\.[^\W\d]\w*)*$")
_MISSING = frozenset({"ImportError", "ModuleNotFoundError", "Exception", "BaseException"})
_LONGEST = 200
"""Characters of a text that may be the name of a module."""
_WALKERS = frozenset({"walk_packages", "iter_modules", "run_module", "run_path", "addsitedir"})
_LEAVES = (ast.Name, ast.expr_context, ast.operator, ast.cmpop, ast.unaryop, ast.boolop)
"""Most of a tree, and nothing in them is an import."""
_CHANGES = frozenset({"insert", "append", "extend"})


@define
class Reading:
    """The imports of one module."""

    package: str
    """What its relative imports begin at, dotted; empty for a script."""
    imports: list[Import] = field(factory=list)
    computed: list[int] = field(factory=list)
    """Lines at which a name that is not written down is imported, or at which ``sys.path`` is changed."""
    _callers: set[str] = field(factory=lambda: {"__import__", "import_module"})

    def read(self, tree: ast.Module) -> Reading:
        """Take in *tree*, which `syntax_tree` has found not to be too deep."""
        self._visit(tree.body, Manner.PLAIN)
        return self

    def _visit(self, nodes: Iterable[ast.AST], manner: Manner) -> None:
        for node in nodes:
            if isinstance(node, _LEAVES):
                continue
            if isinstance(node, ast.If) and _is_type_checking(node.test):
                self._visit(node.body, Manner.TYPES)
                self._visit(node.orelse, manner)
            elif isinstance(node, ast.Try) and any(_catches(handler) for handler in node.handlers):
                self._visit(node.body, Manner.GUARDED if manner is Manner.PLAIN else manner)
                self._visit((*node.handlers, *node.orelse, *node.finalbody), manner)
            else:
                self._take(node, manner)
                self._visit(ast.iter_child_nodes(node), manner)

    def _take(self, node: ast.AST, manner: Manner) -> None:
        if isinstance(node, ast.Import):
            self.imports += [Import(alias.name, node.lineno, manner) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            if node.module == "importlib":
                self._callers |= {a.asname for a in node.names if a.name == "import_module" and a.asname}
            self.imports += [Import(name, node.lineno, manner) for name in self._from(node)]
        elif isinstance(node, ast.Call):
            self._call(node)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            name = node.value.partition(":")[0]
            if len(name) <= _LONGEST and _NAME.match(name):
                self.imports.append(Import(name, node.lineno, Manner.NAMED))
        elif isinstance(node, (ast.Assign, ast.AugAssign)):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            if any(_is_sys_path(target) for target in targets):
                self.computed.append(node.lineno)

    def _from(self, node: ast.ImportFrom) -> Iterator[str]:
        start = node.module or ""
        if node.level:
            above = self.package.split(".") if self.package else []
            if node.level > len(above):
                return  # it fails today as well
            start = ".".join([*above[: len(above) - node.level + 1], *([node.module] if node.module else [])])
        for alias in node.names:
            yield start if alias.name == "*" else f"{start}.{alias.name}"

    def _call(self, node: ast.Call) -> None:
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        changes = name in _CHANGES and isinstance(node.func, ast.Attribute) and _is_sys_path(node.func.value)
        if name in _WALKERS or changes:
            self.computed.append(node.lineno)
        if name not in self._callers:
            return
        first = node.args[0] if node.args else next((k.value for k in node.keywords if k.arg == "name"), None)
        text = first.value if isinstance(first, ast.Constant) and isinstance(first.value, str) else None
        if text is not None and text.startswith("."):
            text = self.package + text if not text.startswith("..") and self.package else None
        if text is None or not _NAME.match(text):
            self.computed.append(node.lineno)
        else:
            self.imports.append(Import(text, node.lineno, Manner.DYNAMIC))


def _is_type_checking(test: ast.expr) -> bool:
    return (test.attr if isinstance(test, ast.Attribute) else getattr(test, "id", "")) == "TYPE_CHECKING"


def _catches(handler: ast.ExceptHandler) -> bool:
    """Return True when a handler is met by an import that fails."""
    kinds = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    return any(kind is None or getattr(kind, "id", getattr(kind, "attr", "")) in _MISSING for kind in kinds)


def _is_sys_path(node: ast.expr) -> bool:
    """Return True for ``sys.path``, or a slice of it."""
    inner = node.value if isinstance(node, ast.Subscript) else node
    return isinstance(inner, ast.Attribute) and inner.attr == "path" and getattr(inner.value, "id", "") == "sys"
