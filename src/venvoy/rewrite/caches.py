"""Cache mounts: what was downloaded once is kept between builds."""

from __future__ import annotations

import re

from venvoy.model.dockerfile import Instruction
from venvoy.model.plan import Cause, Extra
from venvoy.model.source import Span
from venvoy.model.trace import Install, Installer
from venvoy.rewrite.dialects.chosen import PROJECTS, spoken
from venvoy.rewrite.move import Move
from venvoy.rewrite.sketch import Sketch

CAUSE = Cause("extra:cache-mounts", "What was downloaded once is kept between builds, outside of the image.")
_OWN = {"pip": ("PIP_NO_CACHE_DIR", "PIP_CACHE_DIR"), "uv": ("UV_NO_CACHE", "UV_CACHE_DIR")}
_EMPTIED = re.compile(r"\brm\b[^;&|]*\.cache|\b(?:pip[\d.]*|uv)\s+cache\s+(?:purge|clean|prune|remove)")


def cache_mount(sketch: Sketch, move: Move, install: Install) -> None:
    """Give the RUN of *install* a cache mount, or say why it gets none."""
    instruction = move.instruction(install.instruction)
    if why := _why_not(move, install, instruction):
        if why != _THERE:
            sketch.note(why, instruction.lines)
        return
    end = instruction.keyword_span.end
    if all(i is install or i.instruction != install.instruction for i in move.installs[: move.installs.index(install)]):
        sketch.replace(Span(end, end), f" --mount=type=cache,target=/root/.cache/{_name(move, install)}", CAUSE)
    for word in install.command.argv:
        if word.literal in {"--no-cache-dir", "--no-cache"}:
            sketch.remove_word(word.span, CAUSE)


def link_mode(move: Move) -> str | None:
    """Return the setting that uv wants beside a cache mount, which it cannot link out of; None where it is not used."""
    if Extra.CACHE_MOUNTS not in move.choices.extras:
        return None
    for install in move.installs:
        instruction = move.instruction(install.instruction)
        set_already = move.scope(instruction).lookup("UV_LINK_MODE") is not None
        if _name(move, install) == "uv" and not set_already and _why_not(move, install, instruction) is None:
            return "UV_LINK_MODE=copy"
    return None


_THERE = "There is a cache mount already."


def _why_not(move: Move, install: Install, instruction: Instruction) -> str | None:
    """Return why a RUN gets no cache mount, or None."""
    if instruction.keyword != "RUN" or any("type=cache" in (flag.value or "") for flag in instruction.flags):
        return _THERE
    if (install.user.text or "root") not in {"root", "0"}:
        return "No cache mount for an install that does not run as root: its cache is elsewhere."
    if spoken(move, install) in PROJECTS:
        return f"No cache mount for {install.installer.value}, which keeps its cache where it is told to."
    own = {assignment.name for assignment in install.command.assignments}
    for name in _OWN[_name(move, install)]:
        if name in own or move.scope(instruction).lookup(name) is not None:
            return f"No cache mount beside {name}, which says what becomes of the cache."
    if _EMPTIED.search(instruction.argument.text):
        return "No cache mount for a RUN that empties the cache itself."
    return None


def _name(move: Move, install: Install) -> str:
    return "uv" if spoken(move, install) is Installer.UV else "pip"
