"""May an application run with ``python -I``? From its import graph, from what is installed, and from what starts."""

from __future__ import annotations

import posixpath
import re
import sys
from collections.abc import Iterable
from pathlib import Path

from attrs import evolve, frozen

from venvoy.model.analysis import Analysis
from venvoy.model.dockerfile import Form, Instruction
from venvoy.model.imports import ImportGraph, Manner, Module, Origin
from venvoy.model.isolation import Isolation, Measure, ProjectOffer, Standing
from venvoy.model.trace import Launch
from venvoy.repository.entry_check import entry_check
from venvoy.repository.imports import Root, Start, Walk
from venvoy.repository.installed import InstalledProject, installed_projects
from venvoy.repository.layout import contents
from venvoy.repository.offering import project_offer
from venvoy.repository.placing import ImageFiles
from venvoy.repository.search_paths import search_paths
from venvoy.trace.entry import Entry, entry_of
from venvoy.trace.state import path_entries
from venvoy.trace.view import View

_FETCHES = re.compile(r"\bgit\s+(?:-\S+\s+)*clone\b|\bunzip\b")


@frozen
class _Case:
    """What the judgement is about."""

    analysis: Analysis
    files: ImageFiles
    entry: Entry
    launch: Launch
    stage: int
    projects: tuple[InstalledProject, ...]
    given: tuple[str, ...]
    """Directories of PYTHONPATH."""
    own: frozenset[str] = frozenset()
    """Directories of which the modules that are reached are installed with the project."""

    @property
    def left_out(self) -> tuple[str, ...]:
        """Directories in which Python would no longer look, and nothing puts them back."""
        first = () if self.entry.folder is None else (self.entry.folder,)
        return tuple(one for one in (*first, *self.given) if one != self.entry.added)

    def installs(self, module: Module) -> bool:
        """Return True when *module* is surely in the environment."""
        package = not module.path.endswith(".py") or posixpath.basename(module.path) == "__init__.py"
        return any(one.holds(module.name, namespace=module.namespace, package=package) for one in self.projects)

    def copies(self, module: Module) -> bool:
        """Return True when a copy of *module* is surely in the environment, wherever its source is."""
        return evolve(self, projects=tuple(one for one in self.projects if one.copied)).installs(module)


def isolation(analysis: Analysis) -> Isolation:
    """Return whether what the last stage starts may run with ``-I``; nothing of the repository is executed."""
    stage = analysis.dockerfile.stages[-1]
    launch = analysis.trace.stages[stage.index].launch
    scope = analysis.surroundings.final[stage.index]
    relied_on = tuple(sorted(name for name in scope.env if name.startswith("PYTHON") and "_" not in name))
    project = analysis.repository.project
    scripts = {script.name: script.target for script in project.scripts} if project is not None else {}
    starts = [i for i in stage.instructions if i.keyword in {"CMD", "ENTRYPOINT"}]
    shell = any(one.form is Form.SHELL for one in starts)
    workdir = scope.workdir.text or "/"
    entry = entry_of(launch.program, workdir, scripts, shell=shell)
    declared = scope.env.get("PYTHONPATH")
    given = tuple(path_entries((declared.text if declared is not None else None) or "", workdir))
    if analysis.repository.root is None:
        found = _alone(entry, launch)
    elif entry is None:
        why = "What starts cannot be told from CMD and ENTRYPOINT, so neither can what it imports."
        found = Isolation(Standing.UNKNOWN, Measure.LEAVE, why, launch.lines)
    else:
        view = View(analysis.dockerfile, analysis.surroundings, analysis.trace, analysis.repository)
        files = ImageFiles(view, Path(analysis.repository.root))
        found = _judged(_Case(analysis, files, entry, launch, stage.index, tuple(installed_projects(files)), given))
    paths = () if entry is None else search_paths(launch, entry, given)
    installed = evolve(found.installed, relied_on=relied_on, paths=paths) if found.installed is not None else None
    return evolve(found, relied_on=relied_on, paths=paths, installed=installed)


