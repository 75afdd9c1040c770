"""Where Python distributions go: from the command that installs them to the interpreter that imports them."""

from __future__ import annotations

from enum import Enum

from attrs import frozen

from venvoy.model.environment import Base, Value
from venvoy.model.shell import Command, Opaque
from venvoy.model.source import Lines, Span
from venvoy.model.wheels import Delivery, Relay, Wheelhouse


class Installer(Enum):
    """The program that installs."""

    PIP = "pip"
    UV = "uv"
    POETRY = "poetry"
    PIPENV = "pipenv"
    PDM = "pdm"
    CONDA = "conda"
    SETUPTOOLS = "setuptools"
    SYSTEM = "system packages"
    """apt, apk, dnf."""
    PIPX = "pipx"
    PIP_TOOLS = "pip-tools"


class SiteKind(Enum):
    """The kinds of place that an installer fills."""

    SYSTEM = "system site"
    """site-packages of the interpreter itself."""
    USER = "user site"
    """Below ``~/.local`` of some HOME."""
    USER_BASE = "user base"
    """Below PYTHONUSERBASE."""
    PREFIX = "prefix"
    """``--prefix`` or PIP_PREFIX."""
    TARGET = "target directory"
    """``--target`` or PIP_TARGET: modules at its top, scripts in its bin/."""
    PYPACKAGES = "__pypackages__"
    """``__pypackages__/3.12`` of a PDM project: modules in its lib/, scripts in its bin/ (PEP 582, rejected)."""
    VENV = "virtual environment"
    UNKNOWN = "unknown"


@frozen
class Site:
    """An install site: a directory tree that one interpreter's distributions live in."""

    kind: SiteKind
    root: Value
    """``/usr/local``, ``/root/.local``, ``/opt/venv``, the --target directory. Unknown when it cannot be told."""
    python: Value | None
    """Minor version of the interpreter that fills it, such as ``3.12``."""
    folder: str = "site-packages"
    """``dist-packages`` for the Python of Debian and Ubuntu (https://wiki.debian.org/Python)."""
    managed: bool = False
    """True for a venv whose interpreter is surely one that uv brought, which lies neither in it nor in the image."""

    @property
    def scripts(self) -> str | None:
        """Directory of its console scripts."""
        return None if self.root.text is None else self.root.text.rstrip("/") + "/bin"

    @property
    def packages(self) -> str | None:
        """Directory that goes on ``sys.path``; ``*`` stands for a minor version that is not known."""
        root = self.root.text
        if root is None:
            return None
        if self.kind is SiteKind.TARGET:
            return root
        if self.kind is SiteKind.PYPACKAGES:
            return f"{root.rstrip('/')}/lib"
        minor = self.python.text if self.python is not None and self.python.text else "*"
        return f"{root.rstrip('/')}/lib/python{minor}/{self.folder}"


@frozen
class Install:
    """One command that puts distributions at a site."""

    installer: Installer
    stage: int
    instruction: int
    """First byte of the instruction."""
    lines: Lines
    """Of the command itself."""
    command: Command
    site: Site
    what: tuple[str, ...]
    """What is asked for, as written: ``flask==3.0``, ``-r requirements.txt``, ``.``"""
    user: Value
    """Who runs it."""
    program: str
    """The program word as written: ``pip``, ``pip3.12``, ``/usr/local/bin/pip``, ``python -m pip``."""
    tooling: bool
    """True when it only brings tools that install (pip, setuptools, uv, Poetry, …): no application."""
    conditional: bool
    options: tuple[str, ...] = ()
    """Options that matter to where and how, normalised: ``--user``, ``--target=/x``, ``PIP_USER`` …"""
    lifted: str = ""
    """What lifts the guard of an externally managed Python (PEP 668), where a guard would stand in its way:
    ``--break-system-packages``, a variable, a setting, or ``EXTERNALLY-MANAGED`` for the marker that was taken away."""
    reads: tuple[str, ...] = ()
    """Absolute paths of the files, globs and directories of distributions that it is given; requirement files too."""
    editable: tuple[str, ...] = ()
    """Absolute source directories that it leaves pointers to: ``-e .``; the project that uv, PDM or Poetry installs."""

    @property
    def syncs_project(self) -> bool:
        """True for ``uv sync``, which goes by UV_PROJECT_ENVIRONMENT and makes the environment where there is none."""
        return self.what == ("uv sync",)

    @property
    def runs_setup_py(self) -> bool:
        """True for ``python setup.py install`` or ``develop``: setuptools installs, that of the python that runs it."""
        return self.installer is Installer.SETUPTOOLS and self.program.endswith("setup.py")


