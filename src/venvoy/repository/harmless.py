"""What a module does when it is imported beside defining things.

It is a list of what is known, and nothing else counts as harmless: a build has no database, no variables of a platform,
and no files that are mounted later.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator

from attrs import frozen

from venvoy.repository.harmless_literals import all_fit, default_of, fits, is_in
from venvoy.repository.harmless_names import EXTENSIONS, KNOWN, OPERATIONS, REGISTERING, Names, names_of, wants_settings

_STRICT = frozenset({"absolute", "realpath", "resolve", "zip"})
"""Those that may be asked to fail."""
_CONVERTING: dict[str, type[int] | type[float]] = {"int": int, "float": float, "Decimal": float}
"""They fail for a text that is no number."""
_LOOKUPS = frozenset({"os.environ.get", "os.getenv"})
_OF_A_REQUEST = frozenset({"current_app", "g", "request", "session"})
"""What is only there while a request is answered."""
_METACLASSES = frozenset({"ABCMeta", "EnumMeta", "EnumType"})
_PLAIN = (
    ast.Attribute, ast.BoolOp, ast.Compare, ast.Constant, ast.Dict, ast.DictComp, ast.FormattedValue,
    ast.GeneratorExp, ast.IfExp, ast.JoinedStr, ast.List, ast.ListComp, ast.Name, ast.NamedExpr, ast.Set, ast.SetComp,
    ast.Slice, ast.Starred, ast.Tuple, ast.UnaryOp, ast.keyword,
)  # fmt: skip
"""Expressions that do nothing beside what their parts do."""
_SIMPLE = (ast.Pass, ast.Global, ast.Nonlocal)
_Deeds = Iterator[tuple[int, str]]


def first_deed(tree: ast.Module) -> tuple[int, str] | None:
    """Return the line of the first thing that the import of a module does beside defining, and what; None for none."""
    return next(_Judge(names_of(tree)).statements(tree.body), None)


def run_at_import(tree: ast.Module) -> ast.Module:
    """Return *tree* without what only runs when something is called, or started as a program: its imports count."""
    kept = [_without_bodies(node) for node in tree.body if not _is_main(node)]
    return ast.Module(body=kept, type_ignores=[])


def _without_bodies(node: ast.stmt) -> ast.stmt:
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
        return ast.Pass()
    for name in ("body", "orelse", "finalbody"):
        inside = getattr(node, name, None)
        if isinstance(inside, list):
            setattr(node, name, [_without_bodies(one) for one in inside])
    for handler in getattr(node, "handlers", ()):
        handler.body = [_without_bodies(one) for one in handler.body]
    return node


def _is_main(node: ast.stmt) -> bool:
    """Return True for ``if __name__ == "__main__":`` without an else."""
    if not isinstance(node, ast.If) or node.orelse or not isinstance(node.test, ast.Compare):
        return False
    parts = [node.test.left, *node.test.comparators]
    equal = all(isinstance(operator, ast.Eq) for operator in node.test.ops)
    return equal and any(isinstance(part, ast.Name) and part.id == "__name__" for part in parts)


@frozen
class _Judge:
    names: Names

    def statements(self, nodes: Iterable[ast.stmt]) -> _Deeds:
        for node in nodes:
            if not _is_main(node) and not isinstance(node, _SIMPLE):
                yield from self._statement(node)

    def _statement(self, node: ast.stmt) -> _Deeds:
        match node:
            case ast.Import() | ast.ImportFrom():
                yield from _imports(node)
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                yield from self._function(node)
            case ast.ClassDef():
                yield from self._class(node)
            case ast.Assign() | ast.AnnAssign() | ast.AugAssign():
                yield from self._assignment(node)
            case ast.Expr():
                yield from self._expression(node.value)
            case ast.If():
                yield from self._expression(node.test)
                yield from self.statements([*node.body, *node.orelse])
            case ast.For():
                yield from self._loop(node)
                yield from self.statements([*node.body, *node.orelse])
            case ast.Try():
                yield from self.statements([*node.body, *node.orelse, *node.finalbody])
                yield from self.statements([one for handler in node.handlers for one in handler.body])
            case ast.Raise():
                yield node.lineno, "may raise an exception"
            case _:
                name = type(node).__name__.lower()
                yield node.lineno, f"has a statement ({name}) of which nobody can tell here what it does"

    def _function(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> _Deeds:
        yield from self._decorators(node.decorator_list)
        given, more = node.args, [node.args.vararg, node.args.kwarg]
        yield from self._expressions([*given.defaults, *(one for one in given.kw_defaults if one is not None)])
        arguments = [*given.posonlyargs, *given.args, *given.kwonlyargs, *(one for one in more if one is not None)]
        for annotation in (node.returns, *(one.annotation for one in arguments)):
            yield from self._annotation(annotation)

    def _class(self, node: ast.ClassDef) -> _Deeds:
        yield from self._expressions([*node.bases, *(word.value for word in node.keywords)])
        if any(word.arg == "metaclass" and _last(word.value) not in _METACLASSES for word in node.keywords):
            yield node.lineno, f"makes {node.name} by a metaclass of which nobody can tell here what it does"
        yield from self._decorators(node.decorator_list)
        yield from self.statements(node.body)

    def _assignment(self, node: ast.Assign | ast.AnnAssign | ast.AugAssign) -> _Deeds:
        for target in node.targets if isinstance(node, ast.Assign) else [node.target]:
            yield from self._target(target, node.value)
        if isinstance(node, ast.AnnAssign):
            yield from self._annotation(node.annotation)
        if isinstance(node, ast.AugAssign):
            yield from self._binary(ast.copy_location(ast.BinOp(node.target, node.op, node.value), node))
        elif node.value is not None:
            yield from self._expression(node.value)

    def _target(self, target: ast.expr, value: ast.expr | None) -> _Deeds:
        if isinstance(target, (ast.Tuple, ast.List)):
            if not isinstance(value, (ast.Tuple, ast.List)) or not fits(target, value):
                yield target.lineno, f"takes {ast.unparse(target)[:60]} out of what may have other parts"
        elif isinstance(target, ast.Subscript):
            yield from self._expressions([target.value, target.slice])
        elif isinstance(target, ast.Attribute):
            yield from self._expression(target.value)

    def _loop(self, node: ast.For | ast.comprehension) -> _Deeds:
        if isinstance(node.target, (ast.Tuple, ast.List)):
            maker = _last(node.iter.func) if isinstance(node.iter, ast.Call) else ""
            if not all_fit(node.target, node.iter) and maker not in {"enumerate", "items", "zip"}:
                yield node.target.lineno, f"takes {ast.unparse(node.target)[:60]} out of what may have other parts"
        yield from self._expression(node.iter)

    def _annotation(self, node: ast.expr | None) -> _Deeds:
        """Take brackets in an annotation for what they nearly always are: a type of others."""
        for part in ast.walk(node) if node is not None else ():
            if isinstance(part, ast.Call):
                yield from self._call(part)

    def _decorators(self, nodes: Iterable[ast.expr]) -> _Deeds:
        for node in nodes:
            decorator = node.func if isinstance(node, ast.Call) else node
            known = self._is_known(decorator) or (
                isinstance(decorator, ast.Attribute) and decorator.attr in REGISTERING
            )
            if not known:
                yield node.lineno, f"is decorated with {ast.unparse(decorator)[:60]}, which may do anything"
            if isinstance(decorator, ast.Attribute):
                yield from self._expression(decorator.value)
            if isinstance(node, ast.Call):
                yield from self._expressions([*node.args, *(word.value for word in node.keywords)])

    def _expressions(self, nodes: Iterable[ast.expr]) -> _Deeds:
        for node in nodes:
            yield from self._expression(node)

    def _expression(self, node: ast.expr) -> _Deeds:
        if isinstance(node, ast.Lambda):
            return
        if isinstance(node, ast.Name) and node.id in _OF_A_REQUEST:
            yield node.lineno, f"goes by {node.id}, which is only there while a request is answered"
        elif isinstance(node, ast.Call):
            yield from self._call(node)
        elif isinstance(node, ast.Subscript):
            yield from self._subscript(node)
        elif isinstance(node, ast.BinOp):
            yield from self._binary(node)
        elif isinstance(node, _PLAIN):
            for child in ast.iter_child_nodes(node):
                if isinstance(child, ast.comprehension):
                    yield from self._loop(child)
                    yield from self._expressions(child.ifs)
                elif isinstance(child, ast.expr):
                    yield from self._expression(child)
        else:
            yield (
                node.lineno,
                f"has an expression ({type(node).__name__.lower()}) of which nobody can tell what it does",
            )

    def _binary(self, node: ast.BinOp) -> _Deeds:
        divides = isinstance(node.op, (ast.Div, ast.FloorDiv, ast.Mod))
        fixed = isinstance(node.right, ast.Constant) and bool(node.right.value)
        fills = (
            isinstance(node.op, ast.Mod) and isinstance(node.left, ast.Constant) and isinstance(node.left.value, str)
        )
        if divides and not fixed and not fills:
            yield node.lineno, f"divides by {ast.unparse(node.right)[:60]}, which may be nothing"
        yield from self._expressions([node.left, node.right])

    def _subscript(self, node: ast.Subscript) -> _Deeds:
        name = _last(node.value)
        if name in {"environ", "argv"}:
            yield node.lineno, f"wants {name}[{ast.unparse(node.slice)[:40]}] to be there"
        part = isinstance(node.slice, ast.Slice) and self.names.is_value(node.value)
        if not part and not self.names.is_generic(node.value) and not is_in(node.slice, node.value):
            yield node.lineno, f"wants {ast.unparse(node)[:60]} to be there"
        yield from self._expressions([node.value, node.slice])

    def _call(self, node: ast.Call) -> _Deeds:
        values = [*node.args, *(word.value for word in node.keywords)]
        if self.names.origin(node.func) in _LOOKUPS:
            if not isinstance(default := default_of(node), str) or not default:
                yield node.lineno, f"goes on with {ast.unparse(node)[:60]}, which a build need not have"
            yield from self._expressions(values)
            return
        known = self._is_known(node.func)
        if known and not self._succeeds(node):
            yield from self._expressions(values)
        if not known or not self._succeeds(node):
            yield node.lineno, f"calls {ast.unparse(node.func)[:60]}, of which nobody can tell here what it does"
            return
        if isinstance(node.func, ast.Attribute):
            yield from self._expression(node.func.value)
        if _last(node.func) not in _CONVERTING:
            yield from self._expressions(values)

    def _is_known(self, function: ast.expr) -> bool:
        if self.names.origin(function) in KNOWN or self.names.takes_note(function):
            return True
        operation = isinstance(function, ast.Attribute) and function.attr in OPERATIONS
        return operation and isinstance(function, ast.Attribute) and self.names.is_value(function.value)

    def _succeeds(self, node: ast.Call) -> bool:
        """Return True when a call that is known does not go to work, or fail, for what it is given."""
        name, given = _last(node.func), [*node.args, *node.keywords]
        starred = any(isinstance(one, ast.Starred) for one in node.args)
        if name in _CONVERTING:
            return self._converts(node, _CONVERTING[name])
        if name in EXTENSIONS or name == "resolve" or (name in _STRICT and node.keywords):
            return not given
        if name in {"max", "min"}:
            return len(node.args) > 1 and not starred and not node.keywords
        if name == "dict":
            return not node.args and all(word.arg for word in node.keywords)
        if name == "setdefault":
            words = [one.value for one in node.args if isinstance(one, ast.Constant)]
            return not any(isinstance(word, str) and word.startswith("DJANGO") for word in words)
        return not any(word.arg in {"filename", "handlers", "key"} for word in node.keywords)

    def _converts(self, node: ast.Call, to: type[int] | type[float]) -> bool:
        """Return True when what is made a number is one, for all that can be told here."""
        if len(node.args) != 1 or node.keywords:
            return False
        (given,) = node.args
        if isinstance(given, ast.Call) and self.names.origin(given.func) in _LOOKUPS:
            value = default_of(given)
        else:
            value = given.value if isinstance(given, ast.Constant) else None
        if not isinstance(value, (str, int, float)):
            return False
        try:
            to(value)
        except (OverflowError, ValueError):
            return False
        return True


def _imports(node: ast.Import | ast.ImportFrom) -> _Deeds:
    names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else [node.module or ""]
    for name in names if not getattr(node, "level", 0) else ():
        if wants_settings(name):
            yield node.lineno, f"imports {name}, which wants settings"


def _last(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")
