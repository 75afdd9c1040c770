"""What a module does when it is imported beside defining things.

It is a list of what is known, and nothing else counts as harmless: a build has no database, no variables of a platform,
and no files that are mounted later.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator

_FUNCTIONS = (
    "abs bool bytes classmethod dict enumerate float frozenset int len list max min object print property range "
    "reversed round set sorted staticmethod str sum super tuple type zip cast namedtuple NamedTuple NewType ParamSpec "
    "TypedDict TypeVar TypeVarTuple auto cache cached_property dataclass define field frozen lru_cache partial "
    "singledispatch wraps contextmanager asynccontextmanager overload final override abstractmethod runtime_checkable "
    "total_ordering ContextVar Counter Decimal Event Fraction Lock OrderedDict RLock Semaphore Struct count date "
    "datetime defaultdict deque timedelta timezone Path PurePath PosixPath PurePosixPath getLogger basicConfig "
    "abspath basename dirname join normpath realpath itemgetter attrgetter"
)
"""Functions and classes by their last name: of the builtins, and of the standard library."""
_CONSTRUCTORS = (
    "APIRouter Argument Blueprint Body CORSMiddleware Celery Depends FastAPI Field File Flask Form HTTPBearer Header "
    "LoginManager Marshmallow MetaData Middleware Migrate OAuth2PasswordBearer Option Query Quart Router SQLAlchemy "
    "Security Starlette Typer declarative_base command group option argument pass_context version_option Column "
    "ForeignKey Index UniqueConstraint mapped_column relationship Boolean Date DateTime Float Integer Numeric String "
    "Text field_validator model_validator validator root_validator ConfigDict SettingsConfigDict shared_task"
)
"""Constructors and decorators of web and command-line frameworks that only take note of what they are given."""
_METHODS = "add_middleware add_typer add_url_rule include_router register_blueprint setLevel debug info warning"
"""Methods of what `_CONSTRUCTORS` make, and of loggers, that only take note."""
_OPERATIONS = (
    "absolute as_posix casefold copy decode encode endswith expanduser format items joinpath keys lower lstrip "
    "removeprefix removesuffix replace resolve rstrip split splitlines startswith strip title upper values with_name "
    "with_stem with_suffix"
)
"""Methods of texts, mappings and paths that touch nothing."""
_PURE = frozenset(_FUNCTIONS.split())
_FRAMEWORKS = frozenset(_CONSTRUCTORS.split())
_KNOWN_METHODS = frozenset((*_METHODS.split(), *_OPERATIONS.split()))
_EXTENSIONS = frozenset({"LoginManager", "Marshmallow", "Migrate", "SQLAlchemy"})
"""Those that go to work at once when they are given an application."""
_OF_A_REQUEST = frozenset({"current_app", "g", "request", "session"})
"""What is only there while a request is answered."""
_METACLASSES = frozenset({"ABCMeta", "EnumMeta", "EnumType"})
_WANTS_SETTINGS = frozenset({"django"})
"""Packages of which much cannot be imported before somebody has said where the settings are."""
_PLAIN = (
    ast.Attribute, ast.BinOp, ast.BoolOp, ast.Compare, ast.Constant, ast.Dict, ast.DictComp, ast.FormattedValue,
    ast.GeneratorExp, ast.IfExp, ast.JoinedStr, ast.List, ast.ListComp, ast.Name, ast.NamedExpr, ast.Set, ast.SetComp,
    ast.Slice, ast.Starred, ast.Tuple, ast.UnaryOp, ast.comprehension, ast.keyword,
)  # fmt: skip
"""Expressions that do nothing beside what their parts do."""
_SIMPLE = (ast.Import, ast.ImportFrom, ast.Pass, ast.Global, ast.Nonlocal)


def first_deed(tree: ast.Module) -> tuple[int, str] | None:
    """Return the line of the first thing that the import of a module does beside defining, and what; None for none."""
    return next(_statements(tree.body), None)


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


def _statements(nodes: Iterable[ast.stmt]) -> Iterator[tuple[int, str]]:
    for node in nodes:
        if _is_main(node):
            continue
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            yield from _imports(node)
        elif not isinstance(node, _SIMPLE):
            yield from _statement(node)


def _imports(node: ast.Import | ast.ImportFrom) -> Iterator[tuple[int, str]]:
    names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else [node.module or ""]
    for name in names:
        top = name.partition(".")[0]
        if top in _WANTS_SETTINGS and not getattr(node, "level", 0):
            yield node.lineno, f"imports {name}, which wants settings"


def _statement(node: ast.stmt) -> Iterator[tuple[int, str]]:
    match node:
        case ast.FunctionDef() | ast.AsyncFunctionDef():
            yield from _function(node)
        case ast.ClassDef():
            yield from _expressions([*node.bases, *(word.value for word in node.keywords)])
            if any(word.arg == "metaclass" and _last(word.value) not in _METACLASSES for word in node.keywords):
                yield node.lineno, f"makes {node.name} by a metaclass of which nobody can tell here what it does"
            yield from _decorators(node.decorator_list)
            yield from _statements(node.body)
        case ast.Assign() | ast.AnnAssign() | ast.AugAssign():
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            yield from _expressions([part for target in targets for part in _keys(target)])
            if node.value is not None and not _asks_environment(node.value):
                yield from _expressions([node.value])
        case ast.Expr():
            yield from _expressions([node.value])
        case ast.If():
            yield from _expressions([node.test])
            yield from _statements([*node.body, *node.orelse])
        case ast.For():
            yield from _expressions([node.iter])
            yield from _statements([*node.body, *node.orelse])
        case ast.Try():
            # What fails in the body is what its handlers are for.
            yield from _statements([*node.body, *node.orelse, *node.finalbody])
            yield from _statements([one for handler in node.handlers for one in handler.body])
        case ast.Raise():
            yield node.lineno, "may raise an exception"
        case _:
            name = type(node).__name__.lower()
            yield node.lineno, f"has a statement ({name}) of which nobody can tell here what it does"


def _function(node: ast.FunctionDef | ast.AsyncFunctionDef) -> Iterator[tuple[int, str]]:
    yield from _decorators(node.decorator_list)
    yield from _expressions([*node.args.defaults, *(one for one in node.args.kw_defaults if one is not None)])


def _decorators(nodes: Iterable[ast.expr]) -> Iterator[tuple[int, str]]:
    """Take decorators that are methods for what they nearly always are: they take note of a function."""
    for node in nodes:
        decorator = node.func if isinstance(node, ast.Call) else node
        if not isinstance(decorator, ast.Attribute) and _last(decorator) not in _PURE | _FRAMEWORKS:
            yield node.lineno, f"is decorated with {ast.unparse(decorator)[:60]}, which may do anything"
        if isinstance(node, ast.Call):
            yield from _expressions([*node.args, *(word.value for word in node.keywords)])


def _keys(target: ast.expr) -> Iterator[ast.expr]:
    """Yield what is evaluated of a target: the keys that are assigned to."""
    if isinstance(target, ast.Subscript):
        yield target.slice


def _expressions(nodes: Iterable[ast.expr]) -> Iterator[tuple[int, str]]:
    for node in nodes:
        yield from _expression(node)


def _expression(node: ast.AST) -> Iterator[tuple[int, str]]:
    line = getattr(node, "lineno", 1)
    if isinstance(node, ast.Lambda):
        return
    if isinstance(node, ast.Name) and node.id in _OF_A_REQUEST:
        yield line, f"goes by {node.id}, which is only there while a request is answered"
    elif isinstance(node, ast.Call):
        yield from _call(node)
    elif isinstance(node, ast.Subscript):
        if (name := _last(node.value)) in {"environ", "argv"}:
            yield line, f"wants {name}[{ast.unparse(node.slice)[:40]}] to be there"
        yield from _expressions([node.value, node.slice])
    elif isinstance(node, _PLAIN):
        for child in ast.iter_child_nodes(node):
            if isinstance(child, (ast.expr, ast.comprehension)):
                yield from _expression(child)
    elif isinstance(node, ast.expr):
        yield line, f"has an expression ({type(node).__name__.lower()}) of which nobody can tell here what it does"


def _call(node: ast.Call) -> Iterator[tuple[int, str]]:
    values = [*node.args, *(word.value for word in node.keywords)]
    if _is_lookup(node):
        yield from _expressions(values)
        return
    if not _is_known(node):
        yield node.lineno, f"calls {ast.unparse(node.func)[:60]}, of which nobody can tell here what it does"
        return
    if bare := next((one for one in values if _asks_environment(one)), None):
        yield bare.lineno, f"goes on with {ast.unparse(bare)[:60]}, which a build need not have"
        return
    if isinstance(node.func, ast.Attribute):
        yield from _expression(node.func.value)
    yield from _expressions(values)


def _is_known(node: ast.Call) -> bool:
    name = _last(node.func)
    if name == "basicConfig":
        return all(word.arg != "filename" for word in node.keywords)
    if name in _PURE or name in _FRAMEWORKS:
        return name not in _EXTENSIONS or not (node.args or node.keywords)
    if not isinstance(node.func, ast.Attribute):
        return False
    if name == "compile":
        return _last(node.func.value) == "re"
    if name == "setdefault":
        return _last(node.func.value) == "environ"
    if name == "files":
        return _last(node.func.value) == "resources"
    return name in _KNOWN_METHODS


def _is_lookup(node: ast.expr) -> bool:
    """Return True for ``os.environ.get(…)`` and ``os.getenv(…)``."""
    if not isinstance(node, ast.Call):
        return False
    name = _last(node.func)
    if name == "getenv":
        return True
    return name == "get" and isinstance(node.func, ast.Attribute) and _last(node.func.value) == "environ"


def _asks_environment(node: ast.expr) -> bool:
    """Return True for a lookup in the environment that has no other value to give."""
    return isinstance(node, ast.Call) and _is_lookup(node) and len(node.args) + len(node.keywords) == 1


def _last(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")
