"""One installer takes over from another, and the other goes."""

from __future__ import annotations

from collections.abc import Iterator

from venvoy.model.plan import InstallerChoice
from venvoy.model.shell import Command
from venvoy.model.trace import Install, Installer
from venvoy.rewrite.conversion import syncing
from venvoy.rewrite.conversion.leaving import Leaving, leaving, let_go
from venvoy.rewrite.dialects import chosen, native, pip, pip_from_uv, pip_tools, uv
from venvoy.rewrite.move import Move
from venvoy.rewrite.sketch import Sketch

# Those that are told where to install in a way of their own, whichever installer is chosen.
_OWN = {Installer.SETUPTOOLS: pip.redirect, Installer.PIP_TOOLS: pip_tools.redirect}


def _leaving(move: Move) -> Iterator[tuple[str, Leaving]]:
    """Yield the tools that nothing installs with any more, and what goes with each."""
    handed = tuple(i for i in move.installs if chosen.syncs(move, i) or chosen.to_pip(move, i))
    for tool in dict.fromkeys(install.installer.value for install in handed):
        yield tool, leaving(move, tool, handed)


def obstacle(move: Move) -> str | None:
    """Return why a tool cannot go, or None."""
    return next((gone.obstacle for _, gone in _leaving(move) if gone.obstacle is not None), None)


def removed(move: Move) -> frozenset[Command]:
    """Return the commands that go with the tools."""
    if move.choices.installer not in {InstallerChoice.PIP, InstallerChoice.UV}:
        return frozenset()
    return frozenset(c for _, gone in _leaving(move) for _, commands in gone.removed for c in commands)


def staying(move: Move) -> tuple[Install, ...]:
    """Return the installs that fill the environment, without those that go with a tool."""
    gone = removed(move)
    return tuple(install for install in move.installs if install.command not in gone)


def by_lock(move: Move) -> bool:
    """Return True when ``uv sync`` alone fills the environment, which it then makes."""
    return all(chosen.syncs(move, install) for install in staying(move))


def settings(move: Move) -> tuple[str, ...]:
    """Return the variables, as ``NAME=value``, by which the installers of *move* find the venv beside PATH."""
    venv = move.choices.venv
    installs = staying(move)
    by_name = (i for i in installs if not chosen.syncs(move, i) and not i.syncs_project)
    speakers = {chosen.spoken(move, i) for i in by_name} & {Installer.UV, *chosen.PROJECTS}
    found: tuple[str, ...] = (f"VIRTUAL_ENV={venv}",) if speakers else ()
    if any(chosen.syncs(move, install) for install in installs):
        # uv would rather download a Python that the last stage lacks than use another version than it is told.
        found += (f"UV_PROJECT_ENVIRONMENT={venv}", "UV_PYTHON_DOWNLOADS=never")
    return found


def redirect(sketch: Sketch, move: Move, install: Install) -> None:
    """Send an install into the venv, in the words of the installer that was chosen."""
    if (own := _OWN.get(install.installer)) is not None:
        own(sketch, move, install)
    elif chosen.syncs(move, install):
        syncing.convert(sketch, move, install, beside=not by_lock(move))
    elif chosen.to_uv(move, install):
        uv.redirect(sketch, move, install)
    elif chosen.to_pip(move, install):
        pip_from_uv.redirect(sketch, move, install)
    elif native.is_native(install):
        native.redirect(sketch, move, install)
    else:
        pip.redirect(sketch, move, install)


def finish(sketch: Sketch, move: Move) -> None:
    """Take out what only served the tools that went, and say what the rewrite rests on."""
    for tool, gone in _leaving(move):
        let_go(sketch, move, tool, gone)
    syncing.rests_on(sketch, move)
