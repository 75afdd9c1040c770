"""What brought, set up or called a tool that the rewrite no longer needs."""

from __future__ import annotations

import re
from collections.abc import Iterable

from attrs import frozen

from venvoy.model.dockerfile import Instruction
from venvoy.model.plan import Cause
from venvoy.model.shell import Command, Script
from venvoy.model.source import Span
from venvoy.model.trace import Install, Installer
from venvoy.rewrite.assignments import Pair, pairs
from venvoy.rewrite.dialects.pdm import makes_directory
from venvoy.rewrite.move import Move
from venvoy.rewrite.sketch import Sketch

_STARTS = {"CMD", "ENTRYPOINT", "HEALTHCHECK", "SHELL"}
# Commands of the tools themselves that only look after the tool.
_UPKEEP = {"config", "--version", "-V", "self", "cache"}
_SCRIPTS = {
    "poetry": "install.python-poetry.org",
    "pdm": "pdm-project.org/install",
    "uv": "astral.sh/uv",
}
_INHERITED = {"$PATH", "${PATH}"}
_SCRIPT_PROGRAMS = re.compile(r"^(?:curl|wget|python[\d.]*|sh|bash|export|chmod|set)$")


@frozen
class Leaving:
    """The commands that go with the tool, and what speaks against letting it go."""

    removed: tuple[tuple[Instruction, tuple[Command, ...]], ...]
    obstacle: str | None


def leaving(move: Move, tool: str, converted: Iterable[Install]) -> Leaving:
    """Return what goes with *tool* once the installs in *converted* are another's."""
    stays = {install.command for install in converted}
    removed: list[tuple[Instruction, tuple[Command, ...]]] = []
    for stage in move.stages:
        for instruction in stage.instructions:
            if instruction.keyword in _STARTS and _named(tool).search(instruction.argument.text):
                line = instruction.lines.first
                return Leaving((), f"Line {line} calls {tool} when the container starts; start the program itself.")
            if instruction.keyword != "RUN":
                continue
            script = move.script(instruction)
            gone = _gone(move, tool, instruction, script)
            for command in script.commands:
                if command not in stays and command not in gone and _calls(command, tool):
                    return Leaving((), f"Line {command.lines.first} calls {tool} for something else than an install.")
            if gone and not _separable(script, gone):
                return Leaving((), f"Line {instruction.lines.first}: {tool} cannot be taken out of this RUN.")
            if gone:
                removed.append((instruction, gone))
    return Leaving(tuple(removed), None)


def _named(tool: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w.-])(?:{tool}{'|uvx' if tool == 'uv' else ''})(?![\w.-])")


def _calls(command: Command, tool: str) -> bool:
    """Return True when a command runs the tool, by its name, its path, or as a module."""
    names = [word.raw.strip("\"'").rpartition("/")[2] for word in command.argv[:5]]
    before = 0
    while before < len(names) and names[before] in {"exec", "env", "sudo", "time", "command"}:
        before += 1
    called = names[before : before + 3]
    return called[:1] == [tool] or called[1:] == ["-m", tool] or (tool == "uv" and called[:1] == ["uvx"])


def _gone(move: Move, tool: str, instruction: Instruction, script: Script) -> tuple[Command, ...]:
    """Return the commands of a RUN that bring the tool or look after it."""
    address = _SCRIPTS.get(tool)
    if address is not None and address in instruction.argument.text and _only_downloads(script):
        return script.commands
    brought = {i.command for i in move.view.trace.installs if i.instruction == instruction.span.start and _is(i, tool)}
    brought |= _pipx(move, tool)
    homes = {i.site.root.text for i in move.view.trace.installs if _is(i, tool)}
    made = {v.lines for v in move.view.trace.venvs if v.site.root.text in homes and not _shared(move, v.site.root.text)}
    return tuple(
        command
        for command in script.commands
        if command in brought
        or _looks_after(command, tool)
        or (command.lines in made and any(word.literal in {"venv", "virtualenv"} for word in command.argv))
    )


