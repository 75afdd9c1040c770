"""What the last stage of a split repeats, leaves out, and gets from the build stage."""

from __future__ import annotations

import re
from collections.abc import Iterable

from attrs import evolve

from venvoy.model.dockerfile import Instruction
from venvoy.model.plan import Cause, Extra
from venvoy.model.shell import Command
from venvoy.model.source import Span
from venvoy.rewrite import smoke_place, system_python
from venvoy.rewrite.additions import add_to_new_stage
from venvoy.rewrite.dividing import Division
from venvoy.rewrite.in_place import brings_tool, owner_of
from venvoy.rewrite.lines import copy_line, imports_something, path_line, smoke_causes, smoke_line
from venvoy.rewrite.move import Move
from venvoy.rewrite.parts import Parts, is_manifest_copy
from venvoy.rewrite.receiving import last_start
from venvoy.rewrite.sketch import Sketch, ordered
from venvoy.rewrite.statements import APT, pip_only, words_of
from venvoy.rewrite.tokens import indentation

LAYOUT = Cause(
    "layout", "What builds and what ships are two stages on one base, so that nobody can move one without the other."
)
SHIPS = Cause("layout", "The last stage needs this as well.")
_REPEATED = {"ENV", "WORKDIR", "SHELL", "USER"}
_OTHER_PACKAGERS = {"dnf", "microdnf", "yum", "tdnf", "zypper"}
MOVED = {"LABEL", "EXPOSE", "VOLUME", "STOPSIGNAL", "HEALTHCHECK", "ENTRYPOINT", "CMD", "MAINTAINER"}


def begin_last(sketch: Sketch, move: Move, parts: Parts, names: tuple[str, str], *, path: bool) -> None:
    """Write the start of the last stage; *names* are those of the base and of the build stage."""
    stage = move.stages[0]
    end = parts.build[-1].span.end
    named = f" AS {stage.name}" if stage.name else ""
    sketch.insert(end, ("", f"FROM {names[0]}{named}"), stage.start, LAYOUT)
    for argument in arguments(parts.common, _shipped_texts(move, parts)):
        sketch.insert_raw(end, whole(sketch, argument), SHIPS)
    for instruction in parts.common:
        _tell_of_others(sketch, move, instruction)
        # An ENTRYPOINT takes back the CMD that a stage inherits, so both stand in the last stage.
        if instruction.keyword in {"CMD", "ENTRYPOINT"}:
            sketch.remove_instruction(instruction, LAYOUT)
            sketch.insert_raw(end, whole(sketch, instruction), SHIPS)
    add_to_new_stage(sketch, move, end, parts.build[0])
    _LastStage(sketch, move, parts, end, names[1], path=path).write()


def _tell_of_others(sketch: Sketch, move: Move, instruction: Instruction) -> None:
    """Say that packages of a distribution whose names are in no table here are in both stages."""
    if instruction.keyword != "RUN":
        return
    words = [words_of(command) for command in move.script(instruction).commands]
    found = next((w[0] for w in words if w and w[0] in _OTHER_PACKAGERS and "install" in w), None)
    if found is not None:
        why = f"What {found} installs is in both stages: which of it only builds is not known."
        sketch.note(why, instruction.lines)


def _shipped_texts(move: Move, parts: Parts) -> list[str]:
    """Return the text of what runs in the last stage."""
    texts = [text_of(move, i) for i in parts.tail]
    texts.append(owner_of(move.stages[0], next(i for i in move.installs if not i.tooling)) or "")
    for instruction in parts.build:
        start = instruction.span.start
        if (division := parts.divided.get(start)) is not None:
            texts += [division.before.decode("utf-8", "replace"), division.behind.decode("utf-8", "replace")]
        elif start not in parts.installs and not only_of_installers(move, instruction):
            texts.append(text_of(move, instruction))
    return texts


def text_of(move: Move, instruction: Instruction) -> str:
    """Return the text of an instruction, flags and all."""
    span = instruction.span
    return move.dockerfile.content[span.start : span.end].decode("utf-8", "surrogateescape")


