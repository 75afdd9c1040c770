"""One stage becomes three names for two: a common base, a build stage, and the last stage."""

from __future__ import annotations

import re

from venvoy.model.dockerfile import Instruction, PieceKind, Stage
from venvoy.model.plan import Cause
from venvoy.model.shell import Script
from venvoy.model.source import Span
from venvoy.rewrite.dialects import native
from venvoy.rewrite.environment import clean
from venvoy.rewrite.excerpt import excerpt
from venvoy.rewrite.in_place import creation_point, make_venv, owner_of, redirect_all, venv_place_taken
from venvoy.rewrite.last_stage import LAYOUT, MOVED, SHIPS, arguments, begin_last, only_of_installers, whole
from venvoy.rewrite.move import Move
from venvoy.rewrite.parts import Parts, built_in_place, old_places, sort_stage
from venvoy.rewrite.references import rename_references
from venvoy.rewrite.settled import names_old_path, path_settled
from venvoy.rewrite.sketch import Sketch
from venvoy.rewrite.statements import quiet

DIVIDED = Cause("layout", "What only the last stage needs is done there, and what does not ship need not be purged.")
_MOST_TWICE = 3
_TOOL = re.compile(r"(?<![\w./-])(?:poetry|pipenv|uv|uvx|pdm|hatch)(?![\w.-])")


def may_split(move: Move) -> bool:
    """Return True for the only stage of a file, and for one among others that compiles, installs, and ships alone."""
    stages = move.dockerfile.stages
    if len(stages) == 1:
        return True
    stage = move.stages[0]
    built_on = stage.base_stage is not None or any(other.base_stage == stage.index for other in stages)
    if len(move.stages) > 1 or move.carries or built_on or not move.installs:
        return False
    installing = {install.stage for install in move.view.trace.installs if not install.tooling}
    if installing != {stage.index} or not move.view.trace.stages[stage.index].ships:
        return False
    # Two more stages stand before those that are counted from this one on.
    counted = [int(name) for other in stages for name in references(other) if name.isdigit()]
    if any(number >= stage.index for number in counted):
        return False
    return any(d.packages.dropped or d.packages.replaced for d in sort_stage(move).divided.values())


def references(stage: Stage) -> set[str]:
    """Return what the flags of a stage's instructions name to copy or mount from."""
    values = (flag.value or "" for i in stage.instructions for flag in i.flags)
    return {part.removeprefix("from=") for value in values for part in value.split(",")}


def why_not_split(move: Move) -> str | None:
    """Return why the one stage is not divided, as half a sentence's reason; None when it can be."""
    stage = move.stages[0]
    if move.adopted is not None:
        return f"the venv of line {move.adopted.lines.first} is used where it is made."
    if taken := venv_place_taken(move):
        return taken
    if any(i.keyword == "ONBUILD" for i in stage.instructions):
        return "ONBUILD would also act on the stages made of it."
    if whole := _whole_install(move):
        return whole
    parts = sort_stage(move)
    if why := _owned(move, parts):
        return why
    if parts.undivided:
        return parts.undivided[0]
    for instruction in parts.tail:
        if (parts.tools or any(native.is_native(i) for i in move.installs)) and _TOOL.search(instruction.argument.text):
            return f"line {instruction.lines.first} uses the tool that installs."
    return _twice(move, parts) or _old_places(move, parts)


def _whole_install(move: Move) -> str | None:
    """Return why one of the installs keeps build and last stage together; None when none does."""
    for install in move.installs:
        line = install.lines.first
        if install.runs_setup_py:
            return f"line {line} runs setup.py, which may put files in other places too."
        if any(what.startswith(("-e ", "--editable ")) for what in install.what):
            return f"the editable install of line {line} points into the source directory."
        if built_in_place(move, install):
            return f"line {line} builds the project, and may leave what it builds in the source directory."
    return None


def _owned(move: Move, parts: Parts) -> str | None:
    """Return why a venv that its user has to own is not worth, or not capable of, a stage of its own."""
    users = {install.user.text or "root": install for install in move.installs if not install.tooling}
    others = [install for user, install in users.items() if user not in {"root", "0"}]
    if others and len(users) > 1:
        return "more than one user installs, and only one can own the venv."
    if others and not any(
        division.packages.dropped or division.packages.replaced for division in parts.divided.values()
    ):
        install = others[0]
        return f"line {install.lines.first} installs as {install.user.text}, who has to own the venv."
    return None


