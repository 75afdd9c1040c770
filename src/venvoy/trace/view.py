"""The trace, as detectors ask it."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from typing import TypeVar, cast

from attrs import define, field

from venvoy.model.dockerfile import Dockerfile, Instruction, Stage
from venvoy.model.environment import Scope, Surroundings
from venvoy.model.repository import UNSEEN, Repository
from venvoy.model.trace import Carry, Install, Installer, SiteKind, Trace, VenvMade
from venvoy.parse.expansion import expand
from venvoy.trace.packaged import PackagedPython, packaged_python

Answer = TypeVar("Answer")

_PYTHON_PLACE = re.compile(r"^(?:/|/usr|/usr/local|.*/\.local|.*(?:python|/uv).*)/?$")
_BRINGS_PYTHON = re.compile(
    r"\b(?:apt-get|apt|apk|dnf|microdnf|yum|pyenv|conda|make)\b[^;&|]*python|configure|get-pip|pyenv"
)

_MANIFEST = re.compile(
    r"(?:^|/)(?:[\w.-]*(?:requirements|constraints)[\w.-]*|pyproject\.toml|setup\.(?:py|cfg)|[\w.-]+\.lock|Pipfile)/?$"
)

# Programs that write nothing below /usr/local, whatever their arguments.
_TIDY = {
    "apt", "apt-get", "apk", "cd", "chmod", "chown", "echo", "export", "false", "find", "pip", "pip3", "printf",
    "python", "python3", "rm", "set", "test", "true", "useradd", "groupadd", "adduser", "addgroup", "mkdir", "[",
    "locale-gen", "dpkg-reconfigure", "uv", "poetry", "pipenv", "ls", "cat", "grep", "sed", "env", "if", "then",
    "fi", "else", "do", "done", "for", "while", ":", "read", "groupmod", "usermod", "update-ca-certificates",
    "sleep", "date", "source", ".", "pdm", "pip-sync",
}  # fmt: skip


@define(slots=False)
class View:
    """One Dockerfile's trace with the questions that several detectors ask, each answered once."""

    dockerfile: Dockerfile
    surroundings: Surroundings
    trace: Trace
    repository: Repository = UNSEEN
    """What lies around the Dockerfile, as far as it was seen."""
    _instructions: dict[int, Instruction] = field(init=False)
    _answers: dict[tuple[object, int], object] = field(init=False, factory=dict, repr=False, eq=False)

    def __attrs_post_init__(self) -> None:
        self._instructions = {i.span.start: i for i in self.dockerfile.instructions}

    def instruction(self, start: int) -> Instruction:
        """Return the instruction whose first byte stands at *start*."""
        return self._instructions[start]

    def scope(self, start: int) -> Scope:
        """Return what is in force before the instruction at *start*."""
        return self.surroundings.scopes[start]

    @cached_property
    def shipped_installs(self) -> frozenset[int]:
        """Indices of application installs whose site is there in a stage that ships."""
        there = {
            at for stage in self.trace.stages if stage.ships for present in stage.present for at in present.installs
        }
        # Scripts alone make no site, but they too need what they import.
        for carry in self.trace.carries:
            if not carry.mount and self._feeds_shipping(carry.stage) and {"scripts", "one script"} & set(carry.parts):
                there |= self.taken(carry)
        return frozenset(at for at in there if not self.trace.installs[at].tooling)

    def _feeds_shipping(self, stage: int) -> bool:
        return self.trace.stages[stage].ships or self.trace.stages[stage].reaches_last

    @cached_property
    def shipped_carries(self) -> frozenset[int]:
        """Indices of the carries that take (part of) such a site along."""
        return frozenset(
            at
            for at, carry in enumerate(self.trace.carries)
            if not carry.mount and (self.taken(carry) & self.shipped_installs or self._foreign(carry))
        )

    def _foreign(self, carry: Carry) -> bool:
        """Return True when the carry brings packages from outside of the file into a stage that counts."""
        return carry.source_stage < 0 and self._feeds_shipping(carry.stage)

    def taken(self, carry: Carry) -> set[int]:
        """Return the indices of the installs whose site (part of) a carry takes along."""
        if carry.source_stage < 0:
            return set()
        present = self.trace.stages[carry.source_stage].present
        return {at for p in present if p.site == carry.site for at in p.installs}

    def installs(self, kind: SiteKind, installer: Installer = Installer.PIP) -> tuple[Install, ...]:
        """Return *installer*'s shipped application installs into sites of *kind*, in the order of the file."""
        chosen = (self.trace.installs[at] for at in sorted(self.shipped_installs))
        return tuple(i for i in chosen if i.installer is installer and i.site.kind is kind)

    def carries(self, kind: SiteKind) -> tuple[Carry, ...]:
        """Return the carries of shipped sites of *kind*."""
        chosen = (self.trace.carries[at] for at in sorted(self.shipped_carries))
        return tuple(carry for carry in chosen if carry.site.kind is kind)

    @cached_property
    def families(self) -> tuple[int, ...]:
        """For each stage, the smallest stage index of the set that must be migrated together with it.

        Stages belong together when one inherits from the other or a shipped site travels between them.
        """
        parent = list(range(len(self.dockerfile.stages)))

        def find(at: int) -> int:
            while parent[at] != at:
                at = parent[at]
            return at

        for stage in self.dockerfile.stages:
            if stage.base_stage is not None:
                _join(parent, find(stage.index), find(stage.base_stage))
        for at in self.shipped_carries:
            carry = self.trace.carries[at]
            if carry.source_stage < 0:
                continue
            _join(parent, find(carry.stage), find(carry.source_stage))
        return tuple(find(at) for at in range(len(parent)))

    def label(self, stage: int) -> str:
        """Return how messages call a stage; an image outside of the file for -1."""
        return "an image outside of this file" if stage < 0 else f"stage {self.dockerfile.stages[stage].label}"

    def idle_venv(self, family: tuple[Stage, ...]) -> VenvMade | None:
        """Return the one venv that *family* makes and then passes by: installs follow it, but go elsewhere."""
        indices = {stage.index for stage in family}
        made = [venv for venv in self.trace.venvs if venv.stage in indices]
        installs = [i for i in self.installs_of(family) if not i.tooling]
        if (
            len(made) != 1
            or not installs
            or any(self.trace.carries[at].stage in indices for at in self.shipped_carries)
        ):
            return None
        venv = made[0]
        filled = any(i.site.kind is SiteKind.VENV for i in self.installs_of(family))
        earlier = any(i.instruction <= venv.instruction for i in installs)
        by_uv = "uv venv" in self.instruction(venv.instruction).argument.text
        return None if filled or earlier or not (venv.seeded or by_uv) else venv

    def packaged(self, stage: int) -> PackagedPython | None:
        """Return the Python that a package manager brings into a stage, or one that it inherits from; None for none."""
        return self.once(_packaged, stage)

    def gets_python(self, stage: int) -> bool:
        """Return True when a stage, or one that it inherits from, is given a Python by a RUN."""
        inside = (i for at in self.chain(stage) for i in self.dockerfile.stages[at].instructions)
        return any(i.keyword == "RUN" and _BRINGS_PYTHON.search(i.argument.text) for i in inside)

    def copies_python(self, stage: int) -> bool:
        """Return True when a COPY from elsewhere may bring an interpreter into a stage."""
        inside = (i for at in self.chain(stage) for i in self.dockerfile.stages[at].instructions)
        copies = (i for i in inside if i.keyword in {"COPY", "ADD"} and i.flag("from") is not None)
        return any(_PYTHON_PLACE.search(word.text) for i in copies for word in i.words[:-1])

    def moved_venvs(self) -> tuple[tuple[Carry, VenvMade | None], ...]:
        """Return the copies that take a venv to another path, with the command that made it where one is seen."""
        found = []
        for carry in self.carries(SiteKind.VENV):
            root = carry.site.root.text
            if "all" not in carry.parts or carry.source != root or carry.destination == root:
                continue
            chain = self.chain(carry.source_stage)
            made = next(
                (venv for venv in self.trace.venvs if venv.stage in chain and venv.site.root.text == root), None
            )
            if made is None or not made.relocatable:
                found.append((carry, made))
        return tuple(found)

    def chain(self, stage: int) -> tuple[int, ...]:
        """Return *stage* and what it inherits from, nearest first."""
        chain: list[int] = []
        at: int | None = stage
        while at is not None:
            chain.append(at)
            at = self.dockerfile.stages[at].base_stage
        return tuple(chain)

    def activations(self, family: tuple[Stage, ...], root: str) -> tuple[Instruction, ...]:
        """Return the RUNs of *family* that activate the venv at *root* and do nothing else: it ends with them."""
        found = []
        for stage in family:
            for instruction in stage.instructions:
                words = [word.text for word in instruction.words]
                if instruction.keyword != "RUN" or len(words) != 2 or words[0] not in {"source", "."}:
                    continue
                workdir = self.scope(instruction.span.start).workdir.text or "/"
                if posixpath.normpath(posixpath.join(workdir, words[1])) == f"{root}/bin/activate":
                    found.append(instruction)
        return tuple(found)

    def other_writers(self, stages: tuple[Stage, ...]) -> Iterable[str]:
        """Yield the text of what puts programs into *stages* beside the installs: COPY, ADD, and other RUNs."""
        installs = {install.instruction for install in self.trace.installs}
        for stage in stages:
            for instruction in stage.instructions:
                if instruction.keyword in {"COPY", "ADD", "RUN"} and instruction.span.start not in installs:
                    yield instruction.argument.text

    def holds_files(self, stage: int, root: str, *, above: bool = False) -> bool:
        """Return True when a COPY or ADD of *stage* puts files that are no manifests below *root*.

        With *above*, also when it fills a directory that *root* lies in.
        """
        for instruction in self.dockerfile.stages[stage].instructions:
            if instruction.keyword not in {"COPY", "ADD"} or instruction.flag("from") is not None:
                continue
            scope = self.scope(instruction.span.start)
            words = [expand(word.text, scope.lookup).text or word.text for word in instruction.words]
            workdir = scope.workdir.text or "/"
            destination = posixpath.normpath(posixpath.join(workdir, words[-1])) if words else ""
            inside = destination == root or destination.startswith(f"{root}/")
            around = above and destination != "/" and root.startswith(f"{destination}/")
            if (inside or around) and not all(_MANIFEST.search(word) for word in words[:-1]):
                return True
        return False

    def also_writes(self, carry: Carry) -> int | None:
        """Return the line of something in the source stage that may have written beside pip; None when nothing did."""
        if carry.source_stage < 0:
            return None
        stage = self.dockerfile.stages[carry.source_stage]
        for opaque in self.trace.opaques:
            if stage.lines.first <= opaque.lines.first <= stage.lines.last:
                return opaque.lines.first
        for instruction in stage.instructions:
            if instruction.keyword == "RUN" and _untidy(instruction.argument.text):
                return instruction.lines.first
            if instruction.keyword in {"COPY", "ADD"} and instruction.words[-1].text.startswith("/usr/local"):
                return instruction.lines.first
        return None

    def family(self, stage: int) -> tuple[Stage, ...]:
        """Return the stages that are migrated together with *stage*, itself included."""
        return self._members[self.families[stage]]

    @cached_property
    def _members(self) -> Mapping[int, tuple[Stage, ...]]:
        members: dict[int, list[Stage]] = {}
        for stage in self.dockerfile.stages:
            members.setdefault(self.families[stage.index], []).append(stage)
        return {family: tuple(stages) for family, stages in members.items()}

    def installs_of(self, stages: Iterable[Stage]) -> list[Install]:
        """Return every install of *stages*, which stand in the order of the file, as the installs then do."""
        return [install for stage in stages for install in self._installs.get(stage.index, ())]

    @cached_property
    def _installs(self) -> Mapping[int, list[Install]]:
        installs: dict[int, list[Install]] = {}
        for install in self.trace.installs:
            installs.setdefault(install.stage, []).append(install)
        return installs

    def once(self, question: Callable[[View, int], Answer], about: int) -> Answer:
        """Return what *question* answers about the family or stage of this number; it is asked only once."""
        key = (question, about)
        if key not in self._answers:
            self._answers[key] = question(self, about)
        return cast("Answer", self._answers[key])


def _packaged(view: View, stage: int) -> PackagedPython | None:
    return packaged_python(view.surroundings.bases[stage], view.trace.system_installs, view.chain(stage))


def _untidy(text: str) -> bool:
    """Return True when a RUN may write below /usr/local by other means than an installer of Python's."""
    if re.search(r">\s*/usr/local|\s-o\s*/usr/local|\s/usr/local/(?:s?bin|lib|share)\b", text):
        return True
    firsts = re.findall(r"(?:^|&&|\|\||[;|(\n])\s*(?:sudo\s+)?(?:\w+=\S*\s+)*([\w./\[-]+)", text)
    return any(first.rpartition("/")[2] not in _TIDY for first in firsts)


def _join(parent: list[int], one: int, other: int) -> None:
    parent[max(one, other)] = min(one, other)
