"""Where an image's Python takes a module from."""

from __future__ import annotations

from enum import Enum

from attrs import frozen


class ModuleKind(Enum):
    """What a module is on disk."""

    PACKAGE = "package"
    MODULE = "module"
    EXTENSION = "extension module"
    NAMESPACE = "namespace package"
    """A directory without ``__init__``: it gives way to anything else further on."""


@frozen
class ModulePlace:
    """One entry of ``sys.path`` that has the module."""

    entry: str
    """As the interpreter shows it; empty for the working directory."""
    origin: str
    """What kind of entry it is: ``virtual environment``, ``user site``, ``working directory``, …"""
    path: str
    kind: ModuleKind
    owner: str | None
    """The distribution (``flask 3.0.3``), or the system package, that recorded the file; None when nobody did."""


@frozen
class Shadowed:
    """A module of which an import takes one, and never sees the others."""

    module: str
    """Its first name: ``flask``."""
    taken: ModulePlace
    hidden: tuple[ModulePlace, ...]
    """In the order in which they would be asked."""


@frozen
class Provenance:
    """Whose module it is."""

    module: str
    interpreter: str
    builtin: bool
    """True when the interpreter has it inside of itself: then no entry is asked."""
    places: tuple[ModulePlace, ...]
    """In the order in which they are asked; the first provides it and shadows the others."""
    isolated: ModulePlace | None
    """The one that provides it with ``-I``."""
    notes: tuple[str, ...] = ()

    @property
    def found(self) -> bool:
        """True when an import would find it."""
        return self.builtin or bool(self.places)
