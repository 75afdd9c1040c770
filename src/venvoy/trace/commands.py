"""Follows the commands of one RUN, in order, and notes what they do to the stage."""

from __future__ import annotations

import posixpath
import re
from itertools import pairwise

from attrs import define, field

from venvoy.model.dockerfile import Instruction
from venvoy.model.environment import Scope, Value
from venvoy.model.shell import Command, Script
from venvoy.model.source import Lines
from venvoy.model.trace import Elevated, Install, Site, SiteKind, SystemInstall, VenvMade
from venvoy.model.wheels import Wheelhouse
from venvoy.parse.lines import LineTable
from venvoy.parse.words import word_value
from venvoy.trace.installers.distribution import MANAGERS, system_packages
from venvoy.trace.installers.editables import editable_sources
from venvoy.trace.installers.guard import lifted_by, takes_marker
from venvoy.trace.installers.managed import brought
from venvoy.trace.installers.others import read_other
from venvoy.trace.installers.pdm import made_pypackages
from venvoy.trace.installers.pip import read_pip, read_setting
from venvoy.trace.installers.projects import read_project_setting
from venvoy.trace.installers.reading import Reading
from venvoy.trace.installers.venvs import activated, made_venv
from venvoy.trace.installers.wheels import built, read_files
from venvoy.trace.invocation import Invocation, invocation
from venvoy.trace.moment import Moment
from venvoy.trace.state import Interpreter, StageState, path_entries

_ELEVATING = {"sudo", "doas"}
_DECLARING = {"export", "declare", "readonly", "typeset"}
_HOME_OPTIONS = {"-d", "--home-dir", "--home", "-h"}


