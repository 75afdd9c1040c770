"""What a stage holds while its instructions are followed."""

from __future__ import annotations

import posixpath
from functools import lru_cache

from attrs import define, evolve, field, frozen

from venvoy.model.environment import Base, Scope, Value
from venvoy.model.trace import Site, SiteKind
from venvoy.parse.releases import packaged_minor
from venvoy.trace.installers.distribution import python_of

Key = tuple[SiteKind, str]


@frozen
class Interpreter:
    """A Python that a name on PATH, or a path, means."""

    path: str
    site: Site


@define
class Holding:
    """A site in the making."""

    site: Site
    installs: list[int] = field(factory=list)
    carries: list[int] = field(factory=list)


@define
class StageState:
    """The Python side of a stage's file system, changed instruction by instruction."""

    base: Base
    system: Site
    """The site of the interpreter that the image has (or may have, when its root is not certain)."""
    holdings: dict[Key, Holding] = field(factory=dict)
    venvs: dict[str, Site] = field(factory=dict)
    """By absolute path."""
    bare: set[str] = field(factory=set)
    """Roots of those venvs that have no pip."""
    homes: dict[str, str] = field(factory=dict)
    """Home directories that useradd or adduser named."""
    pip_settings: dict[str, str] = field(factory=dict)
    """What ``pip config set`` wrote: ``user``, ``target``, ``prefix`` → value."""
    settings: dict[str, str] = field(factory=dict)
    """What ``poetry config`` and ``pdm config`` wrote."""
    pypackages: set[str] = field(factory=set)
    """Directories in which a ``__pypackages__`` was made."""
    tools: dict[str, Site] = field(factory=dict)
    """Tools that install, by name, with the site that pip put them into."""
    unmarked: bool = False
    """True when EXTERNALLY-MANAGED was taken away."""
    packaged: bool = False
    """True when a package manager brought the interpreter."""
    managed: set[str] = field(factory=set)
    """Minor versions that ``uv python install`` brought; an empty one for a version that is not told."""
    wheelhouses: dict[str, tuple[int, int | None]] = field(factory=dict)
    """By absolute path: which wheelhouse lies there, and which delivery brought it; None where it was filled."""

    def note_packages(self, names: tuple[str, ...], manager: str) -> None:
        """Note system packages; a Python among them is the interpreter, where the image has none of its own."""
        pythons = [python for name in names if (python := python_of(name, manager))]
        if not pythons or not may_be_packaged(self.base) or self.system.kind is not SiteKind.SYSTEM:
            return
        plain = self.packaged or "python3" in pythons
        minor = packaged_minor(self.base.distribution) if plain else pythons[0].removeprefix("python")
        value = None if minor is None else Value(minor, self.base.image.depends_on)
        # Alpine's pip fills /usr, Debian's and Fedora's /usr/local beside an interpreter in /usr.
        root = "/usr" if manager == "apk" else "/usr/local"
        folder = "dist-packages" if manager == "apt" else "site-packages"
        self.system = Site(SiteKind.SYSTEM, Value(root), value, folder)
        self.packaged = True

    @property
    def prefix(self) -> str:
        """The prefix of the interpreter, which is not always that of the packages."""
        return self.base.prefix or ("/usr" if self.packaged else "/usr/local")

    @property
    def described(self) -> Base:
        """The base with the Python that a package manager has brought."""
        if not self.packaged:
            return self.base
        return evolve(self.base, python=self.system.python or Value(None), prefix="/usr")

    def copy(self, base: Base) -> StageState:
        """Return an independent copy for a stage that is built from this one."""
        holdings = {key: Holding(h.site, list(h.installs), list(h.carries)) for key, h in self.holdings.items()}
        return evolve(
            self,
            base=base,
            holdings=holdings,
            venvs=dict(self.venvs),
            bare=set(self.bare),
            homes=dict(self.homes),
            pip_settings=dict(self.pip_settings),
            settings=dict(self.settings),
            managed=set(self.managed),
            pypackages=set(self.pypackages),
            tools=dict(self.tools),
            wheelhouses=dict(self.wheelhouses),
        )

    def hold(self, site: Site) -> Holding:
        """Return the holding of *site*, made when it is new."""
        return self.holdings.setdefault(key_of(site), Holding(site))


