"""Whose module it is, as text."""

from __future__ import annotations

from collections.abc import Iterator

from venvoy.model.provenance import ModulePlace, Provenance
from venvoy.reports.columns import wrap
from venvoy.reports.terminal import safe


def whence_text(answer: Provenance, width: int) -> str:
    """Return which entry provides the module, what it shadows, and what isolated mode would import."""
    lines = []
    for sentence in _sentences(answer):
        indent = "    " if sentence.startswith(" ") else ""
        lines += wrap(safe(sentence), width, first=indent, rest="    ")
    return "\n".join(lines) + "\n"


def _sentences(answer: Provenance) -> Iterator[str]:
    if answer.builtin:
        yield f"{answer.module} is built into {answer.interpreter}; no directory is asked for it."
        return
    if not answer.places:
        yield f"{answer.interpreter} finds no module {answer.module}."
    else:
        first, *shadowed = answer.places
        yield f"{answer.module} comes from {first.path}"
        yield f"    entry: {_entry(first)}"
        yield f"    {first.kind.value}, {_owned(first)}"
        yield from (f"    shadows {place.path} ({_owned(place)})" for place in shadowed)
        yield from _isolated(answer, first)
    yield from answer.notes


def _isolated(answer: Provenance, first: ModulePlace) -> Iterator[str]:
    if answer.isolated is None:
        yield "    with -I it is not found"
    elif answer.isolated.path != first.path:
        yield f"    with -I it comes from {answer.isolated.path} ({_owned(answer.isolated)})"


def _entry(place: ModulePlace) -> str:
    return f"{place.entry or 'the working directory'} ({place.origin})" if place.entry else place.origin


def _owned(place: ModulePlace) -> str:
    if place.owner is not None:
        return f"of {place.owner}"
    return "of Python itself" if place.origin == "standard library" else "recorded by no package"
