"""The lines that bring manifests and lock files to where an installer reads them."""

from __future__ import annotations

import re
from fnmatch import fnmatchcase

from venvoy.model.dockerfile import Instruction, Word
from venvoy.model.plan import Cause
from venvoy.model.source import Span
from venvoy.model.trace import Install, Installer
from venvoy.rewrite.move import Move
from venvoy.rewrite.sketch import Sketch

LOCK = "uv.lock"
MANIFEST = "pyproject.toml"
LOCKS = {Installer.POETRY: "poetry.lock", Installer.PIPENV: "Pipfile.lock", Installer.PDM: "pdm.lock"}
# What becomes of a file of the old tool; "" for one that uv has no use for.
_BECOMES = {
    Installer.POETRY: {"poetry.lock": LOCK, "poetry.toml": ""},
    Installer.PIPENV: {"Pipfile": MANIFEST, "Pipfile.lock": LOCK},
    Installer.PDM: {"pdm.lock": LOCK, "pdm.toml": ""},
}
_CAUSE = Cause("choice:installer", f"uv installs what {LOCK} says, and reads {MANIFEST} beside it.")


def obstacle(move: Move, install: Install) -> str | None:
    """Return why uv.lock would not be there when *install* has become ``uv sync``, or None."""
    patterns = move.view.repository.dockerignore or ()
    if _ignored(LOCK, patterns):
        return f".dockerignore keeps {LOCK} out of the build; let it in with a line !{LOCK}."
    found = _bringing(move, install)
    for instruction, word in found:
        if "/" in word.text.removeprefix("./"):
            line = instruction.lines.first
            return f"Line {line} copies {word.text}, and {LOCK} was only looked for at the top of the build context."
    if found or _mounts(move, install) or _whole(move, install) or _manifest(move, install) is not None:
        return None
    return f"Line {install.lines.first}: no line was found that brings {MANIFEST} here, where {LOCK} could be added."


def _before(move: Move, install: Install) -> list[Instruction]:
    """Return the COPYs and ADDs from the build context that an install can see."""
    chain = (install.stage, *move.ancestors(install.stage))
    inside = (i for at in chain for i in move.dockerfile.stages[at].instructions)
    copies = (i for i in inside if i.keyword in {"COPY", "ADD"} and i.flag("from") is None and not i.heredocs)
    return [i for i in copies if i.span.start < install.instruction and len(i.words) > 1]


def _bringing(move: Move, install: Install) -> list[tuple[Instruction, Word]]:
    """Return the sources that are files of the old tool."""
    names = _BECOMES[install.installer]
    return [(i, word) for i in _before(move, install) for word in i.words[:-1] if _matches(word.text, names)]


def _matches(source: str, names: dict[str, str]) -> list[str]:
    """Return which of *names* a source means: by its name, or by a pattern that fits no file of uv's."""
    pattern = source.rpartition("/")[2]
    if fnmatchcase(LOCK, pattern):
        return []
    return [name for name in names if fnmatchcase(name, pattern) or (pattern.endswith("*") and pattern[:-1] == name)]


def _mounts(move: Move, install: Install) -> bool:
    mounts = (flag for flag in move.instruction(install.instruction).flags if flag.name == "mount")
    return any("type=bind" in (flag.value or "") and "from=" not in (flag.value or "") for flag in mounts)


def _whole(move: Move, install: Install) -> bool:
    sources = (word.text for i in _before(move, install) for word in i.words[:-1])
    return any(source.strip("./") in {"", "*"} or fnmatchcase(LOCK, source.removeprefix("./")) for source in sources)


def _manifest(move: Move, install: Install) -> Word | None:
    """Return the word of the manifest in a COPY to a directory, behind which the lock file can stand."""
    for instruction in _before(move, install):
        for word in instruction.words[:-1]:
            directory = instruction.words[-1].text.endswith("/") or instruction.words[-1].text in {".", ".."}
            if word.text.removeprefix("./") == MANIFEST and directory:
                return word
    return None


def bring(sketch: Sketch, move: Move, install: Install) -> None:
    """Let the lines that brought the old tool's files bring uv's."""
    found = _bringing(move, install)
    for instruction in dict.fromkeys(instruction for instruction, _ in found):
        _replace(sketch, instruction, [w for i, w in found if i is instruction], _BECOMES[install.installer])
    _remount(sketch, move, install)
    here = {edit.span for edit in sketch.edits if LOCK.encode() in edit.replacement}
    if not found and not _mounts(move, install) and not _whole(move, install):
        word = _manifest(move, install)
        if word is not None and Span(word.span.end, word.span.end) not in here:
            quoted = sketch.content[word.span.start : word.span.start + 1] == b'"'
            added = f', "{LOCK}"' if quoted else f" {LOCK}"
            sketch.replace(Span(word.span.end, word.span.end), added, _CAUSE)


def _replace(sketch: Sketch, instruction: Instruction, words: list[Word], names: dict[str, str]) -> None:
    if any(edit.span == word.span for edit in sketch.edits for word in words):
        return
    there = {w.text.removeprefix("./") for w in instruction.words[:-1]}
    for word in words:
        prefix = "./" if word.text.startswith("./") else ""
        new = [names[name] for name in _matches(word.text, names) if names[name] and names[name] not in there]
        there |= set(new)
        if new:
            sketch.replace_words(word.span, tuple(f"{prefix}{name}" for name in new), _CAUSE)
        elif len(instruction.words) > 2:
            sketch.remove_word(word.span, _CAUSE)
        else:
            sketch.remove_instruction(instruction, _CAUSE)
    last = instruction.words[-1]
    end = last.text.rpartition("/")[2]
    if names.get(end):
        sketch.replace_words(last.span, (last.text.removesuffix(end) + names[end],), _CAUSE)


def _remount(sketch: Sketch, move: Move, install: Install) -> None:
    """Let mounts of the old tool's files and caches be those of uv's."""
    for flag in move.instruction(install.instruction).flags:
        text = sketch.content[flag.span.start : flag.span.end]
        if flag.name != "mount" or any(edit.span == flag.span for edit in sketch.edits):
            continue
        new = text
        for old, name in _BECOMES[install.installer].items():
            if name:
                new = re.sub(rb"(?<![\w.])" + re.escape(old.encode()) + rb"(?![\w.])", name.encode(), new)
        if b"type=cache" in text and re.search(rb"(?i)poetry|pipenv|pdm|/\.cache", text):
            new = b"--mount=type=cache,target=/root/.cache/uv"
        sketch.replace(flag.span, new, _CAUSE)


def _ignored(name: str, patterns: tuple[str, ...]) -> bool:
    """Return True when ``.dockerignore`` leaves a file at the top of the context out; the last match decides."""
    out = False
    for pattern in patterns:
        bare = pattern.removeprefix("!").strip("/").removeprefix("**/")
        if fnmatchcase(name, bare) or bare == "**":
            out = not pattern.startswith("!")
    return out
