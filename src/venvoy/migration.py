"""The hall: calls the rooms in order. The one pipeline that the command line and the session share."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from venvoy.model.analysis import Analysis
from venvoy.model.dockerfile import Dockerfile, Unreadable
from venvoy.model.repository import UNSEEN, Repository
from venvoy.parse.dockerfile import read
from venvoy.parse.environment import surroundings
from venvoy.shortcuts.catalogue import review
from venvoy.trace.tracing import trace

# A check never plans: the room that rewrites, and its nouns, are entered only when something is planned.
if TYPE_CHECKING:
    from venvoy.images.compare import Pair
    from venvoy.model.build import BuildSettings
    from venvoy.model.comparison import Expectations
    from venvoy.model.isolation import Isolation
    from venvoy.model.page import Page
    from venvoy.model.plan import ChangeSet, Decisions, FileChange, FileDiff, Offer, Plan
    from venvoy.model.repository_plan import PlannedFile


def analyse(content: bytes, path: str, place: Path | None = None) -> Analysis | Unreadable:
    """Read *content* as a Dockerfile and find its shortcuts.

    Args:
        content: the Dockerfile.
        path: for messages.
        place: the directory that it lies in, whose files may answer what it leaves open; None for one that came alone.
    """
    dockerfile = read(content, path)
    if isinstance(dockerfile, Unreadable):
        return dockerfile
    return _analysed(dockerfile, UNSEEN if place is None else _survey(dockerfile, place))


def _analysed(dockerfile: Dockerfile, repository: Repository) -> Analysis:
    around = surroundings(dockerfile)
    traced = trace(dockerfile, around)
    return Analysis(dockerfile, around, traced, review(dockerfile, around, traced, repository), repository)


def _survey(dockerfile: Dockerfile, place: Path) -> Repository:
    from venvoy.repository.survey import survey

    copies = (i for i in dockerfile.instructions if i.keyword in {"COPY", "ADD"} and i.flag("from") is None)
    sources = tuple(word.text for i in copies for word in i.words[:-1])
    called = dockerfile.content.decode("utf-8", "replace")
    return survey(place, sources, Path(dockerfile.path).name, called)


def _again(content: bytes, path: str, repository: Repository) -> Analysis | Unreadable:
    """Read what a plan makes of a file, in the repository that the file lies in."""
    dockerfile = read(content, path)
    return dockerfile if isinstance(dockerfile, Unreadable) else _analysed(dockerfile, repository)


def plan(
    analysis: Analysis,
    decisions: Decisions,
    judge: Callable[[Analysis], Isolation] | None = None,
    *,
    beside: bool = False,
) -> Plan:
    """Return what *decisions* would do to the file; nothing accepted means nothing changed.

    Args:
        analysis: of the file.
        decisions: what was accepted and chosen.
        judge: takes the place of `isolation`: one that remembers, where many plans are made of one file.
        beside: True when files beside the Dockerfile are written along with it, so that it may go by them.
    """
    from venvoy.model.plan import Extra
    from venvoy.rewrite.planning import make_plan

    asked = {Extra.ISOLATED_MODE, Extra.INSTALLED_PROJECT} & decisions.choices.extras
    judged = (judge or isolation)(analysis) if asked else None
    return make_plan(analysis, decisions, partial(_again, repository=analysis.repository), judged, beside=beside)


def isolation(analysis: Analysis) -> Isolation:
    """Return whether what the last stage starts may run with ``python -I``, by its import graph."""
    from venvoy.repository import isolation as room

    return room.isolation(analysis)


class Judge:
    """`isolation` that remembers: many plans are made of one file, and its modules are read once."""

    def __init__(self) -> None:
        """Know nothing yet."""
        self._last: tuple[Analysis, Isolation] | None = None

    def __call__(self, analysis: Analysis) -> Isolation:
        """Return what `isolation` says of *analysis*, worked out anew only for another than the last one."""
        last = self._last
        if last is None or last[0] is not analysis:
            last = self._last = (analysis, isolation(analysis))
        return last[1]


def again(analysis: Analysis, of: Plan) -> Analysis | Unreadable:
    """Read what *of* makes of the file, in the repository that the file lies in."""
    return _again(of.after, of.path, analysis.repository)


def offers(analysis: Analysis, decisions: Decisions) -> tuple[Offer, ...]:
    """Return for each installer whether what *decisions* accept can be rewritten with it, and why not."""
    from venvoy.rewrite import offers as room

    return room.offers(analysis, decisions)


def diff(of: Plan | PlannedFile, context: int = 3) -> FileDiff:
    """Return the difference that a plan makes, each changed line with its causes; *context* lines around hunks."""
    from venvoy.rewrite.diff import file_diff

    return file_diff(of, context)


def change_set(of: Plan, target: str, root: str) -> ChangeSet:
    """Return what is written when *of* is applied to the file at *target*: exactly what the diff shows."""
    from venvoy.model.plan import ChangeSet, FileChange

    change = FileChange(path=target, before=of.before, after=of.after)
    return ChangeSet(changes=(change,), root=root, summary=f"migrate {of.path}")


def pages(of: Analysis, accepted: Iterable[str]) -> tuple[Page, ...]:
    """Return a page for each shortcut among the findings with the ids *accepted*, filled with the first one's facts."""
    from venvoy.shortcuts.pages import page

    ids = frozenset(accepted)
    found = {one.shortcut: one for one in reversed(of.review.findings) if one.id in ids}
    told = (page(one.shortcut, dict(one.facts)) for one in sorted(found.values(), key=lambda one: one.lines))
    return tuple(one for one in told if one is not None)


