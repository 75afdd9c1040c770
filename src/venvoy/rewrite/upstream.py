"""Whether installs from wheels can move upstream, into the stage that built the wheels; where not, why."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

from attrs import frozen

from venvoy.model.dockerfile import Form, Instruction, Stage
from venvoy.model.environment import Scope
from venvoy.model.shell import Command, ShellWord
from venvoy.model.trace import Install, Installer, SiteKind
from venvoy.parse.bases import same_python
from venvoy.rewrite.dialects.uv import TELLING
from venvoy.rewrite.move import Move
from venvoy.trace.files import place_upstream
from venvoy.trace.relays import Handover, handovers

_PLACING = {"PIP_USER", "PIP_TARGET", "PIP_PREFIX", "PIP_ROOT", "PYTHONUSERBASE", "VIRTUAL_ENV"}
_CACHES = re.compile(r"^(?:/root/\.cache|~/\.cache|/tmp/pip[\w*.-]*)(?:/|$)")
_HARMLESS_FLAGS = {"network", "security"}


@frozen
class Upstream:
    """Installs of one stage that move into another one, which has the wheels already."""

    source: Stage
    target: Stage
    handovers: tuple[Handover, ...]
    runs: tuple[Instruction, ...]
    """RUNs of the target that move, in order: upgrades of pip, and the installs."""
    cleared: tuple[Instruction, ...]
    """RUNs of the target that only remove the wheels."""

    @property
    def arrival(self) -> int:
        """First byte of the instruction that first brings wheels: there the venv arrives instead."""
        return self.handovers[0].delivery.instruction


def upstream(move: Move) -> Upstream | str | None:
    """Return what moves upstream, or one sentence that says why nothing does; None when nothing comes from wheels."""
    everywhere = handovers(move.view)
    mine = tuple(h for h in everywhere if h.delivery.stage in move.indices)
    if not mine:
        return None
    reason = next(_against_ends(move, mine, everywhere), None)
    if reason is not None:
        return reason
    view = move.view
    source = view.dockerfile.stages[mine[0].delivery.source_stage]
    target = view.dockerfile.stages[mine[0].delivery.stage]
    runs = tuple(i for i in target.instructions if i.span.start in {x.instruction for x in move.installs})
    cleared = tuple(i for i in target.instructions if i not in runs and _only_clears(move, i, mine))
    found = Upstream(source, target, mine, runs, cleared)
    for question in (_against_installs, _against_source, _against_runs, _against_rest):
        reason = next(question(move, found), None)
        if reason is not None:
            return reason
    return found


def _against_ends(move: Move, mine: tuple[Handover, ...], everywhere: tuple[Handover, ...]) -> Iterator[str]:
    """Yield why the two stages are not just two, or do not fit; *everywhere* are the handovers of all stages."""
    line = mine[0].delivery.lines.first
    sources = {h.delivery.source_stage for h in mine}
    # One venv at the end of the source stage could not be what each of several stages asks for.
    if len({h.delivery.stage for h in everywhere if h.delivery.source_stage in sources}) > 1:
        yield "More than one stage installs from them."
    if len({h.delivery.source_stage for h in mine}) > 1:
        yield f"Line {line}: the wheels come from more than one stage."
    if move.adopted is not None:
        yield f"Line {move.adopted.lines.first} makes a venv already."
    for handover in mine:
        house, delivery = handover.house, handover.delivery
        if house.stage not in move.view.chain(delivery.source_stage):
            yield f"Line {delivery.lines.first}: the wheels only pass through that stage."
        words = len(move.instruction(delivery.instruction).words) - 1
        beside = words - sum(h.delivery.instruction == delivery.instruction for h in mine)
        if not delivery.source.startswith(house.path) or (not delivery.mount and beside > 0):
            yield f"Line {delivery.lines.first} takes other things along with the wheels."
        if move.view.holds_files(house.stage, house.path):
            yield f"Line {delivery.lines.first}: {house.path} also holds files of the application."
        if not house.wheels_only and not delivery.source.endswith(".whl"):
            yield f"Line {house.lines.first}: {house.program} may leave more than wheels there."
    bases = move.view.surroundings.bases
    agreement = same_python(bases[mine[0].delivery.source_stage], bases[mine[0].delivery.stage])
    if agreement.same is not True:
        yield f"Line {line}: {agreement.why}."


def _against_installs(move: Move, found: Upstream) -> Iterator[str]:
    """Yield why an install has to stay in the stage where it is."""
    taken = {i.command.span for h in found.handovers for i in h.installs}
    for install in move.view.installs_of(move.stages):
        line = install.lines.first
        if install.tooling and install.stage != found.target.index:
            continue
        if install.installer is not Installer.PIP:
            yield f"Line {line}: {install.program} is no pip, and stays where it is."
        elif install in move.beside or install.instruction in move.tools:
            yield f"Line {line} brings a tool that installs."
        elif install.stage != found.target.index or (not install.tooling and install.command.span not in taken):
            yield f"Line {line}: {install.program} installs something else as well."
        elif install.conditional or (install.user.text or "root") not in {"root", "0"}:
            yield f"Line {line} installs under a condition, or as another user."
        elif install.tooling and install.instruction > max(r.span.start for r in found.runs if _applies(move, r)):
            yield f"Line {line} goes on installing."
        elif outside := next((p for p in install.reads if place_there(move, found, install, p) is None), None):
            yield f"Line {line} also reads {outside}, which stage {found.source.label} need not have."
        elif set(install.reads) - {path for _, path in _named(move, install)}:
            yield f"Line {line} is told by a setting what to read."


def _applies(move: Move, run: Instruction) -> bool:
    return any(i.instruction == run.span.start and not i.tooling for i in move.installs)


def place_there(move: Move, found: Upstream, install: Install, path: str) -> str | None:
    """Return the path upstream of something that *install* reads at *path*; None when it need not be there."""
    for handover in found.handovers:
        if _below(path, handover):
            here = handover.delivery.path.rstrip("/")
            return f"{handover.house.path}{path[len(here) :]}"
    stages = (found.source.index, found.target.index)
    return place_upstream(move.view, path, stages, install.instruction)


def _below(path: str, handover: Handover) -> bool:
    """Return True when *path* names what was delivered, and names the same in the stage that it came from."""
    house, delivery = handover.house, handover.delivery
    if path != delivery.path and not path.startswith(f"{delivery.path.rstrip('/')}/"):
        return False
    # Of a directory only some files may have been copied: then the same glob has to be asked for.
    return delivery.source == house.path or posixpath.basename(path) == posixpath.basename(delivery.source)


def _against_source(move: Move, found: Upstream) -> Iterator[str]:
    """Yield why a venv that is made at the end of the source stage could not be filled like the target is."""
    view, source = move.view, found.source
    if any(view.trace.installs[at].stage in view.chain(source.index) for at in view.shipped_installs):
        yield f"Stage {source.label} installs packages of its own that ship."
    python = view.trace.stages[source.index].launch.python_site
    if python is None or python.kind is not SiteKind.SYSTEM:
        yield f"Stage {source.label} has an environment of its own."
    end, here = view.surroundings.final[source.index], move.scope(found.runs[-1])
    if end.user.text not in {"root", "0"} or end.shell != here.shell:
        yield f"Stage {source.label} ends with another user or shell."
    if _told(end) != _told(here) or any(name in _PLACING for name in end.env):
        yield f"Stage {source.label} has other settings for pip."


def _told(scope: Scope) -> dict[str, str | None]:
    """Return pip's variables that decide what is installed, or from where."""
    return {n: v.text for n, v in (*scope.env.items(), *scope.args.items()) if n in TELLING}


