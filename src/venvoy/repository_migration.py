"""The hall for a whole repository: its Dockerfiles, and the files beside them that go by where packages lie.

In this order: `listing_around` a path, a `member` for each Dockerfile with its own plan, those that are `staying` as
they are, what the migration means for `companions`, and from the answers to that the `repository_plan`.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from attrs import evolve, frozen

from venvoy import migration
from venvoy.model.analysis import Analysis
from venvoy.model.dockerfile import Unreadable
from venvoy.model.plan import ChangeSet, Decision, FileChange, Plan
from venvoy.model.repository import Listing, Repository
from venvoy.model.repository_plan import Found, Member, PlannedFile, RepositoryPlan

if TYPE_CHECKING:
    from venvoy.model.companion import Relocation
    from venvoy.model.service import ComposeService


def listing_around(path: Path, context: str | None = None) -> Listing:
    """Return the files of the repository that *path*, a Dockerfile or a directory, lies in.

    That is the work tree; outside of one, the *context* that a Dockerfile is built from where that is known, or else
    the directory itself.
    """
    from venvoy.repository.listing import listing
    from venvoy.workspace.git import git_state

    real = Path(os.path.realpath(path))
    directory = real if real.is_dir() else real.parent
    top = git_state(directory / "Dockerfile").root
    return listing(top or (directory if context is None else Path(os.path.realpath(context))))


def listed(listing: Listing, paths: Iterable[Path]) -> frozenset[Path]:
    """Return those of *paths* that are files of the repository: git does not ignore them."""
    known = {file.path for file in listing.files}
    return frozenset(path for path in paths if _below(listing.root, str(path)) in known)


def member(analysis: Analysis, of: Plan, listing: Listing) -> Member | None:
    """Return the Dockerfile as part of its repository; None when it lies outside, behind a symbolic link."""
    path = _below(listing.root, analysis.dockerfile.path)
    return None if path is None else Member(path, analysis, of)


def staying(listing: Listing, members: Sequence[Member]) -> tuple[Member, ...]:
    """Return the Dockerfiles of the repository that are not among *members*, each as it is, as far as they are read."""
    from venvoy.repository.listing import read
    from venvoy.workspace.discovery import is_dockerfile_name

    known = {one.path for one in members}
    found = []
    for file in listing.files:
        path = PurePosixPath(file.path)
        if file.path in known or not is_dockerfile_name(path.name):
            continue
        content = read(listing, file.path)
        place = Path(listing.root, file.path)
        if isinstance(content, Unreadable):
            continue
        analysis = migration.analyse(content, str(place), place.parent)
        if isinstance(analysis, Analysis):
            found.append(Member(file.path, analysis, _as_it_is(file.path, content)))
    return tuple(found)


def relocation(analysis: Analysis, of: Plan) -> Relocation | None:
    """Return what *of* moves inside of the image, seen from the files beside the Dockerfile; None when nothing."""
    from venvoy.rewrite.relocating import relocation as compared

    after = migration.again(analysis, of) if of.shape is not None else None
    return compared(analysis, after) if isinstance(after, Analysis) else None


def companions(
    listing: Listing, members: Sequence[Member], others: Sequence[Member] = ()
) -> tuple[tuple[Found, ...], tuple[str, ...]]:
    """Read the files beside the Dockerfiles, and return what the plans of *members* mean for them, and notes.

    Args:
        listing: the files of the repository.
        members: the Dockerfiles that are asked about; one whose plan moves nothing concerns nothing.
        others: Dockerfiles that stay as they are: a file that their images hold, too, is not changed unasked.
    """
    from venvoy.repository.beside import Migrated, beside
    from venvoy.repository.build_directories import in_build_directories
    from venvoy.repository.projects import project_file

    everybody, assumed = in_build_directories(listing, (*members, *others))
    members, stay = everybody[: len(members)], list(everybody[len(members) :])
    migrated = []
    for one in members:
        after = migration.again(one.analysis, one.plan)
        moved = relocation(one.analysis, one.plan)
        if moved is None or isinstance(after, Unreadable):
            stay.append(one)
        else:
            migrated.append(Migrated(one, after, moved))
    found, notes = beside(listing, migrated, stay)
    own = (file for one in members if (file := project_file(one, listing)) is not None)
    return (*found, *own), tuple(
        dict.fromkeys((*assumed, *notes, *(note for one in members for note in _unread(one, listing))))
    )


def _unread(of: Member, listing: Listing) -> Iterator[str]:
    """Yield what was not read of the project around a Dockerfile, its files named from the root of the listing on."""
    around = of.analysis.repository
    if around.root is None:
        return
    inside = _below(listing.root, around.root)
    where = "" if inside in {None, "."} else f"{inside}/"
    for note in (*around.notes, *(around.project.not_known if around.project is not None else ())):
        yield f"{where}{note}"


def projects(analyses: Iterable[Analysis]) -> tuple[Repository, ...]:
    """Return the projects around Dockerfiles, each once, with all that venvoy can read of them."""
    from venvoy.repository.lock_files import EVERY_TOOL
    from venvoy.repository.survey import surveyed

    roots = dict.fromkeys(one.repository.root for one in analyses if one.repository.root is not None)
    return tuple(surveyed(Path(root), EVERY_TOOL) for root in roots)


def writes_beside(analysis: Analysis, root: str) -> bool:
    """Return True when a Dockerfile and the directory that it is built from lie below *root*, and are written there."""
    context = analysis.repository.root
    return context is not None and None not in (_below(root, context), _below(root, analysis.dockerfile.path))


def at_odds(members: Sequence[Member]) -> frozenset[str]:
    """Return the paths of the Dockerfiles that ask for the same ``pyproject.toml``, each with another content."""
    wanted: dict[str, list[Member]] = {}
    for one in members:
        if one.plan.project is not None:
            wanted.setdefault(os.path.realpath(one.analysis.repository.root or ""), []).append(one)
    groups = (group for group in wanted.values() if len({one.plan.project for one in group}) > 1)
    return frozenset(one.path for group in groups for one in group)


def repository_plan(
    members: Sequence[Member], found: Sequence[Found], answers: Mapping[str, Decision], notes: tuple[str, ...] = ()
) -> RepositoryPlan:
    """Return what is done to the Dockerfiles of a repository and to the files beside them.

    Args:
        members: the Dockerfiles, each with what was decided about it.
        found: what `companions` finds for them.
        answers: by the id of a place, or by ``file_key`` for all places of a file; what is certain needs none.
        notes: what could not be looked at.
    """
    from venvoy.rewrite.repository_planning import plan_repository

    return plan_repository(members, found, answers, notes)


@frozen
class Settled:
    """The plan of a repository in which no Dockerfile moves away from what surely depends on it."""

    undecided: RepositoryPlan
    """With no answer to any place: what there is to answer."""
    plan: RepositoryPlan
    """With the answers; a Dockerfile that has to wait for one is unchanged in it, and says why in `refused`."""


def settled(
    listing: Listing, members: Sequence[Member], answering: Callable[[RepositoryPlan], Mapping[str, Decision]]
) -> Settled:
    """Return the plan of a repository that is written without anybody looking at it.

    Args:
        listing: the files of the repository.
        members: the Dockerfiles that are asked about, each with its own plan.
        answering: gives the answers to the places of a plan that has none.
    """
    from venvoy.rewrite.holding import held, held_back

    others = staying(listing, members)
    now = {one.path: one for one in members}
    first: RepositoryPlan | None = None
    while True:
        found, notes = companions(listing, tuple(now.values()), others)
        undecided = repository_plan(tuple(now.values()), found, {}, notes)
        first = first or undecided
        plan = repository_plan(tuple(now.values()), found, answering(undecided), notes)
        # One that has to wait may share a file with another, which then has to wait for the same reason.
        waiting = held_back(plan)
        if not waiting:
            return Settled(first, plan)
        now |= {path: evolve(now[path], plan=held(now[path].plan, why)) for path, why in waiting.items()}


@frozen
class Neighbourhood:
    """The repository around some of its Dockerfiles, as far as it does not depend on what is decided."""

    listing: Listing
    others: tuple[Member, ...]
    """Its other Dockerfiles, as they are."""


@frozen
class Candidate:
    """One Dockerfile of several that are decided on together."""

    analysis: Analysis
    plan: Plan
    """What is written with the decisions as they are."""
    foreseen: Plan
    """What would be written if everything were accepted that has no answer yet."""


@frozen
class Beside:
    """What decisions about one or more Dockerfiles mean for the files beside them."""

    root: str
    """Top of the repository, absolute."""
    plan: RepositoryPlan
    """What is written with the decisions as they are."""
    foreseen: RepositoryPlan
    """What there would be to decide on if everything were accepted that has no answer yet."""


def neighbourhood(*analyses: Analysis) -> Neighbourhood | None:
    """Return the repository around one or more of its Dockerfiles.

    None when the first lies in no work tree of git, or one leads by a symbolic link out of the one that it lies in.
    """
    from venvoy.repository.listing import listing
    from venvoy.workspace.git import git_state

    root = git_state(Path(analyses[0].dockerfile.path)).root
    if root is None:
        return None
    files = listing(root)
    found = (member(one, _as_it_is(one.dockerfile.path, one.dockerfile.content), files) for one in analyses)
    ours = tuple(one for one in found if one is not None)
    return Neighbourhood(files, staying(files, ours)) if len(ours) == len(analyses) else None


def _as_it_is(path: str, content: bytes) -> Plan:
    return Plan(path, content, content, (), None)


def services(listing: Listing) -> tuple[tuple[ComposeService, ...], tuple[str, ...]]:
    """Return the services of the compose files of a repository, and a sentence for each file that is not read."""
    from venvoy.repository.services import services as room

    return room(listing)


def companions_of(analysis: Analysis, of: Plan, around: Neighbourhood) -> tuple[tuple[Found, ...], tuple[str, ...]]:
    """Return what *of*, the plan of one Dockerfile, means for the files *around* it, and notes."""
    one = member(analysis, of, around.listing)
    return companions(around.listing, (one,), around.others) if one is not None else ((), ())


def change_set(of: RepositoryPlan, root: str) -> ChangeSet:
    """Return what is written when *of* is applied below the absolute directory *root*: exactly what the diffs show."""
    changes = _changes(of.changed, root)
    what = changes[0].path if len(changes) == 1 else f"{len(changes)} files"
    return ChangeSet(changes=changes, root=root, summary=f"migrate {Path(root).name}: {what}")


def changed_beside(of: RepositoryPlan, root: str) -> tuple[FileChange, ...]:
    """Return what of the `change_set` is not about a Dockerfile: what both images are built with, each its own."""
    return _changes(tuple(one for one in of.files if one.changes), root)


def _changes(of: Iterable[Plan | PlannedFile], root: str) -> tuple[FileChange, ...]:
    return tuple(
        FileChange(path=str(Path(root, one.path)), before=one.before, after=one.after)
        for one in of
        if one.after is not None
    )


def _below(root: str, path: str) -> str | None:
    """Return *path* from *root* on, symbolic links resolved; None when it lies elsewhere."""
    real = Path(os.path.realpath(path))
    return real.relative_to(root).as_posix() if real.is_relative_to(root) else None
