"""What moves into the venv together: the installs and copies of stages that belong to each other."""

from __future__ import annotations

import re
from functools import cached_property

from attrs import define, field

from venvoy.model.dockerfile import Dockerfile, Instruction, Stage
from venvoy.model.environment import Scope
from venvoy.model.finding import Finding
from venvoy.model.isolation import EntryCheck
from venvoy.model.plan import Cause, Choices
from venvoy.model.shell import Script
from venvoy.model.trace import Carry, Install, Installer, Site, SiteKind, VenvMade
from venvoy.parse.lines import LineTable
from venvoy.parse.script import script_of
from venvoy.trace.scripts import bare_scripts
from venvoy.trace.view import View

_SPOKEN = frozenset(Installer) - {Installer.CONDA, Installer.PIPX, Installer.SYSTEM}

_APART = {"poetry", "uv", "pipenv", "pdm", "pip-tools", "virtualenv", "hatch", "tox", "nox", "pipx"}
_SHARED = {
    "/",
    "/bin",
    "/sbin",
    "/lib",
    "/usr",
    "/usr/bin",
    "/usr/lib",
    "/usr/local",
    "/usr/local/bin",
    "/usr/local/lib",
}
"""Directories that packages may be copied to, and that never become theirs alone."""
_KINDS = frozenset(SiteKind) - {SiteKind.VENV, SiteKind.UNKNOWN}


