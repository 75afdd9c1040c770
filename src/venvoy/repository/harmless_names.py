"""Which names of a module stand for something whose call is known to be harmless: told by where they are imported."""

from __future__ import annotations

import ast
import builtins
from collections.abc import Iterator

from attrs import frozen

_BUILTINS = (
    "abs bool bytes classmethod dict enumerate float frozenset int len list max min object print property range "
    "reversed round set sorted staticmethod str sum super tuple zip"
)
_STANDARD = {
    "abc": "abstractmethod",
    "collections": "Counter OrderedDict defaultdict deque namedtuple",
    "contextlib": "asynccontextmanager contextmanager",
    "contextvars": "ContextVar",
    "dataclasses": "dataclass field",
    "datetime": "date datetime timedelta timezone",
    "decimal": "Decimal",
    "enum": "auto",
    "functools": "cache cached_property lru_cache partial singledispatch total_ordering wraps",
    "importlib.resources": "files",
    "itertools": "count",
    "logging": "basicConfig debug getLogger info warning",
    "operator": "attrgetter itemgetter",
    "os.environ": "setdefault",
    "os.path": "abspath basename dirname join normpath realpath",
    "pathlib": "Path PosixPath PurePath PurePosixPath",
    "re": "compile",
    "threading": "Event Lock RLock Semaphore",
    "typing": "NamedTuple NewType ParamSpec TypeVar TypeVarTuple TypedDict cast final overload override "
    "runtime_checkable",
}
_TAKE_NOTE = (
    "APIRouter Argument Blueprint Body CORSMiddleware Celery Depends FastAPI Field File Flask Form HTTPBearer Header "
    "LoginManager Marshmallow MetaData Middleware Migrate OAuth2PasswordBearer Option Query Quart Router SQLAlchemy "
    "Security Starlette Typer declarative_base command group option argument pass_context version_option Column "
    "ForeignKey Index UniqueConstraint mapped_column relationship Boolean Date DateTime Float Integer Numeric String "
    "Text field_validator model_validator validator root_validator ConfigDict SettingsConfigDict shared_task"
)
"""Constructors and decorators of web and command-line frameworks that only take note of what they are given."""
_FROM = (
    "celery click fastapi flask flask_login flask_marshmallow flask_migrate flask_sqlalchemy pydantic "
    "pydantic_settings quart sqlalchemy starlette typer"
)
"""Packages that these come from."""
_METHODS = "add_middleware add_typer add_url_rule include_router register_blueprint setLevel debug info warning"
"""Methods of what these make, and of loggers, that only take note."""
_REGISTERING = (
    "after_request api_route before_request callback command context_processor delete deleter errorhandler "
    "exception_handler get getter group head middleware on_event options patch post put register route setter task "
    "teardown_request template_filter user_loader websocket"
)
"""Methods that are decorators, and take note of a function."""
_TOUCHING_NOTHING = (
    "absolute as_posix casefold copy decode encode endswith format items joinpath keys lower lstrip removeprefix "
    "removesuffix replace resolve rstrip split splitlines startswith strip title upper values"
)
"""Methods of texts, mappings and paths."""
_WITH_SETTINGS = (
    "allauth axes channels cms compressor configurations constance corsheaders crispy_forms debug_toolbar dynaconf "
    "easy_thumbnails environ graphene_django guardian haystack health_check hijack imagekit import_export model_utils "
    "modelcluster mptt ninja oauth2_provider oscar phonenumber_field polymorphic reversion rosetta silk "
    "simple_history sorl storages taggit tastypie treebeard two_factor waffle widget_tweaks"
)
"""Packages of which much cannot be imported before somebody has said where the settings are."""
_ON_DJANGO = ("django", "dj_", "djcelery", "drf_", "rest_", "wagtail")
"""What the names of more of them begin with."""
_GENERIC = frozenset({"builtins", "typing", "typing_extensions", "collections", "collections.abc", "contextvars"})
KNOWN = frozenset(f"builtins.{name}" for name in _BUILTINS.split()) | frozenset(
    f"{module}.{name}" for module, names in _STANDARD.items() for name in names.split()
)
"""Functions and classes of the builtins and of the standard library, by their full names."""
_PACKAGES = frozenset(_FROM.split())
_WANTS_SETTINGS = frozenset(_WITH_SETTINGS.split())
OPERATIONS = frozenset(_TOUCHING_NOTHING.split())
FRAMEWORKS = frozenset(_TAKE_NOTE.split())
METHODS = frozenset(_METHODS.split()) | FRAMEWORKS
REGISTERING = frozenset(_REGISTERING.split())
EXTENSIONS = frozenset({"LoginManager", "Marshmallow", "Migrate", "SQLAlchemy"})
"""Those that go to work at once when they are given an application."""
_OWN_NAMES = frozenset({"__name__", "__file__", "__doc__", "__package__"})


