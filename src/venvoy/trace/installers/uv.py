"""uv: its pip interface, and its projects."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping

from attrs import evolve

from venvoy.model.environment import Value
from venvoy.model.trace import Installer, Site, SiteKind
from venvoy.trace.installers.managed import wish_of
from venvoy.trace.installers.naming import Call
from venvoy.trace.installers.pip import FILES, WITH_VALUE, is_tooling
from venvoy.trace.installers.reading import Reading, sort_arguments, unfollowed
from venvoy.trace.invocation import BY_PYTHON, Invocation
from venvoy.trace.moment import Moment
from venvoy.trace.state import find_python, python_at

_PIP_VALUES = WITH_VALUE | {
    "-p", "--link-mode", "--directory", "--project", "--resolution", "--prerelease", "--index",
}  # fmt: skip


_PROJECT_VALUES = frozenset(
    {"--directory", "--project", "-p", "--python", "--group", "--extra", "--package", "--python-preference"}
)


def read_uv(run: Invocation, call: Call, moment: Moment) -> Reading | None:
    """Return what a command of uv installs where; None when it installs nothing."""
    values, words = call.values, call.words
    if words[:1] in (("sync",), ("add",)):
        return _sync(run, sort_arguments(values, _PROJECT_VALUES, frozenset()).options, moment)
    if words[:2] == ("tool", "install"):
        return Reading(Installer.PIPX, unfollowed(Installer.PIPX), words[2:], "uv tool", tooling=True)
    if words[:2] not in (("pip", "install"), ("pip", "sync")):
        return None
    start = values.index(words[1], values.index("pip") + 1) + 1
    arguments = sort_arguments((*values[: values.index("pip")], *values[start:]), _PIP_VALUES, FILES)
    what = (*arguments.positionals, *arguments.requirements)
    site, option = _site(run, arguments.options, moment)
    return Reading(Installer.UV, site, what, "uv pip", is_tooling(arguments), option)


def _sync(run: Invocation, options: Mapping[str, str], moment: Moment) -> Reading:
    """Return what the project interface installs where (uv docs, "Project environment path")."""
    name = "VIRTUAL_ENV" if "--active" in options else "UV_PROJECT_ENVIRONMENT"
    chosen = moment.variable(name, run.environment)
    if chosen is None or chosen.text == "":
        name, chosen = "", Value(".venv")
    site = _project_site(run, chosen, options, moment)
    return Reading(Installer.UV, site, ("uv sync",), "uv sync", tooling=False, options=(name,) if name else ())


def _project_site(run: Invocation, chosen: Value, options: Mapping[str, str], moment: Moment) -> Site:
    system, base = moment.state.system, moment.state.base
    if BY_PYTHON in chosen.depends_on and system.kind is SiteKind.SYSTEM:
        return evolve(system, root=Value(system.root.text, system.root.depends_on | chosen.depends_on))
    if chosen.text is None:
        return Site(SiteKind.UNKNOWN, chosen, None)
    project = options.get("--project") or options.get("--directory") or ""
    root = posixpath.normpath(posixpath.join(moment.workdir, project, chosen.text))
    if root in moment.state.venvs:
        return moment.state.venvs[root]
    if root in {"/usr/local", "/usr", base.prefix}:
        return Site(SiteKind.SYSTEM, Value(root, chosen.depends_on), base.python)
    wish = wish_of(run, options, moment)
    python = Value(wish.minor) if wish.managed else base.python
    return Site(SiteKind.VENV, Value(root, chosen.depends_on), python, managed=wish.managed)


def _site(run: Invocation, options: object, moment: Moment) -> tuple[Site, tuple[str, ...]]:
    """Return the site of ``uv pip``: options first, then VIRTUAL_ENV, then what it finds by itself."""
    given = options if isinstance(options, dict) else {}
    state = moment.state
    for option, kind in (("--target", SiteKind.TARGET), ("-t", SiteKind.TARGET), ("--prefix", SiteKind.PREFIX)):
        if given.get(option):
            root = posixpath.normpath(posixpath.join(moment.workdir, given[option]))
            return Site(kind, Value(root), state.base.python), (f"{option}={given[option]}",)
    # --system passes virtual environments by, also one that is first on PATH.
    if "--system" in given:
        return state.system, ("--system",)
    if moment.switched_on("UV_SYSTEM_PYTHON", run.environment):
        return state.system, ("UV_SYSTEM_PYTHON",)
    named = given.get("--python") or given.get("-p")
    environment = moment.variable("VIRTUAL_ENV", run.environment)
    for candidate in (named, environment.text if environment else None):
        if candidate:
            root = posixpath.normpath(posixpath.join(moment.workdir, candidate))
            root = root.removesuffix("/bin/python")
            if root in state.venvs:
                return state.venvs[root], ()
    if named is not None and named.startswith("/"):
        return python_at(named, moment.path, moment.workdir, state).site, (f"--python={named}",)
    told = named is not None or (environment is not None and environment.text != "")
    found = None if told else _discovered(moment)
    return (unfollowed(Installer.UV) if found is None else found), ()


def _discovered(moment: Moment) -> Site | None:
    """Return the environment that ``uv pip`` finds when nothing names one; None when it finds none.

    A ``.venv`` of the working directory or of one above it comes first, then a virtual environment whose ``python``
    is the first on PATH (uv docs, "Using Python environments": Discovery of Python environments).
    """
    directory = moment.workdir
    while True:
        if (root := posixpath.join(directory, ".venv")) in moment.state.venvs:
            return moment.state.venvs[root]
        if directory in {"/", ""}:
            break
        directory = posixpath.dirname(directory)
    site = find_python(moment.path, moment.state).site
    return site if site.kind is SiteKind.VENV else None
