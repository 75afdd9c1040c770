"""What of a single stage is common, what builds, and what ships."""

from __future__ import annotations

import re

from attrs import frozen

from venvoy.model.dockerfile import Instruction
from venvoy.model.shell import Command, Script
from venvoy.rewrite.move import Move
from venvoy.rewrite.system_packages import Reduced, is_apt_only, reduced

_BEFORE = {"COPY", "ADD"}
_MANIFEST = re.compile(
    r"^(?:.*requirements.*\.(?:txt|in)|requirements|constraints.*\.txt|.*constraints\.txt|pyproject\.toml|setup\.(?:py|cfg)|poetry\.lock|"
    r"uv\.lock|pdm\.lock|Pipfile(?:\.lock)?|pip\.conf|.*\.whl|wheels?|wheelhouse)$"
)
_PROJECT = re.compile(r"^(?:pyproject\.toml|setup\.(?:py|cfg))$")
# Programs that need no compiler, whatever their arguments.
_QUIET = re.compile(
    r"^(?:python[\d.]*|pip[\d.]*|mkdir|chown|chmod|useradd|groupadd|adduser|addgroup|usermod|ln|touch|echo|printf|rm|sed|cp|mv|test|\[|cd|export"
    r"|set|true|flask|django-admin|celery|alembic|cat|find|install|id|ls|sleep|apt-get|apt|update-ca-certificates|locale-gen|nltk|spacy|date)$"
)


@frozen
class Parts:
    """The instructions of one stage, sorted for a split."""

    common: tuple[Instruction, ...]
    build: tuple[Instruction, ...]
    """From the first that only building needs to the last install."""
    tail: tuple[Instruction, ...]
    installs: frozenset[int]
    """First bytes of the RUNs that install."""
    reduced: dict[int, Reduced]
    """By first byte: the apt RUNs that ship less than they build with."""
    tools: frozenset[int]
    """First bytes of the RUNs that bring a tool which installs: only building needs it."""


def sort_stage(move: Move) -> Parts:
    """Sort the instructions of the move's only stage."""
    stage = move.stages[0]
    items = stage.instructions
    scripts = {i.span.start: move.script(i) for i in items if i.keyword == "RUN"}
    installs = frozenset(i.instruction for i in move.installs)
    applications = [i.instruction for i in move.installs if not i.tooling]
    first = next(n for n, i in enumerate(items) if i.span.start in installs)
    last = max(n for n, i in enumerate(items) if i.span.start in applications)
    start = first
    while start > 0 and items[start - 1].keyword in _BEFORE:
        start -= 1
    fewer = _reduced(move, items, scripts, installs | move.tools, last)
    earlier = [n for n, i in enumerate(items[:last]) if i.span.start in fewer or i.span.start in move.tools]
    start = min([start, *earlier])
    return Parts(items[:start], items[start : last + 1], items[last + 1 :], installs, fewer, move.tools)


def _reduced(
    move: Move, items: tuple[Instruction, ...], scripts: dict[int, Script], installs: frozenset[int], last: int
) -> dict[int, Reduced]:
    others = [i for i in items if i.span.start not in installs]
    runs = [i for i in others if i.keyword == "RUN" and not is_apt_only(scripts[i.span.start])]
    if any(not quiet(scripts[i.span.start]) for i in runs):
        return {}
    behind = items[last].span.start
    wanted = {i.span.start for i in runs}
    needed = "\n".join(i.argument.text for i in others if i.span.start > behind or i.span.start in wanted)
    base = move.view.surroundings.bases[0]
    content, escape = move.dockerfile.content, move.dockerfile.escape
    found = {
        i.span.start: reduced(content, i, scripts[i.span.start], base, needed, escape)
        for i in items[:last]
        if i.keyword == "RUN" and i.span.start not in installs
    }
    return {start: value for start, value in found.items() if value is not None}


def quiet(script: Script) -> bool:
    """Return True when a script runs only programs that are quick and need no compiler."""
    words = [[word.literal for word in c.argv] for c in script.commands if c.argv]
    compiles = any("setup.py" in w or w[1:3] in (["-m", "cffi"], ["-m", "nuitka"], ["-m", "numpy.f2py"]) for w in words)
    known = all(w[0] is not None and _QUIET.match(w[0].rpartition("/")[2]) for w in words)
    return not script.opaques and known and not compiles


def is_manifest_copy(instruction: Instruction, asked: frozenset[str], *, project: bool) -> bool:
    """Return True when a COPY brings nothing but what installers read.

    *asked* are names that installs mention; *project* is True when they install a source directory.
    """
    if instruction.keyword not in {"COPY", "ADD"} or instruction.flag("from") is not None or instruction.heredocs:
        return False
    # With a pattern, `poetry.lock*` and `Pipfile*`, owners say that the file may be absent.
    names = [word.text.rstrip("/").rpartition("/")[2].removesuffix("*") for word in instruction.words[:-1]]
    if project and any(_PROJECT.match(name) for name in names):
        return False
    return bool(names) and all(_MANIFEST.match(name) or name in asked for name in names)


_CLEARED = re.compile(r"^(?:/root/\.cache|~/\.cache|/tmp|/var/tmp|/var/cache|/var/lib/apt)(?:/|$)")


def pip_only(script: Script) -> bool:
    """Return True when a script leaves nothing behind but what pip installs."""
    return beside_pip(script) is None


def beside_pip(script: Script) -> str | None:
    """Return the name of the first program in a script that leaves something behind beside pip's packages."""
    if script.opaques:
        return "something that is not understood"
    found = (command for command in script.commands if not _leaves_nothing(command))
    first = next(found, None)
    return None if first is None else (first.argv[0].raw if first.argv else "a redirection")


def _leaves_nothing(command: Command) -> bool:
    if any(r.target is not None and r.target.literal != "/dev/null" and ">" in r.operator for r in command.redirects):
        return False
    words = [word.literal for word in command.argv]
    if not words:
        return True
    while words[:1] in (["sudo"], ["env"], ["exec"], ["command"], ["retry"]) and len(words) > 1:
        words = words[1:]
    name = (words[0] or "").rpartition("/")[2]
    if any((w or "").startswith(("--report", "--log")) for w in words):
        return False
    if re.fullmatch(r"pip[\d.]*", name) or name in {"uv", "poetry", "pipenv"}:
        return True
    if re.fullmatch(r"python[\d.]*", name):
        return words[1:2] == ["-m"] and words[2:3] in (["pip"], ["ensurepip"])
    if name == "rm":
        targets = [word.raw for word in command.argv[1:] if not word.raw.startswith("-")]
        return all(_CLEARED.match(w) or _MANIFEST.match(w.rstrip("/").rpartition("/")[2]) for w in targets)
    return name in {"cd", "set", "export", "true", "echo", "test", "[", "for", ":", "read", "cat", "grep", "ls", "pwd"}
