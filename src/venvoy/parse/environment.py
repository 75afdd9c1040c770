"""The variables, directory, user and shell in force at each instruction, by Docker's rules.

Where its builders differ, BuildKit counts: stages built from a stage inherit its ARGs. One difference is left open:
an ARG behind an ENV of the same name wins in BuildKit and loses in the reference and in the builder before it, so
the ENV keeps its text but rests on the ARG.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from posixpath import join, normpath

from attrs import evolve

from venvoy.model.dockerfile import Dockerfile, Form, Instruction, Stage
from venvoy.model.environment import Base, Scope, Surroundings, Value
from venvoy.parse.bases import BASE_IMAGE, base_of
from venvoy.parse.expansion import Lookup, expand
from venvoy.parse.image_names import masked
from venvoy.parse.image_scopes import image_scope, tells_all
from venvoy.parse.predefined import PLATFORM_ARGUMENTS, PROXY_ARGUMENTS
from venvoy.parse.timelines import Timeline

LONGEST_PATH = 4096
"""Characters of the longest directory that is followed: Linux knows no longer ones."""

_DRIVE = re.compile(r"[A-Za-z]:")
_PLATFORM = {name: Value(None, frozenset({name})) for name in sorted(PLATFORM_ARGUMENTS)}
_PROXIES = {name: Value(None, frozenset({name})) for name in sorted(PROXY_ARGUMENTS)}


def surroundings(dockerfile: Dockerfile) -> Surroundings:
    """Return the scope before every instruction, at the end of every stage, and the image below every stage."""
    course = _Course(dockerfile)
    for instruction in dockerfile.preamble:
        course.declare_globally(instruction)
    for stage in dockerfile.stages:
        course.follow(stage)
    return Surroundings(course.scopes, tuple(course.final), tuple(course.bases))


def variables(scope: Scope, base: Base) -> Lookup:
    """Return what variables mean in *scope*, for `venvoy.parse.expansion.expand`.

    Beside `Scope.lookup`: a variable that nothing sets may still be set by a base image that is not known.
    """
    return _lookup(scope, _unset(base))


def _unset(base: Base) -> Value | None:
    return None if tells_all(base) else Value(None, frozenset({BASE_IMAGE}))


def _lookup(scope: Scope, unset: Value | None) -> Lookup:
    def lookup(name: str) -> Value | None:
        return scope.lookup(name) or unset

    return lookup


class _Course:
    """The way through one Dockerfile."""

    def __init__(self, dockerfile: Dockerfile) -> None:
        self.scopes: dict[int, Scope] = {}
        self.final: list[Scope] = []
        self.bases: list[Base] = []
        self._stages = dockerfile.stages
        self._named: dict[str, int] = {}
        self._escape = dockerfile.escape
        self._globals = Timeline(_PLATFORM)
        self._outside = Scope(args=self._globals.moment())

    def declare_globally(self, instruction: Instruction) -> None:
        """Take in an ARG before the first FROM."""
        self.scopes[instruction.span.start] = self._outside
        if instruction.keyword != "ARG":
            return
        for word in instruction.words:
            name, has_default, default = word.text.partition("=")
            seen = self._globals.moment()
            if has_default:
                self._globals.assign(name, _argument(name, expand(default, seen.get, self._escape)))
            elif name not in seen:
                self._globals.assign(name, _argument(name, Value(None)))
        self._outside = Scope(args=self._globals.moment())

    def follow(self, stage: Stage) -> None:
        """Go through one stage."""
        self.scopes[stage.start.span.start] = self._outside
        visible = self._outside.args
        image = expand(stage.base, visible.get, self._escape)
        parent = self._parent(stage, image)
        if parent is None:
            base = base_of(stage.base, image)
            alone = image_scope(base)
            walk = _StageWalk(evolve(alone, args=_PROXIES), base, visible, self._escape)
        else:
            base = _resting_on(self.bases[parent], image.depends_on)
            walk = _StageWalk(_scope_resting_on(self.final[parent], image.depends_on), base, visible, self._escape)
            for instruction in self._stages[parent].instructions:
                if instruction.trigger is not None:
                    walk.carry_out(instruction.trigger)
        for instruction in stage.instructions:
            self.scopes[instruction.span.start] = walk.scope
            if instruction.trigger is not None:
                self.scopes.setdefault(instruction.trigger.span.start, walk.scope)
            walk.carry_out(instruction)
        self.final.append(walk.at_the_end())
        self.bases.append(base)
        if stage.name is not None:
            self._named[stage.name.lower()] = stage.index

    def _parent(self, stage: Stage, image: Value) -> int | None:
        """Return the earlier stage that *stage* is built from, also when a variable names it."""
        if stage.base_stage is not None or "$" not in stage.base or image.text is None:
            return stage.base_stage
        return self._named.get(image.text.lower())


class _StageWalk:
    """The scope on its way through one stage."""

    def __init__(self, start: Scope, base: Base, outside: Mapping[str, Value], escape: str) -> None:
        self.scope = start
        self._unset = _unset(base)
        self._outside = outside
        self._escape = escape
        self._env = Timeline(start.env)
        self._args = Timeline(start.args)
        self._overshadowed: dict[str, Value] = {}

    def carry_out(self, instruction: Instruction) -> None:
        """Let *instruction* have its effect on the scope."""
        match instruction.keyword:
            case "ENV":
                self._set(instruction)
            case "ARG":
                self._declare(instruction)
            case "WORKDIR":
                path = self._expanded(instruction.argument.text.strip())
                self.scope = evolve(self.scope, workdir=_directory(self.scope.workdir, path))
            case "USER":
                written = instruction.argument.text.strip()
                colon = masked(written).find(":")
                self.scope = evolve(self.scope, user=self._expanded(written if colon == -1 else written[:colon]))
            case "SHELL" if instruction.form is Form.JSON:
                self.scope = evolve(self.scope, shell=tuple(word.text for word in instruction.words))
            case _:
                pass

    def at_the_end(self) -> Scope:
        """Return the scope behind the last instruction: what the image keeps, and what stages built from it inherit."""
        for name, value in self._overshadowed.items():
            self._env.assign(name, value)
        return evolve(self.scope, env=self._env.moment()) if self._overshadowed else self.scope

    def _expanded(self, text: str) -> Value:
        return expand(text, _lookup(self.scope, self._unset), self._escape)

    def _worked_out(self, written: str, text: str) -> tuple[str | None, Value]:
        name, value = self._expanded(written).text, self._expanded(text)
        return name, self._path(text) if name == "PATH" and value.text is None else value

    def _path(self, text: str) -> Value:
        """Return a PATH whose parts are not all known: what is known of it still decides which program is found.

        A variable that nothing here sets counts as empty, and the value rests on it.
        """
        known = _lookup(self.scope, self._unset)

        def lookup(name: str) -> Value | None:
            value = known(name)
            return Value("", (value.depends_on if value else frozenset()) | {name}) if _unknown(value) else value

        return expand(text, lookup, self._escape)

    def _set(self, instruction: Instruction) -> None:
        """Carry out an ENV: all of its values are worked out before any of them counts."""
        words = [word.text for word in instruction.words]
        old_style = len(words) == 2 and "=" not in words[0]
        pairs = [(words[0], words[1])] if old_style else [word.partition("=")[::2] for word in words]
        worked_out = [self._worked_out(name, value) for name, value in pairs]
        for name, value in worked_out:
            if name is not None:  # which variable a name of unknown text sets cannot be told
                self._env.assign(name, value)
                self._overshadowed.pop(name, None)
        self.scope = evolve(self.scope, env=self._env.moment())

    def _declare(self, instruction: Instruction) -> None:
        """Carry out an ARG; of several on a line, each sees those before it."""
        for word in instruction.words:
            name, has_default, default = word.text.partition("=")
            value = self._expanded(default) if has_default else self._outside.get(name)
            before = self.scope.args.get(name)
            if value is None and before is not None:
                continue  # declared again without a default: what was given before stays
            value = _argument(name, value or Value(None))
            self._args.assign(name, value)
            self._overshadow(name, value)
            self.scope = evolve(self.scope, args=self._args.moment(), env=self._env.moment())

    def _overshadow(self, name: str, argument: Value) -> None:
        """Let an ENV that an ARG of the same name follows rest on it until the end of the stage."""
        value = self.scope.env.get(name)
        if value is None:
            return
        self._overshadowed.setdefault(name, value)
        known = value if value.text is not None else argument
        self._env.assign(name, Value(known.text, value.depends_on | argument.depends_on))


def _unknown(value: Value | None) -> bool:
    return value is not None and value.text is None


def _argument(name: str, value: Value) -> Value:
    return Value(value.text, value.depends_on | {name})


def _directory(current: Value, path: Value) -> Value:
    """Return where WORKDIR *path* leads from *current*."""
    if path.text is None:
        return path
    if _DRIVE.match(path.text) or path.text.startswith("\\"):
        return path  # Windows
    if path.text.startswith("/"):
        return evolve(path, text=_clean(path.text))
    names = path.depends_on | current.depends_on
    return Value(None if current.text is None else _clean(join(current.text, path.text)), names)


def _clean(path: str) -> str | None:
    return "/" + normpath(path).lstrip("/") if len(path) <= LONGEST_PATH else None


def _resting_on(base: Base, names: frozenset[str]) -> Base:
    """Return *base* when it is chosen by build arguments."""
    if not names:
        return base
    python = base.python and Value(base.python.text, base.python.depends_on | names)
    return evolve(base, image=Value(base.image.text, base.image.depends_on | names), python=python)


def _scope_resting_on(scope: Scope, names: frozenset[str]) -> Scope:
    """Return *scope* when it is inherited from a stage that is chosen by build arguments."""
    if not names:
        return scope

    def resting(value: Value) -> Value:
        return Value(value.text, value.depends_on | names)

    env = {name: resting(value) for name, value in scope.env.items()}
    return evolve(scope, env=env, workdir=resting(scope.workdir), user=resting(scope.user))
