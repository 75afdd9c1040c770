"""What the installer of a file may become, and why not something else."""

from __future__ import annotations

from collections.abc import Iterable

from attrs import evolve

from venvoy.model.analysis import Analysis
from venvoy.model.finding import Remedy
from venvoy.model.plan import Answer, Decisions, InstallerChoice, Offer
from venvoy.model.trace import Install, Installer
from venvoy.rewrite.conversion import handing_over, syncing
from venvoy.rewrite.conversion.manifests import LOCKS
from venvoy.rewrite.dialects import chosen, pip_from_uv, uv
from venvoy.rewrite.move import Move
from venvoy.rewrite.repairs import MENDED
from venvoy.trace.view import View

_COMMANDS = {Installer.POETRY: "poetry install", Installer.PIPENV: "pipenv sync", Installer.PDM: "pdm sync"}
_MAKERS = {
    Installer.POETRY: "'poetry lock' makes it from pyproject.toml",
    Installer.PIPENV: "'pipenv lock' makes it from the Pipfile",
    Installer.PDM: "'pdm lock' makes it from pyproject.toml",
}
_EXPORTS = {
    Installer.POETRY: "'poetry export'",
    Installer.PIPENV: "'pipenv requirements'",
    Installer.PDM: "'pdm export'",
    Installer.UV: "'uv export --format requirements-txt'",
}


def offers(analysis: Analysis, decisions: Decisions) -> tuple[Offer, ...]:
    """Return for each choice whether the accepted findings can be rewritten with it; all of them when none is accepted.

    What a file installs with, and the manifests and lock files around it, decide; nothing of them is run.
    """
    moves = _moves(analysis, decisions)
    found = []
    for choice in InstallerChoice:
        chosen_so = [Move(m.view, m.stages, m.findings, evolve(m.choices, installer=choice)) for m in moves]
        found.append(Offer(choice, next((why for move in chosen_so if (why := objection(move))), None)))
    return tuple(found)


def _moves(analysis: Analysis, decisions: Decisions) -> list[Move]:
    """Return what would move, each group of stages once."""
    view = View(analysis.dockerfile, analysis.surroundings, analysis.trace, analysis.repository)
    movable = [
        f for f in analysis.review.findings if not f.advice and f.remedy is not Remedy.NONE and f.shortcut not in MENDED
    ]
    accepted = [f for f in movable if (a := decisions.answers.get(f.id)) is not None and a.answer is Answer.ACCEPT]
    groups = {view.families[f.stage]: f for f in reversed(accepted or movable)}
    return [Move(view, view.family(f.stage), (f,), decisions.choices) for _, f in sorted(groups.items())]


def objection(move: Move) -> str | None:
    """Return why the installer that was chosen for *move* cannot take over, and what to do next, or None."""
    match move.choices.installer:
        case InstallerChoice.KEEP:
            return None
        case InstallerChoice.UV:
            return syncing.obstacles(move) or uv.obstacles(move) or handing_over.obstacle(move)
        case InstallerChoice.PIP:
            return _no_requirements(_applications(move)) or pip_from_uv.obstacles(move) or handing_over.obstacle(move)
        case _:
            return _no_project(move)


def _applications(move: Move) -> list[Install]:
    return [install for install in move.installs if not install.tooling]


def _no_requirements(installs: Iterable[Install]) -> str | None:
    """Return why pip cannot install what a lock file of another tool says, or None."""
    for install in installs:
        if install.installer in chosen.PROJECTS or install.syncs_project:
            export = _EXPORTS[install.installer]
            return (
                f"Line {install.lines.first}: pip reads no lock file of {chosen.TITLES[install.installer]}'s. It would "
                f"need a requirements file, which {export} writes; install that one with pip, and pip stays."
            )
    return None


def _no_project(move: Move) -> str | None:
    """Return why Poetry, Pipenv or PDM cannot take over; None when everything is theirs already."""
    own, repository = chosen.wanted(move), move.view.repository
    others = [install for install in _applications(move) if install.installer is not own]
    if own is None or not others:
        return None
    name, lock = chosen.TITLES[own], LOCKS[own]
    if repository.root is None:
        return f"{name} would install what {lock} says, and none was seen: the Dockerfile came without its repository."
    if lock not in repository.names:
        return (
            f"{name} would install what {lock} says, and there is none in {repository.root}: {_MAKERS[own]}. Then "
            f"write '{_COMMANDS[own]}' on line {others[0].lines.first} yourself: venvoy moves that into the"
            " environment."
        )
    asked = " ".join(others[0].what) or others[0].program
    return (
        f"Line {others[0].lines.first} installs {asked}, and venvoy cannot tell whether {lock} holds the same. Write "
        f"'{_COMMANDS[own]}' there yourself if it does: venvoy then moves that into the environment."
    )