def _against_runs(move: Move, found: Upstream) -> Iterator[str]:
    """Yield why a RUN cannot stand in another stage as it is."""
    for run in found.runs:
        line = run.lines.first
        script = move.script(run)
        if run.form is not Form.SHELL or run.heredocs or script.opaques or "$" in run.argument.text:
            yield f"Line {line} is more than plain commands."
        for flag in run.flags:
            cache = flag.name == "mount" and "type=cache" in (flag.value or "")
            if flag.name not in _HARMLESS_FLAGS and not cache and not brings_wheels(found, flag.value or ""):
                yield f"Line {line} is given something by --{flag.name}."
        workdir = move.scope(run).workdir.text or "/"
        last = max(i.command.span.end for i in move.installs if i.instruction == run.span.start)
        installs = {i.command.span for i in move.installs}
        for command in script.commands:
            behind = command.span.start > last
            fits = _clears(command, workdir, found.handovers) if behind else command.span in installs or _sets(command)
            if command.context or command.redirects or not fits:
                yield f"Line {command.lines.first} does more than install."


def brings_wheels(found: Upstream, mount: str) -> bool:
    """Return True for the value of a ``--mount`` that brings the wheels, and nothing else."""
    settings = dict(part.partition("=")[::2] for part in mount.split(","))
    target = settings.get("target") or settings.get("dst") or settings.get("destination")
    return bool(settings.get("from")) and any(h.delivery.mount and h.delivery.path == target for h in found.handovers)


