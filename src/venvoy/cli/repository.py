"""A path and wishes led to the plan of the repository that it lies in, or to the reason why there is none."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from pathlib import Path

from attrs import evolve, frozen

from venvoy import migration
from venvoy import repository_migration as hall
from venvoy.cli import output
from venvoy.cli.deciding import Accept, Wishes, everything
from venvoy.cli.exits import Exit
from venvoy.cli.inputs import STANDARD_INPUT, Source, analyse, sources
from venvoy.cli.rewriting import Rewrite, rewrite_of
from venvoy.model.analysis import Analysis
from venvoy.model.dockerfile import Unreadable
from venvoy.model.plan import Answer, Decision, Extra, FileChange
from venvoy.model.repository import Listing, Repository
from venvoy.model.repository_plan import Member, PlannedPlace, RepositoryPlan, Standing, file_key
from venvoy.reports.terminal import safe

PROJECT = "pyproject.toml"
"""The file beside a Dockerfile that its own plan may depend on."""


@frozen
class RepositoryRewrite:
    """What is to become of a repository."""

    root: str
    """Its top, absolute, symbolic links resolved."""
    plan: RepositoryPlan
    rewrites: tuple[Rewrite, ...]
    """The Dockerfiles that were asked for."""
    unread: bool = False
    """True when another could not be read, which has been said; the exit code tells of it, as that of ``check``."""

    def exit(self, otherwise: Exit) -> Exit:
        """Return *otherwise*, or FAILED when a Dockerfile could not be read."""
        return Exit.FAILED if self.unread else otherwise

    @property
    def beside(self) -> tuple[FileChange, ...]:
        """What is changed of the files beside the Dockerfiles."""
        return hall.changed_beside(self.plan, self.root)


def rewrite_repository(path: str, wishes: Wishes) -> RepositoryRewrite | Exit:
    """Return what *wishes* make of the repository around *path*.

    Or else the exit code, after it has been said why: OK for a directory without a Dockerfile, where there is nothing
    to do, as for ``check``.
    """
    if path == STANDARD_INPUT:
        output.say("Standard input lies in no repository; give the path of a Dockerfile or of a directory.")
        return Exit.FAILED
    opened = _open(path)
    for problem in opened.problems:
        output.complain(problem)
    analyses, listing = opened.analyses, opened.listing
    if not analyses or listing is None:
        if opened.problems:
            return Exit.FAILED
        output.say(f"{safe(path)}: there is no Dockerfile here; nothing was changed.")
        return Exit.OK
    made = _rewrites(analyses, listing, wishes)
    if made is None:
        return Exit.FAILED
    rewrites, members = made
    if odd := hall.at_odds(members):
        names = safe(", ".join(sorted(odd)))
        output.say(f"installed-project is left out: {names} start modules that would need a pyproject.toml each.")
        less = wishes.choices.extras - {Extra.INSTALLED_PROJECT}
        made = _rewrites(analyses, listing, evolve(wishes, choices=evolve(wishes.choices, extras=less)))
        if made is None:
            return Exit.FAILED
        rewrites, members = made
    made_of = hall.settled(listing, members, lambda undecided: _answers(undecided, wishes))
    if (unknown := _unknown(wishes.kept, analyses, made_of.undecided)) is not None:
        output.say(f"--keep: nothing here is called {safe(unknown)}. There is {_names(analyses, made_of.undecided)}.")
        return Exit.FAILED
    plans = {one.path: one for one in made_of.plan.dockerfiles}
    rewrites = [
        evolve(made, plan=evolve(plans[one.path], path=made.plan.path))
        for made, one in zip(rewrites, members, strict=True)
    ]
    return RepositoryRewrite(listing.root, made_of.plan, tuple(rewrites), bool(opened.problems))


def _rewrites(
    analyses: Sequence[tuple[Path, Analysis]], listing: Listing, wishes: Wishes
) -> tuple[list[Rewrite], list[Member]] | None:
    """Return what *wishes* make of each Dockerfile, and each as a member; None when one has none, which has been said.

    *wishes* are those of the whole repository.
    """
    rewrites, members = [], []
    for file, analysis in analyses:
        along = hall.writes_beside(analysis, listing.root)
        made = rewrite_of(analysis, _about(analysis, wishes, listing), file, beside=along)
        if made is None:
            return None
        one = hall.member(analysis, made.plan, listing)
        if one is None:
            output.say(
                f"{safe(str(file))} is a symbolic link that leads out of {safe(listing.root)}; give the file itself."
            )
            return None
        rewrites.append(made)
        members.append(one)
    return rewrites, members


@frozen
class Foreseen:
    """The repository around a path, before anything is decided."""

    plan: RepositoryPlan
    """What would become of it if everything were accepted that can be."""
    projects: tuple[Repository, ...]
    """What was read around its Dockerfiles."""


def foreseen(path: str) -> Foreseen | None:
    """Return the repository around *path*; None when no Dockerfile is there that can be read."""
    opened = _open(path)
    listing = opened.listing
    if not opened.analyses or listing is None:
        return None
    members = []
    for _, analysis in opened.analyses:
        one = hall.member(analysis, migration.plan(analysis, everything(analysis).decisions), listing)
        members += [one] if one is not None else []
    found, notes = hall.companions(listing, members, hall.staying(listing, members))
    projects = hall.projects(analysis for _, analysis in opened.analyses)
    return Foreseen(hall.repository_plan(members, found, {}, notes), projects)


@frozen
class _Opened:
    """A path, looked at."""

    listing: Listing | None
    """The files of the repository; None when there is no Dockerfile that says where it is."""
    analyses: tuple[tuple[Path, Analysis], ...]
    """The Dockerfiles that can be read: a directory's are those that git does not ignore."""
    problems: tuple[Unreadable, ...]


