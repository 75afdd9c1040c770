"""One stage becomes three names for two: a common base, a build stage, and the last stage."""

from __future__ import annotations

import re

from venvoy.model.dockerfile import Instruction, PieceKind, Stage
from venvoy.model.plan import Cause, Extra
from venvoy.model.shell import Command
from venvoy.model.source import Span
from venvoy.model.trace import SiteKind
from venvoy.rewrite import system_python
from venvoy.rewrite.dialects import native
from venvoy.rewrite.environment import clean
from venvoy.rewrite.in_place import (
    brings_tool,
    creation_point,
    make_venv,
    redirect_all,
    venv_place_taken,
)
from venvoy.rewrite.lines import copy_line, path_line, smoke_line
from venvoy.rewrite.move import Move
from venvoy.rewrite.parts import Parts, beside_pip, is_manifest_copy, pip_only, quiet, sort_stage
from venvoy.rewrite.receiving import SMOKE, last_start
from venvoy.rewrite.references import rename_references
from venvoy.rewrite.settled import names_old_path, path_settled
from venvoy.rewrite.sketch import Sketch, ordered
from venvoy.rewrite.tokens import indentation

LAYOUT = Cause(
    "layout", "What builds and what ships are two stages on one base, so that nobody can move one without the other."
)
SHIPS = Cause("layout", "The last stage needs this as well.")
_MOST_TWICE = 3
_TOOL = re.compile(r"(?<![\w./-])(?:poetry|pipenv|uv|uvx|pdm|hatch)(?![\w.-])")
_REPEATED = {"ENV", "WORKDIR", "SHELL", "USER"}
_MOVED = {"LABEL", "EXPOSE", "VOLUME", "STOPSIGNAL", "HEALTHCHECK", "ENTRYPOINT", "CMD", "MAINTAINER"}


def why_not_split(move: Move) -> str | None:
    """Return why the one stage is not divided, as half a sentence's reason; None when it can be."""
    stage = move.stages[0]
    if move.adopted is not None:
        return f"the venv of line {move.adopted.lines.first} is used where it is made."
    if taken := venv_place_taken(move):
        return taken
    if any(i.keyword == "ONBUILD" for i in stage.instructions):
        return "ONBUILD would also act on the stages made of it."
    for install in move.installs:
        line = install.lines.first
        if any(what.startswith(("-e ", "--editable ")) for what in install.what):
            return f"the editable install of line {line} points into the source directory."
        if (install.user.text or "root") not in {"root", "0"}:
            return f"line {line} installs as {install.user.text}, who has to own the venv."
        instruction = move.instruction(install.instruction)
        if other := beside_pip(move.script(instruction)):
            return f"line {instruction.lines.first} also runs {other} in the RUN that installs."
    parts = sort_stage(move)
    for instruction in parts.tail:
        if (parts.tools or any(native.is_native(i) for i in move.installs)) and _TOOL.search(instruction.argument.text):
            return f"line {instruction.lines.first} uses the tool that installs."
    return _twice(move, parts) or _old_places(move, parts)


def _twice(move: Move, parts: Parts) -> str | None:
    """Return why running the RUNs between the installs a second time, in the last stage, is too much."""
    between = [i for i in parts.build if i.keyword == "RUN" and i.span.start not in parts.installs | parts.tools]
    again = [i for i in between if i.span.start not in parts.reduced and not _only_of_installers(move, i)]
    if len(again) > _MOST_TWICE:
        return f"{len(again)} RUNs between the installs would have to run in both stages."
    heavy = next((i for i in again if not quiet(move.script(i))), None)
    return None if heavy is None else f"line {heavy.lines.first} may do much, and would have to run in both stages."


def _only_of_installers(move: Move, instruction: Instruction) -> bool:
    script = move.script(instruction)
    return bool(script.commands) and pip_only(script) and all(_of_installer(c) for c in script.commands)


def _old_places(move: Move, parts: Parts) -> str | None:
    """Lines that are repeated cannot be edited at the same time."""
    marks = [*move.old_roots, *(["/.local"] if any(s.kind is SiteKind.USER for s in move.sites) else [])]
    marks += ["/usr/bin/python", "/usr/lib/python3"] if move.view.packaged(move.stages[0].index) else []
    marks += ["UV_PROJECT_ENVIRONMENT"] if any(i.syncs_project for i in move.installs) else []
    marks += ["PYTHONUSERBASE", "PIP_USER"] if any(s.kind is SiteKind.USER_BASE for s in move.sites) else []
    marks += (
        ["/usr/local/lib/python", "/usr/local/bin/python"] if any(s.kind is SiteKind.SYSTEM for s in move.sites) else []
    )
    for instruction in parts.build:
        text = instruction.argument.text
        if instruction.span.start not in parts.installs and any(mark in text for mark in marks):
            return f"line {instruction.lines.first} names the place that packages move away from."
    return None