@define
class Follower:
    """Carries the little state that a shell has from one command of a RUN to the next."""

    stage: int
    scope: Scope
    state: StageState
    table: LineTable
    local: dict[str, str | None] = field(factory=dict)
    workdir: str = ""
    path: str = ""
    made: list[VenvMade] = field(factory=list)
    """The virtual environments that the script makes."""
    elevated: list[Elevated] = field(factory=list)
    """The commands that sudo starts."""
    system_installs: list[SystemInstall] = field(factory=list)
    """What the script lets a distribution's package manager install."""
    wheelhouses: list[Wheelhouse] = field(factory=list)
    """The directories that it fills with distributions."""
    _paths: tuple[str, tuple[str, ...]] = ("", ())

    def __attrs_post_init__(self) -> None:
        self.workdir = self.scope.workdir.text or "/"
        path = self.scope.env.get("PATH")
        self.path = (path.text if path is not None else None) or ""

    def follow(self, instruction: Instruction, script: Script) -> list[Install]:
        """Return the installs of *script*, and note venvs, homes and settings in the stage's state."""
        found: list[Install] = []
        for command in script.commands:
            moment = self._moment()
            run = invocation(command, self.scope, self.local)
            if run is None:
                self._assign(command)
                continue
            if run.program in _DECLARING:
                self._assign(command)
                continue
            if _ELEVATING & set(run.wrappers):
                self.elevated.append(Elevated(self.stage, instruction.span.start, command.lines, run.program))
            reading = read_pip(run, moment) or read_other(run, moment)
            if reading is not None:
                found.append(self._install(instruction, command, run, reading, moment))
            elif (made := made_venv(run, moment)) is not None:
                self._make(instruction, command, run, made)
            elif (house := built(run, moment)) is not None:
                start, lines = instruction.span.start, command.lines
                self.wheelhouses.append(
                    Wheelhouse(self.stage, start, lines, house.program, house.path, house.wheels_only)
                )
            elif versions := brought(run):
                self.state.managed.update(versions)
            elif packages := system_packages(run):
                self._packages(instruction, command, MANAGERS[run.program], packages)
            else:
                self._note(run, moment)
        return found

    def _packages(self, instruction: Instruction, command: Command, manager: str, packages: tuple[str, ...]) -> None:
        self.state.note_packages(packages, manager)
        lines = Lines(self.table.line(command.argv[0].span.start), command.lines.last)
        self.system_installs.append(
            SystemInstall(manager, self.stage, instruction.span.start, lines, command, packages)
        )

    def _make(
        self, instruction: Instruction, command: Command, run: Invocation, made: tuple[Site, Interpreter]
    ) -> None:
        venv, interpreter = made
        self.state.venvs[venv.root.text or ""] = venv
        self.state.hold(venv)
        seeded = "--without-pip" not in run.values and (run.program != "uv" or "--seed" in run.values)
        if not seeded:
            self.state.bare.add(venv.root.text or "")
        words = zip(run.values, run.arguments, strict=True)
        self.made.append(
            VenvMade(
                self.stage,
                instruction.span.start,
                command.lines,
                venv,
                seeded,
                relocatable="--relocatable" in run.values,
                below=None if interpreter.site.kind is SiteKind.UNKNOWN else interpreter.site,
                looks_below=next((word.span for value, word in words if value == "--system-site-packages"), None),
            )
        )

    def _moment(self) -> Moment:
        if self._paths[0] != self.path:
            self._paths = (self.path, path_entries(self.path, self.workdir))
        return Moment(self.scope, self.state, self._paths[1], self.workdir, self.local, self.scope.user)

    def _assign(self, command: Command) -> None:
        for assignment in command.assignments:
            self._set(assignment.name, word_value(assignment.value, self.scope, self.local).text)

    def _set(self, name: str, value: str | None) -> None:
        self.local[name] = value
        if name == "PATH" and value is not None:
            self.path = value

    def _note(self, run: Invocation, moment: Moment) -> None:
        """Note what a command that installs nothing changes for those after it."""
        if run.program in {"source", "."}:
            root = activated(run, moment)
            if root is not None and root in self.state.venvs:
                self._set("PATH", f"{root}/bin:{self.path}")
                self._set("VIRTUAL_ENV", root)
        elif run.program == "cd" and run.values and run.values[0] is not None:
            self.workdir = posixpath.normpath(posixpath.join(self.workdir, run.values[0]))
            self._paths = ("", ())
        elif run.program in {"useradd", "adduser"}:
            self._note_home(run)
        elif projects := made_pypackages(run, moment):
            self.state.pypackages.update(projects)
        elif takes_marker(run):
            self.state.unmarked = True
        elif setting := read_setting(run):
            self.state.pip_settings[setting[0]] = setting[1]
        elif setting := read_project_setting(run):
            self.state.settings[setting[0]] = setting[1]

    def _note_home(self, run: Invocation) -> None:
        words = [value or "" for value in run.values]
        home = next((b for a, b in pairwise(words) if a in _HOME_OPTIONS), None)
        attached = next((w.partition("=")[2] for w in words if w.startswith(("--home-dir=", "--home="))), None)
        users = [word for word in words if word and not word.startswith("-")]
        if not users:
            return
        if home or attached:
            self.state.homes[users[-1]] = attached or home or ""
        number = next((b for a, b in pairwise(words) if a in {"-u", "--uid"}), None)
        number = number or next((w.partition("=")[2] for w in words if w.startswith("--uid=")), None)
        if number:
            # Docker looks the home of a numeric USER up in /etc/passwd.
            self.state.homes[number] = self.state.homes.get(users[-1], f"/home/{users[-1]}")

    def _install(
        self, instruction: Instruction, command: Command, run: Invocation, reading: Reading, moment: Moment
    ) -> Install:
        if reading.site.kind is SiteKind.VENV and reading.site.root.text is not None:
            if reading.what == ("uv sync",) and reading.site.root.text not in self.state.venvs:
                self.state.bare.add(reading.site.root.text)
            self.state.venvs.setdefault(reading.site.root.text, reading.site)
        if reading.tooling:
            self.state.tools.update((re.split(r"[\[=<>~! ]", what)[0], reading.site) for what in reading.what)
        user = Value(run.user) if run.user is not None else moment.user
        return Install(
            installer=reading.installer,
            stage=self.stage,
            instruction=instruction.span.start,
            lines=Lines(self.table.line(command.argv[0].span.start), command.lines.last),
            command=command,
            site=reading.site,
            what=reading.what,
            user=user,
            program=reading.program,
            tooling=reading.tooling,
            conditional=command.conditional,
            options=reading.options,
            lifted=lifted_by(run, moment),
            reads=read_files(run, moment),
            editable=editable_sources(run, moment),
        )
