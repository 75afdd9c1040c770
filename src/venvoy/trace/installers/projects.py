"""Poetry and Pipenv: installers that keep an environment of their own unless they are told not to."""

from __future__ import annotations

from attrs import evolve

from venvoy.model.environment import Value
from venvoy.model.trace import Installer, Site, SiteKind
from venvoy.trace.installers.naming import OFF, Call, call_of
from venvoy.trace.installers.pip import site_of
from venvoy.trace.installers.reading import Arguments, Reading, sort_arguments
from venvoy.trace.invocation import Invocation
from venvoy.trace.moment import Moment
from venvoy.trace.state import find_python

# Options of `install`, `sync` and `add` that take a value (Poetry 2.5).
_POETRY_VALUES = frozenset(
    {
        "--without", "--with", "--only", "-E", "--extras", "-G", "--group", "--source", "--python", "--platform",
        "--markers", "-P", "--project", "-C", "--directory",
    }
)  # fmt: skip
# Options of `install`, `sync` and `update` that take a value.
_FILES = frozenset({"-r", "--requirements"})
_PIPENV_VALUES = _FILES | {"-i", "--index", "--categories", "--python", "--pypi-mirror", "--extra-pip-args"}


def read_poetry(run: Invocation, call: Call, moment: Moment) -> Reading | None:
    """Return what ``poetry install``, ``sync`` or ``add`` installs where; None for other commands."""
    if call.words[:1] not in (("install",), ("sync",), ("add",)):
        return None
    site = active(run, moment) or _poetry_place(run, moment)
    return Reading(Installer.POETRY, site, _asked(call, _POETRY_VALUES), run.path, tooling=False)


def _poetry_place(run: Invocation, moment: Moment) -> Site:
    declared = moment.variable("POETRY_VIRTUALENVS_CREATE", run.environment)
    setting = declared.text if declared is not None else moment.state.settings.get("virtualenvs.create")
    off = (setting or "").strip().lower() in OFF
    site = find_python(moment.path, moment.state).site if off else _own_venv(Installer.POETRY)
    if declared is None or not declared.depends_on or site.root.text is None:
        return site
    return evolve(site, root=Value(site.root.text, site.root.depends_on | declared.depends_on))


def read_pipenv(run: Invocation, call: Call, moment: Moment) -> Reading | None:
    """Return what ``pipenv install``, ``sync`` or ``update`` installs where; None for other commands."""
    if call.words[:1] not in (("install",), ("sync",), ("update",)):
        return None
    site = active(run, moment)
    if site is None:
        system = "--system" in run.values or moment.switched_on("PIPENV_SYSTEM", run.environment)
        # Pipenv hands over to pip, whose variables then choose the place.
        nothing = Arguments({}, (), (), unknown=False)
        interpreter = find_python(moment.path, moment.state)
        site = site_of(run, nothing, interpreter, moment)[0] if system else _own_venv(Installer.PIPENV)
    return Reading(Installer.PIPENV, site, _asked(call, _PIPENV_VALUES), run.path, tooling=False)


def _asked(call: Call, with_value: frozenset[str]) -> tuple[str, ...]:
    """Return the packages and the requirement files that a command names, without the values of its other options."""
    arguments = sort_arguments(call.values, with_value, _FILES)
    return (*arguments.positionals[1:], *arguments.requirements)


def active(run: Invocation, moment: Moment) -> Site | None:
    """Return the environment that VIRTUAL_ENV names: each of them goes on in it, whatever else it is told."""
    named = moment.variable("VIRTUAL_ENV", run.environment)
    return moment.state.venvs.get(named.text or "") if named is not None else None


def _own_venv(installer: Installer) -> Site:
    return Site(SiteKind.VENV, Value(None, frozenset({installer.value})), None)


def read_project_setting(run: Invocation) -> tuple[str, str] | None:
    """Return (name, value) when the command is ``poetry config NAME VALUE``, or pdm's."""
    call = call_of(run)
    words = call.words
    fits = call.name in {"poetry", "pdm"} and words[:1] == ("config",) and len(words) == 3
    return (words[1], words[2]) if fits else None
