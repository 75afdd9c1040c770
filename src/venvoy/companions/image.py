"""The image of a Dockerfile, before and after its migration, as the files beside it see it."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from fnmatch import fnmatchcase
from functools import cached_property

from attrs import evolve, frozen

from venvoy.companions.paths import absolute, below
from venvoy.model.analysis import Analysis
from venvoy.model.companion import Relocation
from venvoy.model.dockerfile import Dockerfile, Instruction
from venvoy.model.trace import SiteKind
from venvoy.parse.dockerignore import ignored
from venvoy.parse.lines import LineTable
from venvoy.parse.script import script_of
from venvoy.trace.carries import Movement, movements
from venvoy.trace.view import View

_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
"""What a container has where nothing sets another."""
_TOOLS = frozenset({"pipenv", "poetry", "pdm", "hatch", "uv"})
"""Programs that install, and start others; each is called like the distribution that brings it."""
_NAME = re.compile(r"[\w.-]+")
_STARTERS = frozenset({"CMD", "ENTRYPOINT", "HEALTHCHECK"})


@frozen(slots=False)
class Image:
    """What a migration makes of one Dockerfile."""

    before: Analysis
    after: Analysis
    """Of the Dockerfile that the migration writes."""
    relocation: Relocation
    dockerfile: str
    """Its path from the root of the repository."""
    context: str
    """The build context from there, empty for the root itself."""

    @property
    def whole(self) -> Image:
        """The same, with the interpreter of a distribution among the programs that move: it has no packages then."""
        before, scripts = self.before, self.relocation.scripts
        view = View(before.dockerfile, before.surroundings, before.trace, before.repository)
        packaged = any(view.packaged(stage.index) for stage in before.dockerfile.stages)
        if not packaged or not scripts or any(old == "/usr/bin" for old, _ in scripts):
            return self
        added = (("/usr/bin", f"{self.relocation.venv}/bin"),)
        return evolve(self, relocation=evolve(self.relocation, scripts=(*scripts, *added)))

    def holds_venv(self, target: str | None = None) -> bool:
        """Return True when the stage *target*, or else the last one, has the virtual environment after the migration.

        A *target* that there is no longer, or a number that means another stage now, counts as one that has it: what
        names it is spoken of elsewhere.
        """
        at = stage_index(self.after.dockerfile, target)
        if at is None or self.renumbers(target):
            return stage_index(self.before.dockerfile, target) is not None
        return at in self._with_venv

    def left_behind(self, target: str | None = None) -> frozenset[str]:
        """Return the tools of `_TOOLS` that pip brings to the stage *target*, or else the last, and no longer will."""
        return _tools(self.before, target) - _tools(self.after, target)

    def renumbers(self, target: str | None) -> bool:
        """Return True when *target* is the number of a stage, and the migration changes how many there are."""
        before, after = self.before.dockerfile.stages, self.after.dockerfile.stages
        is_number = target is not None and target.isdigit() and all(stage.name != target for stage in before)
        return is_number and len(before) != len(after)

    @cached_property
    def _with_venv(self) -> frozenset[int]:
        """Indices of the stages that have the virtual environment after the migration."""
        venv = self.relocation.venv
        return frozenset(
            stage.index
            for stage in self.after.trace.stages
            if any(p.site.kind is SiteKind.VENV and p.site.root.text == venv for p in stage.present)
        )

    @cached_property
    def moves(self) -> tuple[Movement, ...]:
        """The sources of COPYs and ADDs from the build context into stages that have the venv, and where they go."""
        found: list[Movement] = []
        for stage in self.after.dockerfile.stages:
            for instruction in stage.instructions if stage.index in self._with_venv else ():
                if instruction.keyword in {"COPY", "ADD"} and instruction.flag("from") is None:
                    found += movements(instruction, self.after.surroundings.scopes[instruction.span.start])
        return tuple(found)

    def lies_at(self, path: str) -> frozenset[str]:
        """Return where in the image the file at *path* of the repository lies, in a stage that has the venv."""
        inside = self.in_context(path)
        if inside is None or ignored(inside, self.before.repository.dockerignore or ()):
            return frozenset()
        return frozenset(place for movement in self.moves for place in _places(inside, movement))

    def in_context(self, path: str) -> str | None:
        """Return *path* as seen from the build context; None when it lies outside."""
        if not self.context:
            return path
        return path[len(self.context) + 1 :] if path.startswith(f"{self.context}/") else None

    @cached_property
    def started(self) -> frozenset[str]:
        """Absolute paths that words of CMD, ENTRYPOINT and HEALTHCHECK may mean, bare names looked up along PATH.

        What a RUN starts may run before the environment is there.
        """
        return frozenset(path for stage in self.after.dockerfile.stages for path in self._named(stage.instructions))

    def _named(self, instructions: tuple[Instruction, ...]) -> Iterator[str]:
        table = LineTable(self.after.dockerfile.content)
        for instruction in instructions:
            if instruction.keyword not in _STARTERS:
                continue
            scope = self.after.surroundings.scopes[instruction.span.start]
            path = scope.env.get("PATH")
            folders = (path.text if path is not None and path.text else _PATH).split(":")
            for command in script_of(instruction, scope.shell, table).commands:
                for literal in filter(None, (word.literal for word in command.argv)):
                    yield absolute(literal, scope.workdir.text or "/")
                    if "/" not in literal:
                        yield from (absolute(literal, folder) for folder in folders)

    @cached_property
    def workdirs(self) -> tuple[str, ...]:
        """Working directories at the end of the stages that have the venv, the last stage's first."""
        stages = sorted(self._with_venv, reverse=True)
        found = (self.after.surroundings.final[stage].workdir.text for stage in stages)
        return tuple(dict.fromkeys(workdir for workdir in found if workdir is not None))

    def sets(self, variable: str) -> bool:
        """Return True when the last stage of the migrated image has *variable* in its environment."""
        final = self.after.surroundings.final
        return bool(final) and variable in final[-1].env


def stage_index(dockerfile: Dockerfile, target: str | None) -> int | None:
    """Return the index of the stage that ``--target`` means, of the last for None; None when there is no such stage."""
    stages = dockerfile.stages
    if target is None:
        return len(stages) - 1 if stages else None
    for stage in stages:
        if stage.name is not None and stage.name.lower() == target.lower():
            return stage.index
    return int(target) if target.isascii() and target.isdigit() and int(target) < len(stages) else None


def _tools(of: Analysis, target: str | None) -> frozenset[str]:
    at = stage_index(of.dockerfile, target)
    if at is None:
        return frozenset()
    there = {install for present in of.trace.stages[at].present for install in present.installs}
    named = (_NAME.match(what) for index in there for what in of.trace.installs[index].what)
    return _TOOLS & {name.group() for name in named if name is not None}


def _places(path: str, movement: Movement) -> Iterator[str]:
    """Yield the names that the file at *path* of the context may have after a COPY; a directory's content is copied."""
    source, name = movement.source.lstrip("/"), posixpath.basename(path)
    if source in {"", "."}:
        yield posixpath.join(movement.destination, path)
    elif path == source:
        # Whether a destination without a slash is a directory is not always known.
        yield movement.destination
        yield posixpath.join(movement.destination, name)
    elif below(path, source):
        yield posixpath.join(movement.destination, path[len(source) + 1 :])
    elif path.count("/") == source.count("/") and fnmatchcase(path, source):
        yield posixpath.join(movement.destination, name)
