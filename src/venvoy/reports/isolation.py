"""Whether an application may run isolated, as text and for programs; the schema is stable within its number."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence

from venvoy.model.companion import Place
from venvoy.model.imports import Manner, Module, Origin
from venvoy.model.isolation import Isolation, Measure, SearchPath, Standing
from venvoy.reports.columns import wrap
from venvoy.reports.json import Value
from venvoy.reports.terminal import safe

SCHEMA = "venvoy.isolated/1"
SHOWN = 20
"""Modules that the text lists; the JSON has all."""

_VERDICTS = {
    Standing.WORKS: "Yes, it may run with -I.",
    Standing.LOSES: "No, not as it is.",
    Standing.UNKNOWN: "That cannot be told.",
    Standing.NOT_PYTHON: "There is nothing to put -I into.",
    Standing.UNSEEN: "Only you can tell.",
}
_TAKES = {
    Measure.NOTHING: "nothing.",
    Measure.INSTALL: "copy the source before the install, and install the project as a package ('pip install .'). "
    "Where no pyproject.toml says how to build it, that comes first.",
    Measure.SAFE_PATH: "PYTHONSAFEPATH=1 instead of -I: it leaves out the working directory and that of the script, "
    "and PYTHONPATH, by which the modules are found, stays.",
    Measure.LEAVE: "leave it as it is.",
}


def isolation_text(found: Isolation, path: str, width: int, beside: Sequence[Place] = ()) -> str:
    """Return the judgement about the Dockerfile at *path*, wrapped to *width* cells, for a terminal.

    *beside* are the places of compose files that are at odds with -I.
    """
    lines: list[str] = []
    for text in (*_paragraphs(found, path), *_beside(beside)):
        indent = text[: len(text) - len(text.lstrip())]
        lines += wrap(safe(text.strip()), width, first=indent, rest=f"{indent}  ") if text else [""]
    return "\n".join(lines) + "\n"


def _paragraphs(found: Isolation, path: str) -> Iterator[str]:
    yield f"{path}: may it run isolated? {_VERDICTS[found.standing]}"
    yield found.why
    if found.standing is not Standing.NOT_PYTHON:
        yield f"What it takes: {_TAKES[found.measure]}"
    yield from _project(found)
    folders = Counter(one.folder for one in found.graph.modules if one.folder)
    listed = {entry.path for one in found.paths for entry in one.entries}
    for folder, number in folders.items():
        how = "" if folder in listed else "; an installed project takes them from there"
        yield f"Modules of the repository that imports lead to, with their source in {folder}: {number}{how}."
    if found.relied_on:
        yield f"Set, and not read with -I: {', '.join(found.relied_on)}."
    if found.lost:
        yield from _listed("Lost with -I", found.lost)
    rest = tuple(one for one in found.graph.modules if one not in found.lost)
    if rest:
        yield from _listed("Reached besides" if found.lost else "Reached", rest)
    if found.graph.computed:
        yield ""
        yield "Computed, so that nobody can tell what is imported:"
        yield from (f"  {_place(one)}" for one in found.graph.computed[:SHOWN])
    yield from found.graph.unread[:SHOWN]
    for one in found.paths:
        yield ""
        yield f"sys.path, {one.title}:"
        for entry in one.entries:
            yield f"  {entry.path} ({entry.origin}{f'; {entry.condition}' if entry.condition else ''})"


def _beside(places: Sequence[Place]) -> Iterator[str]:
    for place in places:
        yield ""
        yield f"{place.path}, line {place.lines.first}: {place.message}"
        yield f"  {place.suggestion}"


def _project(found: Isolation) -> Iterator[str]:
    """Yield what would make the application installable, or why nothing is offered."""
    if found.why_no_project:
        yield f"No project is offered to be installed: {found.why_no_project}"
    if found.project is None or found.installed is None:
        return
    names = ", ".join(found.project.sources)
    both = "--extra installed-project" + (" and --extra isolated-mode" if found.installed.offered else "")
    yield (
        f"An offer: with --scope repository, {both}, 'venvoy migrate' describes {names} in {found.project.path} and "
        "installs it."
    )
    yield f"May it run with -I then? {_VERDICTS[found.installed.standing]} {found.installed.why}"


def _listed(title: str, modules: tuple[Module, ...]) -> Iterator[str]:
    yield ""
    yield f"{title}: {len(modules)}"
    for one in modules[:SHOWN]:
        how = "" if one.manner is Manner.PLAIN else f", {one.manner.value}"
        yield f"  {one.name} ({one.path}), for {_place(one.asked_by)}{how}"
    if len(modules) > SHOWN:
        yield f"  and {len(modules) - SHOWN} more"


def _place(origin: Origin) -> str:
    return f"{origin.path}:{origin.line}"


def isolation_json(found: Isolation, path: str, beside: Sequence[Place] = ()) -> str:
    """Return the judgement as one JSON document in ASCII, with a line end; lines count from 1, 0 is none."""
    document: Value = {
        "schema": SCHEMA,
        "path": _text(path),
        "standing": found.standing.value,
        "offered": found.offered,
        "why": _text(found.why),
        "measure": found.measure.value,
        "line": found.lines.first if found.lines is not None else 0,
        "variables": [_text(name) for name in found.relied_on],
        "lost": [_text(one.name) for one in found.lost],
        "modules": [_module(one) for one in found.graph.modules],
        "computed": [_origin(one) for one in found.graph.computed],
        "unread": [_text(note) for note in found.graph.unread],
        "project": _offer(found),
        "why_no_project": _text(found.why_no_project),
        "beside": [_place_json(place) for place in beside],
        "sys_path": {one.title: _entries(one) for one in found.paths},
    }
    return json.dumps(document, indent=2, ensure_ascii=True) + "\n"


def _place_json(place: Place) -> Value:
    return {
        "path": _text(place.path),
        "line": place.lines.first,
        "message": _text(place.message),
        "suggestion": _text(place.suggestion),
    }


def _offer(found: Isolation) -> Value:
    offer, then = found.project, found.installed
    if offer is None or then is None:
        return {}
    return {
        "path": _text(offer.path),
        "name": _text(offer.name),
        "sources": [_text(source) for source in offer.sources],
        "standing": then.standing.value,
        "offered": then.offered,
        "why": _text(then.why),
    }


def _module(one: Module) -> Value:
    return {
        "name": _text(one.name),
        "path": _text(one.path),
        "folder": _text(one.folder),
        "manner": one.manner.value,
        "asked_by": _origin(one.asked_by),
    }


def _origin(one: Origin) -> Value:
    return {"path": _text(one.path), "line": one.line}


def _entries(one: SearchPath) -> Value:
    return [
        {"path": _text(entry.path), "origin": entry.origin, "condition": _text(entry.condition or "")}
        for entry in one.entries
    ]


def _text(text: str) -> str:
    """Return *text* with U+FFFD for lone surrogates, which JSON has no way to hold."""
    return text if text.isascii() else text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