def lay_out_split(sketch: Sketch, move: Move) -> None:
    """Sketch the split of the move's only stage."""
    parts = sort_stage(move)
    stage = move.stages[0]
    base, build = _names(stage)
    _name_base(sketch, stage, base)
    _begin_build(sketch, move, parts, base, build)
    offset = max(creation_point(move, stage.index), parts.build[0].span.start)
    settled = path_settled(move, {stage.index: offset}).get(stage.index, False) and _path_in(move, parts.common)
    redirect_all(sketch, move)
    _begin_last(sketch, move, parts, base, build, path=not settled)
    inserted = {} if settled else {stage.index: offset}
    clean(sketch, move, inserted)
    rename_references(sketch, move, {stage.index: offset})


def _path_in(move: Move, instructions: tuple[Instruction, ...]) -> bool:
    """Return True when an ENV among *instructions* will name the venv on PATH, once it is changed."""
    return any(names_old_path(move, i) for i in instructions if i.keyword == "ENV")


def _names(stage: Stage) -> tuple[str, str]:
    """Return names for the two new stages that nothing in the file uses yet, for a stage, an image, or a context."""
    taken = {(stage.name or "").lower(), stage.base.lower()}
    for instruction in stage.instructions:
        for flag in instruction.flags:
            parts = (flag.value or "").split(",")
            taken |= {part.removeprefix("from=").lower() for part in parts}
    base = next(name for name in ("base", "common", "python-base", "venv-base") if name not in taken)
    build = next(name for name in ("build", "venv-build", "build-venv", "venv-maker") if name not in taken)
    return base, build


def _name_base(sketch: Sketch, stage: Stage, base: str) -> None:
    """Give the FROM line the name of the common base."""
    words = stage.start.words
    keyword = sketch.content[stage.start.keyword_span.start : stage.start.keyword_span.end]
    if len(words) >= 3:
        sketch.replace(words[2].span, base, LAYOUT)
    else:
        end = words[0].span.end
        sketch.replace(Span(end, end), f" {'as' if keyword.islower() else 'AS'} {base}", LAYOUT)


def _blank_before(sketch: Sketch, offset: int) -> tuple[str, ...]:
    at = next(n for n, piece in enumerate(sketch.dockerfile.pieces) if piece.span.start == offset)
    return () if at and sketch.dockerfile.pieces[at - 1].kind is PieceKind.BLANK else ("",)


def _begin_build(sketch: Sketch, move: Move, parts: Parts, base: str, build: str) -> None:
    stage = move.stages[0]
    start = sketch.above_comments(parts.build[0].span.start)
    lines = (*_blank_before(sketch, start), f"FROM {base} AS {build}")
    sketch.insert(start, lines, stage.start, LAYOUT)
    for argument in _arguments(parts.common, parts.build):
        sketch.insert_raw(start, _whole(sketch, argument), SHIPS)
    path = not _path_in(move, parts.common)
    make_venv(sketch, move, stage.index, max(creation_point(move, stage.index), parts.build[0].span.start), path=path)
    for instruction in parts.build:
        if instruction.keyword in _MOVED:
            sketch.remove_instruction(instruction, LAYOUT)


def _begin_last(sketch: Sketch, move: Move, parts: Parts, base: str, build: str, *, path: bool) -> None:
    stage = move.stages[0]
    end = parts.build[-1].span.end
    named = f" AS {stage.name}" if stage.name else ""
    sketch.insert(end, ("", f"FROM {base}{named}"), stage.start, LAYOUT)
    repeated = tuple(i for i in parts.build if i.span.start not in parts.installs)
    for argument in _arguments(parts.common, (*repeated, *parts.tail)):
        sketch.insert_raw(end, _whole(sketch, argument), SHIPS)
    for instruction in parts.common:
        # An ENTRYPOINT takes back the CMD that a stage inherits, so both stand in the last stage.
        if instruction.keyword in {"CMD", "ENTRYPOINT"}:
            sketch.remove_instruction(instruction, LAYOUT)
            sketch.insert_raw(end, _whole(sketch, instruction), SHIPS)
    copied, brought = False, system_python.brought_at(move, stage.index) or 0
    for instruction in parts.build:
        if instruction.span.start in parts.tools or brings_tool(instruction):
            continue
        # The venv changes less often than the source, so its layer comes first.
        source = instruction.keyword in {"COPY", "ADD"} and instruction.span.start not in parts.installs
        if not copied and (source or instruction.span.start in parts.installs) and instruction.span.start > brought:
            _copy_venv(sketch, move, end, build, path=path)
            copied = True
        if instruction.span.start not in parts.installs:
            _repeat(sketch, move, parts, instruction, end)


def _copy_venv(sketch: Sketch, move: Move, end: int, build: str, *, path: bool) -> None:
    stage = move.stages[0]
    like = stage.start
    place = move.installs[0] if move.installs[0].tooling is False else next(i for i in move.installs if not i.tooling)
    if path:
        why = move.cause(place, "PATH names the venv's bin first, so python and the scripts are the venv's.")
        sketch.insert(end, (path_line(move),), like, why)
    why = move.cause(place, "The venv is copied whole, to the same path, so that its shebangs stay true.")
    sketch.insert(end, (copy_line(move, build),), like, why)
    if Extra.SMOKE_TEST in move.choices.extras:
        entrypoint, cmd = last_start(stage)
        sketch.insert(end, (smoke_line(move, move.installs, cmd, entrypoint),), like, SMOKE)


