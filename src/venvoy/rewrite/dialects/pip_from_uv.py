"""pip takes over from ``uv pip``, when the person chooses it."""

from __future__ import annotations

import re

from venvoy.model.plan import Cause
from venvoy.model.shell import Command
from venvoy.model.source import Span
from venvoy.model.trace import Install
from venvoy.rewrite.dialects import native
from venvoy.rewrite.move import Move
from venvoy.rewrite.sketch import Sketch

# Options of `uv pip install` (uv 0.13) that pip (24 and newer) has under the same name, with the same meaning.
_SAME = frozenset(
    {
        "-c", "--config-settings", "-C", "--constraint", "-e", "--editable", "-f", "--find-links", "--force-reinstall",
        "-i", "--index-url", "--no-binary", "--no-build-isolation", "--no-deps", "--no-index", "--only-binary", "-q",
        "--quiet", "-r", "--require-hashes", "--requirement", "--trusted-host", "-U", "--upgrade", "-v", "--verbose",
    }
)  # fmt: skip
_RENAMED = {
    "--constraints": "--constraint",
    "--config-setting": "--config-settings",
    "--default-index": "--index-url",
    "--no-cache": "--no-cache-dir",
    "-n": "--no-cache-dir",
    "--no-cache-dir": "--no-cache-dir",
    "--reinstall": "--force-reinstall",
    "--requirements": "--requirement",
}
# Without a bearing on what is installed: pip compiles by itself, and its cache needs no link mode.
_DROPPED = frozenset({"--compile", "--compile-bytecode", "--no-progress", "--strict"})
_DROPPED_PAIRS = frozenset({"--link-mode"})
_WITH_VALUE = frozenset(
    {
        "-c", "--config-settings", "-C", "--config-setting", "--constraint", "--constraints", "--default-index", "-e",
        "--editable", "-f", "--find-links", "-i", "--index-url", "--link-mode", "--no-binary", "--only-binary", "-p",
        "--prefix", "--python", "-r", "--requirement", "--requirements", "-t", "--target", "--trusted-host",
    }
)  # fmt: skip
# What uv reads requirements from, and pip does not.
_UNREADABLE = re.compile(r"(?:^|/)(?:pyproject\.toml|setup\.py|setup\.cfg|pylock[\w.-]*\.toml|uv\.lock)$")
# Variables of uv's without a bearing on what is installed, or from where.
HARMLESS = frozenset(
    {
        "UV_BREAK_SYSTEM_PACKAGES", "UV_CACHE_DIR", "UV_COMPILE_BYTECODE", "UV_CONCURRENT_BUILDS",
        "UV_CONCURRENT_DOWNLOADS", "UV_CONCURRENT_INSTALLS", "UV_HTTP_TIMEOUT", "UV_LINK_MODE", "UV_NO_CACHE",
        "UV_NO_PROGRESS", "UV_PROJECT_ENVIRONMENT", "UV_PYTHON_DOWNLOADS", "UV_SYSTEM_PYTHON",
        "UV_TOOL_BIN_DIR", "UV_TOOL_DIR", "UV_VERSION",
    }
)  # fmt: skip


def obstacles(move: Move) -> str | None:
    """Return why pip cannot take over the stages of *move* from uv, or None."""
    mine = [i for i in move.installs if i.program.startswith("uv")]
    pyproject = move.view.repository.pyproject
    if mine and pyproject is not None and "uv" in pyproject.tools:
        return "pyproject.toml has settings for uv, [tool.uv], that pip does not read."
    for install in mine:
        if why := obstacle(install) or _settings(move, install):
            return f"Line {install.lines.first}: {why}"
        if move.view.surroundings.bases[install.stage].prefix is None:
            return f"Line {install.lines.first}: no Python that brings a pip is seen in this stage."
    return _written_settings(move)


def obstacle(install: Install) -> str | None:
    """Return why pip cannot run this install of uv's, as a sentence, or None."""
    words = install.command.argv
    at = _program(install.command)
    if [word.literal for word in words[at + 1 : at + 3]] != ["pip", "install"]:
        if (words[at + 1].literal or "-").startswith("-"):
            return "options of uv before its command have no counterpart in pip."
        return f"pip has no counterpart of uv {words[at + 1].raw} {words[at + 2].raw} that is known to be true."
    value_of = ""
    for word in words[at + 3 :]:
        literal = word.literal or ""
        name, equals, attached = literal.partition("=")
        if value_of or not literal.startswith("-"):
            asked = value_of in {"-r", "--requirement", "--requirements", "-c"}
            if asked and _UNREADABLE.search(literal):
                return f"pip reads no requirements from {literal}."
            value_of = ""
            continue
        known = name in _SAME or name in _RENAMED or name in _DROPPED or name in _DROPPED_PAIRS
        if not known and word not in native.placing(install):
            return f"pip has no counterpart of {name} that is known to be true."
        if equals and name in {"-r", "--requirement", "--requirements"} and _UNREADABLE.search(attached):
            return f"pip reads no requirements from {attached}."
        value_of = name if name in _WITH_VALUE and not equals else ""
    return None


def _program(command: Command) -> int:
    """Return which word of a command is uv."""
    return next(at for at, word in enumerate(command.argv) if (word.literal or "").rpartition("/")[2] == "uv")


def _settings(move: Move, install: Install) -> str | None:
    scope = move.scope(move.instruction(install.instruction))
    names = {*scope.env, *scope.args, *(assignment.name for assignment in install.command.assignments)}
    telling = sorted(name for name in names if name.startswith("UV_") and name not in HARMLESS)
    return f"pip does not read {telling[0]}." if telling else None


def _written_settings(move: Move) -> str | None:
    for stage in move.stages:
        for instruction in stage.instructions:
            if "uv.toml" in instruction.argument.text:
                return f"Line {instruction.lines.first}: uv has settings there that pip does not read."
    return None


def redirect(sketch: Sketch, move: Move, install: Install) -> None:
    """Turn one ``uv pip install`` into ``pip install``."""
    cause = Cause("choice:installer", "pip was chosen: it reads the same requirement files.")
    words = install.command.argv
    at = _program(install.command)
    first = at - 2 if [w.literal for w in words[max(0, at - 1) : at]] == ["-m"] and at >= 2 else at
    sketch.replace_words(Span(words[first].span.start, words[at + 1].span.end), ("pip",), cause)
    for word in native.placing(install):
        sketch.remove_word(word.span, move.cause(install, "The venv takes the place of this option."))
    takes_value = False
    for word in words[at + 3 :]:
        name, equals, attached = (word.literal or "").partition("=")
        if takes_value or name in _DROPPED or name in _DROPPED_PAIRS:
            sketch.remove_word(word.span, Cause("choice:installer", f"pip knows no {name}, and needs none."))
        elif name in _RENAMED:
            new = _RENAMED[name]
            sketch.replace_words(word.span, (f"{new}={attached}" if equals else new,), cause)
        takes_value = name in _DROPPED_PAIRS and not equals and not takes_value
    for assignment in install.command.assignments:
        if assignment.name.startswith("UV_"):
            sketch.remove_word(assignment.span, cause)
    for flag in move.instruction(install.instruction).flags:
        text = sketch.content[flag.span.start : flag.span.end]
        done = any(edit.span == flag.span for edit in sketch.edits)
        if flag.name == "mount" and b"type=cache" in text and b"/.cache/uv" in text and not done:
            sketch.replace(flag.span, text.replace(b"/.cache/uv", b"/.cache/pip"), cause)
