"""Values made by hand: reports are tested without a parser."""

from __future__ import annotations

from collections.abc import Callable

from venvoy.model.dockerfile import Dockerfile, Form, Instruction, Stage
from venvoy.model.environment import Value
from venvoy.model.plan import Cause
from venvoy.model.shell import Command
from venvoy.model.source import Lines, SourceText, Span
from venvoy.model.trace import Carry, Install, Installer, Launch, PathEntry, Site

Golden = Callable[[str, str], None]
"""Holds a text against the golden file of a name."""

NOWHERE = Span(0, 0)
GUARD = Cause("extra:guard", "pip refuses to install outside of a virtual environment from here on.")
SITE = Cause("user-install:3", "The packages get a directory of their own, which every user finds.")


def install(
    stage: int, line: int, site: Site, what: tuple[str, ...], *, tooling: bool = False, conditional: bool = False
) -> Install:
    """Return an install by pip on *line*."""
    command = Command((), (), (), "", (), NOWHERE, Lines(line, line))
    where = Lines(line, line)
    return Install(Installer.PIP, stage, 0, where, command, site, what, Value("root"), "pip", tooling, conditional)


def carry(origin: int, stage: int, line: int, path: str, site: Site, *parts: str, left: tuple[str, ...] = ()) -> Carry:
    """Return a COPY of *path* to the same path."""
    return Carry(origin, stage, 0, Lines(line, line), path, path, site, parts, left)


def launch() -> Launch:
    """Return what a Python image starts."""
    return Launch(
        program=("python", "main.py"),
        python="/usr/local/bin/python",
        python_site=None,
        path=("/usr/local/bin", "/usr/bin"),
        sys_path=(
            PathEntry("/srv", "working directory", "or the directory of the script"),
            PathEntry("/usr/local/lib/python3.12", "standard library"),
            PathEntry("/root/.local/lib/python3.12/site-packages", "user site", "if HOME is /root"),
            PathEntry("/usr/local/lib/python3.12/site-packages", "system site"),
        ),
        lines=Lines(8, 8),
    )


def dockerfile(*stages: tuple[str | None, str]) -> Dockerfile:
    """Return a Dockerfile with these (name, base) stages and nothing in them."""
    made = []
    for index, (name, base) in enumerate(stages):
        start = Instruction("FROM", NOWHERE, NOWHERE, Lines(1, 1), (), Form.SHELL, SourceText(b"", ()), ())
        below = next((i for i, (other, _) in enumerate(stages[:index]) if other == base), None)
        made.append(Stage(index, name, base, below, None, start, ()))
    return Dockerfile("Dockerfile", b"", (), "\\", b"\n", (), tuple(made))