class _LastStage:
    def __init__(self, sketch: Sketch, move: Move, parts: Parts, end: int, build: str, *, path: bool) -> None:
        self._sketch, self._move, self._parts, self._end = sketch, move, parts, end
        self._build, self._path = build, path
        self._texts = _shipped_texts(move, parts)
        self._place = next(i for i in move.installs if not i.tooling)
        self._owner = owner_of(move.stages[0], self._place)
        entrypoint, cmd = last_start(move.stages[0])
        self._asked = move
        self._smoke = smoke_line(move, move.installs, cmd, entrypoint)
        if imports_something(self._smoke) and smoke_place.comes_later(move, move.stages[0]):
            self._asked = evolve(move, check=None)
            self._smoke = smoke_line(self._asked, (), None, None)
        self._imports = imports_something(self._smoke)

    def write(self) -> None:
        """Write what the build part has for the last stage, in the owner's order."""
        copied = tested = False
        brought = system_python.brought_at(self._move, self._move.stages[0].index) or 0
        wanted = self._last_libraries()
        for instruction in self._parts.build:
            start = instruction.span.start
            if start in self._parts.tools or brings_tool(instruction):
                continue
            division = self._parts.divided.get(start, Division())
            self._divided(instruction, division.before, division)
            installs = start in self._parts.installs
            # The venv changes less often than the source, so its layer comes first.
            source = instruction.keyword in {"COPY", "ADD"} and not self._stays_behind(instruction)
            # The user who owns it is made before they install, but perhaps not before the source is copied.
            if not copied and (installs or (source and self._owner is None)) and start >= brought:
                self._copy_venv()
                copied = True
            ready = copied and not tested and start >= wanted
            more = smoke_place.names_bringer(division.behind) if installs else start == wanted
            if ready and not (self._imports and more):
                self._test()
                tested = True
            if installs:
                self._divided(instruction, division.behind, division)
            elif start not in self._parts.divided:
                self._repeat(instruction)
            if ready and not tested:
                self._test()
                tested = True

    def _last_libraries(self) -> int:
        """Return the first byte of the last that brings libraries: what was compiled may need them."""
        found = [start for start, division in self._parts.divided.items() if division.libraries]
        for instruction in self._parts.build:
            if instruction.keyword == "RUN" and instruction.span.start not in self._parts.installs:
                commands = self._move.script(instruction).commands
                found += [instruction.span.start for c in commands if c.argv and c.argv[0].literal in APT]
        repeated = [i for i in self._parts.build if i.span.start not in self._parts.installs | self._parts.tools]
        if self._imports and (last := smoke_place.behind(self._move, repeated)) is not None:
            found.append(last.span.start)
        return max(found, default=0)

    def _divided(self, instruction: Instruction, text: bytes, division: Division) -> None:
        packages = division.packages
        said = [f"without {', '.join(packages.dropped)}"] if packages.dropped else []
        said += [f"{new} instead of {old}" for old, new in packages.replaced]
        why = f"The last stage runs what was built: {', '.join(said)}." if said else SHIPS.why
        if said:
            self._sketch.note(why, instruction.lines)
        if division.twice:
            self._sketch.note("What this RUN does may be needed in both stages, so both have it.", instruction.lines)
        for name in packages.called:
            reason = f"{name} is in both stages, as the application may call it; only you know whether it does."
            self._sketch.note(reason, instruction.lines)
        for name in packages.unknown:
            reason = f"{name} is in both stages, as it is not known which packages stand for it at run time."
            self._sketch.note(reason, instruction.lines)
        self._insert(_indented(self._sketch, instruction, text), Cause("layout", why))

    def _insert(self, text: bytes, cause: Cause = SHIPS) -> None:
        self._sketch.insert_raw(self._end, text, cause)

    def _copy_venv(self) -> None:
        move, like = self._move, self._move.stages[0].start
        place = self._place
        if self._path:
            why = move.cause(place, "PATH names the venv's bin first, so python and the scripts are the venv's.")
            self._sketch.insert(self._end, (path_line(move),), like, why)
        why = move.cause(place, "The venv is copied whole, to the same path, so that its shebangs stay true.")
        self._sketch.insert(self._end, (copy_line(move, self._build, self._owner),), like, why)

    def _test(self) -> None:
        move = self._move
        if Extra.SMOKE_TEST in move.choices.extras:
            shipped = [i for i in self._parts.tail if not self._sketch.is_removed(i)]
            last = smoke_place.behind(move, shipped) if self._imports else None
            place = self._end if last is None else last.span.end
            self._sketch.insert(place, (self._smoke,), last or move.stages[0].start, *smoke_causes(self._asked))

    def _repeat(self, instruction: Instruction) -> None:
        """Write an instruction of the build part into the last stage too, where it is needed there."""
        keyword, text = instruction.keyword, whole(self._sketch, instruction)
        if keyword in MOVED:
            self._insert(text)
        elif keyword in _REPEATED:
            self._insert(_handed_over(self._sketch, instruction))
        elif keyword == "ARG":
            if _used(instruction, self._texts, own=text_of(self._move, instruction)):
                self._insert(text)
        elif keyword in {"COPY", "ADD"}:
            if not self._stays_behind(instruction):
                self._insert(_handed_over(self._sketch, instruction))
        elif keyword == "RUN" and not self._goes(instruction):
            self._insert(text)
            note = "What this RUN does may be needed in both stages, so both have it."
            self._sketch.note(note, instruction.lines)

    def _goes(self, run: Instruction) -> bool:
        """Return True for a RUN that only served an installer, or that goes with one."""
        return self._sketch.is_removed(run) or only_of_installers(self._move, run)

    def _stays_behind(self, copied: Instruction) -> bool:
        """Return True for a COPY of what only installs read, or of what the RUN that installs takes away again."""
        return self._only_read_by_installs(copied) or self._removed_again(copied)

    def _removed_again(self, copied: Instruction) -> bool:
        target = copied.words[-1].text.rstrip("/") if copied.words else ""
        if not target.startswith("/") or copied.span.start in self._parts.installs:
            return False
        scripts = (self._move.script(self._move.instruction(start)) for start in self._parts.installs)
        removing = (c for script in scripts for c in script.commands if c.argv and c.argv[0].literal == "rm")
        return any(word.raw.rstrip("/") == target for command in removing for word in command.argv[1:])

    def _only_read_by_installs(self, copied: Instruction) -> bool:
        whats = [what for i in self._move.installs if not i.tooling for what in i.what]
        asked = frozenset(
            what.rpartition("/")[2].rpartition(" ")[2]
            for i in self._move.installs
            for what in i.what
            if what[:1] == "-"
        ) - {"", "."}
        # Where an install reads a source directory, its pyproject.toml belongs to the source.
        project = any(what.startswith((".", "/")) for what in whats)
        return is_manifest_copy(copied, asked, project=project) and not self._read_later(copied)

    def _read_later(self, copied: Instruction) -> bool:
        """Return True when something that ships names one of the copied files."""
        names = [word.text.rstrip("/").rpartition("/")[2] for word in copied.words[:-1]]
        tail = [i.argument.text for i in self._parts.tail if i.keyword != "COPY"]
        again = [
            i.argument.text
            for i in self._parts.build
            if i.keyword == "RUN" and i.span.start not in self._parts.installs and not only_of_installers(self._move, i)
        ]
        return any(name in text for text in (*tail, *again) for name in names)


