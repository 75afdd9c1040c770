"""A path and wishes led to a plan, or to the reason why there is none."""

from __future__ import annotations

from pathlib import Path

from attrs import frozen

from venvoy import migration
from venvoy.cli import output
from venvoy.cli.deciding import UnknownName, Wishes, decided
from venvoy.cli.inputs import analyse_single
from venvoy.model.analysis import Analysis
from venvoy.model.dockerfile import Unreadable
from venvoy.model.plan import Plan
from venvoy.reports.columns import wrap
from venvoy.reports.terminal import safe
from venvoy.session import Session


@frozen
class Rewrite:
    """What is to become of one Dockerfile."""

    plan: Plan
    session: Session
    """The decisions that the plan follows."""
    path: Path | None
    """None for standard input."""


ALL_OF_THEM = ", or add '--scope repository' to migrate all of them"
"""What else ``migrate`` can do with several Dockerfiles."""


def rewrite(path: str, wishes: Wishes, otherwise: str = "") -> Rewrite | None:
    """Return what *wishes* make of the one Dockerfile at *path*; None when that cannot be told, which has been said.

    *otherwise* is said of several Dockerfiles, as in `venvoy.cli.inputs.single`.
    """
    found = analyse_single(path, otherwise)
    if isinstance(found, Unreadable):
        output.complain(found)
        return None
    source, analysis = found
    return rewrite_of(analysis, wishes, source.path)


def rewrite_of(analysis: Analysis, wishes: Wishes, path: Path | None, *, beside: bool = False) -> Rewrite | None:
    """Return what *wishes* make of the Dockerfile at *path*, None for standard input, as `rewrite` does.

    *beside* is True when files beside it are written along with it.
    """
    name = analysis.dockerfile.path
    session = decided(analysis, wishes)
    if isinstance(session, UnknownName):
        output.say(_unknown(session, name))
        return None
    if (why := _not_offered(session)) is not None:
        chosen = session.decisions.choices.installer.value
        said = safe(f"{name}: --installer {chosen} is not possible. {why}")
        output.say("\n".join(wrap(said, output.prose_width(), rest="    ")))
        return None
    return Rewrite(migration.plan(analysis, session.decisions, beside=beside), session, path)


def _not_offered(session: Session) -> str | None:
    """Return why the chosen installer cannot take over what was accepted; None also when nothing was."""
    if not session.accepted:
        return None
    choice = session.decisions.choices.installer
    offers = migration.offers(session.analysis, session.decisions)
    return next(offer.why_not for offer in offers if offer.choice is choice)


def _unknown(unknown: UnknownName, path: str) -> str:
    known = f"It has {', '.join(unknown.known)}." if unknown.known else "It has no finding."
    return f"--keep: {safe(path)} has no finding or shortcut called {safe(unknown.name)}. {known}"
