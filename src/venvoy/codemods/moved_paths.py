"""Paths of the old layout in the application's source: literals, f-strings, ``os.path.join`` and ``Path``."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import libcst as cst

from venvoy.codemods.launches import for_the_shell
from venvoy.codemods.marking import mark
from venvoy.codemods.paths import HOLE, Hit, differing, hits, is_python
from venvoy.codemods.source import Source
from venvoy.codemods.strings import Text, concatenated, joined, literals
from venvoy.model.companion import Confidence, Place, Relocation

PAGE = "old-path-in-python"
_INSIDE = "It stands inside of a longer text, so look whether it is meant."
"""What there is to doubt about a path that is not all of a text."""


def find(source: Source, relocation: Relocation) -> tuple[Place, ...]:
    """Return a place for each path of the old layout."""
    return tuple(found(source, relocation, PAGE, lambda _: True))


def found(
    source: Source, relocation: Relocation, page: str, wanted: Callable[[cst.BaseExpression], bool]
) -> Iterator[Place]:
    """Yield a place of *page* for each path of the old layout in a text whose node is *wanted*."""
    told: list[tuple[int, int]] = []
    for text in literals(source):
        for hit in hits(text.value, relocation):
            if wanted(text.node):
                told.append(source.place(text.node))
                yield _place(source, relocation, page, text, hit)
    for text in (*joined(source), *concatenated(source)):
        start, end = source.place(text.node)
        # Of a text within a text, each path is told of once.
        if any((start <= first and last <= end) or (first <= start and end <= last) for first, last in told):
            continue
        for hit in hits(text.value, relocation):
            if wanted(text.node):
                told.append((start, end))
                yield _place(source, relocation, page, text, hit)


def _place(source: Source, relocation: Relocation, page: str, text: Text, hit: Hit) -> Place:
    first, second = differing(hit.old, hit.new)
    behind = hit.start + len(hit.old)
    doubt = ""
    if where := text.locate(hit.start, hit.end):
        new, (sure, doubt) = hit.new, _sure(source, text, hit)
    elif first and (where := text.locate(hit.start, hit.start + len(first))):
        # The path is spread over several parts, and only its beginning changes.
        new, (sure, doubt) = second, _sure(source, text, hit)
    elif (where := text.across(hit.start, behind)) and not set("#\r\n") & set(source.slice(*where)):
        new, sure, doubt = hit.new, hit.confidence, hit.doubt
    else:
        where, new, sure = source.place(text.node), hit.new, Confidence.REPORTED
    message = _message(hit, relocation, sure)
    if doubt and sure is Confidence.LIKELY:
        message = f"{message} {doubt}"
    said = message, _suggestion(source.slice(*where), new, sure)
    facts = (("site", hit.old.replace(HOLE, "…")), ("destination", hit.new))
    return mark(source, page, where, said, sure, ((*where, new),), facts)


def _sure(source: Source, text: Text, hit: Hit) -> tuple[Confidence, str]:
    """Return the confidence of a hit where it stands, and what there is to doubt.

    Within a longer text somebody has to look at it, unless it is the program that a command for the shell starts with.
    """
    if hit.confidence is not Confidence.CERTAIN:
        return hit.confidence, hit.doubt
    rest = text.value[hit.start + len(hit.old) :]
    alone = hit.start == 0 and not any(char.isspace() or char in ":;,=" for char in rest)
    spread = isinstance(source.parent(text.node), cst.ConcatenatedString)
    if alone and not spread:
        return Confidence.CERTAIN, ""
    if hit.start == 0 and rest.startswith(" ") and for_the_shell(source, text.node):
        return Confidence.CERTAIN, ""
    return Confidence.LIKELY, _INSIDE


def _message(hit: Hit, relocation: Relocation, sure: Confidence) -> str:
    path = hit.old.replace(HOLE, "…")
    folder, _, name = path.rpartition("/")
    if folder not in {old for old, _ in relocation.pythons} or path in {old for old, _ in relocation.moved}:
        return f"`{path}` holds none of the application's packages any more after the migration."
    if sure is Confidence.REPORTED:
        return f"`{path}` is not there any more after the migration if a package brings `{name}`."
    if is_python(name, relocation):
        return f"`{path}` starts a Python that does not see the application's packages after the migration."
    return f"`{path}` is not there any more after the migration."


def _suggestion(old: str, new: str, sure: Confidence) -> str:
    if sure is Confidence.REPORTED:
        return f"Look whether `{new}` is meant from now on, and write it by hand."
    return f"Write `{new}` for `{old}`."
