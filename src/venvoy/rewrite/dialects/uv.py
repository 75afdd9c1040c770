"""uv takes over from pip, when the person chooses it."""

from __future__ import annotations

import re

from venvoy.model.plan import Cause
from venvoy.model.source import Span
from venvoy.model.trace import Install, Installer
from venvoy.rewrite import system_python
from venvoy.rewrite.dialects import pip
from venvoy.rewrite.move import Move
from venvoy.rewrite.sketch import Sketch

# A minor release, pinned: `latest` would invalidate every layer behind it on each release of uv.
VERSION = "0.13"
IMAGE = f"ghcr.io/astral-sh/uv:{VERSION}"

# pip options that uv's pip interface refuses (tried with uv 0.13), and that change what is installed or from where.
UNSUPPORTED = frozenset(
    {
        "--build", "-b", "--check-build-dependencies", "--exists-action", "--global-option",
        "--ignore-requires-python", "--install-option", "--log", "--no-use-pep517", "--platform", "--proxy",
        "--report", "--root", "--src", "--upgrade-strategy", "--use-deprecated", "--use-feature",
    }
)  # fmt: skip
# Refused as well, but without a bearing on the result in a fresh venv.
_DROPPED = frozenset(
    {
        "-I", "--ignore-installed", "--no-clean", "--no-input",
        "--no-python-version-warning", "--no-user", "--no-warn-conflicts", "--no-warn-script-location",
        "--prefer-binary", "--require-virtualenv", "--use-pep517",
    }
)  # fmt: skip
_DROPPED_PAIRS = frozenset({"--default-timeout", "--progress-bar", "--retries", "--root-user-action", "--timeout"})

# Minor release of Python 3 from which `python -m venv` brings no setuptools any more (what is new in Python 3.12).
_WITHOUT_SETUPTOOLS = 12


def creation(move: Move, install: Install) -> str:
    """Return the command that makes the venv, with the interpreter named where the repository could choose another.

    uv obeys a ``.python-version`` or ``requires-python`` that it finds in the working directory, and may then bring a
    Python of its own that the last stage would lack.
    """
    base = move.view.surroundings.bases[install.stage]
    chain = (install.stage, *move.ancestors(install.stage))
    copied = any(
        i.keyword in {"COPY", "ADD"} and i.span.start < install.instruction
        for at in chain
        for i in move.dockerfile.stages[at].instructions
    )
    packaged = system_python.interpreter(move, install)
    prefix = move.prefix(install.stage)
    # Beside a packaged Python there may be others, so that one is named always.
    named = f"--python {prefix}/bin/{packaged or 'python3'} " if prefix and (copied or packaged) else ""
    named += "--system-site-packages " if system_python.looks_through(move) else ""
    known = install.site.python or base.python
    minor = known.text if known is not None else None
    modern = (
        minor is not None and minor.startswith("3.") and minor[2:].isdigit() and int(minor[2:]) >= _WITHOUT_SETUPTOOLS
    )
    if not modern and install.installer is not Installer.UV:
        # Up to 3.11 an environment of Python's own brings setuptools, which older packages import unasked.
        return pip.creation(move, install)
    return f"uv venv {named}{move.choices.venv}"


def is_there(move: Move, install: Install) -> bool:
    """Return True when uv is in the stage before the first install: by its image, a COPY, or an earlier RUN."""
    if move.view.surroundings.bases[install.stage].family == "uv":
        return True
    first = min(i.instruction for i in move.installs if i.stage == install.stage)
    chain = (install.stage, *move.ancestors(install.stage))
    earlier = (i for at in chain for i in move.dockerfile.stages[at].instructions if i.span.start < first)
    return any(_brings(i.keyword, i.argument.text, [flag.value or "" for flag in i.flags]) for i in earlier)


def _brings(keyword: str, text: str, flags: list[str]) -> bool:
    if keyword in {"COPY", "ADD"}:
        return any(re.search(r"(?:^|/)uv(?::|@|$)", value) for value in flags) or "astral.sh/uv" in text
    return keyword == "RUN" and re.search(r"\bpip[\d.]* install\b[^;&|]*\buv\b|astral\.sh/uv", text) is not None


# pip commands that look into, or change, the environment that they run in.
_LOOKING = {"inspect", "uninstall", "debug"}
# Those that uv has as well.
_SHARED = {"check", "freeze", "list", "show"}
_BEFORE_COMMAND = {"--no-cache-dir", "--no-cache", "-q", "--quiet", "-v", "--verbose"}


def obstacles(move: Move) -> str | None:
    """Return why uv cannot take over the stages of *move*, or None."""
    for install in move.installs:
        if install.installer is Installer.PIP_TOOLS:
            return f"Line {install.lines.first}: pip-sync needs a pip in the venv, and a venv that uv makes has none."
        if install.runs_setup_py:
            return f"Line {install.lines.first}: uv does not run setup.py; a venv of its own has no setuptools either."
        if install.installer is not Installer.PIP:
            continue
        if why := obstacle(install):
            return why
        python = install.site.python.text if install.site.python is not None else None
        if python is not None and re.fullmatch(r"3\.[0-7]", python):
            return f"Line {install.lines.first}: uv supports Python 3.8 and newer, this is {python}."
    if why := _settings(move):
        return why
    return _calls(move)