@define(slots=False)
class Move:
    """One accepted group of findings, with the part of the trace that it is about."""

    view: View
    stages: tuple[Stage, ...]
    findings: tuple[Finding, ...]
    choices: Choices
    check: EntryCheck | None = None
    """How the environment is asked for what starts; None where it is not known to hold it."""
    _scripts: dict[int, Script] = field(init=False, factory=dict, repr=False, eq=False)

    @cached_property
    def adopted(self) -> VenvMade | None:
        """The venv that the file makes already and passes by; it is used instead of a new one."""
        return self.view.idle_venv(self.stages)

    @property
    def dockerfile(self) -> Dockerfile:
        """The file that is rewritten."""
        return self.view.dockerfile

    @cached_property
    def indices(self) -> frozenset[int]:
        """Indices of the stages."""
        return frozenset(stage.index for stage in self.stages)

    @cached_property
    def installs(self) -> tuple[Install, ...]:
        """Every install of the stages that may run in the venv, in the order of the file.

        Upgrades of pip and what builds go along; tools that install (Poetry, uv, …) stay apart from the application
        unless they come in the very RUN that installs it.
        """
        found = (i for i in self.view.trace.installs if i.stage in self.indices and i.installer in _SPOKEN)
        kept = [i for i in found if i.site.kind in _KINDS and not self._apart(i) and i not in self.repeated]
        first = {host: self._first_application(host, kept) for host in self.hosts_of(kept)}
        return tuple(i for i in kept if self.host_of(i.stage, first) is not None)

    @cached_property
    def repeated(self) -> frozenset[Install]:
        """Installs that repeat, in a receiving stage, what the venv brings already: one venv, one install."""
        again = (bare.again for bare in bare_scripts(self.view) if bare.carry.stage in self.indices)
        return frozenset(install for install in again if install is not None)

    def _apart(self, install: Install) -> bool:
        """Return True for a tool that is installed before the application, in a RUN of its own or in the same one."""
        if not install.tooling or not any(re.split(r"[\[=<>~!]", word)[0] in _APART for word in install.what):
            return False
        applications = [i for i in self.view.trace.installs if i.stage in self.indices and not i.tooling]
        return all(i.command.span.start > install.command.span.start for i in applications if i.stage == install.stage)

    @cached_property
    def beside(self) -> tuple[Install, ...]:
        """Tools that are installed in a RUN of the application: they need the interpreter's own pip by its path."""
        moved = {i.instruction for i in self.installs}
        mine = (i for i in self.view.trace.installs if i.stage in self.indices and i.installer is Installer.PIP)
        return tuple(i for i in mine if self._apart(i) and i.instruction in moved)

    @cached_property
    def tools(self) -> frozenset[int]:
        """First bytes of the RUNs that bring such tools and nothing else."""
        mine = [i for i in self.view.trace.installs if i.stage in self.indices]
        moved = {i.instruction for i in self.installs}
        return frozenset(i.instruction for i in mine if self._apart(i) and i.instruction not in moved)

    @staticmethod
    def _first_application(stage: int, installs: list[Install]) -> int:
        return min(i.instruction for i in installs if i.stage == stage)

    def hosts_of(self, installs: list[Install]) -> frozenset[int]:
        """Return the stages of application installs that inherit from no other such stage."""
        having = {i.stage for i in installs if not i.tooling}
        return frozenset(stage for stage in having if not having & set(self.ancestors(stage)))

    def host_of(self, stage: int, hosts: dict[int, int]) -> int | None:
        """Return the host that *stage* is or inherits from, or None."""
        return next((at for at in (stage, *self.ancestors(stage)) if at in hosts), None)

    @cached_property
    def hosts(self) -> tuple[int, ...]:
        """Stages in which the venv is made, by index."""
        receiving = {carry.stage for carry in self.carries}
        having = {i.stage for i in self.installs if not i.tooling}
        tops = (s for s in having if not having & set(self.ancestors(s)))
        # A stage that is given the venv and then installs more goes on in the one that it was given.
        return tuple(sorted(stage for stage in tops if not self._receives_first(stage, receiving)))

    def _receives_first(self, stage: int, receiving: set[int]) -> bool:
        return bool(({stage} | set(self.ancestors(stage))) & receiving)

    @cached_property
    def carries(self) -> tuple[Carry, ...]:
        """The copies that the venv replaces."""
        shipped = (self.view.trace.carries[at] for at in sorted(self.view.shipped_carries))
        return tuple(c for c in shipped if c.stage in self.indices and c.site.kind in _KINDS)

    @cached_property
    def sites(self) -> tuple[Site, ...]:
        """The sites that are left, without doubles."""
        return tuple(dict.fromkeys(i.site for i in self.installs if not i.tooling))

    @cached_property
    def old_roots(self) -> tuple[str, ...]:
        """Directories of user sites and user bases that are no longer filled."""
        kinds = _KINDS - {SiteKind.SYSTEM}
        roots = [s.root.text for s in self.sites if s.kind in kinds and s.root.text]
        # A copy may land somewhere else: /root/.local becomes /home/app/.local.
        landed = [c.destination for c in self.carries if c.site.kind in kinds and c.source == c.site.root.text]
        # What travels of __pypackages__ are its lib and its bin, to places of any name.
        parts = (c for c in self.carries if c.site.kind is SiteKind.PYPACKAGES and "all" not in c.parts)
        landed += [c.destination.removesuffix("/*") for c in parts]
        return tuple(dict.fromkeys((*roots, *(path for path in landed if path not in _SHARED))))

    @cached_property
    def _table(self) -> LineTable:
        return LineTable(self.dockerfile.content)

    def script(self, instruction: Instruction) -> Script:
        """Return what *instruction* runs, read once."""
        start = instruction.span.start
        if start not in self._scripts:
            self._scripts[start] = script_of(instruction, self.scope(instruction).shell, self._table)
        return self._scripts[start]

    def ancestors(self, stage: int) -> tuple[int, ...]:
        """Return the stages that *stage* inherits from, nearest first."""
        chain: list[int] = []
        at = self.dockerfile.stages[stage].base_stage
        while at is not None:
            chain.append(at)
            at = self.dockerfile.stages[at].base_stage
        return tuple(chain)

    def instruction(self, start: int) -> Instruction:
        """Return the instruction that starts at byte *start*."""
        return self.view.instruction(start)

    def prefix(self, stage: int) -> str | None:
        """Return the prefix of the interpreter that a stage has from its image or from a package manager."""
        packaged = "/usr" if self.view.packaged(stage) is not None else None
        return self.view.surroundings.bases[stage].prefix or packaged

    def scope(self, instruction: Instruction) -> Scope:
        """Return what is in force before *instruction*."""
        return self.view.surroundings.scopes[instruction.span.start]

    def cause(self, place: Install | Carry | None, why: str) -> Cause:
        """Return the cause for an edit at *place*: the finding that is about it, else the first of the group."""
        lines = place.lines if place is not None else None
        about = [f for f in self.findings if lines is not None and f.lines.first == lines.first]
        related = [f for f in self.findings if lines is not None and any(r.lines == lines for r in f.related)]
        chosen = (about or related or list(self.findings))[0]
        return Cause(chosen.id, why)
