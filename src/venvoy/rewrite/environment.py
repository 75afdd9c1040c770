"""ENV lines that only served a shortcut: changed where PATH is concerned, taken out where nothing else is."""

from __future__ import annotations

import posixpath
import re

from attrs import define, field

from venvoy.model.dockerfile import Instruction
from venvoy.model.plan import Cause
from venvoy.model.source import Span
from venvoy.model.trace import Installer, SiteKind
from venvoy.parse.expansion import expand
from venvoy.rewrite.assignments import Pair, pairs
from venvoy.rewrite.dialects import native, uv_project
from venvoy.rewrite.move import Move
from venvoy.rewrite.sketch import Sketch

_HOMES = ("~", "$HOME", "${HOME}")


@define
class Cleaned:
    """What cleaning found: the ENV instructions after which the venv is on PATH."""

    on_path: list[Instruction] = field(factory=list)


def clean(sketch: Sketch, move: Move, already: dict[int, int]) -> Cleaned:
    """Change the ENV instructions of the stages that move.

    *already* says for each host stage from which byte on the layout itself puts the venv on PATH.
    """
    cleaned = Cleaned()
    for stage in move.stages:
        for instruction in stage.instructions:
            if instruction.keyword != "ENV":
                continue
            given = already.get(stage.index)
            covered = given is not None and instruction.span.start >= given
            for pair in pairs(instruction):
                _clean_pair(sketch, move, instruction, pair, cleaned, covered=covered)
    return cleaned


def _clean_pair(
    sketch: Sketch, move: Move, instruction: Instruction, pair: Pair, cleaned: Cleaned, *, covered: bool
) -> None:
    if pair.name == "PATH":
        _path(sketch, move, instruction, pair, cleaned, covered=covered)
    elif pair.name == "PYTHONPATH":
        _python_path(sketch, move, instruction, pair)
    elif pair.name == uv_project.VARIABLE and any(install.syncs_project for install in move.installs):
        cause = move.cause(None, "The project's environment is a virtual one now, and uv makes it where this says.")
        quote, _ = _unquoted(pair.value)
        sketch.replace(pair.value_span, f"{quote}{move.choices.venv}{quote}", cause)
    elif _only_served(sketch, move, instruction, pair):
        cause = move.cause(None, f"{pair.name} only served the shortcut; the venv needs no such variable.")
        _drop(sketch, instruction, pair, cause)


def _drop(sketch: Sketch, instruction: Instruction, pair: Pair, cause: Cause) -> None:
    others = [p for p in pairs(instruction) if p != pair]
    gone = {edit.span for edit in sketch.edits if not edit.replacement}
    left = [p for p in others if not any(s.start <= p.span.start and p.span.end <= s.end for s in gone)]
    if left and pair.span.start < min(p.span.start for p in others):
        # The next pair takes the place of the first one, continuation and all.
        sketch.replace(Span(pair.span.start, min(p.span.start for p in others)), b"", cause)
    elif left:
        sketch.remove_word(pair.span, cause)
    else:
        sketch.remove_instruction(instruction, cause)


def _only_served(sketch: Sketch, move: Move, instruction: Instruction, pair: Pair) -> bool:
    options = {option for install in move.installs for option in install.options}
    if pair.name in {"PIP_USER", "PIP_TARGET", "PIP_PREFIX"}:
        return pair.name in options
    if pair.name == "PIP_BREAK_SYSTEM_PACKAGES":
        outside = move.tools or move.beside
        return not outside and any(i.lifted == pair.name for i in move.installs if move.view.packaged(i.stage))
    if any(pair.name in native.SETTINGS[i.installer] for i in move.installs if native.is_native(i)):
        return True
    if pair.name != "PYTHONUSERBASE" or not any(site.kind is SiteKind.USER_BASE for site in move.sites):
        return False
    if _used_elsewhere(sketch, move, instruction):
        sketch.note("PYTHONUSERBASE stays, as other lines use it; a virtual environment ignores it.", instruction.lines)
        return False
    return True