def arguments(common: tuple[Instruction, ...], texts: Iterable[str]) -> list[Instruction]:
    """Return the ARGs of the common part that *texts* may use: an ARG ends with its stage."""
    found = list(texts)
    return [i for i in common if i.keyword == "ARG" and _used(i, found)]


def _used(argument: Instruction, texts: Iterable[str], *, own: str = "") -> bool:
    names = [word.text.partition("=")[0] for word in argument.words]
    if "DEBIAN_FRONTEND" in names and any("apt" in text for text in texts):
        return True
    pattern = re.compile(r"\b(?:" + "|".join(re.escape(name) for name in names) + r")\b")
    return any(pattern.search(text) for text in texts if text != own)


def only_of_installers(move: Move, instruction: Instruction) -> bool:
    """Return True for a RUN that does nothing but call programs that install, check, or clean up behind them."""
    if instruction.keyword != "RUN":
        return False
    script = move.script(instruction)
    alone = bool(script.commands) and pip_only(script, move.dockerfile.content)
    return alone and all(_of_installer(c) for c in script.commands)


def _of_installer(command: Command) -> bool:
    """Return True for a command of a program that the last stage does not install with."""
    words = [word.literal or "" for word in command.argv[:3]]
    module = words[1:2] == ["-m"] and words[0].startswith("python")
    name = "".join(words[2:] if module else words[:1])
    return name.startswith("pip") or name in {"poetry", "pdm", "uv", "export", "set"}


def whole(sketch: Sketch, instruction: Instruction) -> bytes:
    """Return an instruction with its indentation, ended as lines of the file are."""
    return _indented(sketch, instruction, sketch.content[instruction.span.start : instruction.span.end])


def _handed_over(sketch: Sketch, instruction: Instruction) -> bytes:
    """Return an instruction as it is when another installer has taken over: with other manifests and settings."""
    span, at, parts = instruction.span, instruction.span.start, []
    for edit in ordered([e for e in sketch.edits if e.causes[0].source == "choice:installer"]):
        inside = span.start <= edit.span.start and edit.span.end <= span.end
        # What is inserted before or behind the instruction is a line of its own.
        if inside and edit.span not in (Span(span.start, span.start), Span(span.end, span.end)):
            parts += [sketch.content[at : edit.span.start], edit.replacement]
            at = edit.span.end
    text = b"".join((*parts, sketch.content[at : span.end]))
    return _indented(sketch, instruction, text)


def _indented(sketch: Sketch, instruction: Instruction, text: bytes) -> bytes:
    indent = indentation(sketch.content, instruction)
    text = text if not text or text.startswith(indent) else indent + text
    return text if not text or text.endswith(b"\n") else text + sketch.dockerfile.newline
