"""pip-tools: ``pip-sync`` makes an environment what a file says, the one that it runs in unless told otherwise."""

from __future__ import annotations

import posixpath
import re

from venvoy.model.trace import Installer, Site
from venvoy.trace.installers.naming import Call
from venvoy.trace.installers.reading import Reading, sort_arguments, unfollowed
from venvoy.trace.invocation import Invocation
from venvoy.trace.moment import Moment
from venvoy.trace.state import find_python, python_at

_WITH_VALUE = frozenset(
    {
        "-f", "--find-links", "-i", "--index-url", "--extra-index-url", "--trusted-host", "--python-executable",
        "--cert", "--client-cert", "--pip-args", "--config",
    }
)  # fmt: skip
_PLACING = re.compile(r"--(?:user|target|prefix|root)\b|(?:^|\s)-t\b")


def read_pip_sync(run: Invocation, call: Call, moment: Moment) -> Reading | None:
    """Return what ``pip-sync`` or ``python -m piptools sync`` installs where; None for other commands."""
    if call.by_module and call.words[:1] != ("sync",):
        return None
    arguments = sort_arguments(call.values, _WITH_VALUE, frozenset())
    files = arguments.positionals[1:] if call.by_module else arguments.positionals
    program = f"{run.path} -m piptools sync" if call.by_module else run.path
    site, options = _site(run, dict(arguments.options), moment)
    return Reading(Installer.PIP_TOOLS, site, files, program, tooling=False, options=options)


def _site(run: Invocation, options: dict[str, str], moment: Moment) -> tuple[Site, tuple[str, ...]]:
    handed = options.get("--pip-args", "")
    if "--user" in options or _PLACING.search(handed):
        return unfollowed(Installer.PIP_TOOLS), ("--user" if "--user" in options else handed,)
    named = options.get("--python-executable")
    if named:
        root = posixpath.dirname(posixpath.dirname(posixpath.join(moment.workdir, named)))
        return moment.state.venvs.get(root) or python_at(named, moment.path, moment.workdir, moment.state).site, ()
    if run.is_python or "/" in run.path:
        return python_at(run.path, moment.path, moment.workdir, moment.state).site, ()
    # The name alone is found where pip-tools was installed, which need not be where PATH begins.
    return moment.state.tools.get("pip-tools") or find_python(moment.path, moment.state).site, ()
