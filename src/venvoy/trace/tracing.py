"""Follows a whole Dockerfile, stage by stage."""

from __future__ import annotations

import re

from attrs import define, field

from venvoy.model.dockerfile import Dockerfile, Instruction, Stage
from venvoy.model.environment import Scope, Surroundings, Value
from venvoy.model.shell import Opaque, Script
from venvoy.model.trace import (
    Carry,
    Elevated,
    Install,
    Launch,
    Present,
    Site,
    SiteKind,
    StageTrace,
    SystemInstall,
    Trace,
    VenvMade,
)
from venvoy.parse.bases import Agreement, same_python
from venvoy.parse.lines import LineTable
from venvoy.parse.script import script_of
from venvoy.trace.carries import Movement, carry_of, landed, movements, parts_carried
from venvoy.trace.commands import Follower
from venvoy.trace.launch import launch_of
from venvoy.trace.reach import Reach, reach
from venvoy.trace.state import Holding, StageState, key_of, system_site
from venvoy.trace.wheels import Wheels

# A link can stand for an interpreter that a packaged venv looks for.
_LINKED = re.compile(r"\bln\b[^&;|\n]*\s/usr/bin/python")
_SITE_DIRECTORY = re.compile(r"/lib/(?:python|pypy)[\d.*?\[\]]*/(?:site|dist)-packages/?$")


def trace(dockerfile: Dockerfile, surroundings: Surroundings) -> Trace:
    """Return where the distributions of *dockerfile* go; pure, and never raises for any readable Dockerfile."""
    tracing = _Tracing(dockerfile, surroundings, LineTable(dockerfile.content))
    for stage in dockerfile.stages:
        tracing.follow(stage)
    return tracing.finished(reach(dockerfile))


