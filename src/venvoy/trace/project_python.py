"""Which Python the files of a project ask for, where the Dockerfile has another or leaves it to them."""

from __future__ import annotations

import re

from attrs import frozen
from packaging.specifiers import InvalidSpecifier, SpecifierSet

from venvoy.model.dockerfile import Flag
from venvoy.model.trace import Install, Installer, SiteKind
from venvoy.parse.dockerignore import ignored
from venvoy.trace.installers.managed import minor_of
from venvoy.trace.view import View

_DECIDING = (
    "UV_PYTHON",
    "UV_PYTHON_PREFERENCE",
    "UV_PYTHON_DOWNLOADS",
    "UV_MANAGED_PYTHON",
    "UV_NO_MANAGED_PYTHON",
    "UV_PROJECT",
)
_OPTIONS = ("--python", "-p", "--managed-python", "--no-managed-python", "--no-python-downloads", "--project")
_POETRY = re.compile(r"(?P<sign>[\^~])(?!=)\s*(?P<version>(?P<major>[1-9]\d?)(?:\.(?P<minor>\d{1,3}))?(?:\.\d{1,3})?)")
LOCKS = {Installer.POETRY: "poetry.lock", Installer.PIPENV: "Pipfile.lock", Installer.PDM: "pdm.lock"}
"""The lock file that an installer of projects goes by, uv's apart."""
_PATCHES = 60
"""Patch releases of a minor version that are tried; the most that any has had is some thirty."""


@frozen
class Demand:
    """What the project's files ask for, and the image does not have."""

    file: str
    """What says so: ``.python-version``, ``requires-python``, or a file with its line."""
    wanted: str
    """As written: ``3.13``, ``>=3.13``."""
    has: str
    """Minor version of the image's Python."""


def demand_of(view: View, install: Install) -> Demand | None:
    """Return the demand that makes uv bring a Python of its own for *install*; None when it surely or maybe does not.

    uv looks at ``.python-version`` first and then at ``requires-python`` (uv docs, "Python versions"); the Dockerfile
    overrules both by an option or a variable.
    """
    has = view.surroundings.bases[install.stage].python
    if install.installer is not Installer.UV or install.what != ("uv sync",) or install.site.kind is not SiteKind.VENV:
        return None
    if has is None or has.text is None or not has.certain or install.site.managed or _decided(view, install):
        return None
    version, project = view.repository.python_version, view.repository.pyproject
    if version is not None and _reaches(view, install, ".python-version"):
        minor = minor_of(version)
        return Demand(".python-version", version, has.text) if minor is not None and minor != has.text else None
    required = project.requires_python if project is not None and project.project else None
    if required is not None and _reaches(view, install, "pyproject.toml") and _no_release(required, has.text):
        return Demand("requires-python", required, has.text)
    return None


def contradiction(view: View, install: Install) -> Demand | None:
    """Return what a file of the project asks for and the Python that *install* fills is not; None where none is sure.

    ``uv sync``, which follows the files, is left to `demand_of`. ``runtime.txt`` is written for buildpacks, so that it
    goes out of date unseen where a Dockerfile took their place (Heroku, "Specifying a Python runtime").
    """
    has, project = view.surroundings.bases[install.stage].python, view.repository.project
    if project is None or has is None or has.text is None or not has.certain or install.what == ("uv sync",):
        return None
    if install.site.managed or install.site.python != has:
        return None
    required, runtime = project.requires_python, view.repository.runtime
    lock = view.repository.lock(LOCKS[install.installer]) if install.installer in LOCKS else None
    for said in (required, lock.requires_python if lock is not None else None):
        if said is not None and brought(view, said.path) and excludes(said.text, has.text):
            return Demand(f"{said.path}, line {said.line},", said.text, has.text)
    if required is not None and brought(view, required.path):
        return None
    minor = minor_of(runtime.removeprefix("python-")) if runtime is not None else None
    if runtime is not None and minor is not None and minor != has.text and brought(view, "runtime.txt"):
        return Demand("runtime.txt", runtime.removeprefix("python-"), has.text)
    return None


def brought(view: View, file: str) -> bool:
    """Return True when some COPY takes *file* of the root of the context, so that the image is one of its project."""
    copies = (
        instruction
        for stage in view.dockerfile.stages
        for instruction in stage.instructions
        if instruction.keyword in {"COPY", "ADD"} and not instruction.flag("from")
    )
    sources = {word.text.removeprefix("./").rstrip("/") or "." for copied in copies for word in copied.words[:-1]}
    return file in sources or ("." in sources and not ignored(file, view.repository.dockerignore or ()))


def _decided(view: View, install: Install) -> bool:
    """Return True when the Dockerfile says which Python is taken, or that none is fetched."""
    scope = view.scope(install.instruction)
    own = {assignment.name for assignment in install.command.assignments}
    words = [word.literal or "" for word in install.command.argv]
    return any(name in own or scope.lookup(name) is not None for name in _DECIDING) or any(
        word.partition("=")[0] in _OPTIONS for word in words
    )


def _reaches(view: View, install: Install, file: str) -> bool:
    """Return True when *file*, of the root of the context, surely lies in the working directory of *install*."""
    instruction = view.instruction(install.instruction)
    if any(mounts(flag, file) for flag in instruction.flags):
        return True
    workdir = view.scope(install.instruction).workdir.text
    for at in view.chain(install.stage):
        for copied in view.dockerfile.stages[at].instructions:
            if copied.keyword not in {"COPY", "ADD"} or copied.flag("from") or copied.span.start > install.instruction:
                continue
            sources = {word.text.removeprefix("./").rstrip("/") or "." for word in copied.words[:-1]}
            here = copied.words[-1].text.rstrip("/") in {".", "", workdir}
            whole = "." in sources and not ignored(file, view.repository.dockerignore or ())
            if here and view.scope(copied.span.start).workdir.text == workdir and (whole or file in sources):
                return True
    return False


def mounts(flag: Flag, file: str) -> bool:
    """Return True for a bind mount of *file* from the context to a path that ends with its name."""
    settings = dict(part.partition("=")[::2] for part in (flag.value or "").split(","))
    source = settings.get("source") or settings.get("src") or ""
    target = settings.get("target") or settings.get("dst") or settings.get("destination") or ""
    bound = flag.name == "mount" and settings.get("type", "bind") == "bind" and "from" not in settings
    return bound and source.removeprefix("./") == file and target.rpartition("/")[2] == file


def excludes(required: str, minor: str) -> bool:
    """Return True when no release of *minor* satisfies *required*; False for what is no constraint that is known.

    A bare version is Pipenv's and Poetry's, ``^`` and ``~`` are Poetry's (Poetry docs, "Dependency specification").
    """
    if (exact := minor_of(required)) is not None:
        return exact != minor
    return _no_release(_POETRY.sub(_bounds, required), minor)


def _no_release(required: str, minor: str) -> bool:
    """Return True when no release of *minor* satisfies *required*; False for what the standard does not know."""
    try:
        specifier = SpecifierSet(required)
    except InvalidSpecifier:
        return False
    return not any(f"{minor}.{patch}" in specifier for patch in range(_PATCHES))


def _bounds(constraint: re.Match[str]) -> str:
    """Return what Poetry's ``^3.10`` and ``~3.10`` stand for, as the standard writes it."""
    major, second = int(constraint["major"]), constraint["minor"]
    upper = f"{major}.{int(second) + 1}" if constraint["sign"] == "~" and second else f"{major + 1}"
    return f">={constraint['version']},<{upper}"