@frozen
class Names:
    """What the names of one module stand for."""

    imported: dict[str, str]
    """Full names by what they are called here; empty where that is not certain."""
    values: frozenset[str]
    """Names that are assigned to."""
    shadowed: frozenset[str]
    """Names that are defined, assigned to, or may come by ``import *``."""
    made: frozenset[str]
    """Names of applications, routers and loggers that are made here."""
    stars: bool
    """True where ``import *`` may have brought any name."""

    def origin(self, node: ast.expr) -> str:
        """Return the full name of what *node* names; empty when that is not certain."""
        if isinstance(node, ast.Attribute):
            above = self.origin(node.value)
            return f"{above}.{node.attr}" if above else ""
        if not isinstance(node, ast.Name) or node.id in self.shadowed:
            return ""
        if node.id in self.imported:
            return self.imported[node.id]
        return f"builtins.{node.id}" if hasattr(builtins, node.id) and not self.stars else ""

    def takes_note(self, node: ast.expr) -> bool:
        """Return True for a constructor or decorator of a framework, and for a method of what one has made."""
        package, _, name = self.origin(node).rpartition(".")
        if name:
            return package.partition(".")[0] in _PACKAGES and name in FRAMEWORKS
        return isinstance(node, ast.Attribute) and node.attr in METHODS and self.is_made(node)

    def is_made(self, node: ast.expr) -> bool:
        """Return True for what is reached from an application, a router or a logger that is made here."""
        while isinstance(node, ast.Attribute):
            node = node.value
        return isinstance(node, ast.Name) and node.id in self.made

    def is_generic(self, node: ast.expr) -> bool:
        """Return True for a type that takes others in brackets."""
        return self.origin(node).rpartition(".")[0] in _GENERIC

    def is_value(self, node: ast.expr) -> bool:
        """Return True for what this module has made of literals itself: a text, a list, a path."""
        if isinstance(node, ast.Attribute):
            return self.is_value(node.value)
        if isinstance(node, ast.Name):
            return node.id in self.values or node.id in _OWN_NAMES
        return True


def wants_settings(module: str) -> bool:
    """Return True for a module that may fail when it is imported before settings are known."""
    top = module.partition(".")[0].lower()
    return top in _WANTS_SETTINGS or top.startswith(_ON_DJANGO)


def names_of(tree: ast.Module) -> Names:
    """Return what the names of a module stand for."""
    imported: dict[str, str] = {}
    values: set[str] = set()
    defined: set[str] = set()
    stars = False
    for node in ast.walk(tree):
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            for called, full in _bound(node):
                stars = stars or called == "*"
                imported[called] = full if imported.get(called, full) == full else ""
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            values.add(node.id)
        elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            defined.add(node.name)
    plain = Names(imported, frozenset(values), frozenset(values | defined), frozenset(), stars)
    return Names(imported, plain.values, plain.shadowed, frozenset(_made(tree, plain)), stars)


def _bound(node: ast.Import | ast.ImportFrom) -> Iterator[tuple[str, str]]:
    for alias in node.names:
        if isinstance(node, ast.ImportFrom):
            yield alias.asname or alias.name, f"{'.' * node.level}{node.module or ''}.{alias.name}"
        elif alias.asname is None:
            top = alias.name.partition(".")[0]
            yield top, top
        else:
            yield alias.asname, alias.name


def _made(tree: ast.Module, names: Names) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Call):
            maker = node.value.func
            if names.takes_note(maker) or names.origin(maker) == "logging.getLogger":
                yield from (target.id for target in node.targets if isinstance(target, ast.Name))
