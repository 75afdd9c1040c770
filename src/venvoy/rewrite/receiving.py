"""Stages that are given the venv: one COPY in the place of the copies of sites."""

from __future__ import annotations

from attrs import evolve

from venvoy.model.dockerfile import Instruction, Stage
from venvoy.model.plan import Cause, Extra
from venvoy.model.trace import Carry, Installer, SiteKind
from venvoy.rewrite import smoke_place, system_python
from venvoy.rewrite.dialects import chosen
from venvoy.rewrite.lines import copy_line, imports_something, path_line, smoke_causes, smoke_line, uv_line
from venvoy.rewrite.move import Move
from venvoy.rewrite.settled import names_old_path
from venvoy.rewrite.sketch import Sketch


def replace_carries(sketch: Sketch, move: Move, wants_path: dict[int, bool]) -> None:
    """Put one COPY of the venv in the place of the copies of sites, stage by stage."""
    for stage in move.stages:
        mine = [c for c in move.carries if c.stage == stage.index]
        if not mine:
            continue
        main = next((c for c in mine if {"all", "packages"} & set(c.parts)), mine[0])
        for carry in mine:
            instruction = move.instruction(carry.instruction)
            if carry.instruction == main.instruction:
                continue
            own = carry.site.kind is SiteKind.PYPACKAGES
            if not own and {"data", "scripts"} & set(carry.parts) and (line := move.view.also_writes(carry)):
                sketch.note(f"The copy of {carry.source} stays: line {line} may have put more there.", carry.lines)
                continue
            sketch.remove_instruction(
                instruction, move.cause(carry, "The venv has its scripts inside: one copy is enough.")
            )
        _replace_main(sketch, move, stage, main, path=wants_path[stage.index])


def _replace_main(sketch: Sketch, move: Move, stage: Stage, carry: Carry, *, path: bool) -> None:
    instruction = move.instruction(carry.instruction)
    cause = move.cause(carry, "The venv is copied whole, to the same path, so that its shebangs stay true.")
    above = sketch.above_comments(instruction.span.start)
    adds = any(i.stage == stage.index for i in move.installs)
    if adds:
        for text, brought in uv_line(move, stage.index):
            sketch.insert(above, (text,), instruction, *brought)
    if path:
        why = move.cause(carry, "PATH names the venv's bin first, so python and the scripts are the venv's.")
        sketch.insert(above, (path_line(move, installs=adds),), instruction, why)
    elif adds and chosen.wanted(move) is Installer.UV:
        why = Cause("choice:installer", "uv installs into the environment that VIRTUAL_ENV names.")
        sketch.insert(above, (f"ENV VIRTUAL_ENV={move.choices.venv}",), instruction, why)
    if _carries_more(move, carry):
        chown = instruction.flag("chown")
        source = instruction.flag("from")
        line = copy_line(move, (source.value if source else None) or "0", chown.value if chown else None)
        sketch.insert(instruction.span.end, (line,), instruction, cause)
    else:
        first, *others, last = instruction.words
        quote = '"' if instruction.form.value == "json" else ""
        sketch.replace(first.span, f"{quote}{move.choices.venv}{quote}", cause)
        for word in others:
            sketch.remove_word(word.span, cause)
        sketch.replace(last.span, f"{quote}{move.choices.venv}{quote}", cause)
    if Extra.SMOKE_TEST in move.choices.extras:
        entrypoint, cmd = last_start(stage)
        after = _ready(move, stage, instruction, path=path)
        filled = (stage.index, carry.source_stage, *move.ancestors(carry.source_stage))
        installs = tuple(i for i in move.installs if i.stage in filled)
        # What starts is known of the last stage, and another one need not have it yet.
        asked = move if stage.index == move.dockerfile.stages[-1].index else evolve(move, check=None)
        line = smoke_line(asked, installs, cmd, entrypoint)
        if imports_something(line) and smoke_place.comes_later(move, stage):
            asked = evolve(move, check=None)
            line = smoke_line(asked, (), None, None)
        further = [i for i in stage.instructions if i.span.start > after.span.start and not sketch.is_removed(i)]
        if imports_something(line):
            after = smoke_place.behind(move, further) or after
        sketch.insert(after.span.end, (line,), after, *smoke_causes(asked))


def _ready(move: Move, stage: Stage, copied: Instruction, *, path: bool) -> Instruction:
    """Return the instruction after which the venv is complete in a receiving stage: copied, on PATH, and added to."""
    steps = [copied]
    if not path:
        steps += [i for i in stage.instructions if i.keyword == "ENV" and names_old_path(move, i)][:1]
    steps += [move.instruction(i.instruction) for i in move.installs if i.stage == stage.index]
    brought = system_python.brought_at(move, stage.index)
    steps += [] if brought is None else [move.instruction(brought)]
    return max(steps, key=lambda i: i.span.start)


def _carries_more(move: Move, carry: Carry) -> bool:
    """Return True when the COPY takes more than the site: then it stays, and the venv's stands beside it."""
    root = carry.site.root.text or ""
    wide = {"all", "library"} & set(carry.parts)
    own = carry.site.kind is SiteKind.SYSTEM
    return ("all" in carry.parts and carry.source != root) or bool(own and wide and move.view.also_writes(carry))


def last_start(stage: Stage) -> tuple[Instruction | None, Instruction | None]:
    """Return the last ENTRYPOINT and CMD of *stage*."""
    found: dict[str, Instruction] = {i.keyword: i for i in stage.instructions if i.keyword in {"ENTRYPOINT", "CMD"}}
    return found.get("ENTRYPOINT"), found.get("CMD")