def _alone(entry: Entry | None, launch: Launch) -> Isolation:
    """Return what there is to say without any file of the repository."""
    if entry is not None and (why := _no_place(entry)):
        return Isolation(Standing.NOT_PYTHON, Measure.NOTHING, why, launch.lines)
    why = "Nothing was seen of the repository, so what the application imports is not known."
    return Isolation(Standing.UNSEEN, Measure.LEAVE, why, launch.lines)


def _no_place(entry: Entry) -> str | None:
    if entry.python and not entry.isolated:
        return None
    has = "has its -I already" if entry.isolated else "is no python, so -I has no place"
    unread = " What the script starts in its turn was not followed." if _is_script(entry) else ""
    return f"What starts, {entry.program}, {has}.{unread}"


def _is_script(entry: Entry) -> bool:
    """Tell whether a shell script starts, by its name: it may start a Python."""
    return not entry.python and entry.program.endswith((".sh", ".bash", "entrypoint"))


def _judged(case: _Case) -> Isolation:
    entry = case.entry
    walk = _walk(case)
    line = case.launch.lines.first if case.launch.lines is not None else 1
    if entry.script is not None:
        script = case.files.file(entry.script, case.stage)
        if script is None:
            why = f"{entry.script}, which starts, is not among the files that are copied from the repository."
            return Isolation(Standing.UNKNOWN, Measure.LEAVE, why, case.launch.lines)
        walk.script(script, Origin("Dockerfile", line))
    if entry.code is not None:
        walk.code(entry.code, Origin("Dockerfile", line))
    graph = walk.follow(_starts(case, line))
    found = Isolation(Standing.WORKS, Measure.NOTHING, "", case.launch.lines, graph=graph)
    lost = tuple(one for one in graph.modules if one.folder in case.left_out and not case.installs(one))
    if no_place := _no_place(entry):
        return evolve(found, standing=Standing.NOT_PYTHON, why=no_place)
    if lost:
        loses = evolve(found, standing=Standing.LOSES, lost=lost, measure=_measure(case, lost), why=_losing(lost))
        return loses if case.own else _with_offer(case, loses)
    own = case.own.union(root.folder for project in case.projects for root in project.roots)
    if foreign := [folder for folder in case.given if folder not in own]:
        why = f"PYTHONPATH names {foreign[0]}, and more may lie there than the repository shows; -I ignores it."
        return evolve(found, standing=Standing.UNKNOWN, measure=Measure.SAFE_PATH, why=why)
    if doubt := _doubt(case, walk, graph):
        return evolve(found, standing=Standing.UNKNOWN, measure=Measure.LEAVE, why=doubt)
    check = None if graph.computed or graph.unread else entry_check(entry, graph, case.files.root, case.copies)
    return evolve(found, why=_working(case, graph), check=check)


def _with_offer(case: _Case, loses: Isolation) -> Isolation:
    """Add what would make the lost modules installable, and what would be said then."""
    offer = project_offer(case.files, case.stage, loses.lost)
    if isinstance(offer, str):
        return evolve(loses, why_no_project=offer)
    folders = frozenset(one.folder for one in loses.lost if one.folder)
    roots = tuple(Root(folder, case.stage) for folder in sorted(folders))
    mine = InstalledProject(roots, _tops(offer), listed=None, regular=False)
    installed = _judged(evolve(case, projects=(*case.projects, mine), own=folders))
    measure = Measure.INSTALL if loses.measure is Measure.LEAVE else loses.measure
    return evolve(loses, measure=measure, project=offer, installed=installed)


def _tops(offer: ProjectOffer) -> frozenset[str]:
    return frozenset(posixpath.basename(source).removesuffix(".py") for source in offer.sources)


def _walk(case: _Case) -> Walk:
    kept = () if case.entry.added is None else (case.entry.added,)
    own = [Root(folder, case.stage) for folder in dict.fromkeys((*case.left_out, *kept))]
    return Walk(case.files, [*own, *(root for project in case.projects for root in project.roots)])


