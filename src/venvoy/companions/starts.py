"""Shell text of the files beside a Dockerfile: what it starts, and where it installs."""

from __future__ import annotations

import re
import shlex
from collections.abc import Collection, Iterable, Iterator, Mapping

from attrs import evolve, frozen

from venvoy.companions.sheet import Sheet
from venvoy.model.companion import Place
from venvoy.model.environment import Scope
from venvoy.model.shell import Command, Language, Script
from venvoy.model.source import Segment, SourceText, Span
from venvoy.parse.lines import LineTable
from venvoy.parse.shell import shell_commands
from venvoy.trace.invocation import Invocation, invocation, module_of

_VERBS: Mapping[str, frozenset[str]] = {
    "conda": frozenset({"install"}),
    "mamba": frozenset({"install"}),
    "pdm": frozenset({"install", "sync", "add"}),
    "pipenv": frozenset({"install", "sync"}),
    "poetry": frozenset({"install", "sync", "add"}),
    "uv": frozenset({"sync", "add"}),
}
_PROGRAM = re.compile(r"\w[\w.+-]*")
_LONGEST = 60
"""Characters of a command that a message shows."""


@frozen
class StartInstall:
    """A command that installs packages when a container starts."""

    command: Command
    shown: str
    """As a message shows it, shortened."""
    user: bool
    """True with ``--user``, which pip refuses in a virtual environment."""


def script(text: bytes) -> Script:
    """Return the commands of a shell text that stands for itself."""
    return script_in(text, LineTable(text), Span(0, len(text)))


def script_in(content: bytes, table: LineTable, span: Span) -> Script:
    """Return the commands of the shell text at *span* of a file whose lines *table* holds."""
    if span.start == span.end:
        return Script(Language.SHELL, ())
    text = SourceText(content[span.start : span.end], (Segment(0, span.start, span.end - span.start),))
    return shell_commands(text, table)


def shown_text(text: str) -> str:
    """Return *text* of a file as a message may hold it: bytes that are no text become a mark."""
    return text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def joined(words: Iterable[str]) -> bytes:
    """Return the words of an exec form as shell text."""
    return shlex.join(words).encode("utf-8", "surrogateescape")


@frozen
class StartTool:
    """A command of a tool that installs, which the image no longer has."""

    command: Command
    tool: str
    program: str | None
    """What the tool starts: ``gunicorn`` of ``poetry run gunicorn``; None when it does something else."""


def start_tools(read: Script, gone: Collection[str]) -> Iterator[StartTool]:
    """Yield the commands of *read* that call one of the tools *gone* by its name."""
    for command in read.commands:
        run = invocation(command, Scope(), {})
        if run is not None and run.path in gone:
            started = run.values[1] if len(run.values) > 1 and run.values[0] == "run" else None
            known = started is not None and _PROGRAM.fullmatch(started) is not None
            yield StartTool(command, run.path, started if known else None)


def tool_place(sheet: Sheet, page: str, span: Span, found: StartTool, who: str, venv: str) -> Place:
    """Return the place, the first line of *span*, of a command of *who* that calls a tool which is left behind."""
    line = sheet.content.find(b"\n", span.start, span.end)
    suggestion = f"Install {found.tool} in the last stage, too, or do this where the image is built."
    if found.program is not None:
        suggestion = f"Start {found.program} by its own name: {venv}/bin comes first on the image's PATH."
    place = sheet.place(
        page,
        span if line < 0 else Span(span.start, line),
        f"{who} calls {found.tool}, which stays in the stage that builds: the migrated image does not have it.",
        suggestion,
        facts=(("site", found.tool), ("destination", found.program or f"{venv}/bin")),
    )
    return evolve(place, fails=not found.command.conditional)


def start_installs(read: Script) -> Iterator[StartInstall]:
    """Yield the commands of *read* that install Python packages."""
    for command in read.commands:
        run = invocation(command, Scope(), {})
        if run is not None and _installs(run):
            words = shown_text(" ".join(word.raw for word in command.argv))
            shown = words if len(words) <= _LONGEST else words[: _LONGEST - 1] + "…"
            yield StartInstall(command, shown, "--user" in run.values)


def install_place(sheet: Sheet, span: Span, found: StartInstall, who: str, when: str = "at every start") -> Place:
    """Return the place, the first line of *span*, of a command of *who* that installs, and *when* it does."""
    line = sheet.content.find(b"\n", span.start, span.end)
    why = "pip refuses --user in a virtual environment"
    if not found.user:
        why = "what that fills need not be the virtual environment"
    place = sheet.place(
        "install-at-start",
        span if line < 0 else Span(span.start, line),
        f"{who} runs {found.shown} {when}, and {why}.",
        "Install it in the Dockerfile, where the virtual environment is filled.",
        facts=(("program", found.shown),),
    )
    return evolve(place, fails=found.user and not found.command.conditional)


def _installs(run: Invocation) -> bool:
    module = module_of(run)
    if module is not None:
        name, behind = module
        return name == "pip" and _verb(run.values[behind:]) == "install"
    verb = _verb(run.values)
    if run.is_pip:
        return verb == "install"
    if run.program == "pip-sync":
        return True
    if run.is_python:
        return (verb or "").endswith("setup.py") and bool({"install", "develop"} & set(run.values))
    if run.program == "uv" and verb == "pip":
        return bool({"install", "sync"} & set(run.values))
    return verb in _VERBS.get(run.program, frozenset())


def _verb(values: Iterable[str | None]) -> str | None:
    return next((value for value in values if value is not None and not value.startswith("-")), None)
