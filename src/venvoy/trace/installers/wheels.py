"""Commands that build or fetch distributions without installing them, and installs that read such files."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping, Sequence

from attrs import frozen

from venvoy.model.shell import ShellWord
from venvoy.trace.installers.naming import Call, call_of
from venvoy.trace.installers.pip import WITH_VALUE, split_call
from venvoy.trace.installers.reading import options_of
from venvoy.trace.invocation import Invocation
from venvoy.trace.moment import Moment

_FINDING = ("-f", "--find-links")
_READING = (*_FINDING, "-r", "--requirement", "-c", "--constraint")
_ARCHIVES = (".whl", ".tar.gz", ".zip")


@frozen
class Built:
    """A directory that a command fills with distributions."""

    program: str
    path: str
    """Absolute."""
    wheels_only: bool


@frozen
class _Builder:
    """How a build tool is told where to put what it builds."""

    subcommand: str | None
    """The word behind its name; None where the name alone builds."""
    options: tuple[str, ...]
    default: str
    """Relative to the project that is built."""


# pip wheel --help; `python -m build --help`; poetry, uv, pdm, hatch and flit documentation of their build commands.
_BUILDERS: Mapping[str, _Builder] = {
    "build": _Builder(None, ("-o", "--outdir"), "dist"),
    "poetry": _Builder("build", ("-o", "--output"), "dist"),
    "uv": _Builder("build", ("-o", "--out-dir"), "dist"),
    "pdm": _Builder("build", ("-d", "--dest"), "dist"),
    "flit": _Builder("build", (), "dist"),
}
_WHEELS_ONLY = frozenset({"--wheel", "-w", "--no-sdist"})


def built(run: Invocation, moment: Moment) -> Built | None:
    """Return the directory that a command fills with distributions, or None when it fills none that can be told."""
    return _by_pip(run, moment) or _by_builder(run, call_of(run), moment)


def _by_pip(run: Invocation, moment: Moment) -> Built | None:
    call = split_call(run)
    if call is None or not call[1] or call[1][0] not in {"wheel", "download"}:
        return None
    program, words, _ = call
    wheel = words[0] == "wheel"
    names = ("-w", "--wheel-dir") if wheel else ("-d", "--dest", "--destination-dir", "--destination-directory")
    variable = moment.variable("PIP_WHEEL_DIR" if wheel else "PIP_DEST", run.environment)
    given = tuple(value for option, value in options_of(words[1:], frozenset(names)) if option in names)
    where = given[-1] if given else variable.text if variable is not None else "."
    return None if where is None else Built(f"{program} {words[0]}", _absolute(where, moment), wheel)


def _by_builder(run: Invocation, call: Call, moment: Moment) -> Built | None:
    builder = _BUILDERS.get(call.name)
    # The program "build" is only known as a module: python -m build.
    if builder is None or (builder.subcommand is None) is not call.by_module:
        return None
    words = call.words
    if builder.subcommand is not None and words[:1] != (builder.subcommand,):
        return None
    options = tuple(options_of(call.values, frozenset(builder.options)))
    given = [value for option, value in options if option in builder.options]
    flags = {option for option, _ in options} | {"-f wheel" for _, value in options if value == "wheel"}
    program = f"{run.path} -m build" if builder.subcommand is None else f"{call.name} build"
    only = bool(_WHEELS_ONLY & flags) or "wheel" in words[1:] or "--format=wheel" in call.values
    if given and given[-1] is None:
        return None
    place = (
        given[-1]
        if given and given[-1] is not None
        else posixpath.join(_project(builder, words, given), builder.default)
    )
    return Built(program, _absolute(place, moment), only)


def _project(builder: _Builder, words: Sequence[str], given: Sequence[str | None]) -> str:
    """Return the directory that is built, where a tool takes one: ``python -m build lib`` fills ``lib/dist``."""
    places = [word for word in words if word not in given and word not in {"wheel", "sdist"}]
    if builder.subcommand is None:
        return places[0] if places else "."
    return "."


def read_files(run: Invocation, moment: Moment) -> tuple[str, ...]:
    """Return the absolute paths of the distributions, and directories of such, that an install is given.

    A glob stays one. Requirement and constraint files are among them. Empty for what is not pip's or uv's interface.
    """
    found = []
    for option, value in options_of(_words(run), WITH_VALUE):
        local = option in _READING or (not option and _is_file(value))
        if local and value is not None and "://" not in value:
            found.append(_absolute(value.removeprefix("file:"), moment))
    for name in ("PIP_FIND_LINKS", "UV_FIND_LINKS"):
        variable = moment.variable(name, run.environment)
        if variable is not None and variable.text and "://" not in variable.text:
            found += [_absolute(place, moment) for place in variable.text.split()]
    return tuple(found)


def _words(run: Invocation) -> Sequence[str | None]:
    """Return what stands behind ``install``, globs as they are written."""
    call, other = split_call(run), call_of(run)
    if call is not None and call[1][:1] == ("install",):
        start = call[2] + 1
    elif other.name == "uv" and other.words[:2] == ("pip", "install"):
        start = run.values.index("install") + 1
    else:
        return ()
    spelled = zip(run.arguments[start:], run.values[start:], strict=True)
    return tuple(_glob(word) if value is None else value for word, value in spelled)


def _glob(word: ShellWord) -> str | None:
    return word.raw if re.fullmatch(r"[\w./*?+-]*[*?][\w./*?+-]*", word.raw) else None


def _is_file(value: str | None) -> bool:
    """Return True for a positional that names files: a path, or an archive in the working directory."""
    return value is not None and ("/" in value or value.endswith(_ARCHIVES)) and " @ " not in value


def _absolute(path: str, moment: Moment) -> str:
    return posixpath.normpath(posixpath.join(moment.workdir, path))