def _starts(case: _Case, line: int) -> Iterable[Start]:
    """Yield what the words that start name, and what variables name: DJANGO_SETTINGS_MODULE, FLASK_APP."""
    here = Origin("Dockerfile", line)
    if case.entry.module is not None:
        yield Start(case.entry.module, here, Manner.PLAIN)
        yield Start(f"{case.entry.module}.__main__", here, Manner.PLAIN)
    for name in case.entry.named:
        yield Start(name, here, Manner.NAMED)
    for name, value in sorted(case.analysis.surroundings.final[case.stage].env.items()):
        text = (value.text or "").partition(":")[0].removesuffix(".py")
        if not name.startswith("PYTHON") and text.replace(".", "").isidentifier():
            yield Start(text, here, Manner.NAMED)


def _losing(lost: tuple[Module, ...]) -> str:
    """Say it of what is surely imported before what is only named."""
    first = next((one for one in lost if one.manner is not Manner.NAMED and one.name != "__main__"), lost[0])
    asks = "names" if first.manner is Manner.NAMED else "imports"
    return (
        f"{first.asked_by.path}, line {first.asked_by.line}, {asks} {first.name}, which lies in {first.folder}, and no "
        "install puts it into the virtual environment."
    )


def _measure(case: _Case, lost: tuple[Module, ...]) -> Measure:
    if all(one.folder in case.given for one in lost):
        return Measure.SAFE_PATH
    packages = any("." in one.name or posixpath.basename(one.path) == "__init__.py" for one in lost)
    return Measure.INSTALL if packages else Measure.LEAVE


def _doubt(case: _Case, walk: Walk, graph: ImportGraph) -> str | None:
    """Return why it cannot be told although nothing is seen to be lost, or None."""
    line = case.files.not_followed(case.stage, case.left_out)
    if line is not None:
        return f"Line {line} copies what cannot be told from here, modules perhaps."
    for instruction in (i for at in case.files.view.chain(case.stage) for i in _instructions(case, at)):
        if instruction.keyword == "RUN" and _FETCHES.search(instruction.argument.text):
            return f"Line {instruction.lines.first} fetches files that are not seen from here, modules perhaps."
    within_reach = _within_reach(case, walk)
    if not within_reach:
        return None
    may = f"may import {within_reach}, which lies in a directory that -I leaves out"
    if graph.unread:
        return f"{graph.unread[0]} It {may}."
    if graph.computed:
        first = graph.computed[0]
        return f"{first.path}, line {first.line}, computes what is imported, and {may}."
    name = case.entry.module
    known = name is None or case.entry.added is not None or name.partition(".")[0] in sys.stdlib_module_names
    if not known and all(one.name != name for one in graph.modules):
        return f"{name} is not of this repository, and {may}."
    return None


def _instructions(case: _Case, stage: int) -> Iterable[Instruction]:
    return case.analysis.dockerfile.stages[stage].instructions


def _within_reach(case: _Case, walk: Walk) -> str | None:
    """Return a module that is found by a directory which -I leaves out, and that is not installed; None for none."""
    project = case.analysis.repository.project
    names = [*project.packages, *project.modules] if project is not None else []
    for folder in case.left_out:
        directory = case.files.directory(folder, case.stage)
        if directory is not None:
            lying = contents(case.files.root, directory)
            names += [*lying.packages, *lying.modules]
    for instruction in _instructions(case, case.stage):
        names += [posixpath.basename(w.text).removesuffix(".py") for w in instruction.words if w.text.endswith(".py")]
    script = posixpath.basename(case.entry.script or "").removesuffix(".py")
    for name in dict.fromkeys(names):
        root = walk.find(name) if name.isidentifier() else None
        package = root is not None and not any(one.holds(name, namespace=False, package=True) for one in case.projects)
        if root is not None and package and name != script and root.folder in case.left_out:
            return name
    return None


def _working(case: _Case, graph: ImportGraph) -> str:
    if case.entry.added is not None:
        program = case.entry.module if case.entry.python else case.entry.program
        return (
            f"{program} itself puts {case.entry.added} on sys.path, so that the application is found with -I as well."
        )
    own = [one for one in graph.modules if one.name != "__main__"]
    if own:
        return f"All {len(own)} modules of the repository that are reached are in the environment."
    return "What starts reaches no other module of the repository."
