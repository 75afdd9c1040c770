"""setup.py and easy_install: the way of before pip."""

from __future__ import annotations

from venvoy.model.trace import Installer
from venvoy.trace.installers.naming import Call
from venvoy.trace.installers.reading import Reading
from venvoy.trace.invocation import Invocation
from venvoy.trace.moment import Moment
from venvoy.trace.state import find_python


def read_easy_install(run: Invocation, call: Call, moment: Moment) -> Reading | None:
    """Return what ``easy_install`` installs where."""
    del run
    site = find_python(moment.path, moment.state).site
    return Reading(Installer.SETUPTOOLS, site, call.words, call.name, tooling=False)


def read_setup_py(run: Invocation, call: Call, moment: Moment) -> Reading | None:
    """Return what ``python setup.py install`` or ``develop`` installs where; None for other commands."""
    if call.by_module or not (call.words and call.words[0].endswith("setup.py")):
        return None
    if not {"install", "develop"} & set(call.words):
        return None
    site = find_python(moment.path, moment.state).site
    return Reading(Installer.SETUPTOOLS, site, call.words, f"{run.path} {call.words[0]}", tooling=False)