def _looks_after(command: Command, tool: str) -> bool:
    """Return True for the tool's own upkeep, a link to it, and its removal."""
    if _calls(command, tool):
        return _command_of(command, tool) in _UPKEEP
    names = [word.raw.strip("\"'").rpartition("/")[2] for word in command.argv]
    links = names[:1] == ["ln"] and tool in names[1:]
    if tool == "pdm" and makes_directory(command):
        return True
    behind = names[names.index("uninstall") + 1 :] if "uninstall" in names[:4] else []
    return links or {name for name in behind if not name.startswith("-")} == {tool}


def _only_downloads(script: Script) -> bool:
    names = [command.argv[0].raw.rpartition("/")[2] for command in script.commands if command.argv]
    return bool(names) and all(_SCRIPT_PROGRAMS.match(name) for name in names)


def _is(install: Install, tool: str) -> bool:
    """Return True for an install that brings the tool, and other tools at most."""
    names = {re.split(r"[\[=<>~!@ ;]", word)[0].lower() for word in install.what}
    # A venv of uv's has no pip that could be upgraded.
    return install.tooling and (tool in names or (names == {"pip"} and tool != "uv"))


def _pipx(move: Move, tool: str) -> set[Command]:
    """Return the installs of pipx itself, where it brings nothing else than the tool."""
    installs = move.view.trace.installs
    by_pipx = [install for install in installs if install.installer is Installer.PIPX]
    if not by_pipx or not all(_is(install, tool) for install in by_pipx):
        return set()
    return {install.command for install in installs if install.what == ("pipx",)}


def _shared(move: Move, root: str | None) -> bool:
    return any(i.site.root.text == root and not i.tooling for i in move.view.trace.installs)


def _command_of(command: Command, tool: str) -> str:
    words = [word.raw.strip("\"'").rpartition("/")[2] for word in command.argv]
    return words[words.index(tool) + 1] if words.index(tool) + 1 < len(words) else ""


def _separable(script: Script, gone: tuple[Command, ...]) -> bool:
    """Return True when each command can be taken out with what joins it to its neighbours."""
    if len(gone) == len(script.commands):
        return True
    plain = {"", "&&", ";", "\n", "newline"}
    for at, command in enumerate(script.commands):
        if command not in gone:
            continue
        behind = script.commands[at + 1] if at + 1 < len(script.commands) else None
        joined = command.operator in plain and (behind is None or behind.operator in plain)
        if not joined or command.context or (behind is not None and behind.context):
            return False
    return True


def let_go(sketch: Sketch, move: Move, tool: str, gone: Leaving) -> None:
    """Take out what went with the tool: its own installs, its upkeep, and its settings."""
    cause = Cause("choice:installer", f"Nothing here installs with {tool} any more.")
    for instruction, commands in gone.removed:
        script = move.script(instruction)
        if len(commands) == len(script.commands):
            sketch.remove_instruction(instruction, cause)
        else:
            for span in _spans(script, commands):
                sketch.replace(span, b"", cause)
    _settings(sketch, move, tool, cause)
    if tool == "uv":
        _programs(sketch, move, cause)


def _spans(script: Script, gone: tuple[Command, ...]) -> Iterable[Span]:
    """Return the stretches that take the commands out, each with what joins it to a neighbour that stays."""
    commands = script.commands
    at = 0
    while at < len(commands):
        if commands[at] not in gone:
            at += 1
            continue
        end = at
        while end < len(commands) and commands[end] in gone:
            end += 1
        if end < len(commands):
            yield Span(commands[at].span.start, commands[end].span.start)
        else:
            yield Span(commands[at - 1].span.end, commands[end - 1].span.end)
        at = end


def _settings(sketch: Sketch, move: Move, tool: str, cause: Cause) -> None:
    """Take out the tool's variables, but those that a line which stays uses."""
    prefix = f"{tool.upper()}_"
    for stage in move.stages:
        for instruction in stage.instructions:
            if instruction.keyword == "ARG":
                names = [word.text.partition("=")[0] for word in instruction.words]
                if all(n.startswith(prefix) and not _used(sketch, move, instruction, n, prefix) for n in names):
                    sketch.remove_instruction(instruction, cause)
            elif instruction.keyword == "ENV":
                _drop(sketch, move, instruction, prefix, cause)


