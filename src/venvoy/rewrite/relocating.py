"""What a migration moves inside of the image: the two traces held against each other."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator

from attrs import frozen

from venvoy.model.analysis import Analysis
from venvoy.model.companion import Relocation
from venvoy.model.trace import Install, Site, SiteKind, StageTrace
from venvoy.trace.view import View

_DEDICATED = {SiteKind.USER, SiteKind.USER_BASE, SiteKind.VENV}
"""Kinds of site whose whole tree is the packages' own, unless the Dockerfile puts something else there."""
_HERE = re.compile(r"\./?(?:\[[\w, .-]*\])?")
_VARIABLES = frozenset({"PYTHONPATH", "PYTHONUSERBASE", "PYTHONHOME", "VIRTUAL_ENV", "UV_PROJECT_ENVIRONMENT"})


@frozen
class _Venv:
    """The environment that takes the packages in."""

    root: str
    packages: str
    scripts: str
    minor: str | None


def relocation(before: Analysis, after: Analysis) -> Relocation | None:
    """Return what lies elsewhere in the image of *after* than in that of *before*; None when nothing moves.

    *before* and *after* are one Dockerfile, as it is and as it would be rewritten. A site that some stage of the
    rewrite still fills with packages has not moved, and a directory with ``*`` for a minor version that is not known
    is left out.
    """
    venv = _venv(after)
    if venv is None:
        return None
    view = View(before.dockerfile, before.surroundings, before.trace, before.repository)
    still = {(site.kind, site.root.text) for site in _filled(after)}
    gone = [site for site in _filled(before) if _known(site) and (site.kind, site.root.text) not in still]
    moved = tuple(sorted(set(_directories(gone, venv, view)), key=_longest_first))
    scripts = tuple(sorted({(site.scripts, venv.scripts) for site in gone if site.scripts}, key=_longest_first))
    variables = _dropped(before, after)
    if not (moved or scripts or variables):
        return None
    return Relocation(
        venv=venv.root,
        moved=moved,
        scripts=scripts,
        interpreters=_interpreters(before, scripts) if gone and not _fills_system(after) else (),
        names=_own_scripts(before),
        minor=venv.minor,
        variables=variables,
        workdirs=_workdirs(before),
    )


def _venv(after: Analysis) -> _Venv | None:
    """Return the environment of the last shipping stage that has one, the last stage first."""
    for stage in reversed(after.trace.stages):
        if not stage.ships:
            continue
        site = stage.launch.python_site
        if site is None or site.kind is not SiteKind.VENV:
            site = next((p.site for p in stage.present if p.site.kind is SiteKind.VENV), None)
        if site is not None and site.root.text and site.packages and site.scripts:
            minor = site.python.text if site.python is not None else None
            return _Venv(site.root.text.rstrip("/"), site.packages, site.scripts, minor)
    return None


def _filled(of: Analysis) -> tuple[Site, ...]:
    """Return the sites that hold an application's packages at the end of some stage, each once."""
    installs = of.trace.installs
    found = {
        present.site: None
        for stage in of.trace.stages
        for present in stage.present
        if not present.installs or any(not installs[at].tooling for at in present.installs)
    }
    return tuple(found)


def _known(site: Site) -> bool:
    return bool(site.root.text) and "*" not in (site.root.text or "")


def _directories(gone: Iterable[Site], venv: _Venv, view: View) -> Iterator[tuple[str, str]]:
    workdirs = {scope.workdir.text for scope in view.surroundings.scopes.values()}
    for site in gone:
        root = (site.root.text or "").rstrip("/")
        packages = (site.packages or "*").rstrip("/")
        if site.kind is SiteKind.UNKNOWN or not root or _holds_source(view, packages):
            continue
        if "*" not in packages and "*" not in venv.packages:
            yield packages, venv.packages
        # An application that is copied to where the packages lie stays there.
        if site.kind in _DEDICATED and not _holds_source(view, root) and not {root, f"{root}/"} & workdirs:
            yield root, venv.root


def _holds_source(view: View, directory: str) -> bool:
    """Return True when some stage copies files of the context to *directory* or below."""
    return any(view.holds_files(stage.index, directory) for stage in view.dockerfile.stages)


def _interpreters(before: Analysis, scripts: tuple[tuple[str, str], ...]) -> tuple[str, ...]:
    """Return where the Python that runs the application lies, unless that directory is one of *scripts*."""
    launches = (stage.launch for stage in _shipping(before))
    found = {
        posixpath.dirname(launch.python)
        for launch in launches
        if launch.python and launch.python_site is not None and launch.python_site.kind is SiteKind.SYSTEM
    }
    # What apt brings to a distribution's own Python stays with it.
    return tuple(sorted(found - {old for old, _ in scripts} - {"/usr/bin"}))


def _fills_system(after: Analysis) -> bool:
    """Return True when packages stay with the interpreter itself, for which it may go on being started."""
    return any(site.kind is SiteKind.SYSTEM for site in _filled(after))


def _longest_first(pair: tuple[str, str]) -> tuple[int, str]:
    return -len(pair[0]), pair[0]


def _own_scripts(of: Analysis) -> frozenset[str]:
    """Return the console scripts of the project at the root of the build context, if some stage installs it."""
    project = of.repository.project
    if project is None or not any(_installs_project(install) for install in of.trace.installs):
        return frozenset()
    return frozenset(script.name for script in project.scripts)


def _installs_project(install: Install) -> bool:
    """Return True for an install of the directory that it runs in: ``pip install .``, ``-e .[redis]``, ``poetry``."""
    here = any(_HERE.fullmatch(word) for word in install.what)
    return not install.tooling and (here or install.runs_setup_py or bool(install.editable))


def _dropped(before: Analysis, after: Analysis) -> frozenset[str]:
    """Return the variables about Python's paths that no shipping stage of the rewrite sets any more."""
    return _VARIABLES & (_set(before) - _set(after))


def _set(of: Analysis) -> frozenset[str]:
    return frozenset(name for stage in _shipping(of) for name in of.surroundings.final[stage.index].env)


def _workdirs(of: Analysis) -> tuple[str, ...]:
    """Return the working directories of the last stage, the one in force at its end first, then of other targets."""
    found: dict[str, None] = {}
    for stage in reversed(_shipping(of)):
        scopes = [of.surroundings.final[stage.index]]
        scopes += [of.surroundings.scopes[i.span.start] for i in of.dockerfile.stages[stage.index].instructions[::-1]]
        found |= {scope.workdir.text.rstrip("/"): None for scope in scopes if scope.workdir.text}
    return tuple(path for path in found if path)


def _shipping(of: Analysis) -> list[StageTrace]:
    return [stage for stage in of.trace.stages if stage.ships]