@frozen
class SystemInstall:
    """A command of a distribution's package manager that installs."""

    manager: str
    """``apt``, ``apk`` or ``dnf``, whichever front end of it is called."""
    stage: int
    instruction: int
    """First byte of the instruction."""
    lines: Lines
    """Of the command."""
    command: Command
    packages: tuple[str, ...]
    """Their names: versions, releases and architectures left out, variables at their defaults."""


@frozen
class VenvMade:
    """A command that makes a virtual environment."""

    stage: int
    instruction: int
    """First byte of the instruction."""
    lines: Lines
    """Of the command."""
    site: Site
    seeded: bool
    """True when pip is in it: ``--without-pip`` and ``uv venv`` leave it out."""
    relocatable: bool = False
    """True for ``uv venv --relocatable``: its scripts find their interpreter wherever it is copied to."""
    below: Site | None = None
    """The site of the interpreter that it is made with; None when that is one which uv brings."""
    looks_below: Span | None = None
    """The word ``--system-site-packages``, which lets it see the packages of that site; None when it is not there."""


@frozen
class Carry:
    """A COPY, ADD or mount that moves (part of) a site from one stage to another."""

    source_stage: int
    """-1 for an image, or a name, that is not a stage of this file."""
    stage: int
    instruction: int
    lines: Lines
    source: str
    destination: str
    site: Site
    """The site of the source stage that (part of) travels."""
    parts: tuple[str, ...]
    """What of it travels: ``packages``, ``scripts``, ``all``, ``interpreter``."""
    left_behind: tuple[str, ...]
    """What of it does not, as directories: ``/usr/local/bin``, ``/usr/local/share``."""
    mount: bool = False
    """True for ``RUN --mount=from=``: there only while that RUN runs."""
    same_python: bool | None = True
    """Whether both stages surely have the same interpreter (minor version, prefix, libc); None when not known."""
    disagreement: str = ""
    """One sentence that says in what they differ, or what is not known."""


@frozen
class Present:
    """A site that exists at the end of a stage, and what put it there."""

    site: Site
    installs: tuple[int, ...]
    """Indices into `Trace.installs`."""
    carries: tuple[int, ...] = ()
    """Indices into `Trace.carries`, in the order they happened; empty when installed here or inherited."""
    importable: bool = True
    """False when the stage's python will not look there (PATH, HOME, minor version)."""
    why_not: str | None = None


@frozen
class PathEntry:
    """One entry of a predicted ``sys.path`` or PATH."""

    path: str
    origin: str
    """``standard library``, ``virtual environment``, ``system site``, ``user site``, ``PYTHONPATH`` or
    ``working directory``."""
    condition: str | None = None
    """When it holds only sometimes: ``if HOME is /root``."""


@frozen
class Elevated:
    """A command that sudo or doas starts, with a PATH of its own."""

    stage: int
    instruction: int
    """First byte of the RUN."""
    lines: Lines
    program: str
    """Last part of the path of what is started; empty when it is not known."""


@frozen
class Launch:
    """What starts when a container of a stage starts, and where its Python looks."""

    program: tuple[str, ...]
    """ENTRYPOINT and CMD joined, as far as they are known."""
    python: str | None
    """Path of the interpreter that ``python`` on PATH (or the program itself) means; None when not known."""
    python_site: Site | None
    """The site that interpreter belongs to: a venv or the system site."""
    path: tuple[str, ...]
    """PATH, split."""
    sys_path: tuple[PathEntry, ...]
    """Predicted for ``python file.py``."""
    lines: Lines | None
    """Of the CMD or ENTRYPOINT."""


@frozen
class StageTrace:
    """What a stage holds when it is done."""

    index: int
    base: Base
    present: tuple[Present, ...]
    launch: Launch
    ships: bool
    """True for the last stage and for every stage that no other stage is built from or copies from."""
    reaches_last: bool
    """True when the last stage is, inherits, or copies from it."""


@frozen
class Trace:
    """The whole story, one direction, as a value."""

    installs: tuple[Install, ...]
    carries: tuple[Carry, ...]
    stages: tuple[StageTrace, ...]
    opaques: tuple[Opaque, ...]
    """What could not be followed; each is shown and left alone."""
    venvs: tuple[VenvMade, ...] = ()
    """In the order of the file."""
    elevated: tuple[Elevated, ...] = ()
    """In the order of the file."""
    system_installs: tuple[SystemInstall, ...] = ()
    """In the order of the file."""
    wheelhouses: tuple[Wheelhouse, ...] = ()
    """In the order of the file."""
    deliveries: tuple[Delivery, ...] = ()
    """In the order of the file."""
    relays: tuple[Relay, ...] = ()
    """Which installs take what from which delivery."""
