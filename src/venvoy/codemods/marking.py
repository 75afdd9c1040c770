"""Makes the places that codemods find, and applies what they change."""

from __future__ import annotations

from collections.abc import Iterable

from attrs import evolve

from venvoy.codemods.source import Source
from venvoy.model.companion import Confidence, Place
from venvoy.model.plan import Cause, Edit

Change = tuple[int, int, str]
"""Where a new text starts and ends, in bytes of UTF-8, and the text."""


def mark(
    source: Source,
    page: str,
    where: tuple[int, int],
    said: tuple[str, str],
    confidence: Confidence,
    changes: Iterable[Change] = (),
    facts: tuple[tuple[str, str], ...] = (),
) -> Place:
    """Return a place of *source*.

    Args:
        source: the file.
        page: that explains it.
        where: it starts and ends, in bytes of UTF-8.
        said: the message and the suggestion.
        confidence: of the change; the changes of one that is only reported are left out.
        changes: what is written instead.
        facts: for the page.
    """
    message, suggestion = said
    made = Place(
        page=page,
        path=source.path,
        lines=source.lines(*where),
        message=message,
        suggestion=suggestion,
        confidence=confidence,
        facts=facts,
        column=source.column(where[0]),
    )
    if confidence is Confidence.REPORTED:
        return made
    cause = Cause(made.id, suggestion)
    edits = (
        Edit(source.span(start, end), text.encode(source.encoding), (cause,)) for start, end, text in sorted(changes)
    )
    return evolve(made, edits=tuple(edits))


def applied(content: bytes, places: Iterable[Place]) -> bytes:
    """Return *content* with the edits of *places* made; one that two places share, such as an import, is made once.

    Raises:
        ValueError: when two edits overlap.
    """
    edits = {(edit.span, edit.replacement) for place in places for edit in place.edits}
    parts, at = [], 0
    for span, replacement in sorted(edits):
        if span.start < at:
            raise ValueError(f"two edits overlap at byte {span.start}")
        parts += [content[at : span.start], replacement]
        at = span.end
    return b"".join([*parts, content[at:]])


def apart(places: Iterable[Place]) -> tuple[Place, ...]:
    """Return *places* in the order of the file, without those whose edits lie in those of an earlier one of the list.

    An insertion that both make alike keeps neither out.
    """
    kept: list[Place] = []
    taken: set[Edit] = set()
    for place in places:
        if not any(_collide(one, other) for one in place.edits for other in taken):
            kept.append(place)
            taken.update(place.edits)
    return tuple(sorted(kept, key=lambda place: (place.lines, place.column)))


def _collide(one: Edit, other: Edit) -> bool:
    if one.span == other.span:
        return one.span.start < one.span.end or one.replacement != other.replacement
    return one.span.start < other.span.end and other.span.start < one.span.end