def expectations(
    before: Analysis, after: Analysis, extras: frozenset[str] = frozenset(), target: str | None = None
) -> Expectations:
    """Return what a migration from *before* to *after* means to change in the image.

    Args:
        before: the original.
        after: the rewrite, or any other Dockerfile that is to be the same application.
        extras: the improvements that were chosen, by their names on the command line.
        target: the stage that is built; None for the last.
    """
    from venvoy.model.comparison import Expectations
    from venvoy.model.trace import SiteKind

    sites = (*(made.site for made in after.trace.venvs), *(install.site for install in after.trace.installs))
    venvs = {site.root.text for site in sites if site.kind is SiteKind.VENV and site.root.text is not None}
    old, new = (_variables(one, target) for one in (before, after))
    return Expectations(
        venvs=frozenset(venv.rstrip("/") for venv in venvs),
        parted=len(after.dockerfile.stages) > len(before.dockerfile.stages),
        staged=len(after.dockerfile.stages) > 1,
        extras=extras,
        dropped=frozenset(old) - frozenset(new),
    )


def pair(
    before: Analysis,
    after: Analysis,
    path: Path,
    extras: frozenset[str] = frozenset(),
    settings: BuildSettings | None = None,
    context: Path | None = None,
    changes: tuple[FileChange, ...] = (),
) -> Pair | Unreadable:
    """Return what is built and compared.

    Args:
        before: the original.
        after: the rewrite, or any other Dockerfile that is to be the same application.
        path: where the original lies, which may have an ignore file of its own.
        extras: as in `expectations`.
        settings: what is asked of every build.
        context: the build context; None for where the files lie that the original copies.
        changes: files beside the Dockerfile that are changed along.
    """
    from venvoy.images.compare import Pair
    from venvoy.model.build import BuildSettings
    from venvoy.model.comparison import Traced

    settings = settings or BuildSettings()
    context = context or Path(before.repository.root or path.parent)
    if not context.is_dir():
        return Unreadable(str(context), "The build context is not a directory.")
    own = path.with_name(f"{path.name}.dockerignore")
    ignored = own.read_bytes() if own.is_file() else None
    changed = next((one for one in changes if Path(one.path) == own.absolute()), None)
    return Pair(
        before=before.dockerfile,
        after=after.dockerfile,
        context=context,
        ignored=changed.before if changed is not None else ignored,
        ignored_after=changed.after if changed is not None else ignored,
        changes=changes,
        expected=expectations(before, after, extras, settings.target),
        settings=settings,
        traces=tuple(Traced(one.trace, one.dockerfile) for one in (before, after)),
    )


def pair_of_plan(
    before: Analysis,
    of: Plan,
    decisions: Decisions,
    path: Path,
    settings: BuildSettings | None = None,
    context: Path | None = None,
    changes: tuple[FileChange, ...] = (),
) -> Pair | Unreadable:
    """Return the original at *path* and what the plan *of* *decisions* makes of it; the rest as in `pair`."""
    from attrs import evolve

    from venvoy.model.plan import Answer, Extra

    after = _again(of.after, of.path, before.repository)
    if isinstance(after, Unreadable):
        return after
    extras = frozenset(extra.value for extra in decisions.choices.extras)
    made = pair(before, after, path, extras, settings, context, changes)
    if isinstance(made, Unreadable):
        return made
    accepted = (one for one, decision in decisions.answers.items() if decision.answer is Answer.ACCEPT)
    project = of.project if not decisions.keeps(Extra.INSTALLED_PROJECT.value) else None
    expected = evolve(
        made.expected, added=decisions.choices.packages, project=None if project is None else project.name
    )
    return evolve(made, expected=expected, diff=diff(of), pages=pages(before, accepted))


def _variables(of: Analysis, target: str | None) -> Iterable[str]:
    """Return the names of the variables that are set at the end of the stage *target*, or else of the last."""
    named = (stage.index for stage in of.dockerfile.stages if target is not None and stage.name == target)
    at = next(named, len(of.dockerfile.stages) - 1)
    return of.surroundings.final[at].env.keys() if of.surroundings.final else ()