def _sets(command: Command) -> bool:
    return bool(command.argv) and command.argv[0].literal == "set"


def _clears(command: Command, workdir: str, mine: tuple[Handover, ...]) -> bool:
    """Return True for a command that removes the wheels, or pip's cache, and nothing else."""
    words = [word.literal or word.raw for word in command.argv]
    if re.fullmatch(r"pip[\d.]*", words[0] if words else ""):
        return words[1:3] == ["cache", "purge"]
    paths = [posixpath.join(workdir, word) for word in words[1:] if not word.startswith("-")]
    # Files that share a directory with others are not told apart by the directory's name.
    wheels = [h.delivery.path for h in mine if h.delivery.source == h.house.path]
    known = (_CACHES.match(p.removeprefix(f"{workdir}/~")) or any(_is_below(p, w) for w in wheels) for p in paths)
    return (
        words[:1] == ["rm"] and bool(paths) and all(k or p.endswith(".whl") for k, p in zip(known, paths, strict=True))
    )


def _only_clears(move: Move, instruction: Instruction, mine: tuple[Handover, ...]) -> bool:
    """Return True for a RUN that removes the wheels and does nothing else."""
    if instruction.keyword != "RUN" or instruction.flags or instruction.heredocs:
        return False
    script = move.script(instruction)
    workdir = move.scope(instruction).workdir.text or "/"
    only = all(_clears(command, workdir, mine) for command in script.commands)
    return only and bool(script.commands) and not script.opaques


def _is_below(path: str, root: str) -> bool:
    return path.rstrip("/") == root or path.startswith(f"{root}/")


def _against_rest(move: Move, found: Upstream) -> Iterator[str]:
    """Yield what else of the target, or of stages built from it, wants the wheels."""
    gone = {i.span.start for i in (*found.runs, *found.cleared)} | {h.delivery.instruction for h in found.handovers}
    if any(d.source_stage == found.target.index for d in move.view.trace.deliveries):
        yield "They travel on to another stage."
    for stage in move.dockerfile.stages:
        if found.target.index not in move.view.chain(stage.index):
            continue
        for instruction in stage.instructions:
            workdir = move.scope(instruction).workdir.text or "/"
            named = any(p.search(instruction.argument.text) for p in _names(found, workdir))
            if instruction.span.start not in gone and named:
                yield f"Line {instruction.lines.first} uses them as well."


def _names(found: Upstream, workdir: str) -> Iterator[re.Pattern[str]]:
    """Yield what the delivered wheels are called by in a line that works in *workdir*."""
    for handover in found.handovers:
        path = handover.delivery.path
        if handover.delivery.source != handover.house.path:
            yield re.compile(r"\.whl\b")
            continue
        yield re.compile(rf"(?<![\w.-]){re.escape(path)}(?![\w.-])")
        if posixpath.dirname(path) == workdir:
            yield re.compile(rf"(?:^|\s)(?:\./)?{re.escape(posixpath.basename(path))}(?![\w.-])")


def path_words(move: Move, found: Upstream, install: Install) -> Iterator[tuple[ShellWord, str]]:
    """Yield the words of *install* that name what it reads, with how they have to be written upstream."""
    workdir = move.view.surroundings.final[found.source.index].workdir.text or "/"
    for word, path in _named(move, install):
        place = place_there(move, found, install, path)
        head, text = _split(word)
        # A relative path may mean the same in both stages, and is then left as it is.
        if place is not None and posixpath.normpath(posixpath.join(workdir, text)) != place:
            yield word, head + place


def _named(move: Move, install: Install) -> Iterator[tuple[ShellWord, str]]:
    """Yield the words of *install* that name something that it reads, with the absolute path."""
    workdir = move.scope(move.instruction(install.instruction)).workdir.text or "/"
    for word in install.command.argv:
        path = posixpath.normpath(posixpath.join(workdir, _split(word)[1] or "."))
        if path in install.reads:
            yield word, path


def _split(word: ShellWord) -> tuple[str, str]:
    """Return a word as what stands before its path (``--find-links=``) and the path, quotes taken off."""
    name, equals, value = word.raw.partition("=")
    head, text = (f"{name}=", value) if equals and name.startswith("--") else ("", word.raw)
    return head, text.strip("\"'")
