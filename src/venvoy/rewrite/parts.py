"""What of a single stage is common, what builds, and what ships."""

from __future__ import annotations

import re

from attrs import evolve, field, frozen

from venvoy.model.dockerfile import Instruction
from venvoy.model.shell import Script
from venvoy.model.trace import Install, Installer, SiteKind
from venvoy.rewrite import system_python
from venvoy.rewrite.dividing import Division, Setting, Undivided, divide
from venvoy.rewrite.move import Move
from venvoy.rewrite.purging import purge_of
from venvoy.rewrite.statements import MANIFEST, Role, parts_of, pip_only, quiet
from venvoy.rewrite.system_packages import installed

_BEFORE = {"COPY", "ADD"}
_PROJECT = re.compile(r"^(?:pyproject\.toml|setup\.(?:py|cfg))$")


@frozen
class Parts:
    """The instructions of one stage, sorted for a split."""

    common: tuple[Instruction, ...]
    build: tuple[Instruction, ...]
    """From the first that only building needs to the last install."""
    tail: tuple[Instruction, ...]
    installs: frozenset[int]
    """First bytes of the RUNs that install."""
    divided: dict[int, Division]
    """By first byte: RUNs of which the last stage does less, or something else, than the build stage."""
    tools: frozenset[int]
    """First bytes of the RUNs that bring a tool which installs: only building needs it."""
    undivided: tuple[str, ...] = field(default=())
    """Why RUNs that install cannot be divided, although they do more than that."""
    forgotten: frozenset[int] = frozenset()
    """First bytes of RUNs that take away what the last stage has not."""


def sort_stage(move: Move) -> Parts:
    """Sort the instructions of the move's only stage."""
    items = move.stages[0].instructions
    installs = frozenset(i.instruction for i in move.installs)
    applications = [i.instruction for i in move.installs if not i.tooling]
    first = next(n for n, i in enumerate(items) if i.span.start in installs)
    last = max(n for n, i in enumerate(items) if i.span.start in applications)
    start = first
    while start > 0 and items[start - 1].keyword in _BEFORE:
        start -= 1
    divided, why, forgotten = _with_purges(move, items, installs, last)
    earlier = [n for n, i in enumerate(items[:last]) if i.span.start in divided or i.span.start in move.tools]
    start = min([start, *earlier])
    return Parts(
        items[:start], items[start : last + 1], items[last + 1 :], installs, divided, move.tools, why, forgotten
    )


_Sorted = tuple[dict[int, Division], tuple[str, ...], frozenset[int]]


def _with_purges(move: Move, items: tuple[Instruction, ...], installs: frozenset[int], last: int) -> _Sorted:
    """Divide the RUNs; purges in RUNs of their own go where all that they take away is only in the build stage."""
    content = move.dockerfile.content
    purging = [i for i in items[last + 1 :] if i.keyword == "RUN" and _only_purges(move.script(i), content)]
    parts = [part for i in purging for part in parts_of(move.script(i), content)]
    later = purge_of(parts)
    if purging and not later.keeps_libraries:
        setting = evolve(_setting(move, items, installs, last, frozenset(purging)), later=later)
        divided, why = _divided(move, items, installs, last, setting)
        known = (part for start in divided for part in parts_of(move.script(move.instruction(start)), content))
        if later.names <= installed(known):
            return divided, why, frozenset(i.span.start for i in purging)
    divided, why = _divided(move, items, installs, last, _setting(move, items, installs, last, frozenset()))
    return divided, why, frozenset()


def _only_purges(script: Script, content: bytes) -> bool:
    roles = {part.role for part in parts_of(script, content)}
    return Role.PURGES in roles and roles <= {Role.PURGES, Role.CLEANS, Role.UPDATES, Role.SETS}


