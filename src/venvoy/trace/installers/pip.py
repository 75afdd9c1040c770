"""pip, in all its spellings."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Sequence

from venvoy.model.environment import Value
from venvoy.model.trace import Installer, Site, SiteKind
from venvoy.trace.installers.reading import TOOLS, Arguments, Reading, sort_arguments
from venvoy.trace.invocation import Invocation, module_of
from venvoy.trace.moment import Moment
from venvoy.trace.state import Interpreter, home_of, python_at

# pip's options that take a value (`pip help install`, pip 25).
WITH_VALUE = frozenset(
    {
        "-r", "--requirement", "-c", "--constraint", "-e", "--editable", "-t", "--target", "--platform",
        "--python-version", "--implementation", "--abi", "--root", "--prefix", "--src", "--upgrade-strategy", "-C",
        "--config-settings", "--config-setting", "--global-option", "--no-binary", "--only-binary", "--progress-bar",
        "--root-user-action", "--report", "--group", "--build-constraint", "--python", "--log", "--keyring-provider",
        "--proxy", "--retries", "--timeout", "--default-timeout", "--exists-action", "--trusted-host", "--cert",
        "--client-cert", "--cache-dir", "--use-feature", "--use-deprecated", "--resume-retries", "-i", "--index-url",
        "--pypi-url", "--extra-index-url", "-f", "--find-links", "--install-option", "-b", "--build",
    }
)  # fmt: skip
FILES = frozenset({"-r", "--requirement", "-e", "--editable", "--group"})
_NAME = re.compile(r"^[A-Za-z0-9][A-Za-z0-9._-]*")


def split_call(run: Invocation) -> tuple[str, Sequence[str | None], int] | None:
    """Return (program as written, arguments from the subcommand on, the subcommand's index); None if not pip."""
    module = module_of(run)
    if run.is_pip:
        program, first = run.path, 0
    elif module is not None and module[0] == "pip":
        program, first = f"{run.path} -m pip", module[1]
    else:
        return None
    at = first
    while at < len(run.values):
        value = run.values[at]
        if value is not None and value.startswith("-"):
            at += 2 if value in WITH_VALUE else 1
            continue
        return program, run.values[at:], at
    return program, (), at


def read_pip(run: Invocation, moment: Moment) -> Reading | None:
    """Return what a pip command installs where; None when it is not ``pip install``."""
    call = split_call(run)
    if call is None or not call[1] or call[1][0] != "install":
        return None
    program, words, at = call
    # Options may stand before the subcommand too: pip --python X install.
    arguments = sort_arguments((*run.values[:at][module_offset(run) :], *words[1:]), WITH_VALUE, FILES)
    interpreter = _interpreter(run, arguments, moment)
    site, options = site_of(run, arguments, interpreter, moment)
    what = (*arguments.positionals, *arguments.requirements)
    return Reading(Installer.PIP, site, what, program, is_tooling(arguments), options)


def module_offset(run: Invocation) -> int:
    """Return how many arguments belong to ``python`` itself (``-m pip`` and before)."""
    module = module_of(run)
    return module[1] if module is not None else 0


def is_tooling(arguments: Arguments) -> bool:
    """Return True when nothing but tools is asked for."""
    if arguments.requirements or arguments.unknown or not arguments.positionals:
        return False
    names = (_NAME.match(word) for word in arguments.positionals)
    return all(name is not None and _is_tool(canonical(name[0])) for name in names)


def _is_tool(name: str) -> bool:
    """Return True for a tool, and for a plugin that is called after one."""
    return name in TOOLS or name.startswith(("tox-", "nox-", "poetry-", "pdm-", "hatch-", "keyrings-", "setuptools-"))


def canonical(name: str) -> str:
    """Return a distribution name in its normalised form (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()


def _interpreter(run: Invocation, arguments: Arguments, moment: Moment) -> Interpreter:
    named = arguments.options.get("--python")
    if named:
        absolute = posixpath.normpath(posixpath.join(moment.workdir, named))
        if absolute in moment.state.venvs:
            return Interpreter(f"{absolute}/bin/python", moment.state.venvs[absolute])
        return python_at(named, moment.path, moment.workdir, moment.state)
    path = ("/usr/local/bin", "/usr/bin") if "sudo" in run.wrappers else moment.path
    if run.is_pip:
        # A venv without pip lets the name pass on to the next directory of PATH.
        path = tuple(entry for entry in path if entry.removesuffix("/bin") not in moment.state.bare)
    return python_at(run.path, path, moment.workdir, moment.state)


def site_of(
    run: Invocation, arguments: Arguments, interpreter: Interpreter, moment: Moment
) -> tuple[Site, tuple[str, ...]]:
    """Return the site that is filled, and the options or variables that chose it."""
    python = interpreter.site.python
    handed = arguments.options.get("--install-option", "")
    if "--prefix=" in handed:
        # The way to a prefix before pip had --prefix; setup.py was handed the option.
        return Site(SiteKind.PREFIX, _absolute(Value(handed.partition("=")[2]), moment), python), (handed,)
    for option, short, variable, kind in (
        ("--target", "-t", "PIP_TARGET", SiteKind.TARGET),
        ("--root", "--root", "PIP_ROOT", SiteKind.UNKNOWN),
        ("--prefix", "--prefix", "PIP_PREFIX", SiteKind.PREFIX),
    ):
        chosen = _chosen(option, short, variable, arguments, run, moment)
        if chosen is not None:
            root, how = chosen
            place = _absolute(root, moment)
            own = interpreter.site
            # Its own prefix, or its own site-packages, named by an option is the system site all the same.
            if own.kind is SiteKind.SYSTEM and place.text in {own.root.text, own.packages}:
                return own, (how,)
            return Site(kind, place, python), (how,)
    how_user = _user_option(arguments, run, moment)
    if interpreter.site.kind is SiteKind.VENV:
        # pip refuses a user install here, but for the silent fallback of a user who may not write.
        return interpreter.site, () if how_user in {None, "USER"} else (how_user or "",)
    if how_user is None:
        return interpreter.site, ()
    base = moment.variable("PYTHONUSERBASE", run.environment)
    if base is not None:
        return Site(SiteKind.USER_BASE, _absolute(base, moment), python), (how_user, "PYTHONUSERBASE")
    home = home_of(run.user or moment.user.text, moment.scope, moment.state)
    root = (
        Value(None, home.depends_on) if home.text is None else Value(f"{home.text.rstrip('/')}/.local", home.depends_on)
    )
    return Site(SiteKind.USER, root, python), (how_user,)


def _chosen(
    option: str, short: str, variable: str, arguments: Arguments, run: Invocation, moment: Moment
) -> tuple[Value, str] | None:
    for name in (option, short):
        if name in arguments.options:
            return Value(arguments.options[name] or None), f"{name}={arguments.options[name]}"
    value = moment.variable(variable, run.environment)
    if value is not None and value.text != "":
        return value, variable
    setting = moment.state.pip_settings.get(option.removeprefix("--"))
    return (Value(setting), f"pip config {option.removeprefix('--')}") if setting else None


def _user_option(arguments: Arguments, run: Invocation, moment: Moment) -> str | None:
    if "--user" in arguments.options:
        return "--user"
    if "--no-user" in arguments.options:
        return None
    if moment.switched_on("PIP_USER", run.environment):
        return "PIP_USER"
    if moment.state.pip_settings.get("user", "").lower() in {"1", "true", "yes", "on"}:
        return "pip config user"
    user = run.user or moment.user.text
    # pip falls back to the user site when it may not write to site-packages ("Defaulting to user installation").
    return "USER" if user not in {None, "root", "0", ""} else None


def _absolute(root: Value, moment: Moment) -> Value:
    if root.text is None:
        return root
    text = root.text
    if text == "~" or text.startswith("~/"):
        home = home_of(moment.user.text, moment.scope, moment.state)
        if home.text is None:
            return Value(None, home.depends_on)
        return Value(posixpath.normpath(home.text + text[1:]), root.depends_on | home.depends_on)
    return Value(posixpath.normpath(posixpath.join(moment.workdir, text)), root.depends_on)


def read_setting(run: Invocation) -> tuple[str, str] | None:
    """Return (name, value) when the command is ``pip config set``; the name without its section."""
    call = split_call(run)
    if call is None:
        return None
    words = [word for word in call[1] if word is not None and not word.startswith("-")]
    if len(words) == 4 and words[:2] == ["config", "set"]:
        return words[2].rpartition(".")[2], words[3]
    return None
