"""What stands in the way of a venv made with a distribution's own Python."""

from __future__ import annotations

import re
from collections.abc import Iterator

from venvoy.model.shell import Context
from venvoy.model.trace import Install, Installer, SiteKind, SystemInstall
from venvoy.shortcuts.obstacles.obstacle import Family, Obstacle, ask, carries_of, installs_of, leave, look
from venvoy.shortcuts.obstacles.starts import beside_installs
from venvoy.trace.installers.distribution import python_of
from venvoy.trace.packaged import PackagedPython
from venvoy.trace.state import may_be_packaged
from venvoy.trace.view import View

_STARTERS = {"CMD", "ENTRYPOINT", "HEALTHCHECK"}


def own_python(view: View, family: Family) -> Iterator[Obstacle]:
    """Find what keeps the stages of *family* from a venv where their Python is the distribution's own."""
    yield from _python2(view, family)
    stages = {i.stage for i in installs_of(view, family)} | {c.stage for c in carries_of(view, family)}
    for stage in sorted(stages):
        python = view.packaged(stage)
        if python is None:
            continue
        installs = [i for i in view.installs_of((view.dockerfile.stages[stage],)) if _fills(i)]
        yield from _interpreters(python, installs)
        yield from _venv_package(view, python, installs)
        yield from _one_run(python, installs)
    pythons = {stage.index: python for stage in family if (python := view.packaged(stage.index)) is not None}
    if pythons:
        yield from _choosing(family)
        yield from _other_versions(family, pythons)
        yield from _embedding(view, family)
        yield from _libraries(pythons)
        yield from _own_shebang(view, family)
        yield from _by_path(view, family)


_PYTHON2 = re.compile(r"^python2?(?:\.7)?(?:-(?:pip|dev|setuptools|minimal|virtualenv))?$")
_STARTS_PYTHON = re.compile(r"(?:^|[\s\"'/])python(?=[\s\"'])")
_UNVERSIONED = re.compile(r"^(?:.*/)?(?:pip|python)(?: |$)")


def _python2(view: View, family: Family) -> Iterator[Obstacle]:
    """Find what ``pip`` and ``python`` mean where apt brings Python 2: names without a 3 are that one's."""
    for install in installs_of(view, family):
        old = _brings_python2(view, install.stage)
        if old is None or install.tooling:
            continue
        if _UNVERSIONED.match(install.program):
            yield leave(f"Line {old.lines.first}: Python 2 has no venv module.")
            return
        for instruction in (i for stage in family for i in stage.instructions):
            if instruction.keyword in _STARTERS and _STARTS_PYTHON.search(instruction.argument.text):
                yield ask(f"Line {instruction.lines.first} starts Python 2, and in a venv python would be Python 3.")
                return


def _brings_python2(view: View, stage: int) -> SystemInstall | None:
    chain = view.chain(stage)
    if not may_be_packaged(view.surroundings.bases[stage]):
        return None
    mine = (c for c in view.trace.system_installs if c.stage in chain and c.manager == "apt")
    return next((c for c in mine if any(_PYTHON2.match(name) for name in c.packages)), None)


def _fills(install: Install) -> bool:
    return install.installer is not Installer.PIPX and install.site.kind is not SiteKind.VENV


def _interpreters(python: PackagedPython, installs: list[Install]) -> Iterator[Obstacle]:
    """Find installs whose interpreter is not known, and installs for two of them."""
    if python.manager == "zypper" and installs:
        yield ask(f"Line {installs[0].lines.first}: what a venv needs of zypper's packages is not known here.")
        return
    first: str | None = None
    for install in installs:
        name = python.interpreter_of(install)
        if name is None:
            yield ask(
                f"Line {install.lines.first}: which package brings the interpreter of {install.program} is not seen."
            )
            return
        if first is not None and name != first:
            yield ask(
                f"Line {install.lines.first} installs for {name}, others for {first}: a venv has one interpreter."
            )
            return
        first = name


def _venv_package(view: View, python: PackagedPython, installs: list[Install]) -> Iterator[Obstacle]:
    """Find package lists that the missing ``python3-venv`` cannot be added to."""
    name = next((n for i in installs if (n := python.interpreter_of(i))), None)
    package = python.venv_package(name) if name is not None else None
    if name is None or package is None:
        return
    command = python.bringing(name)
    why = None
    if not any(python_of((w.literal or "").partition("=")[0], python.manager) == name for w in command.command.argv):
        why = f"comes from a list of packages that is made elsewhere, which {package} cannot be added to"
    elif command.command.conditional or view.instruction(command.instruction).keyword != "RUN":
        why = f"is installed only in some cases, and {package} with it"
    if why is not None:
        yield ask(f"Line {command.lines.first}: {name} {why}.")


def _one_run(python: PackagedPython, installs: list[Install]) -> Iterator[Obstacle]:
    """Find a RUN that brings the Python and installs, with no place between for the venv to be made."""
    brought = {command.instruction for command in python.commands}
    first = next(iter(installs), None)
    if first is None or first.instruction not in brought:
        return
    nested = [context for context in first.command.context if context is not Context.HEREDOC]
    if nested or first.command.operator not in {"", "&&", ";", "\n"}:
        yield ask(f"Line {first.lines.first}: the venv would have to be made in the middle of a condition or a pipe.")