def _calls(move: Move) -> str | None:
    """Return why a line that calls pip speaks against a venv of uv's, which has none."""
    for stage in move.stages:
        for instruction in stage.instructions:
            starts = instruction.keyword in {"CMD", "ENTRYPOINT"}
            if starts and re.search(r"\bpip[\d.]*[\s\"',]+install\b", instruction.argument.text):
                return f"Line {instruction.lines.first} calls pip when the container starts; a venv of uv's has none."
    for stage in move.stages:
        for instruction in stage.instructions:
            if instruction.keyword == "RUN" and b"pip" in instruction.argument.value:
                script = move.script(instruction)
                for command in script.commands:
                    words = [word.literal or "" for word in command.argv]
                    if any(w.rpartition("/")[2].startswith("pip") for w in words[:4]) and _LOOKING & set(words):
                        return f"Line {command.lines.first}: a venv that uv makes has no pip for this command."
    return None


# pip's variables that decide what is installed, or from where; uv reads none of them.
TELLING = {
    f"PIP_{name}"
    for name in (
        "CLIENT_CERT", "CONFIG_FILE", "CONSTRAINT", "EXTRA_INDEX_URL", "FIND_LINKS", "GLOBAL_OPTION", "INDEX_URL",
        "NO_BINARY", "NO_BUILD_ISOLATION", "NO_DEPS", "NO_INDEX", "ONLY_BINARY", "PLATFORM", "PRE", "PREFIX",
        "PROXY", "REQUIRE_HASHES", "REQUIREMENT", "ROOT", "SRC", "TRUSTED_HOST", "UPGRADE",
    )
}  # fmt: skip


def _settings(move: Move) -> str | None:
    """Return why pip's own settings speak against uv, which reads none of them: another index is another package."""
    for install in move.installs:
        scope = move.scope(move.instruction(install.instruction))
        own = {assignment.name for assignment in install.command.assignments}
        names = {n for n in (*scope.env, *scope.args, *own) if n in TELLING}
        if names:
            return f"Line {install.lines.first}: uv does not read {min(names)}."
    for stage in move.stages:
        for instruction in stage.instructions:
            text = instruction.argument.text + " ".join(flag.value or "" for flag in instruction.flags)
            if re.search(r"pip\.conf|pip\.ini|\bpip[\d.]* config\b|PIP_(?:EXTRA_)?INDEX_URL=", text):
                return f"Line {instruction.lines.first}: pip has settings there that uv does not read."
    return None


def obstacle(install: Install) -> str | None:
    """Return why uv cannot run this install, or None."""
    for word in install.command.argv:
        name = (word.literal or "").partition("=")[0]
        if name in UNSUPPORTED:
            return f"Line {install.lines.first}: uv has no {name}."
    if (install.command.argv[0].literal or "") in {"sudo", "doas"}:
        return f"Line {install.lines.first}: sudo does not pass VIRTUAL_ENV on, which uv needs."
    program = pip.program_word(install)
    if program is None:
        return f"Line {install.lines.first}: the word that names pip is made at run time."
    words = install.command.argv
    behind = [word.literal for word in words[words.index(program) + (3 if " -m " in install.program else 1) :]]
    while behind and behind[0] in _BEFORE_COMMAND:
        behind = behind[1:]
    if behind[:1] != ["install"]:
        return f"Line {install.lines.first}: options of pip before its command have no counterpart in uv."
    return None


def redirect_shared(sketch: Sketch, move: Move) -> None:
    """Let the commands that look into the environment be uv's: a venv that uv makes has no pip."""
    cause = Cause("choice:installer", "A venv that uv makes has no pip; uv looks into it as well.")
    for stage in move.stages:
        for instruction in stage.instructions:
            if instruction.keyword != "RUN" or b"pip" not in instruction.argument.value:
                continue
            for command in move.script(instruction).commands:
                words = [word.literal or "" for word in command.argv]
                module = words[1:3] == ["-m", "pip"] and words[0].startswith("python")
                last = 2 if module else 0
                if (module or re.fullmatch(r"pip[\d.]*", words[0] if words else "")) and _SHARED & set(
                    words[last + 1 : last + 2]
                ):
                    sketch.replace_words(
                        Span(command.argv[0].span.start, command.argv[last].span.end), ("uv", "pip"), cause
                    )


def _cache(sketch: Sketch, move: Move, install: Install, cause: Cause) -> None:
    """Let a cache mount that served pip serve uv."""
    for flag in move.instruction(install.instruction).flags:
        text = sketch.content[flag.span.start : flag.span.end]
        done = any(edit.span == flag.span for edit in sketch.edits)
        if flag.name == "mount" and b"type=cache" in text and b"/.cache/pip" in text and not done:
            sketch.replace(flag.span, text.replace(b"/.cache/pip", b"/.cache/uv"), cause)


def redirect(sketch: Sketch, move: Move, install: Install) -> None:
    """Turn one ``pip install`` into ``uv pip install``."""
    cause = Cause("choice:installer", "uv was chosen: it reads pip's requirement files and installs into VIRTUAL_ENV.")
    program = pip.program_word(install)
    if program is None:
        return
    words = install.command.argv
    at = words.index(program)
    last = at + 2 if " -m " in install.program else at
    sketch.replace_words(Span(program.span.start, words[last].span.end), ("uv", "pip"), cause)
    _cache(sketch, move, install, cause)
    for word in pip.placing_words(install):
        sketch.remove_word(word.span, move.cause(install, "The venv takes the place of this option."))
    takes_value = False
    for word in words[last + 1 :]:
        literal = word.literal or ""
        name, equals, _ = literal.partition("=")
        if takes_value or literal in _DROPPED or name in _DROPPED_PAIRS:
            why = f"uv knows no {name or literal}, and needs none in a fresh venv."
            sketch.remove_word(word.span, Cause("choice:installer", why))
        takes_value = not takes_value and name in _DROPPED_PAIRS and not equals
    for assignment in install.command.assignments:
        if assignment.name in pip.DROPPED_VARIABLES:
            sketch.remove_word(assignment.span, cause)
