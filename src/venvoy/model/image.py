"""What is found in an image: its configuration, its files, and what they mean to Python."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum

from attrs import field, frozen

from venvoy.model.provenance import Shadowed

SEEDS = frozenset({"pip", "setuptools", "wheel"})
"""Distributions that come with an environment and install others."""


@frozen
class Layer:
    """One entry of an image's history that has a size."""

    size: int
    """Bytes, as the engine counts them."""
    made_by: str
    """The instruction, as the engine remembers it."""


@frozen
class ImageConfig:
    """How a container of the image starts."""

    entrypoint: tuple[str, ...] = ()
    command: tuple[str, ...] = ()
    user: str = ""
    """Empty for root."""
    workdir: str = "/"
    env: Mapping[str, str] = field(factory=dict, repr=False)
    exposed: frozenset[str] = frozenset()
    """``8000/tcp``."""
    volumes: frozenset[str] = frozenset()
    healthcheck: tuple[str, ...] = ()
    """The test and its settings, as words."""
    labels: Mapping[str, str] = field(factory=dict)
    """Those of venvoy's own are left out."""
    stop_signal: str = ""
    shell: tuple[str, ...] = ()
    on_build: tuple[str, ...] = ()
    platform: str = ""
    """``linux/amd64``."""


class FileKind(Enum):
    """What a path of the image is."""

    FILE = "file"
    DIRECTORY = "directory"
    LINK = "link"
    OTHER = "other"
    """A device, a pipe, a socket."""


@frozen
class File:
    """One path of the image's file system."""

    kind: FileKind
    mode: int
    """Permission bits."""
    owner: tuple[int, int]
    """Numbers of user and group."""
    size: int = 0
    content: str = ""
    """Hash of a file, target of a link, else empty."""


@frozen
class Distribution:
    """One installed Python distribution."""

    name: str
    """Normalised: ``zope-interface``."""
    version: str
    site: str
    """The directory that holds its metadata, or the egg: one that is, or should be, on ``sys.path``."""
    requires: tuple[str, ...] = ()
    """``Requires-Dist`` as written."""
    files: frozenset[str] = field(default=frozenset(), repr=False)
    """Absolute paths of what it installed, by its RECORD; empty when it has none."""
    metadata: str = ""
    """Its ``.dist-info`` or ``.egg-info``."""
    installer: str = ""
    """What it says of itself in INSTALLER: ``pip``, ``uv``, ``Poetry 1.8.3``."""
    requested: bool = False
    """True when it was asked for by name, as pip notes; False also where the installer keeps no such note."""
    tags: tuple[str, ...] = ()
    """What its wheel was built for, as its WHEEL says: ``cp312-cp312-manylinux_2_17_x86_64``."""


@frozen
class ConsoleScript:
    """A script that a distribution promises on PATH."""

    name: str
    distribution: str
    """Normalised name."""
    path: str | None
    """None when no file of that name lies beside the distribution's site."""
    interpreter: str | None = None
    """The program of its first line; None when it has none."""
    fault: str = ""
    """Why it cannot start, one sentence; empty when it can, as far as its files tell."""
    module: str = ""
    """The module that it calls: ``gunicorn.app.wsgiapp``."""


@frozen
class Venv:
    """A virtual environment: a directory with a ``pyvenv.cfg``."""

    path: str
    version: str
    """Of its Python, as the file says: ``3.12.1``."""
    pip: bool
    system_site: bool
    size: int = 0
    """Bytes of the files below it."""
    packages: int = 0
    """Bytes of the distributions in it, without pip, setuptools and wheel."""


@frozen
class LibraryNeed:
    """A shared library that a module needs and the image lacks."""

    module: str
    """Path of the extension module or library that names it."""
    library: str
    """``libpq.so.5``."""
    package: str | None = None
    """The system package that has it, when the other image tells."""


@frozen
class ImageContents:
    """What the files of an image say, without anything of it being run."""

    files: Mapping[str, File] = field(repr=False)
    """By absolute path."""
    distributions: tuple[Distribution, ...] = field(repr=False)
    scripts: tuple[ConsoleScript, ...] = field(repr=False)
    venvs: tuple[Venv, ...] = ()
    system_packages: Mapping[str, str] = field(factory=dict, repr=False)
    """Name to version, of dpkg or apk."""
    system_files: Mapping[str, str] = field(factory=dict, repr=False)
    """Absolute path to the system package that it belongs to."""
    missing: tuple[LibraryNeed, ...] = ()
    compilers: tuple[str, ...] = ()
    """Paths of C and C++ compilers and ``make``."""
    locales: frozenset[str] | None = field(default=frozenset(), repr=False)
    """Names of locales that have files, as glibc spells them (``de_DE.utf8``); None where any name is known."""
    notes: tuple[str, ...] = ()
    """One sentence for each thing that was not looked at."""


@frozen
class SearchPath:
    """Where the interpreter that a container starts with looks for modules."""

    interpreter: str
    """Path of the program."""
    version: str
    """``3.12.1``."""
    prefix: str
    base_prefix: str
    """Another one than `prefix` in a virtual environment."""
    user_site: str
    plain: tuple[str, ...]
    """``sys.path`` of ``python -c``, whose first entry is the working directory."""
    isolated: tuple[str, ...]
    """``sys.path`` of ``python -I``."""
    builtin: frozenset[str] = field(default=frozenset(), repr=False)
    """Names of modules that are compiled into it."""
    library: tuple[str, ...] = ()
    """Directories of the standard library."""

    def origin(self, entry: str) -> str:
        """Return what an *entry* is: ``virtual environment``, ``user site``, ``standard library`` and so on."""
        if not entry:
            return "working directory"
        if entry in self.library or entry.endswith(("/lib-dynload", ".zip")):
            return "standard library"
        if entry == self.user_site:
            return "user site"
        if self.prefix != self.base_prefix and entry.startswith(f"{self.prefix}/"):
            return "virtual environment"
        if entry.startswith((f"{self.base_prefix}/", "/usr/lib/python3")):
            return "system site"
        return "PYTHONPATH or a .pth file"


@frozen
class NotProbed:
    """The image's Python was not asked, or did not answer."""

    reason: str
    """One sentence."""


@frozen
class Image:
    """Everything that is known about one image."""

    id: str
    size: int
    """Bytes, the layers of its base included, as ``docker image inspect`` says."""
    layers: tuple[Layer, ...]
    """From the base upwards, those of no size left out."""
    config: ImageConfig
    contents: ImageContents
    search_path: SearchPath | NotProbed
    shadowed: tuple[Shadowed, ...] = ()
    """Modules that more than one entry of ``sys.path`` has, in the order of their names."""