def _drop(sketch: Sketch, move: Move, instruction: Instruction, prefix: str, cause: Cause) -> None:
    found = pairs(instruction)
    for pair in found:
        # With nothing else on it, PATH is as it was; the pair goes with the tool's variables below.
        if pair.name == "PATH" and (rest := _path(pair, prefix)) not in {pair.value, *_INHERITED}:
            sketch.replace(pair.value_span, rest, cause)
    gone = [p for p in found if p.name.startswith(prefix) and not _used(sketch, move, instruction, p.name, prefix)]
    gone += [p for p in found if p.name == "PATH" and _path(p, prefix) != p.value and _path(p, prefix) in _INHERITED]
    kept = [p for p in found if p not in gone]
    if not kept:
        sketch.remove_instruction(instruction, cause)
        return
    first = kept[0]
    if leading := [p for p in gone if p.span.start < first.span.start]:
        sketch.replace(Span(leading[0].span.start, first.span.start), b"", cause)
    for pair in gone:
        if pair not in leading:
            sketch.remove_word(pair.span, cause)


def _path(pair: Pair, prefix: str) -> str:
    """Return the value of a PATH without the tool's own directory, ``$POETRY_HOME/bin``; its quotes go with it."""
    home = re.compile(rf"\$\{{?{prefix}HOME\}}?/bin")
    entries = pair.value.strip("\"'").split(":")
    kept = [entry for entry in entries if not home.fullmatch(entry)]
    return pair.value if kept == entries else ":".join(kept)


def _used(sketch: Sketch, move: Move, declared: Instruction, name: str, prefix: str) -> bool:
    """Return True when an instruction that stays uses $NAME; the tool's own variables may use each other."""
    pattern = re.compile(rf"\$\{{?{re.escape(name)}\b")
    for stage in move.dockerfile.stages:
        for instruction in stage.instructions:
            if instruction is declared and instruction.keyword == "ARG":
                continue
            if sketch.is_removed(instruction):
                continue
            if instruction.keyword == "ENV":
                kept = [p for p in pairs(instruction) if not p.name.startswith(prefix)]
                values = [_path(p, prefix) if p.name == "PATH" else p.value for p in kept]
            else:
                values = [_left(sketch, instruction)]
            if any(pattern.search(value) for value in values):
                return True
    return False


def _left(sketch: Sketch, instruction: Instruction) -> str:
    """Return the text of an instruction without what is taken out of it."""
    content = sketch.content
    at, parts = instruction.span.start, []
    inside = sorted(
        (e for e in sketch.edits if instruction.span.start <= e.span.start and e.span.end <= instruction.span.end),
        key=lambda edit: edit.span,
    )
    for edit in inside:
        parts += [content[at : max(at, edit.span.start)], edit.replacement]
        at = max(at, edit.span.end)
    return b"".join((*parts, content[at : instruction.span.end])).decode("utf-8", "replace")


def _programs(sketch: Sketch, move: Move, cause: Cause) -> None:
    """Take out the COPYs and mounts that bring uv's program."""
    source = re.compile(r"(?:^|/)uv(?::[\w.-]+)?(?:@[\w:]+)?$")
    for stage in move.stages:
        for instruction in stage.instructions:
            for flag in instruction.flags:
                if flag.name == "from" and source.search(flag.value or ""):
                    sketch.remove_instruction(instruction, cause)
                elif flag.name == "mount" and re.search(r"\bfrom=(?:[^,]*/)?uv(?::|@|,|$)", flag.value or ""):
                    behind = [f.span.start for f in instruction.flags if f.span.start > flag.span.start]
                    end = behind[0] if behind else instruction.words[0].span.start
                    sketch.replace(Span(flag.span.start, end), b"", cause)
