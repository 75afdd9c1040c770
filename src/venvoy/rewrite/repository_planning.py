"""From what was found beside the Dockerfiles, and the answers to it, to the plan of the repository."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby

from attrs import evolve, frozen

from venvoy.model.companion import Confidence, Place
from venvoy.model.plan import Answer, Decision, Edit
from venvoy.model.repository_plan import (
    Conflict,
    Found,
    Member,
    PlannedFile,
    PlannedPlace,
    RepositoryPlan,
    Standing,
    file_key,
)
from venvoy.model.source import Span
from venvoy.rewrite.sketch import applied, ordered

_RANK = (Confidence.REPORTED, Confidence.LIKELY, Confidence.CERTAIN)


@frozen
class _Shared:
    """One place as all Dockerfiles see it that it concerns."""

    planned: PlannedPlace
    conflict: Conflict | None = None


def plan_repository(
    members: Sequence[Member], found: Sequence[Found], answers: Mapping[str, Decision], notes: tuple[str, ...] = ()
) -> RepositoryPlan:
    """Return what is done to the Dockerfiles and the files beside them.

    Args:
        members: the Dockerfiles, each with its own plan.
        found: what these plans mean for the files beside them.
        answers: by the id of a place, or by `file_key` for all places of a file. A place that is CERTAIN needs none.
        notes: what could not be looked at.
    """
    by_file = groupby(sorted(found, key=lambda one: one.companion.path), key=lambda one: one.companion.path)
    files, conflicts = [], []
    for path, group in by_file:
        file, refused = _file(path, tuple(group), answers)
        files.append(file)
        conflicts += refused
    return RepositoryPlan(
        dockerfiles=tuple(evolve(member.plan, path=member.path) for member in members),
        files=tuple(files),
        conflicts=tuple(conflicts),
        notes=notes,
    )


def _file(path: str, found: tuple[Found, ...], answers: Mapping[str, Decision]) -> tuple[PlannedFile, list[Conflict]]:
    shared = _places(found, answers)
    conflicts = [one.conflict for one in shared if one.conflict is not None]
    places: list[PlannedPlace] = []
    edits: list[Edit] = []
    for planned in (one.planned for one in shared):
        if planned.standing is Standing.ACCEPTED and (other := _in_the_way(planned.place, edits)):
            conflicts.append(_overlap(planned.place, other))
            places.append(evolve(planned, standing=Standing.REFUSED))
            continue
        places.append(planned)
        if planned.standing is Standing.ACCEPTED:
            edits = _with(edits, planned.place.edits)
    before = found[0].companion.content
    in_order = ordered(edits)
    after = applied(before or b"", in_order) if in_order or before is not None else None
    notes = tuple(dict.fromkeys(note for one in found for note in one.companion.notes))
    unread = any(one.companion.unread for one in found)
    return PlannedFile(path, before, after, in_order, tuple(places), notes, unread), conflicts


def _places(found: tuple[Found, ...], answers: Mapping[str, Decision]) -> list[_Shared]:
    """Return every place of one file once, in the order of the file."""
    seen: dict[str, list[tuple[Place, Found]]] = {}
    for one in found:
        for place in one.companion.places:
            seen.setdefault(place.id, []).append((place, one))
    shared = [_agreed(views, answers) for views in seen.values()]
    return sorted(shared, key=lambda one: (one.planned.place.lines, one.planned.place.column))


def _agreed(views: list[tuple[Place, Found]], answers: Mapping[str, Decision]) -> _Shared:
    """Return what becomes of a place that one or more Dockerfiles concern."""
    if (both := _added(views)) is not None:
        views = [(both, one) for _, one in views]
    dockerfiles = tuple(dict.fromkeys(one.dockerfile for _, one in views))
    # The least sure view decides, and is the one whose sentences are shown.
    place = min((view for view, _ in views), key=lambda view: _RANK.index(view.confidence))
    stays = tuple(dict.fromkeys(other for _, one in views for other in one.shared_with))
    doubt = (
        f"The image of {_listed(stays)} holds this file, too, and its packages stay where they are." if stays else ""
    )
    standing = _standing(place, answers, sure=not stays)
    depending = tuple(dict.fromkeys(one.dockerfile for view, one in views if _breaks(view)))
    changes = {_texts(view) for view, _ in views}
    if len(changes) > 1 and all(view.edits for view, _ in views):
        reason = f"The images of {_listed(dockerfiles)} hold this file, and each would need another text here."
        refused = Standing.REFUSED if standing is Standing.ACCEPTED else standing
        conflict = Conflict(place.path, place.lines, reason) if refused is Standing.REFUSED else None
        return _Shared(PlannedPlace(place, refused, dockerfiles, reason, depending), conflict)
    return _Shared(PlannedPlace(place, standing, dockerfiles, doubt, depending))


def _added(views: list[tuple[Place, Found]]) -> Place | None:
    """Return the one place of several that each add lines to an ignore file: all of their lines, each once.

    None for anything else. No line takes back what another one says, so they go together; the surest view is the one
    that breaks without them, and speaks for all.
    """
    edits = [view.edits[0] for view, _ in views if len(view.edits) == 1]
    spans = {edit.span for edit in edits}
    first = views[0][0]
    if len(views) < 2 or len(edits) < len(views) or not first.path.endswith(".dockerignore") or len(spans) > 1:
        return None
    (span,) = spans
    if span.start != span.end:
        return None
    place = max((view for view, _ in views), key=lambda view: _RANK.index(view.confidence))
    lines = dict.fromkeys(line for edit in edits for line in edit.replacement.splitlines(keepends=True))
    causes = dict.fromkeys(cause for edit in edits for cause in edit.causes)
    suggestions = dict.fromkeys(view.suggestion for view in (place, *(view for view, _ in views)))
    return evolve(
        place,
        edits=(Edit(span, b"".join(lines), tuple(causes)),),
        suggestion=" ".join(suggestions),
    )


def _standing(place: Place, answers: Mapping[str, Decision], *, sure: bool) -> Standing:
    answer = answers.get(place.id, answers.get(file_key(place.path)))
    if place.confidence is Confidence.REPORTED or not place.edits:
        kept = answer is not None and answer.answer is Answer.KEEP
        return Standing.KEPT if kept and place.fails else Standing.REPORTED
    if answer is not None:
        return Standing.ACCEPTED if answer.answer is Answer.ACCEPT else Standing.KEPT
    return Standing.ACCEPTED if sure and place.confidence is Confidence.CERTAIN else Standing.OPEN


def _breaks(place: Place) -> bool:
    """Return True when the image surely breaks if the place stays; a context that grows breaks nothing."""
    certain = place.confidence is Confidence.CERTAIN and bool(place.edits) and place.page != "context-carries-venv"
    return certain or place.fails


def _texts(place: Place) -> tuple[tuple[Span, bytes], ...]:
    return tuple((edit.span, edit.replacement) for edit in place.edits)


def _in_the_way(place: Place, edits: Iterable[Edit]) -> Edit | None:
    """Return the edit, accepted before, that wants bytes of *place*; the very same edit is none."""
    texts = _texts(place)
    return next(
        (
            made
            for made in edits
            if (made.span, made.replacement) not in texts and any(_touch(made.span, span) for span, _ in texts)
        ),
        None,
    )


def _with(edits: list[Edit], more: Iterable[Edit]) -> list[Edit]:
    """Return *edits* and *more*; an edit that is among them already is made once, for both reasons."""
    merged = {(edit.span, edit.replacement): edit for edit in edits}
    for edit in more:
        same = merged.get((edit.span, edit.replacement))
        causes = (*same.causes, *edit.causes) if same is not None else edit.causes
        merged[edit.span, edit.replacement] = evolve(edit, causes=tuple(dict.fromkeys(causes)))
    return list(merged.values())


def _touch(one: Span, other: Span) -> bool:
    """Return True when two spans share a byte, or an insertion stands inside of the other; two insertions do not."""
    return one.start < other.end and other.start < one.end


def _overlap(place: Place, other: Edit) -> Conflict:
    why = other.causes[0].source
    return Conflict(place.path, place.lines, f"{place.page} wants to change what {why} changes already.")


def _listed(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