@define
class _Tracing:
    """The work in progress."""

    dockerfile: Dockerfile
    surroundings: Surroundings
    table: LineTable
    installs: list[Install] = field(factory=list)
    carries: list[Carry] = field(factory=list)
    opaques: list[Opaque] = field(factory=list)
    states: list[StageState] = field(factory=list)
    launches: list[Launch] = field(factory=list)
    starts: list[tuple[Instruction | None, Instruction | None]] = field(factory=list)
    texts: dict[int, str] = field(factory=dict)
    venvs: list[VenvMade] = field(factory=list)
    elevated: list[Elevated] = field(factory=list)
    system_installs: list[SystemInstall] = field(factory=list)
    wheels: Wheels = field(factory=Wheels)

    def follow(self, stage: Stage) -> None:
        """Follow one stage; those before it are done."""
        base = self.surroundings.bases[stage.index]
        inherited = stage.base_stage
        if inherited is not None:
            state = self.states[inherited].copy(base)
            entrypoint, cmd = self.starts[inherited]
        else:
            state = StageState(base, system_site(base))
            entrypoint, cmd = None, None
        for instruction in stage.instructions:
            scope = self.surroundings.scopes[instruction.span.start]
            if instruction.keyword == "RUN":
                self._run(stage, instruction, scope, state)
            elif instruction.keyword == "ONBUILD" and instruction.trigger is not None:
                self._triggered(stage, instruction, instruction.trigger, scope, state)
            elif instruction.keyword in {"COPY", "ADD"}:
                self._copy(stage, instruction, scope, state)
            elif instruction.keyword == "ENTRYPOINT":
                # It takes back a CMD that the stage inherits, not one of its own.
                own = cmd is not None and cmd.span.start > stage.start.span.start
                entrypoint, cmd = instruction, cmd if own else None
            elif instruction.keyword == "CMD":
                cmd = instruction
        self.states.append(state)
        self.starts.append((entrypoint, cmd))
        self.launches.append(launch_of(self.surroundings.final[stage.index], state, entrypoint, cmd))

    def _run(self, stage: Stage, instruction: Instruction, scope: Scope, state: StageState) -> None:
        script: Script = script_of(instruction, scope.shell, self.table)
        self.opaques.extend(script.opaques)
        mounted = state.wheelhouses | self._mounts(stage, instruction, state)
        follower = Follower(stage.index, scope, state, self.table)
        for install in follower.follow(instruction, script):
            at = len(self.installs)
            self.installs.append(install)
            state.hold(install.site).installs.append(at)
            self.wheels.relay(at, install.reads, mounted)
        self.venvs.extend(follower.made)
        self.elevated.extend(follower.elevated)
        self.system_installs.extend(follower.system_installs)
        self.wheels.fill(follower.wheelhouses, state)

    def _triggered(
        self, stage: Stage, instruction: Instruction, trigger: Instruction, scope: Scope, state: StageState
    ) -> None:
        """Follow an ONBUILD: its installs happen in images built from this one, and are traced as if here."""
        if trigger.keyword == "RUN":
            script = script_of(trigger, scope.shell, self.table)
            for install in Follower(stage.index, scope, state, self.table).follow(instruction, script):
                state.hold(install.site).installs.append(len(self.installs))
                self.installs.append(install)

    def _copy(self, stage: Stage, instruction: Instruction, scope: Scope, state: StageState) -> None:
        flag = instruction.flag("from")
        if flag is None or flag.value is None:
            return
        source = self._stage_called(flag.value, stage)
        for movement in movements(instruction, scope):
            if source is None:
                self._foreign(instruction, movement, stage)
                continue
            stages, known = (source, stage.index), len(self.carries)
            self._carry(instruction, movement, stages, state, mount=False)
            base = self.states[source].base
            if len(self.carries) == known and (base.family == "unknown" or base.leave_alone):
                # A stage may be nothing but a name for such an image.
                self._foreign(instruction, movement, stage)
            state.wheelhouses |= self.wheels.deliver(instruction, movement, self.states[source], stages, mount=False)

    def _mounts(self, stage: Stage, instruction: Instruction, state: StageState) -> dict[str, tuple[int, int | None]]:
        """Follow what is mounted for one RUN; return the wheelhouses among it, by their paths there."""
        wheels: dict[str, tuple[int, int | None]] = {}
        for flag in instruction.flags:
            settings = (
                dict(part.partition("=")[::2] for part in (flag.value or "").split(",")) if flag.name == "mount" else {}
            )
            source = self._stage_called(settings.get("from", ""), stage)
            if source is None:
                continue
            target = settings.get("target") or settings.get("dst") or settings.get("destination") or "/"
            path = settings.get("source") or settings.get("src") or "/"
            movement = Movement("/" + path.strip("/"), "/" + target.strip("/"))
            stages = (source, stage.index)
            self._carry(instruction, movement, stages, state, mount=True)
            wheels |= self.wheels.deliver(instruction, movement, self.states[source], stages, mount=True)
        return wheels

    def _foreign(self, instruction: Instruction, movement: Movement, stage: Stage) -> None:
        """Note a copy of packages out of an image that is not in the file: what it holds cannot be seen."""
        if _SITE_DIRECTORY.search(movement.source) is None:
            return
        root = Value(_SITE_DIRECTORY.sub("", movement.source) or "/", frozenset({"image"}))
        holding = Holding(Site(SiteKind.SYSTEM, root, None))
        unseen = Agreement(None, "it comes from an image outside of this file.")
        self.carries.append(
            carry_of(instruction, movement, (-1, stage.index), holding, ("packages",), agreement=unseen, mount=False)
        )

    def _stage_called(self, name: str, stage: Stage) -> int | None:
        return stage_called(self.dockerfile, name, stage.index)

    def _carry(
        self, instruction: Instruction, movement: Movement, stages: tuple[int, int], state: StageState, *, mount: bool
    ) -> None:
        for holding in list(self.states[stages[0]].holdings.values()):
            if not self._worth_following(holding):
                continue
            parts = parts_carried(movement.source, holding, self.installs, self._others(stages[0]))
            if not parts:
                continue
            at = len(self.carries)
            agreement = self._agreement(stages, state)
            self.carries.append(
                carry_of(instruction, movement, stages, holding, parts, agreement=agreement, mount=mount)
            )
            site = None if mount else landed(movement, holding.site, parts, state)
            if site is None:
                continue
            if site.kind is SiteKind.VENV and site.root.text is not None:
                state.venvs[site.root.text] = site
            target = state.hold(site)
            there = set(target.installs)
            target.installs.extend(i for i in dict.fromkeys(holding.installs) if i not in there)
            target.carries.append(at)

    def _agreement(self, stages: tuple[int, int], state: StageState) -> Agreement:
        """Return whether the source stage and the receiving one, which is in *state*, have the same Python."""
        source = self.states[stages[0]]
        linked = _LINKED.search(self._others(stages[1])) is not None
        return same_python(source.base, state.base) if linked else same_python(source.described, state.described)

    def _others(self, stage: int) -> str:
        """Return the text of what writes into a stage, its installs included."""
        if stage not in self.texts:
            instructions = self.dockerfile.stages[stage].instructions
            writing = (i.argument.text for i in instructions if i.keyword in {"RUN", "COPY", "ADD"})
            self.texts[stage] = "\n".join(writing)
        return self.texts[stage]

    def _worth_following(self, holding: Holding) -> bool:
        return holding.site.kind is SiteKind.VENV or any(not self.installs[at].tooling for at in holding.installs)

    def finished(self, reached: Reach) -> Trace:
        """Return the trace as a value."""
        stages = []
        for stage in self.dockerfile.stages:
            state, launch = self.states[stage.index], self.launches[stage.index]
            stages.append(
                StageTrace(
                    index=stage.index,
                    base=self.surroundings.bases[stage.index],
                    present=tuple(_present(holding, launch) for holding in state.holdings.values()),
                    launch=launch,
                    ships=stage.index in reached.ships,
                    reaches_last=stage.index in reached.reaches_last,
                )
            )
        return Trace(
            installs=tuple(self.installs),
            carries=tuple(self.carries),
            stages=tuple(stages),
            opaques=tuple(self.opaques),
            venvs=tuple(self.venvs),
            elevated=tuple(self.elevated),
            wheelhouses=tuple(self.wheels.houses),
            deliveries=tuple(self.wheels.deliveries),
            relays=tuple(self.wheels.relays),
            system_installs=tuple(self.system_installs),
        )


def stage_called(dockerfile: Dockerfile, name: str, before: int) -> int | None:
    """Return the index of the stage that ``--from=name`` means in stage *before*; None for an image."""
    for stage in dockerfile.stages[:before]:
        if stage.name is not None and stage.name.lower() == name.lower():
            return stage.index
    return int(name) if name.isdigit() and int(name) < before else None


def _present(holding: Holding, launch: Launch) -> Present:
    site = holding.site
    importable, why_not = True, None
    if site.kind in {SiteKind.USER, SiteKind.USER_BASE, SiteKind.SYSTEM} and launch.python_site is not None:
        if launch.python_site.kind is SiteKind.VENV:
            importable, why_not = False, "python is the one of a virtual environment"
    elif site.kind is SiteKind.VENV and launch.python_site is not None and key_of(launch.python_site) != key_of(site):
        importable, why_not = False, "its bin directory is not first on PATH"
    elif site.kind in {SiteKind.TARGET, SiteKind.PREFIX, SiteKind.PYPACKAGES}:
        places = {entry.path for entry in launch.sys_path}
        if site.packages not in places:
            importable, why_not = False, "nothing on sys.path points to it"
    return Present(site, tuple(holding.installs), tuple(holding.carries), importable, why_not)
