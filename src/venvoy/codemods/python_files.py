"""Asks every codemod about one Python file: what the hall calls, and what each page's examples are held against."""

from __future__ import annotations

from collections.abc import Callable

from venvoy.codemods import moved_paths, python_by_name, search_paths, server_settings, shebangs
from venvoy.codemods.marking import apart, applied
from venvoy.codemods.sieve import may_concern, needles
from venvoy.codemods.source import TOO_DEEP, Source, read
from venvoy.codemods.thinning import telling
from venvoy.model.codemod import Changed, Failed, Outcome, Skipped, Unchanged
from venvoy.model.companion import Companion, Confidence, Place, Relocation
from venvoy.parse.python_source import Fault, syntax_tree

Codemod = Callable[[Source, Relocation], tuple[Place, ...]]

CODEMODS: tuple[Codemod, ...] = (
    shebangs.find, python_by_name.find, search_paths.find, server_settings.find, moved_paths.find,
)  # fmt: skip
"""Where two would change the same bytes, the first has them: the last of them takes every path it meets."""


def python_places(content: bytes, path: str, relocation: Relocation) -> Companion | Skipped:
    """Return what in a Python file depends on the old layout; its edits do not overlap, and may be made one by one.

    A file that comes into no image is better not asked about: what it starts, it starts elsewhere.

    Args:
        content: of the file.
        path: from the root of the repository, with forward slashes.
        relocation: what the migration moves.
    """
    if not may_concern(content, relocation):
        return Companion(path, content, ())
    source = read(content, path, telling(content, needles(relocation), relocation))
    if isinstance(source, Skipped):
        return source
    places = _places(source, CODEMODS, relocation)
    if isinstance(places, Skipped):
        return places
    failed = _broken(content, places)
    return Companion(path, content, (), (failed.reason,)) if failed else Companion(path, content, places)


def rewritten(codemod: Codemod, text: str, relocation: Relocation, path: str = "module.py") -> Outcome:
    """Return what one codemod makes of *text*, everything that it can write being written."""
    content = text.encode()
    source = read(content, path)
    if isinstance(source, Skipped):
        return source
    places = _places(source, (codemod,), relocation)
    if isinstance(places, Skipped):
        return places
    if failed := _broken(content, places):
        return failed
    after = applied(content, places).decode()
    return Unchanged(places) if after == text else Changed(after, places)


def _places(source: Source, codemods: tuple[Codemod, ...], relocation: Relocation) -> tuple[Place, ...] | Skipped:
    try:
        found = [place for codemod in codemods for place in codemod(source, relocation)]
    except RecursionError:
        return Skipped(TOO_DEEP)
    return apart(_once(found))


def _once(places: list[Place]) -> list[Place]:
    """Return *places* without reports on what an earlier one of them reports."""
    seen: set[tuple[int, int]] = set()
    kept = []
    for place in places:
        where = (place.lines.first, place.column)
        if place.confidence is not Confidence.REPORTED or where not in seen:
            kept.append(place)
            seen.add(where)
    return kept


def _broken(content: bytes, places: tuple[Place, ...]) -> Failed | None:
    """Return a failure when the rewritten file would not be read as the original is."""
    if not any(place.edits for place in places):
        return None
    if not isinstance(syntax_tree(applied(content, places)), Fault):
        return None
    return Failed("What was to be written here is not valid Python, so that nothing is offered; that is a bug.")
