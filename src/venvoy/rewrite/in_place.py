"""The stages stay: installs are redirected, copies of sites become one copy of the venv."""

from __future__ import annotations

import re

from venvoy.model.dockerfile import Instruction, Stage
from venvoy.model.plan import Extra
from venvoy.model.source import Span
from venvoy.model.trace import Install, Installer, VenvMade
from venvoy.rewrite import system_python
from venvoy.rewrite.caches import cache_mount
from venvoy.rewrite.conversion import handing_over
from venvoy.rewrite.dialects import chosen, pdm, pip, uv
from venvoy.rewrite.environment import clean
from venvoy.rewrite.lines import creation, creation_lines, path_line
from venvoy.rewrite.move import Move
from venvoy.rewrite.receiving import replace_carries
from venvoy.rewrite.references import rename_references
from venvoy.rewrite.repairs import look_no_more
from venvoy.rewrite.settled import first_carries, path_settled
from venvoy.rewrite.sketch import Sketch

_EARLIER = {"COPY", "ADD", "WORKDIR"}
_SITE = re.compile(r"/usr/local/lib/python\d\.\d+/(?:site|dist)-packages")


def lay_out(sketch: Sketch, move: Move) -> str | None:
    """Sketch the rewrite that keeps all stages; return why it cannot be done, or None."""
    if refusal := _refusal(move):
        return refusal
    if move.adopted is not None:
        _adopt(sketch, move, move.adopted)
        return None
    starts = {host: creation_point(move, host) for host in move.hosts}
    path_set = path_settled(move, starts)
    for host in move.hosts:
        make_venv(sketch, move, host, starts[host], path=not path_set.get(host, False))
    redirect_all(sketch, move)
    given = {host: starts[host] for host in move.hosts if not path_set.get(host, False)}
    received = {stage: at for stage, at in first_carries(move).items() if not path_set.get(stage, False)}
    for install in sorted(move.repeated, key=lambda i: i.instruction):
        why = move.cause(install, "The venv holds these packages already; they are installed once.")
        sketch.remove_instruction(move.instruction(install.instruction), why)
    replace_carries(sketch, move, {stage: not path_set.get(stage, False) for stage in first_carries(move)})
    clean(sketch, move, with_heirs(move, {**given, **received}))
    rename_references(sketch, move, starts)
    return None


def _adopt(sketch: Sketch, move: Move, venv: VenvMade) -> None:
    """Put the venv that the file makes already on PATH, where its activation is lost or right behind it."""
    made = move.instruction(venv.instruction)
    lost = move.view.activations(move.stages, venv.site.root.text or "")
    cause = move.cause(None, "ENV lasts for all that follows, and for the container; an activation ends with its RUN.")
    place = lost[0] if lost else made
    line = path_line(move, installs=True)
    if lost:
        words = Span(place.keyword_span.start, place.words[-1].span.end)
        sketch.replace(words, sketch.spelled(line, place), cause)
    else:
        sketch.insert(place.span.end, (line,), place, cause)
    for instruction in lost[1:]:
        sketch.remove_instruction(instruction, cause)
    if not venv.seeded and any(chosen.spoken(move, i) is Installer.PIP for i in move.installs):
        _seed(sketch, move, made)
    look_no_more(sketch, venv, move.cause(None, "What is installed goes into the venv now; it needs no others."))
    redirect_all(sketch, move)
    clean(sketch, move, {venv.stage: place.span.start})
    rename_references(sketch, move, {venv.stage: place.span.start})


def _seed(sketch: Sketch, move: Move, made: Instruction) -> None:
    """Let ``uv venv`` bring pip, as pip is what installs."""
    found = re.compile(rb"\buv venv\b").search(sketch.content, made.span.start, made.span.end)
    if found is not None:
        cause = move.cause(None, "uv leaves pip out of a venv unless asked, and pip is what installs here.")
        sketch.replace(Span(found.end(), found.end()), " --seed", cause)


def _refusal(move: Move) -> str | None:
    if not move.hosts:
        return "No stage was found in which the virtual environment could be made."
    if move.adopted is None and (taken := venv_place_taken(move)):
        return taken
    for carry in move.carries:
        instruction = move.instruction(carry.instruction)
        others = len(instruction.words) - 1 - sum(c.instruction == carry.instruction for c in move.carries)
        if others:
            return f"Line {carry.lines.first}: the COPY takes other things along with the packages."
        sources = {c.source_stage for c in move.carries if c.stage == carry.stage}
        if len(sources) > 1:
            return f"Line {carry.lines.first}: packages come from more than one stage."
    return None


def venv_place_taken(move: Move) -> str | None:
    """Return why the venv cannot be where it was chosen to be, or None."""
    venv = move.choices.venv
    for stage in move.stages:
        for instruction in stage.instructions:
            line = instruction.lines.first
            workdir = move.scope(instruction).workdir.text or "/"
            if f"{workdir.rstrip('/')}/".startswith(f"{venv}/") and instruction.keyword in {"COPY", "ADD", "RUN"}:
                return f"Line {line} works in {workdir}; choose another place for the venv."
            if re.search(rf"(?<![\w/.-]){re.escape(venv)}(?![\w.-])", instruction.argument.text):
                return f"Line {line} already uses {venv}; choose another place for the venv."
            if instruction.keyword == "VOLUME" and any(_hides(word.text, venv) for word in instruction.words):
                return f"Line {line}: a volume would hide {venv}; choose another place for the venv."
    return None


