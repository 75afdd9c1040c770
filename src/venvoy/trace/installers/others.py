"""Installers other than pip: recognised, so that nobody mistakes their work for pip's."""

from __future__ import annotations

import posixpath

from attrs import evolve

from venvoy.model.environment import Value
from venvoy.model.trace import Installer, Site, SiteKind
from venvoy.trace.installers.pip import WITH_VALUE, is_tooling, site_of
from venvoy.trace.installers.reading import Arguments, Reading, sort_arguments
from venvoy.trace.invocation import Invocation, module_of
from venvoy.trace.moment import Moment
from venvoy.trace.state import find_python, python_at

_UV_PIP_VALUES = WITH_VALUE | {
    "-p",
    "--link-mode",
    "--directory",
    "--project",
    "--resolution",
    "--prerelease",
    "--index",
}
_SYSTEM = {"apt-get", "apt", "aptitude", "apk", "dnf", "microdnf", "yum", "zypper"}
_CONDA = {"conda", "mamba", "micromamba"}
_SUBCOMMANDS: dict[str, tuple[Installer, frozenset[str]]] = {
    "poetry": (Installer.POETRY, frozenset({"install", "sync", "add"})),
    "pipenv": (Installer.PIPENV, frozenset({"install", "sync", "update"})),
    "pdm": (Installer.PDM, frozenset({"install", "sync", "add"})),
    "pipx": (Installer.PIPX, frozenset({"install", "inject"})),
}


def read_other(run: Invocation, moment: Moment) -> Reading | None:
    """Return what a command of another installer installs where; UNKNOWN where venvoy does not follow it."""
    module = module_of(run)
    name, first = (module[0], module[1]) if module is not None else (run.program, 0)
    values = run.values[first:]
    words = [value for value in values if value is not None and not value.startswith("-")]
    if name == "uv":
        return _uv(run, values, words, moment)
    if name in _SUBCOMMANDS and words and words[0] in _SUBCOMMANDS[name][1]:
        installer = _SUBCOMMANDS[name][0]
        place = _place(installer, run, moment)
        return Reading(installer, place, tuple(words[1:]), run.path, installer is Installer.PIPX)
    if name == "easy_install":
        site = find_python(moment.path, moment.state).site
        return Reading(Installer.SETUPTOOLS, site, tuple(words), name, tooling=False)
    if name == "pip-sync":
        return Reading(
            Installer.PIP_TOOLS, find_python(moment.path, moment.state).site, tuple(words), name, tooling=False
        )
    if name == "pyenv" and words[:1] == ["exec"] and "install" in words:
        return Reading(Installer.PIP, _own_place(Installer.PIP), tuple(words[3:]), "pyenv exec pip", tooling=False)
    if name in _CONDA and words and words[0] in {"install", "create", "env", "update"}:
        return Reading(Installer.CONDA, _own_place(Installer.CONDA), tuple(words[1:]), run.path, tooling=False)
    if (
        run.is_python
        and module is None
        and words[:1]
        and words[0].endswith("setup.py")
        and {"install", "develop"} & set(words)
    ):
        python = find_python(moment.path, moment.state)
        return Reading(Installer.SETUPTOOLS, python.site, tuple(words), f"{run.path} {words[0]}", tooling=False)
    return None


def system_packages(run: Invocation) -> tuple[str, ...]:
    """Return the packages that apt, apk or dnf is asked to install; empty for any other command."""
    if run.program not in _SYSTEM:
        return ()
    words = [value for value in run.values if value is not None and not value.startswith("-")]
    if not words or words[0] not in {"install", "add", "in"}:
        return ()
    return tuple(words[1:])


