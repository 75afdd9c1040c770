"""Every installer beside pip, by the program that is called."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from venvoy.model.trace import Installer
from venvoy.trace.installers.naming import Call, call_of
from venvoy.trace.installers.pdm import read_pdm
from venvoy.trace.installers.pip_tools import read_pip_sync
from venvoy.trace.installers.projects import read_pipenv, read_poetry
from venvoy.trace.installers.reading import Reading, unfollowed
from venvoy.trace.installers.setuptools import read_easy_install, read_setup_py
from venvoy.trace.installers.uv import read_uv
from venvoy.trace.invocation import Invocation
from venvoy.trace.moment import Moment

Reader = Callable[[Invocation, Call, Moment], Reading | None]


def read_other(run: Invocation, moment: Moment) -> Reading | None:
    """Return what a command of another installer installs where; UNKNOWN where venvoy does not follow it."""
    call = call_of(run)
    reader = _READERS.get(call.name)
    if reader is None and run.is_python:
        reader = read_setup_py
    return None if reader is None else reader(run, call, moment)


def _pipx(run: Invocation, call: Call, moment: Moment) -> Reading | None:
    del moment
    if call.words[:1] not in (("install",), ("inject",)):
        return None
    return Reading(Installer.PIPX, unfollowed(Installer.PIPX), call.words[1:], run.path, tooling=True)


def _pyenv(run: Invocation, call: Call, moment: Moment) -> Reading | None:
    del run, moment
    if call.words[:1] != ("exec",) or "install" not in call.words:
        return None
    return Reading(Installer.PIP, unfollowed(Installer.PIP), call.words[3:], "pyenv exec pip", tooling=False)


def _conda(run: Invocation, call: Call, moment: Moment) -> Reading | None:
    del moment
    if not call.words or call.words[0] not in {"install", "create", "env", "update"}:
        return None
    return Reading(Installer.CONDA, unfollowed(Installer.CONDA), call.words[1:], run.path, tooling=False)


_READERS: Mapping[str, Reader] = {
    "conda": _conda,
    "easy_install": read_easy_install,
    "mamba": _conda,
    "micromamba": _conda,
    "pdm": read_pdm,
    "pip-sync": read_pip_sync,
    "pipenv": read_pipenv,
    "pipx": _pipx,
    "poetry": read_poetry,
    "piptools": read_pip_sync,
    "pyenv": _pyenv,
    "uv": read_uv,
}
