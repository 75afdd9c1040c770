"""setup.py and easy_install: the way of before pip."""

from __future__ import annotations

from venvoy.model.trace import Installer, Site, SiteKind
from venvoy.trace.installers.naming import Call
from venvoy.trace.installers.reading import Arguments, Reading, sort_arguments, unfollowed
from venvoy.trace.invocation import Invocation
from venvoy.trace.moment import Moment
from venvoy.trace.state import find_python, python_at

# Options of install and develop that take a value (setuptools 65, `setup.py install --help`).
_WITH_VALUE = frozenset(
    {
        "--prefix", "--exec-prefix", "--home", "--root", "--install-base", "--install-platbase", "--install-lib",
        "--install-purelib", "--install-platlib", "--install-headers", "--install-scripts", "--install-data",
        "--install-dir", "-d", "--script-dir", "-s", "--record", "--optimize", "-O", "--index-url", "-i",
        "--find-links", "-f", "--egg-path", "--build-directory", "-b",
    }
)  # fmt: skip
# Those that say where packages or scripts go.
_PLACING = (
    "--user", "--home", "--root", "--install-base", "--install-platbase", "--install-lib", "--install-purelib",
    "--install-platlib", "--install-scripts", "--install-dir", "-d", "--script-dir", "-s", "--exec-prefix",
)  # fmt: skip


def read_easy_install(run: Invocation, call: Call, moment: Moment) -> Reading | None:
    """Return what ``easy_install`` installs where."""
    del run
    site = find_python(moment.path, moment.state).site
    return Reading(Installer.SETUPTOOLS, site, call.words, call.name, tooling=False)


def read_setup_py(run: Invocation, call: Call, moment: Moment) -> Reading | None:
    """Return what ``python setup.py install`` or ``develop`` installs where; None for other commands."""
    script = next((word for word in call.words[:2] if word.endswith("setup.py")), None)
    if call.by_module or script is None:
        return None
    commands = {"install", "develop"} & set(call.words)
    if not commands:
        return None
    own = python_at(run.path, moment.path, moment.workdir, moment.state).site
    site, options = _site(own, sort_arguments(call.values, _WITH_VALUE, frozenset()))
    what = "." if "install" in commands else "-e ."
    return Reading(Installer.SETUPTOOLS, site, (what,), f"{run.path} {script}", tooling=False, options=options)


def _site(own: Site, arguments: Arguments) -> tuple[Site, tuple[str, ...]]:
    """Return the interpreter's own site unless an option names another, which is not followed."""
    given = arguments.options
    if given.get("--prefix") not in {None, own.root.text}:
        return unfollowed(Installer.SETUPTOOLS), (f"--prefix={given['--prefix']}",)
    for option in _PLACING:
        # A root of / changes nothing; it comes with --single-version-externally-managed, which asks for one.
        if option in given and (option, given[option]) != ("--root", "/"):
            return unfollowed(Installer.SETUPTOOLS), (option,)
    return own, ("--prefix",) if own.kind is SiteKind.SYSTEM and "--prefix" in given else ()