_VERSIONED = r"/?python(?:3\.\d+|\$\{?\w+\}?)"
_CHOOSES = re.compile(
    rf"update-alternatives\b[^&;|]*\bpython3?\s+\S*{_VERSIONED}|\bln\b[^&;|]*{_VERSIONED}\s+\S*/python3?(?=\s|$)"
    r"|\balternatives\s+--set\s+python3?\s"
)


def _choosing(family: Family) -> Iterator[Obstacle]:
    """Find a RUN that lets ``python3`` mean another Python."""
    for stage in family:
        for instruction in stage.instructions:
            if instruction.keyword == "RUN" and _CHOOSES.search(instruction.argument.text):
                yield ask(f"Line {instruction.lines.first} chooses which Python is called python3.")
                return


def _other_versions(family: Family, pythons: dict[int, PackagedPython]) -> Iterator[Obstacle]:
    """Find starts of another minor version than the one that the packages are installed for."""
    for stage in family:
        python = pythons.get(stage.index)
        minor = python.minor if python is not None else None
        for instruction in stage.instructions:
            named = re.search(r"\bpython(3\.\d+)(?=[\s\"',\]]|$)", instruction.argument.text)
            if python is None or named is None or instruction.keyword not in _STARTERS or named[1] == minor:
                continue
            if python.interpreters != (f"python{named[1]}",):
                yield ask(
                    f"Line {instruction.lines.first} starts python{named[1]}, and packages are installed for"
                    f" {', '.join(python.interpreters)}."
                )
                return


_EMBEDDING = re.compile(
    r"^(?:libapache2-mod-wsgi.*|mod_wsgi|python3-mod_wsgi|uwsgi.*|python3-uwsgi.*|unit-python.*|postgresql.*plpython3.*"
    r"|freeradius-python3)$"
)
_PYTHON_PROGRAMS = {
    "ansible", "ansible-core", "awscli", "celery", "certbot", "django-admin", "gunicorn", "gunicorn3", "httpie",
    "jupyter", "jupyter-notebook", "mitmproxy", "pylint", "scrapy", "spyder", "twine", "yt-dlp",
}  # fmt: skip


def _embedding(view: View, family: Family) -> Iterator[Obstacle]:
    """Find packages of the distribution that run Python code with the interpreter they were packaged for."""
    indices = {stage.index for stage in family}
    for command in view.trace.system_installs:
        for name in command.packages if command.stage in indices else ():
            if _EMBEDDING.match(name):
                yield ask(
                    f"Line {command.lines.first}: {name} holds an interpreter of its own, which PATH does not steer."
                )
                return
            if name in _PYTHON_PROGRAMS:
                yield look(
                    f"Line {command.lines.first}: {name} of {command.manager} would not see the venv's packages."
                )
                return


def _libraries(pythons: dict[int, PackagedPython]) -> Iterator[Obstacle]:
    """Find libraries of the distribution beside pip's: the application may import them, and a venv would hide them."""
    for python in pythons.values():
        if python.libraries:
            command, name = python.libraries[0]
            others = len(python.libraries) - 1
            more = f" and {others} more" if others else ""
            yield look(
                f"Line {command.lines.first}: the application may import {name}{more} of {python.manager},"
                " so the venv would be made with --system-site-packages."
            )
            return


_SCRIPT = re.compile(r"^(?:\./|/)?[\w./-]+\.py$")


def _own_shebang(view: View, family: Family) -> Iterator[Obstacle]:
    """Find a Python file that is started by itself: its first line, which is not seen, names the interpreter."""
    for stage in family:
        launch = view.trace.stages[stage.index].launch
        if launch.program and launch.lines is not None and _SCRIPT.match(launch.program[0]):
            yield look(
                f"Line {launch.lines.first}: if the first line of {launch.program[0]} names /usr/bin/python3, it would"
                " not see the venv."
            )
            return


_SYSTEM = re.compile(r"/usr/bin/python3?(?:\.\d+)?(?![\w/.-])")
_HARMLESS = re.compile(
    r"(?:^|&&|\|\||[;|])\s*(?:(?:sudo\s+)?(?:ln|update-alternatives)\b[^&;|]*|/usr/bin/python3?(?:\.\d+)?(?![\w/.-]))"
)


def _by_path(view: View, family: Family) -> Iterator[Obstacle]:
    """Find lines that name the distribution's interpreter by its path where that may mean either one."""
    installs = {install.instruction for install in installs_of(view, family)}
    for stage in family:
        for instruction in stage.instructions:
            if instruction.keyword not in {"RUN", "ENV", "ARG"}:
                continue
            text = instruction.argument.text
            said = beside_installs(text) if instruction.span.start in installs else text
            if _SYSTEM.search(_HARMLESS.sub(";", said) if instruction.keyword == "RUN" else said):
                line = instruction.lines.first
                yield look(f"Line {line} names the interpreter by its path, which is not the venv's.")
                return