def _place(installer: Installer, run: Invocation, moment: Moment) -> Site:
    """Return where Poetry, Pipenv and PDM install: a venv of their own unless told to use their interpreter."""
    own_venv = Site(SiteKind.VENV, Value(None, frozenset({installer.value})), None)
    active = moment.variable("VIRTUAL_ENV", run.environment)
    if active is not None and active.text in moment.state.venvs and installer is not Installer.PIPX:
        # Each of them goes on in an environment that is active already, whatever else it is told.
        return moment.state.venvs[active.text]
    if installer is Installer.PIPENV:
        system = "--system" in run.values or moment.switched_on("PIPENV_SYSTEM", run.environment)
        if not system:
            return own_venv
        # Pipenv hands over to pip, whose variables then choose the place.
        return site_of(run, Arguments({}, (), (), unknown=False), find_python(moment.path, moment.state), moment)[0]
    if installer is Installer.POETRY:
        declared = moment.variable("POETRY_VIRTUALENVS_CREATE", run.environment)
        setting = declared.text if declared is not None else moment.state.settings.get("virtualenvs.create")
        off = (setting or "").strip().lower() in {"false", "0", "no", "off"}
        site = find_python(moment.path, moment.state).site if off else own_venv
        if declared is None or not declared.depends_on or site.root.text is None:
            return site
        return evolve(site, root=Value(site.root.text, site.root.depends_on | declared.depends_on))
    return _pdm_place(run, moment, own_venv) if installer is Installer.PDM else _own_place(installer)


def _pdm_place(run: Invocation, moment: Moment, own_venv: Site) -> Site:
    """Return where PDM installs: a venv, the interpreter's own site, or ``__pypackages__``, which is not followed."""
    if {"-g", "--global"} & set(run.values):
        return find_python(moment.path, moment.state).site
    declared = moment.variable("PDM_USE_VENV", run.environment)
    setting = declared.text if declared is not None else moment.state.settings.get("python.use_venv")
    off = (setting or "").strip().lower() in {"false", "0", "no", "off"}
    return _own_place(Installer.PDM) if off else own_venv


def read_poetry_setting(run: Invocation) -> tuple[str, str] | None:
    """Return (name, value) when the command is ``poetry config NAME VALUE``, or pdm's."""
    module = module_of(run)
    name, first = (module[0], module[1]) if module is not None else (run.program, 0)
    words = [value for value in run.values[first:] if value is not None and not value.startswith("-")]
    return (words[1], words[2]) if name in {"poetry", "pdm"} and words[:1] == ["config"] and len(words) == 3 else None


def _own_place(installer: Installer) -> Site:
    return Site(SiteKind.UNKNOWN, Value(None, frozenset({installer.value})), None)


def _uv(run: Invocation, values: tuple[str | None, ...], words: list[str], moment: Moment) -> Reading | None:
    if words[:1] == ["sync"]:
        chosen = moment.variable("UV_PROJECT_ENVIRONMENT", run.environment)
        where = chosen.text if chosen is not None and chosen.text else ".venv"
        root = posixpath.normpath(posixpath.join(moment.workdir, where))
        kind = SiteKind.SYSTEM if root in {"/usr/local", "/usr"} else SiteKind.VENV
        return Reading(
            Installer.UV, Site(kind, Value(root), moment.state.base.python), ("uv sync",), "uv sync", tooling=False
        )
    if words[:2] == ["tool", "install"]:
        return Reading(Installer.PIPX, _own_place(Installer.PIPX), tuple(words[2:]), "uv tool", tooling=True)
    if words[:2] not in (["pip", "install"], ["pip", "sync"]):
        return None
    start = values.index(words[1], values.index("pip") + 1) + 1
    files = frozenset({"-r", "--requirement", "-e", "--editable", "--group"})
    arguments = sort_arguments((*values[: values.index("pip")], *values[start:]), _UV_PIP_VALUES, files)
    what = (*arguments.positionals, *arguments.requirements)
    site, option = _uv_site(run, arguments.options, moment)
    return Reading(Installer.UV, site, what, "uv pip", is_tooling(arguments), option)


def _uv_site(run: Invocation, options: object, moment: Moment) -> tuple[Site, tuple[str, ...]]:
    """Return the site of ``uv pip``: options first, then VIRTUAL_ENV, then ./.venv (uv docs, "Using environments")."""
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
    for candidate in (named, environment.text if environment else None, ".venv"):
        if candidate:
            root = posixpath.normpath(posixpath.join(moment.workdir, candidate))
            root = root.removesuffix("/bin/python")
            if root in state.venvs:
                return state.venvs[root], ()
    if named is not None and named.startswith("/"):
        return python_at(named, moment.path, moment.workdir, state).site, (f"--python={named}",)
    return Site(SiteKind.UNKNOWN, Value(None, frozenset({"uv"})), None), ()
