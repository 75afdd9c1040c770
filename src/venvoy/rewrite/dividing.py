"""Divides one RUN between the stage that builds and the stage that ships, between its statements and nowhere else."""

from __future__ import annotations

import re

from attrs import field, frozen

from venvoy.model.dockerfile import Dockerfile, Instruction
from venvoy.model.environment import Base
from venvoy.model.shell import Script
from venvoy.model.source import Span
from venvoy.rewrite.excerpt import excerpt
from venvoy.rewrite.mounts import only_installs
from venvoy.rewrite.purging import Purge, purge_of
from venvoy.rewrite.statements import (
    MANIFEST,
    TOOLS,
    Part,
    Role,
    is_fed,
    leaves_nothing,
    makes,
    may_miss,
    moves,
    parts_of,
    placeless,
    quiet,
)
from venvoy.rewrite.system_packages import Fewer, fewer, installed

_OF_INSTALLERS = ("PIP_", "UV_", "POETRY_", "PIPENV_")
_PIP = re.compile(r"^(?:.*/)?pip[\d.]*$")
_NAME = re.compile(r"\$\{?(\w+)")


@frozen
class Division:
    """One RUN, shared out."""

    cuts: tuple[Span, ...] = ()
    """What leaves the RUN of the build stage."""
    before: bytes = b""
    """The RUN of the last stage that stands where the venv is not there yet; empty when there is none."""
    behind: bytes = b""
    """The RUN of the last stage that needs the venv; empty when there is none."""
    packages: Fewer = field(factory=Fewer)
    libraries: bool = False
    """True when `before` brings system packages, which what was compiled may need."""
    twice: bool = False
    """True when something that is no system package is done in both stages."""

    @property
    def differs(self) -> bool:
        """True when the two stages do not do the same."""
        return bool(self.cuts or self.packages.changes or self.packages.gone)


@frozen
class Undivided:
    """Why a RUN stays whole."""

    reason: str
    """Half a sentence: ``line 4 also runs make in the RUN that installs``."""


@frozen
class Setting:
    """What a RUN is divided within."""

    dockerfile: Dockerfile
    base: Base
    needed: str
    """Text of everything else that runs in the last stage."""
    marks: tuple[str, ...]
    """Places that packages move away from."""
    later: Purge = field(factory=Purge)
    """What RUNs behind the installs take away again, and so need not take away any more."""
    heavy: bool = False
    """True when something else in the last stage may need a compiler, so that no package is left out."""
    python: str | None = None
    """The interpreter that a package manager brings, which the last stage needs as well; None for the image's own."""
    through: bool = False
    """True when the environment sees the distribution's packages, and may be built on any of them."""


def divide(
    instruction: Instruction, script: Script, installs: tuple[Span, ...], setting: Setting, *, last: bool
) -> Division | Undivided:
    """Divide a RUN whose commands at *installs* put packages into the venv.

    *last* is True when no other RUN installs after it: what follows its installs is then done in the last stage alone.
    """
    parts = parts_of(script, setting.dockerfile.content)
    if not parts or not _in_one_piece(instruction, script):
        return Undivided(f"line {instruction.lines.first} {_also(script)}")
    return _Divider(instruction, parts, installs, setting, last=last).divided()


def _in_one_piece(instruction: Instruction, script: Script) -> bool:
    """Return True when cutting out statements leaves a script: no here-document feeds one of them."""
    lone = len(instruction.heredocs) == 1 and len(instruction.words) <= 1
    return (lone or not instruction.heredocs) and not any(is_fed(command) for command in script.commands)


def _also(script: Script) -> str:
    if script.opaques:
        return "also runs something that is not understood in the RUN that installs."
    loud = [c for c in script.commands if not leaves_nothing(c)]
    first = next((c for c in (*filter(is_fed, loud), *loud)), None)
    name = "something" if first is None else first.argv[0].raw if first.argv else "a redirection"
    return f"also runs {name} in the RUN that installs."


