"""Start commands that go past the venv which holds the application's packages."""

from __future__ import annotations

import re
import sys

from attrs import frozen

from venvoy.model.dockerfile import Instruction
from venvoy.model.source import Lines
from venvoy.model.trace import Present, SiteKind, StageTrace
from venvoy.trace.view import View

_PYTHON = re.compile(r"(?:/(?:\S+/)?)?python[\d.]*")
_MOVES = r"\b(?:mv|cp|ln|rsync|tar)\b[^;&|]*"
_PATHS = ("PATH", "VIRTUAL_ENV", "UV_PROJECT_ENVIRONMENT")
_PLAIN = frozenset({"python", "uv", "debian", "ubuntu", "alpine"})
"""Images in which nothing but the Dockerfile says where packages are."""


@frozen
class Bypass:
    """A CMD or ENTRYPOINT that starts another Python than that of the stage's one filled venv."""

    stage: int
    start: Instruction
    """The CMD or ENTRYPOINT."""
    python: str
    """The interpreter that it starts."""
    venv: str
    """Path of the venv."""
    filled: Lines
    """The install, or the copy, that filled it."""


def bypasses(view: View) -> tuple[Bypass, ...]:
    """Return the starts that surely miss the packages of their stage, in the order of the file."""
    return tuple(found for stage in view.trace.stages if (found := _bypass(view, stage)) is not None)


def _bypass(view: View, stage: StageTrace) -> Bypass | None:
    launch, lines = stage.launch, stage.launch.lines
    site = launch.python_site
    if not stage.ships or lines is None or launch.python is None or site is None or site.kind is not SiteKind.SYSTEM:
        return None
    scope = view.surroundings.final[stage.index]
    path = scope.env.get("PATH")
    plain = stage.base.family in _PLAIN and stage.base.leave_alone is None
    if (
        not plain
        or path is None
        or path.text is None
        or "PYTHONPATH" in scope.env
        or not _needs_packages(launch.program)
    ):
        return None
    filled = [present for present in stage.present if _applications(view, present)]
    if len(filled) != 1 or filled[0].site.kind is not SiteKind.VENV or filled[0].site.root.text is None:
        return None
    venv = filled[0].site.root.text
    start = next((i for i in view.dockerfile.instructions if i.lines == lines), None)
    if start is None or _named(view, stage.index, venv):
        return None
    where = [view.trace.installs[at].lines for at in filled[0].installs]
    return Bypass(stage.index, start, launch.python, venv, max(where))


def _needs_packages(program: tuple[str, ...]) -> bool:
    """Return True when *program* starts a Python with a file or a module that is not the standard library's."""
    if not program or not _PYTHON.fullmatch(program[0]):
        return False
    words = [word for word in program[1:] if word not in {"-u", "-O", "-OO", "-B", "-I", "-E", "-s"}]
    if words[:1] == ["-m"]:
        return len(words) > 1 and words[1].partition(".")[0] not in sys.stdlib_module_names
    return bool(words) and words[0].endswith(".py")


def _applications(view: View, present: Present) -> bool:
    return any(not view.trace.installs[at].tooling for at in present.installs)


def _named(view: View, stage: int, venv: str) -> bool:
    """Return True when a line says by itself how the venv is reached: a link, a variable, a script."""
    known = {i.instruction for i in view.trace.installs} | {v.instruction for v in view.trace.venvs}
    known |= {carry.instruction for carry in view.trace.carries}
    for at in view.chain(stage):
        for instruction in view.dockerfile.stages[at].instructions:
            text = instruction.argument.text + "".join(heredoc.body.text for heredoc in instruction.heredocs)
            path = instruction.keyword == "ENV" and all(w.text.startswith(_PATHS) for w in instruction.words)
            moved = instruction.keyword == "RUN" and re.search(_MOVES + re.escape(venv) + r"(?![\w.-])", text)
            if moved or (f"{venv}/" in text and instruction.span.start not in known and not path):
                return True
    return False