def _divided(
    move: Move, items: tuple[Instruction, ...], installs: frozenset[int], last: int, setting: Setting
) -> tuple[dict[int, Division], tuple[str, ...]]:
    found: dict[int, Division] = {}
    why = []
    for instruction in items[: last + 1]:
        start = instruction.span.start
        if instruction.keyword != "RUN" or start in move.tools:
            continue
        script = move.script(instruction)
        if start in installs:
            if pip_only(script, move.dockerfile.content):
                continue
            spans = tuple(i.command.span for i in move.installs if i.instruction == start)
            division = divide(instruction, script, spans, setting, last=start == items[last].span.start)
            if isinstance(division, Undivided):
                why.append(division.reason)
            else:
                found[start] = division
        elif _installs_system_packages(move, script):
            division = divide(instruction, script, (), setting, last=False)
            if isinstance(division, Division) and division.differs:
                found[start] = division
    return found, tuple(why)


def _setting(
    move: Move, items: tuple[Instruction, ...], installs: frozenset[int], last: int, purging: frozenset[Instruction]
) -> Setting:
    behind = items[last].span.start
    others = [i for i in items if i.span.start not in installs | move.tools and i not in purging]
    runs = [i for i in others if i.keyword == "RUN" and not _installs_system_packages(move, move.script(i))]
    shipped = {i.span.start for i in runs}
    needed = "\n".join(i.argument.text for i in others if i.span.start > behind or i.span.start in shipped)
    scripts = [move.script(i) for i in runs]
    heavy = any(script.opaques or not quiet(script.commands) for script in scripts)
    return Setting(
        move.dockerfile,
        move.view.surroundings.bases[move.stages[0].index],
        needed,
        old_places(move),
        heavy=heavy,
        python=system_python.interpreter(move, next(i for i in move.installs if not i.tooling)),
        through=system_python.looks_through(move),
    )


def _installs_system_packages(move: Move, script: Script) -> bool:
    return any(part.role is Role.SYSTEM for part in parts_of(script, move.dockerfile.content))


def old_places(move: Move) -> tuple[str, ...]:
    """Return the words that lines have in them when they name a place that packages move away from."""
    kinds = {site.kind for site in move.sites}
    marks = list(move.old_roots)
    marks += ["/usr/bin/python", "/usr/lib/python3"] if move.view.packaged(move.stages[0].index) else []
    marks += ["UV_PROJECT_ENVIRONMENT"] if any(i.syncs_project for i in move.installs) else []
    marks += ["/.local"] if SiteKind.USER in kinds else []
    marks += ["PYTHONUSERBASE", "PIP_USER"] if SiteKind.USER_BASE in kinds else []
    marks += ["/usr/local/lib/python", "/usr/local/bin/python"] if SiteKind.SYSTEM in kinds else []
    return tuple(marks)


# What a build of extension modules starts from (setuptools, maturin, CMake, meson, Poetry's build scripts).
_BUILD_FILES = re.compile(
    r"(?:^|/)(?:Cargo\.(?:toml|lock)|CMakeLists\.txt|meson\.build|setup\.py|build[\w-]*\.py|[\w-]+\.(?:pyx|rs|c|cpp))$"
)


def built_in_place(move: Move, install: Install) -> bool:
    """Return True when a project that is pointed to is likely to leave what it compiles in its source directory."""
    if install.installer is Installer.PIP or not install.editable:
        return False
    stage = move.dockerfile.stages[install.stage]
    copies = (i for i in stage.instructions if i.keyword in {"COPY", "ADD"} and i.flag("from") is None)
    return any(_BUILD_FILES.search(word.text) for i in copies for word in i.words[:-1])


def is_manifest_copy(instruction: Instruction, asked: frozenset[str], *, project: bool) -> bool:
    """Return True when a COPY brings nothing but what installers read.

    *asked* are names that installs mention; *project* is True when they install a source directory.
    """
    if instruction.keyword not in {"COPY", "ADD"} or instruction.flag("from") is not None or instruction.heredocs:
        return False
    # With a pattern, `poetry.lock*` and `Pipfile*`, owners say that the file may be absent.
    names = [word.text.rstrip("/").rpartition("/")[2].removesuffix("*") for word in instruction.words[:-1]]
    if project and any(_PROJECT.match(name) for name in names):
        return False
    return bool(names) and all(MANIFEST.match(name) or name in asked for name in names)