def _repeat(sketch: Sketch, move: Move, parts: Parts, instruction: Instruction, end: int) -> None:
    """Write an instruction of the build part into the last stage too, where it is needed there."""
    keyword = instruction.keyword
    if fewer := parts.reduced.get(instruction.span.start):
        _repeat_packages(sketch, instruction, fewer.text, (fewer.dropped, fewer.replaced), end)
    elif keyword in _MOVED:
        sketch.insert_raw(end, _whole(sketch, instruction), SHIPS)
    elif keyword in _REPEATED:
        sketch.insert_raw(end, _handed_over(sketch, instruction), SHIPS)
    elif keyword == "ARG":
        if _used(instruction, tuple(i for i in (*parts.build, *parts.tail) if i.span.start not in parts.installs)):
            sketch.insert_raw(end, _whole(sketch, instruction), SHIPS)
    elif keyword in {"COPY", "ADD"}:
        asked = frozenset(
            what.rpartition("/")[2].rpartition(" ")[2] for i in move.installs for what in i.what if what.startswith("-")
        ) - {"", "."}
        if is_manifest_copy(instruction, asked, project=_installs_project(move)) and not _read_later(
            instruction, parts
        ):
            return
        sketch.insert_raw(end, _handed_over(sketch, instruction), SHIPS)
    elif keyword == "RUN":
        if _only_of_installers(move, instruction):
            return
        sketch.insert_raw(end, _whole(sketch, instruction), SHIPS)
        sketch.note("What this RUN does may be needed in both stages, so both have it.", instruction.lines)


def _installs_project(move: Move) -> bool:
    """Return True when an install reads a source directory, whose pyproject.toml belongs to the source then."""
    asked = (what for install in move.installs for what in install.what if not install.tooling)
    return any(what.startswith((".", "/")) for what in asked)


def _of_installer(command: Command) -> bool:
    """Return True for a command of a program that the last stage does not install with."""
    name = command.argv[0].literal or "" if command.argv else ""
    return name.startswith("pip") or name in {"poetry", "uv", "export", "set"}


def _repeat_packages(
    sketch: Sketch,
    instruction: Instruction,
    text: bytes,
    changed: tuple[tuple[str, ...], tuple[tuple[str, str], ...]],
    end: int,
) -> None:
    dropped, replaced = changed
    parts = [f"without {', '.join(dropped)}"] if dropped else []
    parts += [f"{new} instead of {old}" for old, new in replaced]
    why = f"The last stage runs what was built: {', '.join(parts)}."
    sketch.note(why, instruction.lines)
    sketch.insert_raw(end, _ended(sketch, text), Cause("layout", why))


def _arguments(common: tuple[Instruction, ...], users: tuple[Instruction, ...]) -> list[Instruction]:
    """Return the ARGs of the common part that *users* may use: an ARG ends with its stage."""
    return [i for i in common if i.keyword == "ARG" and _used(i, users)]


def _used(argument: Instruction, users: tuple[Instruction, ...]) -> bool:
    names = [word.text.partition("=")[0] for word in argument.words]
    if "DEBIAN_FRONTEND" in names and any("apt" in i.argument.text for i in users):
        return True
    pattern = re.compile(r"\b(?:" + "|".join(re.escape(name) for name in names) + r")\b")
    return any(pattern.search(i.argument.text) for i in users if i is not argument)


def _read_later(copied: Instruction, parts: Parts) -> bool:
    """Return True when something that ships names one of the copied files."""
    names = [word.text.rstrip("/").rpartition("/")[2] for word in copied.words[:-1]]
    return any(name in i.argument.text for i in parts.tail for name in names if i.keyword != "COPY")


def _whole(sketch: Sketch, instruction: Instruction) -> bytes:
    indent = indentation(sketch.content, instruction)
    text = sketch.content[instruction.span.start : instruction.span.end]
    return _ended(sketch, text if text.startswith(indent) else indent + text)


def _handed_over(sketch: Sketch, instruction: Instruction) -> bytes:
    """Return an instruction as it is when another installer has taken over: with other manifests and settings."""
    whole, at, parts = instruction.span, instruction.span.start, []
    for edit in ordered([e for e in sketch.edits if e.causes[0].source == "choice:installer"]):
        inside = whole.start <= edit.span.start and edit.span.end <= whole.end
        # What is inserted before or behind the instruction is a line of its own.
        if inside and edit.span not in (Span(whole.start, whole.start), Span(whole.end, whole.end)):
            parts += [sketch.content[at : edit.span.start], edit.replacement]
            at = edit.span.end
    if not parts:
        return _whole(sketch, instruction)
    text = b"".join((*parts, sketch.content[at : whole.end]))
    return _ended(sketch, text)


def _ended(sketch: Sketch, text: bytes) -> bytes:
    return text if not text or text.endswith(b"\n") else text + sketch.dockerfile.newline
