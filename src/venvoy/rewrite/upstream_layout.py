"""The venv is filled where the wheels were built, and travels instead of them."""

from __future__ import annotations

from attrs import evolve

from venvoy.model.dockerfile import Instruction
from venvoy.model.plan import Cause, Edit, Extra
from venvoy.model.source import Span
from venvoy.model.trace import Install
from venvoy.rewrite import smoke_place
from venvoy.rewrite.conversion import handing_over
from venvoy.rewrite.environment import clean
from venvoy.rewrite.in_place import venv_place_taken, with_heirs
from venvoy.rewrite.lines import copy_line, creation_lines, imports_something, path_line, smoke_causes, smoke_line
from venvoy.rewrite.move import Move
from venvoy.rewrite.receiving import last_start
from venvoy.rewrite.references import rename_references
from venvoy.rewrite.settled import path_settled
from venvoy.rewrite.sketch import Sketch, applied, ordered
from venvoy.rewrite.tokens import word_removal
from venvoy.rewrite.upstream import Upstream, brings_wheels, path_words


def lay_out_upstream(sketch: Sketch, move: Move, found: Upstream) -> str | None:
    """Sketch the venv in the stage of the wheels, and one COPY of it; return why it cannot be done, or None."""
    both = evolve(move, stages=tuple(dict.fromkeys((found.source, *move.stages))))
    if taken := venv_place_taken(both):
        return taken
    _fill(sketch, move, found)
    settled = path_settled(move, {found.target.index: found.arrival})
    path = not settled.get(found.target.index, False)
    _receive(sketch, move, found, path=path)
    clean(sketch, move, with_heirs(move, {found.target.index: found.arrival} if path else {}))
    rename_references(sketch, move, {found.target.index: found.arrival})
    return None


def _fill(sketch: Sketch, move: Move, found: Upstream) -> None:
    """Make the venv at the end of the source stage, and let the installs follow there."""
    last = found.source.instructions[-1]
    install = found.handovers[0].installs[0]
    there = evolve(install, stage=found.source.index)
    for text, causes in creation_lines(move, there, None, path=True):
        sketch.insert(last.span.end, (text,), last, *causes)
    cause = move.cause(install, "The wheels are installed where they were built; the venv travels instead of them.")
    for run in found.runs:
        sketch.insert_raw(last.span.end, _moved(sketch, move, found, run), cause)


def _moved(sketch: Sketch, move: Move, found: Upstream, run: Instruction) -> bytes:
    """Return *run* as it stands upstream: installs into the venv, without the mount and without clearing up."""
    own = Sketch(sketch.dockerfile)
    installs = [i for i in move.installs if i.instruction == run.span.start]
    for install in installs:
        handing_over.redirect(own, move, install)
        _rename_paths(own, move, found, install)
    _drop_mounts(own, move, found, run)
    end = installs[-1].command.span.end
    trimmed = any(c.span.start > end for c in move.script(run).commands)
    until = end if trimmed else run.span.end
    text = _within(sketch, own.edits, Span(run.span.start, until))
    return text if text.endswith(b"\n") else text + sketch.dockerfile.newline


def _within(sketch: Sketch, edits: list[Edit], span: Span) -> bytes:
    inside = [e for e in edits if span.start <= e.span.start and e.span.end <= span.end]
    shifted = [evolve(e, span=Span(e.span.start - span.start, e.span.end - span.start)) for e in inside]
    return applied(sketch.content[span.start : span.end], ordered(shifted))


def _rename_paths(own: Sketch, move: Move, found: Upstream, install: Install) -> None:
    cause = Cause("layout", "Upstream the wheels are still where they were built.")
    for word, new in path_words(move, found, install):
        own.replace(word.span, new, cause)


def _drop_mounts(own: Sketch, move: Move, found: Upstream, run: Instruction) -> None:
    cause = Cause("layout", "What was mounted is there already.")
    dropped = [flag for flag in run.flags if flag.name == "mount" and brings_wheels(found, flag.value or "")]
    if dropped and len(dropped) == len(run.flags):
        first = move.script(run).commands[0]
        own.replace(Span(run.keyword_span.end, first.span.start), b" ", cause)
        return
    for flag in dropped:
        own.replace(word_removal(own.content, flag.span, own.dockerfile.escape), b"", cause)


def _receive(sketch: Sketch, move: Move, found: Upstream, *, path: bool) -> None:
    """Let the venv arrive where the wheels did, and test it where they were installed."""
    place = move.instruction(found.arrival)
    delivery = found.handovers[0].delivery
    cause = move.cause(None, "The venv is copied whole, to the same path, so that its shebangs stay true.")
    above = sketch.above_comments(place.span.start)
    if path:
        why = move.cause(None, "PATH names the venv's bin first, so python and the scripts are the venv's.")
        sketch.insert(above, (path_line(move),), place, why)
    sketch.insert(place.span.start, (copy_line(move, _called(place, found)),), place, cause)
    last = found.runs[-1]
    if Extra.SMOKE_TEST in move.choices.extras:
        entrypoint, cmd = last_start(found.target)
        line = smoke_line(move, move.installs, cmd, entrypoint)
        further = [i for i in found.target.instructions if i.span.start > last.span.start and i not in found.cleared]
        later = smoke_place.behind(move, further) if imports_something(line) else None
        at = last.span.start if later is None else later.span.end
        sketch.insert(at, (line,), later or last, *smoke_causes(move))
    gone = {h.delivery.instruction for h in found.handovers} | {i.span.start for i in (*found.runs, *found.cleared)}
    for start in sorted(gone):
        why = move.cause(None, f"Nothing of {delivery.path} is needed here any more.")
        sketch.remove_instruction(move.instruction(start), why)


def _called(place: Instruction, found: Upstream) -> str:
    """Return the name of the source stage as the file itself spells it."""
    flag = place.flag("from")
    return (flag.value if flag is not None else None) or found.source.name or str(found.source.index)
