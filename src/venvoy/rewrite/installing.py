"""The project itself is installed into the venv, behind what it needs, from the source that is copied for it."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

from attrs import frozen

from venvoy.model.dockerfile import Instruction
from venvoy.model.isolation import Isolation, ProjectOffer
from venvoy.model.plan import Cause, Decisions, Extra
from venvoy.model.trace import Install, Installer
from venvoy.rewrite.dialects import bare, chosen
from venvoy.rewrite.move import Move
from venvoy.rewrite.sketch import Sketch
from venvoy.rewrite.upstream import upstream
from venvoy.trace.carries import movements

_PAGE = Extra.INSTALLED_PROJECT.value
_COPIED = Cause(f"extra:{_PAGE}", "What is installed has to be there by then: the source, and how to build it.")
_INSTALLED = Cause(
    f"extra:{_PAGE}",
    "The application is found in the venv from any directory; what it needs is there already.",
)
_ELSEWHERE = re.compile(
    r"-[if].*|--(?:index-url|extra-index-url|find-links|no-index|trusted-host|proxy|cert|client-cert)(?:=.*)?"
)
"""Options that say where packages come from."""
_VARIABLES = (
    "PIP_NO_BUILD_ISOLATION", "PIP_NO_INDEX", "PIP_REQUIRE_HASHES", "UV_NO_BUILD_ISOLATION", "UV_NO_INDEX",
    "PIP_CONFIG_FILE", "PIP_INDEX_URL", "UV_CONFIG_FILE", "UV_DEFAULT_INDEX", "UV_INDEX_URL", "UV_OFFLINE",
)  # fmt: skip
"""Variables with which the backend is not fetched, or perhaps not found."""
_SETTINGS = re.compile(r"\bpip\.conf\b|\buv\.toml\b|\bpip[\d.]*\s+config\b|\.(?:config/)?pip\b")
"""What brings settings of an installer: a file by its name, or ``pip config``."""
_ODD = frozenset({"exclude", "parents"})


@frozen
class Wish:
    """What was asked for about the project."""

    judged: Isolation
    beside: bool
    """True when files beside the Dockerfile are written along with it."""
    kept: bool
    """True when a decision keeps ``pyproject.toml`` as it is."""


def wish(decisions: Decisions, judged: Isolation | None, *, beside: bool) -> Wish | None:
    """Return what *decisions* ask for; None when the extra was not chosen."""
    if judged is None or Extra.INSTALLED_PROJECT not in decisions.choices.extras:
        return None
    return Wish(judged, beside, decisions.keeps(_PAGE))


def install_project(sketch: Sketch, move: Move, asked: Wish) -> ProjectOffer | None:
    """Sketch the install of the project, and return it; None with a note when that cannot be done.

    It has to come before the layout: at the same place, what is inserted first stands first.
    """
    offer = asked.judged.project
    if offer is None:
        sketch.note(f"The project is not installed: {asked.judged.why_no_project or asked.judged.why}")
        return None
    if not asked.beside:
        told = f"It takes a {offer.path} beside the Dockerfile, which '--scope repository' writes along with it."
        sketch.note(f"The project is not installed: {told}")
        return None
    install = _last(move)
    if (why := _obstacle(move, install)) is not None or install is None:
        sketch.note(f"The project is not installed: {why}")
        return None
    if asked.kept:
        sketch.note(f"The project is not installed: {offer.path} stays as it is, as you decided.")
        return offer
    behind = move.instruction(install.instruction)
    copies = tuple(_copies(move, behind, offer))
    end = behind.span.end
    if copies:
        sketch.insert(end, copies, behind, _COPIED)
    sketch.note(f"{offer.path} is written along with it: it describes {', '.join(offer.sources)} as a project.")
    sketch.insert(end, (f"RUN {_command(move, install)} --no-deps .",), behind, _INSTALLED)
    return offer


def _last(move: Move) -> Install | None:
    """Return the last install of the only stage that fills the venv; None when there are several."""
    if len(move.hosts) != 1:
        return None
    (host,) = move.hosts
    return max((i for i in move.installs if i.stage == host), key=lambda i: i.command.span.start, default=None)


def _obstacle(move: Move, install: Install | None) -> str | None:
    if install is None:
        return "several stages fill an environment, and which of them is to have it is not known."
    line = install.lines.first
    instruction = move.instruction(install.instruction)
    scope = move.scope(instruction)
    if install.installer not in {Installer.PIP, Installer.UV} or install.syncs_project or chosen.syncs(move, install):
        return f"line {line} installs what a lock file says, and would take out again what that does not name."
    if chosen.wanted(move) not in {None, Installer.PIP, Installer.UV} or upstream(move) is not None:
        return f"what line {line} installs is brought to another stage first."
    if scope.workdir.text is None:
        return f"in which directory line {line} works is not known."
    if posixpath.normpath(scope.workdir.text) in {"/", "//"}:
        return f"line {line} works in /, among the directories of the system; it takes a WORKDIR before it."
    own = {assigned.name for command in move.script(instruction).commands for assigned in command.assignments}
    if variable := next((name for name in _VARIABLES if name in own or scope.lookup(name) is not None), None):
        return f"{variable} is set, and hatchling, which builds it, has to be fetched."
    if (settings := _settings(move, instruction)) is not None:
        return f"line {settings.lines.first} brings settings of the installer, which may say where packages come from."
    words = [word.literal or word.raw for word in install.command.argv]
    mounts = [flag for flag in instruction.flags if flag.name == "mount" and "type=cache" not in (flag.value or "")]
    if mounts or any(flag.name == "network" for flag in instruction.flags) or any(map(_ELSEWHERE.fullmatch, words)):
        return f"line {line} says where packages come from, and whether hatchling, which builds it, is there too."
    return None


def _settings(move: Move, last: Instruction) -> Instruction | None:
    """Return an instruction up to *last* that brings a file with settings of pip or uv."""
    (host,) = move.hosts
    stages = [move.dockerfile.stages[at] for at in (host, *move.ancestors(host))]
    earlier = (i for stage in stages for i in stage.instructions if i.span.start <= last.span.start)
    bringing = (i for i in earlier if i.keyword in {"ADD", "COPY", "RUN"})
    return next((i for i in bringing if _SETTINGS.search(i.argument.text)), None)


def _copies(move: Move, behind: Instruction, offer: ProjectOffer) -> Iterator[str]:
    """Yield the COPYs that bring the project to the working directory; none where all of the context is there."""
    workdir = move.scope(behind).workdir.text or "/"
    stage = next(s for s in move.stages if behind.span.start in {i.span.start for i in s.instructions})
    for at in (stage.index, *move.ancestors(stage.index)):
        for instruction in move.dockerfile.stages[at].instructions:
            plain = instruction.keyword in {"COPY", "ADD"} and instruction.flag("from") is None
            if not plain or instruction.span.start > behind.span.start or _ODD & {f.name for f in instruction.flags}:
                continue
            moved = movements(instruction, move.scope(instruction))
            if any(one.source == "/" and one.destination == posixpath.normpath(workdir) for one in moved):
                return
    folders = [source for source in offer.sources if not source.endswith(".py")]
    files = [offer.path, *(source for source in offer.sources if "/" not in source and source not in folders)]
    yield f"COPY {' '.join(files)} ./"
    for source in offer.sources:
        if source not in files:
            yield f"COPY {source} ./{source}"


def _command(move: Move, install: Install) -> str:
    """Return the installer's words up to what is installed, in the spelling of the file."""
    words = [word.literal or "" for word in install.command.argv]
    if chosen.spoken(move, install) is Installer.UV:
        # uv would take a build from its cache as long as pyproject.toml is the same.
        return "uv pip install --no-cache"
    quiet = " --no-cache-dir" if "--no-cache-dir" in words else ""
    if bare.chosen(move):
        prefix = move.prefix(install.stage) or "/usr/local"
        return f"{prefix}/bin/python -m pip --python {move.choices.venv}/bin/python install{quiet}"
    return f"pip install{quiet}"