@frozen
class _Divider:
    instruction: Instruction
    parts: tuple[Part, ...]
    installs: tuple[Span, ...]
    setting: Setting
    last: bool = field(kw_only=True)

    @property
    def content(self) -> bytes:
        return self.setting.dockerfile.content

    def text(self, part: Part) -> str:
        return self.content[part.statement.span.start : part.statement.span.end].decode("utf-8", "surrogateescape")

    @property
    def _ends(self) -> tuple[int, int]:
        """Indices of the first and the last statement that installs; behind the end when none does."""
        found = [n for n, part in enumerate(self.parts) if any(self._within(part, span) for span in self.installs)]
        return (found[0], found[-1]) if found else (len(self.parts), len(self.parts))

    @staticmethod
    def _within(part: Part, span: Span) -> bool:
        return part.statement.span.start <= span.start and span.end <= part.statement.span.end

    @property
    def _others(self) -> tuple[int, ...]:
        return tuple(n for n, part in enumerate(self.parts) if part.role is Role.OTHER)

    def divided(self) -> Division | Undivided:
        first, final = self._ends
        tail = [n for n in self._others if n > final and self.last]
        if why := self._obstacle(tail):
            return Undivided(why)
        heavy = self.setting.heavy or any(not quiet(self.parts[n].commands) for n in tail)
        purges = any(part.role is Role.PURGES for part in self.parts)
        if heavy and purges:
            loud = next(n for n in (*tail, *range(len(self.parts))) if self.parts[n].role in {Role.OTHER, Role.PURGES})
            return Undivided(self._about(loud, "also runs"))
        if purges and (using := self._uses_before_purge()) is not None:
            return Undivided(self._about(using, "also runs"))
        shipped = "\n".join((self.setting.needed, *(self.text(self.parts[n]) for n in self._others)))
        of, later, python = self.setting, self.setting.later, self.setting.python
        found = None if heavy else fewer(self.parts, of.base, shipped, later, python=python, through=of.through)
        if purges and (found is None or self._purges_others()):
            purging = next(n for n, part in enumerate(self.parts) if part.role is Role.PURGES)
            return Undivided(self._about(purging, "also runs"))
        packages = found or Fewer()
        leaving = {n for n, part in enumerate(self.parts) if part.role is Role.PURGES} | set(tail)
        return Division(
            tuple(self._cuts(leaving)),
            self._share([n for n in range(len(self.parts)) if n < first], packages),
            self._share([n for n in range(len(self.parts)) if n > first], packages),
            packages,
            libraries=any(self._calls_apt(n) and self._ships(n, packages) for n in range(min(first, len(self.parts)))),
            twice=any(n not in tail for n in self._others),
        )

    def _uses_before_purge(self) -> int | None:
        """Return the statement that may need what is installed before it and taken away again behind it."""
        system = next((n for n, part in enumerate(self.parts) if part.role is Role.SYSTEM), len(self.parts))
        purging = max(n for n, part in enumerate(self.parts) if part.role is Role.PURGES)
        between = (n for n in self._others if system < n < purging)
        return next((n for n in between if not all(makes(c) for c in self.parts[n].commands)), None)

    def _purges_others(self) -> bool:
        """Return True when something is taken away that another RUN has brought."""
        purge = purge_of(self.parts)
        return not purge.keeps_libraries and not purge.names <= installed(self.parts)

    def _about(self, at: int, verb: str) -> str:
        named = [command for command in self.parts[at].commands if command.argv]
        loud = [command for command in named if not leaves_nothing(command)]
        command = next(iter((*loud, *named)), None)
        name = command.argv[0].raw if command is not None and command.argv else "something"
        line = command.lines.first if command is not None else self.instruction.lines.first
        return f"line {line} {verb} {name} in the RUN that installs."

    def _obstacle(self, tail: list[int]) -> str | None:
        """Return why the statements cannot be told apart with certainty."""
        for at in self._others:
            part = self.parts[at]
            text = self.text(part)
            if any(c.argv and c.argv[0].raw.rpartition("/")[2] in TOOLS for c in part.commands):
                return self._about(at, "also runs")
            loud = not quiet(part.commands) or any(_PIP.match(c.argv[0].raw) for c in part.commands if c.argv)
            if (at not in tail and loud) or any(may_miss(command) for command in part.commands):
                return self._about(at, "also runs")
            if any(mark in text for mark in self.setting.marks):
                return self._about(at, "names the place that packages move away from with")
            words = [word.raw for command in part.commands for word in command.argv[1:]]
            if any(MANIFEST.match(word.rstrip("/").rpartition("/")[2]) for word in words):
                return self._about(at, "also runs")
            moved = any(moves(earlier.commands) for earlier in self.parts[:at])
            if moved and not all(placeless(command) for command in part.commands):
                return self._about(at, "changes the directory before it runs")
        shipped = [n for n, part in enumerate(self.parts) if part.role in {Role.OTHER, Role.SYSTEM}]
        used = {name for n in shipped for name in _NAME.findall(self.text(self.parts[n]))}
        computed = {
            assigned.name
            for part in self.parts
            for command in part.commands
            for assigned in command.assignments
            if assigned.value.literal is None
        }
        inside = {a.name for n in shipped for c in self.parts[n].commands for a in c.assignments}
        if names := sorted(used & (computed - inside)):
            return f"line {self.instruction.lines.first} computes {names[0]} in the RUN that installs."
        return None

    def _share(self, indices: list[int], packages: Fewer) -> bytes:
        """Return the RUN of the last stage that does what of *indices* ships."""
        doing = [n for n in indices if self._ships(n, packages)]
        if not doing:
            return b""
        system = [n for n in doing if self._calls_apt(n)]
        keep = set(doing)
        for at, part in enumerate(self.parts):
            if system and (part.role is Role.CLEANS or (part.role is Role.UPDATES and at < system[-1])):
                keep.add(at)
        named = set(_NAME.findall(self._excerpt(doing, keep, packages).decode("utf-8", "replace")))
        setting = (n for n, part in enumerate(self.parts[: doing[-1]]) if part.role is Role.SETS)
        keep |= {n for n in setting if self._is_used(self.parts[n], named, system=bool(system))}
        return self._excerpt(doing, keep, packages)

    def _excerpt(self, doing: list[int], keep: set[int], packages: Fewer) -> bytes:
        cuts = [*self._cuts(set(range(len(self.parts))) - keep), *self._flags(doing, keep)]
        style = (self.setting.dockerfile.escape, self.setting.dockerfile.newline)
        return excerpt(self.content, self.instruction.span, cuts, packages.changes, style)

    def _ships(self, at: int, packages: Fewer) -> bool:
        part = self.parts[at]
        if part.role is Role.SYSTEM:
            return part.statement.span.start not in packages.gone
        return part.role is Role.OTHER

    def _calls_apt(self, at: int) -> bool:
        names = {command.argv[0].raw for command in self.parts[at].commands if command.argv}
        return bool(names & {"apt-get", "apt", "apk"})

    @staticmethod
    def _is_used(part: Part, named: set[str], *, system: bool) -> bool:
        """Return True for options of the shell, exported variables, and variables that a shipped statement names."""
        command = part.commands[0]
        if command.argv and command.argv[0].literal == "set":
            return True
        names = {assigned.name for assigned in command.assignments}
        if command.argv and not all(name.startswith(_OF_INSTALLERS) for name in names):
            return names != {"DEBIAN_FRONTEND"} or system
        return bool(names & named)

    def _cuts(self, leaving: set[int]) -> list[Span]:
        """Return the bytes that go so that the statements *leaving* are gone and the others still read as a script."""
        cuts: list[Span] = []
        at, count = 0, len(self.parts)
        spans = [part.statement.span for part in self.parts]
        while at < count:
            if at not in leaving:
                at += 1
                continue
            behind = at
            while behind < count and behind in leaving:
                behind += 1
            joint = self.parts[behind].statement.operator if behind < count else ""
            if behind < count and (at == 0 or (joint == "&&" and self.parts[at].statement.operator != "&&")):
                cuts.append(Span(spans[at].start, spans[behind].start))
            else:
                cuts.append(Span(spans[at - 1].end if at else spans[at].start, spans[behind - 1].end))
            at = behind
        return cuts

    def _flags(self, doing: list[int], keep: set[int]) -> list[Span]:
        """Return the bytes of the flags that only installing needs; others travel with what they were given for."""
        flags = self.instruction.flags
        text = "\n".join(self.text(self.parts[n]) for n in keep)
        lone = all(self.parts[n].role is not Role.OTHER for n in doing)
        begins = self.parts[0].statement.span.start
        if self.instruction.heredocs:
            begins = self.instruction.heredocs[0].marker.start
        starts = [flag.span.start for flag in flags] + [begins]
        return [Span(starts[n], starts[n + 1]) for n, flag in enumerate(flags) if only_installs(flag, text, lone=lone)]
