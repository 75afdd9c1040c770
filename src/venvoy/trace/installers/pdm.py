"""PDM: a venv of its own, the interpreter's own site, or the ``__pypackages__`` directory of a rejected proposal."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping

from venvoy.model.environment import Value
from venvoy.model.trace import Installer, Site, SiteKind
from venvoy.trace.installers.naming import OFF, Call
from venvoy.trace.installers.reading import Reading, sort_arguments, unfollowed
from venvoy.trace.invocation import Invocation
from venvoy.trace.moment import Moment
from venvoy.trace.state import find_python

PYPACKAGES = "__pypackages__"

# Options of `pdm install` and `pdm sync` that take a value (PDM 2.26).
_WITH_VALUE = frozenset(
    {"-p", "--project", "-G", "--group", "--with", "--without", "-L", "--lockfile", "-C", "--config-setting", "--venv"}
)


def read_pdm(run: Invocation, call: Call, moment: Moment) -> Reading | None:
    """Return what ``pdm install``, ``sync`` or ``add`` installs where; None for other commands."""
    if call.words[:1] not in (("install",), ("sync",), ("add",)):
        return None
    arguments = sort_arguments(call.values, _WITH_VALUE, frozenset())
    site = _site(run, arguments.options, moment)
    return Reading(Installer.PDM, site, arguments.positionals[1:], run.path, tooling=False)


def _site(run: Invocation, options: Mapping[str, str], moment: Moment) -> Site:
    """Return where PDM installs (tried with 2.26).

    python.use_venv switched off passes an active environment by. Otherwise that one is taken, also by ``--global``,
    and also when ``__pypackages__`` is there.
    """
    place = options.get("-p") or options.get("--project") or ""
    project = posixpath.normpath(posixpath.join(moment.workdir, place))
    in_global = "-g" in options or "--global" in options
    if not in_global and _venv_is_off(run, moment):
        return _pypackages(project, moment)
    if not moment.switched_on("PDM_IGNORE_ACTIVE_VENV", run.environment):
        named = moment.variable("VIRTUAL_ENV", run.environment)
        found = moment.state.venvs.get(named.text or "") if named is not None else None
        if found is not None:
            return found
    if in_global:
        return find_python(moment.path, moment.state).site
    if project in moment.state.pypackages:
        return _pypackages(project, moment)
    return Site(SiteKind.VENV, Value(None, frozenset({Installer.PDM.value})), None)


def _venv_is_off(run: Invocation, moment: Moment) -> bool:
    declared = moment.variable("PDM_USE_VENV", run.environment)
    setting = declared.text if declared is not None else moment.state.settings.get("python.use_venv")
    return (setting or "").strip().lower() in OFF


def _pypackages(project: str, moment: Moment) -> Site:
    python = moment.state.base.python
    if python is None or python.text is None:
        return unfollowed(Installer.PDM)
    return Site(SiteKind.PYPACKAGES, Value(f"{project.rstrip('/')}/{PYPACKAGES}/{python.text}"), python)


def made_pypackages(run: Invocation, moment: Moment) -> tuple[str, ...]:
    """Return the projects in which a ``mkdir`` makes the directory whose presence PDM takes as a setting."""
    if run.program != "mkdir":
        return ()
    paths = (posixpath.normpath(posixpath.join(moment.workdir, value)) for value in run.values if value is not None)
    return tuple(posixpath.dirname(path) for path in paths if posixpath.basename(path) == PYPACKAGES)
