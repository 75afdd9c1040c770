"""Which modules of a repository an application imports, as its source says."""

from __future__ import annotations

from enum import Enum

from attrs import frozen


class Manner(Enum):
    """How a module is asked for."""

    PLAIN = "import"
    GUARDED = "import that may fail"
    """In a ``try`` that catches ImportError."""
    TYPES = "import for types only"
    """Below ``if TYPE_CHECKING:``; it never happens."""
    DYNAMIC = "import by a call"
    """``importlib.import_module("shop.web")`` or ``__import__("shop")``."""
    NAMED = "name in a text"
    """A text that is exactly the name of a module that is there: ``"shop.settings"``. Something may import it."""


@frozen
class Import:
    """One name that a module asks for."""

    name: str
    """Absolute: ``shop.web``."""
    line: int
    """From 1."""
    manner: Manner


@frozen
class Origin:
    """What asks for a module."""

    path: str
    """A file, from the root of the repository; ``Dockerfile`` for what starts, or what a variable of it names."""
    line: int
    """From 1."""


@frozen
class Module:
    """A module of the repository that is reached."""

    name: str
    """Dotted; ``__main__`` for the script that starts."""
    path: str
    """Of its file, from the root of the repository; of its directory for a namespace package."""
    folder: str
    """The directory of the image in which its import begins: an entry of ``sys.path``."""
    asked_by: Origin
    """The first that asks for it."""
    manner: Manner
    namespace: bool = False
    """True when it lies in, or is, a directory without ``__init__.py``."""


@frozen
class ImportGraph:
    """What is reached from what starts; nothing of it was executed."""

    modules: tuple[Module, ...] = ()
    """In the order in which they are reached."""
    computed: tuple[Origin, ...] = ()
    """Imports of names that are computed: what they reach is not known."""
    unread: tuple[str, ...] = ()
    """One sentence for each file that is reached and could not be read, and for a bound that was met."""