def may_be_packaged(base: Base) -> bool:
    """Return True for an image that has no Python of its own, beside which a packaged one would be another."""
    return base.prefix == "/usr" or (base.prefix is None and base.python is None)


def key_of(site: Site) -> Key:
    """Return what tells two sites of a stage apart."""
    return (site.kind, site.root.text or "?")


def system_site(base: Base) -> Site:
    """Return the site that a global install fills in an image of this kind.

    Debian's and Ubuntu's pip write below /usr/local although the interpreter is /usr/bin/python3
    (https://wiki.debian.org/Python, "Deviations from upstream").
    """
    prefix = base.prefix
    if base.family == "ubi" and prefix and prefix.startswith("/opt/app-root"):
        return Site(SiteKind.VENV, Value(prefix), base.python)
    if prefix is None or prefix == "/usr":
        known = prefix is not None
        return Site(
            SiteKind.SYSTEM, Value("/usr/local", frozenset() if known else frozenset({"base image"})), base.python
        )
    return Site(SiteKind.SYSTEM, Value(prefix), base.python)


def home_of(user: str | None, scope: Scope, state: StageState) -> Value:
    """Return the HOME of *user*: what ENV says, what useradd said, or what distributions do by default."""
    declared = scope.env.get("HOME")
    if declared is not None and declared.text is not None:
        return declared
    if user in {"root", "0"}:
        return Value("/root")
    if user is None:
        return Value(None, frozenset({"USER"}))
    if user in state.homes:
        return Value(state.homes[user])
    if user.isdigit():
        return Value(None, frozenset({f"home of {user}"}))
    return Value(f"/home/{user}", frozenset({f"home of {user}"}))


@lru_cache(maxsize=256)
def path_entries(path: str, workdir: str) -> tuple[str, ...]:
    """Split a PATH into absolute directories; relative entries count from *workdir*."""
    entries = (entry for entry in path.split(":") if entry)
    return tuple(posixpath.normpath(posixpath.join(workdir, entry)) for entry in entries)


def find_python(path: tuple[str, ...], state: StageState) -> Interpreter:
    """Return the interpreter that ``python`` means on *path*."""
    own = {f"{state.base.prefix}/bin"} if state.base.prefix else {"/usr/local/bin", "/usr/bin"}
    for entry in path:
        if entry in own and state.system.kind is SiteKind.SYSTEM:
            break
        if entry.endswith("/bin") and entry[: -len("/bin")] in state.venvs:
            root = entry[: -len("/bin")]
            return Interpreter(f"{root}/bin/python", state.venvs[root])
    if state.system.kind is SiteKind.VENV:
        return Interpreter(f"{state.system.root.text}/bin/python", state.system)
    # Debian, Ubuntu and Fedora have a python only when another package brings it; python3 is everywhere.
    name = "python3" if state.packaged else "python"
    return Interpreter(f"{state.prefix}/bin/{name}", state.system)


def python_at(program: str, path: tuple[str, ...], workdir: str, state: StageState) -> Interpreter:
    """Return the interpreter that belongs to *program*: a name, or a path such as ``/opt/venv/bin/pip``."""
    if "/" not in program:
        return find_python(path, state)
    absolute = posixpath.normpath(posixpath.join(workdir, program))
    root = posixpath.dirname(posixpath.dirname(absolute))
    if root in state.venvs:
        return Interpreter(f"{root}/bin/python", state.venvs[root])
    if root == "/usr" and state.base.prefix not in {None, "/usr"} and state.system.root.text != "/usr":
        # The distribution's own Python beside the image's: another interpreter with packages of its own.
        return Interpreter(absolute, Site(SiteKind.SYSTEM, Value("/usr"), None))
    if root in {state.base.prefix, state.system.root.text, "/usr/local", "/usr"}:
        return Interpreter(absolute, state.system)
    return Interpreter(absolute, Site(SiteKind.UNKNOWN, Value(root, frozenset({"interpreter"})), None))