def _hides(volume: str, venv: str) -> bool:
    return volume.startswith("/") and (venv + "/").startswith(volume.rstrip("/") + "/")


def creation_point(move: Move, host: int) -> int:
    """Return the byte before which *host* makes its venv: before pip's first command and the COPYs that lead to it."""
    stage = move.dockerfile.stages[host]
    first = min(i.instruction for i in move.installs if i.stage == host)
    at = next(n for n, i in enumerate(stage.instructions) if i.span.start == first)
    while at > 0 and stage.instructions[at - 1].keyword in _EARLIER and not brings_tool(stage.instructions[at - 1]):
        at -= 1
    named = (n for n, i in enumerate(stage.instructions[:at]) if _SITE.search(i.argument.text))
    brought = system_python.brought_at(move, host)
    ready = next((n + 1 for n, i in enumerate(stage.instructions) if i.span.start == brought), 0)
    at = max(min([at, *named]), min(ready, at))
    user = move.scope(stage.instructions[at]).user.text
    if user not in {"root", "0"}:
        switch = [n for n, i in enumerate(stage.instructions[:at]) if i.keyword == "USER"]
        at = switch[-1] if switch else at
    return stage.instructions[at].span.start


def owner_of(stage: Stage, install: Install) -> str | None:
    """Return the user who has to write to the venv, as the file spells it; None for root."""
    user = install.user.text
    return (_as_written(stage, install) or user) if user not in {"root", "0", None} else None


def _user_at(stage: Stage, offset: int) -> str | None:
    """Return the user in force at a byte of *stage* as its USER spells them, group and all; None without one."""
    users = [i for i in stage.instructions if i.keyword == "USER" and i.span.start < offset]
    return users[-1].argument.text.strip() if users else None


def _as_written(stage: Stage, install: Install) -> str | None:
    """Return the user as the USER in force spells it, variables and all, where a build argument decides who it is."""
    if not install.user.depends_on:
        return None
    users = [i for i in stage.instructions if i.keyword == "USER" and i.span.start < install.instruction]
    return users[-1].words[0].text.partition(":")[0] if users and users[-1].words else None


def brings_tool(instruction: Instruction) -> bool:
    """Return True for a COPY or ADD that brings uv: what makes a venv with it has to come behind."""
    flag = instruction.flag("from")
    return flag is not None and re.search(r"(?:^|/)uv(?::|@|$)", flag.value or "") is not None


def make_venv(sketch: Sketch, move: Move, host: int, offset: int, *, path: bool) -> None:
    """Insert the lines that make the venv."""
    stage = move.dockerfile.stages[host]
    like = next(i for i in stage.instructions if i.span.start == offset)
    installs = [i for i in move.installs if i.stage == host]
    application = next(i for i in installs if not i.tooling)
    owner = owner_of(stage, application)
    before = move.scope(like).user.text
    within = system_python.same_run(move, host)
    lines = creation_lines(move, application, owner, path=path, run=within is None)
    _prepare(sketch, move, host, application, within)
    if before not in {"root", "0"}:
        cause = move.cause(application, "Only root may make a directory below the root of the image.")
        lines = (("USER root", (cause,)), *lines, (f"USER {_user_at(stage, offset) or before}", (cause,)))
    for text, causes in lines:
        sketch.insert(sketch.above_comments(offset), (text,), like, *causes)


def _prepare(sketch: Sketch, move: Move, host: int, application: Install, within: Install | None) -> None:
    """Let a packaged Python have what a venv needs, and make the venv in its RUN where that installs as well."""
    made = creation(move, application)
    if "--system-site-packages" in made and any(i.installer is Installer.UV for i in move.installs):
        sketch.note("uv does not count what a venv looks through to: it installs what is asked for once more.")
    if " -m venv " in made and not handing_over.by_lock(move):
        why = move.cause(application, "The distribution packages what -m venv needs apart from the interpreter.")
        system_python.add_package(sketch, move, host, why)
    if within is not None:
        why = move.cause(application, f"The virtual environment at {move.choices.venv} takes the packages.")
        system_python.make_within(sketch, within, made, why)


def redirect_all(sketch: Sketch, move: Move) -> None:
    """Send every install into the venv, in the dialect that was chosen."""
    gone = handing_over.removed(move)
    for install in handing_over.staying(move):
        handing_over.redirect(sketch, move, install)
        if Extra.CACHE_MOUNTS in move.choices.extras:
            cache_mount(sketch, move, install)
    if chosen.wanted(move) is Installer.UV:
        uv.redirect_shared(sketch, move)
    pdm.forget(sketch, move)
    for install in move.beside:
        if install.command not in gone:
            pip.stay_apart(sketch, move, install)
    system_python.drop_guard(sketch, move)
    handing_over.finish(sketch, move)


def with_heirs(move: Move, given: dict[int, int]) -> dict[int, int]:
    """Add the stages that inherit: there, the venv is on PATH from the first byte."""
    result = dict(given)
    for stage in move.stages:
        if stage.index not in result and any(a in given for a in move.ancestors(stage.index)):
            result[stage.index] = stage.start.span.start
    return result