def _open(path: str) -> _Opened:
    given = sources((path,))
    listing = None
    if Path(path).is_dir():
        listing = hall.listing_around(Path(path))
        files = {source.path: source for source in given if isinstance(source, Source) and source.path is not None}
        listed = hall.listed(listing, files)
        given = tuple(source for source in given if isinstance(source, Unreadable) or source.path in listed)
    read: list[tuple[Path, Analysis]] = []
    problems = []
    for source in given:
        outcome = source if isinstance(source, Unreadable) else analyse(source)
        if isinstance(outcome, Unreadable):
            problems.append(outcome)
        elif isinstance(source, Source) and source.path is not None:
            read.append((source.path, outcome))
    if listing is None and read:
        listing = hall.listing_around(Path(path), read[0][1].repository.root)
    return _Opened(listing, tuple(read), tuple(problems))


def _about(analysis: Analysis, wishes: Wishes, listing: Listing) -> Wishes:
    """Return *wishes* without the names that mean something else than a finding of this Dockerfile.

    That its ``pyproject.toml`` is kept is an answer that its plan goes by.
    """
    own = {
        name for finding in analysis.review.findings if not finding.advice for name in (finding.id, finding.shortcut)
    }
    page = Extra.INSTALLED_PROJECT.value
    root = os.path.realpath(analysis.repository.root or "")
    project = Path(os.path.relpath(root, listing.root), PROJECT).as_posix()
    meant = {page, project, file_key(project)}
    keeps = any(name in meant or name.startswith(f"{page}@{project}:") for name in wishes.kept)
    answers = {f"{page}@{project}": Decision(Answer.KEEP)} if keeps else {}
    return evolve(wishes, kept=tuple(name for name in wishes.kept if name in own), answers=answers)


def _called(planned: PlannedPlace) -> tuple[str, ...]:
    """Return the names by which --keep can mean a place: its own, its page's and its file's."""
    place = planned.place
    return place.id, place.page, place.path, file_key(place.path)


def _unknown(kept: Iterable[str], analyses: Sequence[tuple[Path, Analysis]], plan: RepositoryPlan) -> str | None:
    known = {name for planned in plan.places for name in _called(planned)}
    for _, analysis in analyses:
        known |= {name for finding in analysis.review.findings for name in (finding.id, finding.shortcut)}
    return next((name for name in kept if name not in known), None)


def _names(analyses: Sequence[tuple[Path, Analysis]], plan: RepositoryPlan) -> str:
    ids = [f.id for _, analysis in analyses for f in analysis.review.findings if not f.advice]
    every = list(dict.fromkeys((*ids, *(planned.place.id for planned in plan.places))))
    return safe(", ".join(every)) if every else "nothing to keep"


def _answers(plan: RepositoryPlan, wishes: Wishes) -> dict[str, Decision]:
    answers = {}
    for planned in plan.places:
        if set(_called(planned)) & set(wishes.kept):
            answers[planned.place.id] = Decision(Answer.KEEP)
        elif wishes.accepting is Accept.ALL and planned.standing is Standing.OPEN:
            answers[planned.place.id] = Decision(Answer.ACCEPT)
    return answers