def _used_elsewhere(sketch: Sketch, move: Move, declared: Instruction) -> bool:
    """Return True when an instruction that stays as it is uses $PYTHONUSERBASE."""
    replaced = {carry.instruction for carry in move.carries}
    for stage in move.stages:
        for instruction in stage.instructions:
            if instruction is declared or instruction.span.start in replaced or sketch.is_removed(instruction):
                continue
            if instruction.keyword == "ENV":
                used = any(
                    "PYTHONUSERBASE" in p.value for p in pairs(instruction) if p.name not in {"PATH", "PYTHONPATH"}
                )
            else:
                used = re.search(r"\$\{?PYTHONUSERBASE", instruction.argument.text) is not None
            if used:
                return True
    return False


def _path(sketch: Sketch, move: Move, instruction: Instruction, pair: Pair, cleaned: Cleaned, *, covered: bool) -> None:
    quote, body = _unquoted(pair.value)
    entries = body.split(":")
    old = [is_old(move, instruction, entry) for entry in entries]
    inherited = next((n for n, entry in enumerate(entries) if entry in {"$PATH", "${PATH}"}), len(entries))
    prefix = move.prefix(_stage_of(move, instruction))
    # A PATH that is set whole, or with the interpreter's own bin in front, would pass the venv by.
    whole = inherited == len(entries) or f"{prefix}/bin" in entries[:inherited]
    if not any(old) and not (covered and whole):
        return
    cause = move.cause(None, "PATH names the venv's bin, where the console scripts now are.")
    kept = [entry for entry, gone in zip(entries, old, strict=True) if not gone]
    if covered and not whole:
        if kept in (["$PATH"], ["${PATH}"]):
            _drop(sketch, instruction, pair, cause)
            return
        new = kept
    else:
        new = [f"{move.choices.venv}/bin", *kept]
        cleaned.on_path.append(instruction)
    sketch.replace(pair.value_span, quote + ":".join(new) + quote, cause)


def _stage_of(move: Move, instruction: Instruction) -> int:
    inside = (s.index for s in move.stages if s.lines.first <= instruction.lines.first <= s.lines.last)
    return next(inside, 0)


def _python_path(sketch: Sketch, move: Move, instruction: Instruction, pair: Pair) -> None:
    quote, body = _unquoted(pair.value)
    entries = [entry for entry in body.split(":") if entry]
    kept = [entry for entry in entries if not _left_behind(move, instruction, entry)]
    if kept == entries:
        return
    cause = move.cause(None, "The venv's python finds its packages without PYTHONPATH.")
    if not [entry for entry in kept if entry not in {"$PYTHONPATH", "${PYTHONPATH}"}]:
        _drop(sketch, instruction, pair, cause)
    else:
        sketch.replace(pair.value_span, quote + ":".join(kept) + quote, cause)


_SYSTEM_PACKAGES = re.compile(r"^/usr/local/lib/python\d\.\d+/(?:site|dist)-packages/?$")


def _left_behind(move: Move, instruction: Instruction, entry: str) -> bool:
    """Return True when a PYTHONPATH entry is a place of packages that move."""
    path = (expand(entry, move.scope(instruction).lookup).text or "").rstrip("/")
    landed = {c.destination for c in move.carries if "packages" in c.parts}
    system = any(site.kind is SiteKind.SYSTEM for site in move.sites) and _SYSTEM_PACKAGES.match(path)
    # The directory with which PDM lets every Python look into __pypackages__.
    by_pdm = path.endswith("/pdm/pep582") and any(i.installer is Installer.PDM for i in move.installs)
    return by_pdm or is_old(move, instruction, entry) or path in landed or bool(system)


def is_old(move: Move, instruction: Instruction, entry: str) -> bool:
    """Return True when a PATH or PYTHONPATH entry points into a site that is left."""
    text = entry
    for home in _HOMES:
        if text == f"{home}/.local" or text.startswith(f"{home}/.local/"):
            return any(site.kind is SiteKind.USER for site in move.sites)
    scope = move.scope(instruction)
    value = expand(text, scope.lookup).text
    if not value:
        return False
    path = posixpath.normpath(value)
    return any(path == root or path.startswith(f"{root}/") for root in move.old_roots)


def _unquoted(value: str) -> tuple[str, str]:
    if len(value) >= 2 and value[0] in "\"'" and value[-1] == value[0]:
        return value[0], value[1:-1]
    return "", value
