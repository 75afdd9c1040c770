"""Installs that leave a pointer to a source directory instead of a copy of it."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Sequence

from venvoy.trace.installers.naming import Call, call_of
from venvoy.trace.installers.pip import WITH_VALUE, split_call
from venvoy.trace.installers.reading import options_of
from venvoy.trace.invocation import Invocation
from venvoy.trace.moment import Moment

_VALUES = WITH_VALUE | {"--directory", "--project", "-P", "-p", "--python", "--group", "--extra", "--package", "-G"}
# What leaves a project itself out, or installs it as a copy (uv, pdm and Poetry documentation of their commands).
_WITHOUT = {
    "uv": {"--no-editable", "--no-install-project", "--no-install-workspace", "--only-group", "--only-dev"},
    "pdm": {"--no-editable", "--no-self"},
    "poetry": {"--no-root"},
}
_COMMANDS = {"uv": ("sync",), "pdm": ("install", "sync"), "poetry": ("install", "sync")}


def editable_sources(run: Invocation, moment: Moment) -> tuple[str, ...]:
    """Return the absolute directories that an install points to; those of a repository are not known, and left out.

    Poetry, PDM and uv point to the project that they install, if it is one that can be installed at all.
    """
    call = call_of(run)
    pip = split_call(run)
    if pip is not None and pip[1][:1] == ("install",):
        return tuple(_named(pip[1][1:], moment))
    if call.name == "uv" and call.words[:2] == ("pip", "install"):
        return tuple(_named(call.values[call.values.index("install") + 1 :], moment))
    return _project(call, run, moment)


def _named(values: Sequence[str | None], moment: Moment) -> Iterator[str]:
    for option, value in options_of(values, WITH_VALUE):
        if option not in {"-e", "--editable"} or value is None:
            continue
        path = value.removeprefix("file://").partition("[")[0].strip()
        if "://" not in path and "+" not in path and path:
            yield posixpath.normpath(posixpath.join(moment.workdir, path))


def _project(call: Call, run: Invocation, moment: Moment) -> tuple[str, ...]:
    if call.words[:1] and call.words[0] in _COMMANDS.get(call.name, ()):
        options = dict(options_of(call.values, _VALUES))
        off = call.name == "uv" and moment.switched_on("UV_NO_EDITABLE", run.environment)
        if off or _WITHOUT[call.name] & set(options):
            return ()
        place = options.get("--directory") or options.get("--project") or options.get("-P") or options.get("-C") or "."
        return (posixpath.normpath(posixpath.join(moment.workdir, place)),)
    return ()
