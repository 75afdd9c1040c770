"""Commands that make virtual environments."""

from __future__ import annotations

import posixpath

from venvoy.model.environment import Value
from venvoy.model.trace import Site, SiteKind
from venvoy.trace.installers.managed import wish_of
from venvoy.trace.installers.reading import sort_arguments
from venvoy.trace.invocation import Invocation, module_of
from venvoy.trace.moment import Moment
from venvoy.trace.state import Interpreter, python_at

_VENV_VALUES = frozenset({"--prompt", "--without-scm-ignore-files"})
_VIRTUALENV_VALUES = frozenset({"-p", "--python", "--prompt", "--app-data", "--creator", "--seeder", "--activators"})
_UV_VALUES = frozenset({"-p", "--python", "--prompt", "--link-mode", "--cache-dir", "--index-url", "-i", "--directory"})


def made_venv(run: Invocation, moment: Moment) -> tuple[Site, Interpreter] | None:
    """Return the venv that a command makes, and the interpreter that it is made with.

    None when the command makes none, or its path cannot be told.
    """
    module = module_of(run)
    name, first = (module[0], module[1]) if module is not None else (run.program, 0)
    if name in {"venv", "pyvenv"}:
        values, with_value, default = run.values[first:], _VENV_VALUES - {"--without-scm-ignore-files"}, None
    elif name == "virtualenv":
        values, with_value, default = run.values[first:], _VIRTUALENV_VALUES, None
    elif name == "uv" and run.values[first : first + 1] == ("venv",):
        values, with_value, default = run.values[first + 1 :], _UV_VALUES, ".venv"
    else:
        return None
    arguments = sort_arguments(values, with_value, frozenset())
    target = arguments.positionals[-1] if arguments.positionals else default
    if target is None:
        return None
    root = posixpath.normpath(posixpath.join(moment.workdir, target))
    if name == "uv" and (wish := wish_of(run, arguments.options, moment)).managed:
        own = Interpreter("python", Site(SiteKind.UNKNOWN, Value(None), Value(wish.minor)))
        return Site(SiteKind.VENV, Value(root), own.site.python, managed=True), own
    interpreter = _python_of(run, arguments.options, moment)
    return Site(SiteKind.VENV, Value(root), interpreter.site.python), interpreter


def _python_of(run: Invocation, options: dict[str, str] | object, moment: Moment) -> Interpreter:
    named = options.get("--python") or options.get("-p") if isinstance(options, dict) else None
    if isinstance(named, str) and named.replace(".", "").isdigit():
        unknown = Site(SiteKind.UNKNOWN, Value(None), Value(named))
        return Interpreter(f"python{named}", unknown)
    return python_at(named or (run.path if run.is_python else "python"), moment.path, moment.workdir, moment.state)


def activated(run: Invocation, moment: Moment) -> str | None:
    """Return the root of the venv that ``source X/bin/activate`` activates, or None."""
    if run.program not in {"source", "."} or not run.values or run.values[0] is None:
        return None
    script = posixpath.normpath(posixpath.join(moment.workdir, run.values[0]))
    return script[: -len("/bin/activate")] if script.endswith("/bin/activate") else None