def _twice(move: Move, parts: Parts) -> str | None:
    """Return why running the RUNs between the installs a second time, in the last stage, is too much."""
    between = [i for i in parts.build if i.keyword == "RUN" and i.span.start not in parts.installs | parts.tools]
    again = [i for i in between if i.span.start not in parts.divided and not only_of_installers(move, i)]
    if len(again) > _MOST_TWICE:
        return f"{len(again)} RUNs between the installs would have to run in both stages."
    heavy = next((i for i in again if not _quiet(move.script(i))), None)
    return None if heavy is None else f"line {heavy.lines.first} may do much, and would have to run in both stages."


def _quiet(script: Script) -> bool:
    return not script.opaques and quiet(script.commands)


def _old_places(move: Move, parts: Parts) -> str | None:
    """Lines that are repeated cannot be edited at the same time."""
    marks = old_places(move)
    for instruction in parts.build:
        text = instruction.argument.text
        if instruction.span.start not in parts.installs and any(mark in text for mark in marks):
            return f"line {instruction.lines.first} names the place that packages move away from."
    return None


def lay_out_split(sketch: Sketch, move: Move) -> None:
    """Sketch the split of the move's only stage."""
    parts = sort_stage(move)
    stage = move.stages[0]
    base, build = _names(move.dockerfile.stages)
    _name_base(sketch, stage, base)
    _begin_build(sketch, move, parts, base, build)
    offset = max(creation_point(move, stage.index), parts.build[0].span.start)
    settled = path_settled(move, {stage.index: offset}).get(stage.index, False) and _path_in(move, parts.common)
    redirect_all(sketch, move)
    for start in parts.forgotten:
        sketch.remove_with_comments(move.instruction(start), DIVIDED)
    begin_last(sketch, move, parts, (base, build), path=not settled)
    inserted = {} if settled else {stage.index: offset}
    clean(sketch, move, inserted)
    rename_references(sketch, move, {stage.index: offset})


def _path_in(move: Move, instructions: tuple[Instruction, ...]) -> bool:
    """Return True when an ENV among *instructions* will name the venv on PATH, once it is changed."""
    return any(names_old_path(move, i) for i in instructions if i.keyword == "ENV")


def _names(stages: tuple[Stage, ...]) -> tuple[str, str]:
    """Return names for the two new stages that nothing in the file uses yet, for a stage, an image, or a context."""
    taken = {word.lower() for stage in stages for word in (stage.name or "", stage.base)}
    for stage in stages:
        taken |= {name.lower() for name in references(stage)}
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


def _built(move: Move, parts: Parts, instruction: Instruction) -> str:
    """Return the text of an instruction as far as the build stage has it."""
    division = parts.divided.get(instruction.span.start)
    text = excerpt(move.dockerfile.content, instruction.span, list(division.cuts if division else ()), (), ("", b""))
    return text.decode("utf-8", "surrogateescape")


def _begin_build(sketch: Sketch, move: Move, parts: Parts, base: str, build: str) -> None:
    stage = move.stages[0]
    start = sketch.above_comments(parts.build[0].span.start)
    lines = (*_blank_before(sketch, start), f"FROM {base} AS {build}")
    sketch.insert(start, lines, stage.start, LAYOUT)
    application = next(i for i in move.installs if not i.tooling)
    texts = [*(_built(move, parts, i) for i in parts.build), owner_of(stage, application) or ""]
    for argument in arguments(parts.common, texts):
        sketch.insert_raw(start, whole(sketch, argument), SHIPS)
    path = not _path_in(move, parts.common)
    make_venv(sketch, move, stage.index, max(creation_point(move, stage.index), parts.build[0].span.start), path=path)
    for instruction in parts.build:
        if instruction.keyword in MOVED:
            sketch.remove_instruction(instruction, LAYOUT)
        division = parts.divided.get(instruction.span.start)
        for cut in division.cuts if division is not None else ():
            sketch.replace(cut, b"", DIVIDED)
