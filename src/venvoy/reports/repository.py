"""The plan of a repository: what a person reads, and what a program or ``git apply`` takes."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping

from venvoy.model.plan import FileDiff, Plan
from venvoy.model.repository_plan import PlannedFile, PlannedPlace, RepositoryPlan, Standing
from venvoy.reports.columns import wrap
from venvoy.reports.diff import diff_bytes, diff_text
from venvoy.reports.terminal import safe

SCHEMA = "venvoy.repository/1"
DONE = {
    Standing.ACCEPTED: "changed",
    Standing.KEPT: "kept, as you said",
    Standing.OPEN: "needs a look; --accept all changes it",
    Standing.REPORTED: "not changed; for you to look at",
    Standing.REFUSED: "not changed",
}
"""What becomes of a place in a plan that is shown."""
FORESEEN = DONE | {
    Standing.ACCEPTED: "would change with the Dockerfile",
    Standing.OPEN: "would change when you accept it",
    Standing.REPORTED: "for you to look at",
}
"""The same where nobody asked for a plan yet."""

Value = str | int | bool | None | list["Value"] | dict[str, "Value"]


def patch(diffs: Iterable[FileDiff]) -> bytes:
    """Return *diffs* in one piece, as ``git apply`` and ``patch -p1`` take it in the root of the repository."""
    return b"".join(map(diff_bytes, diffs))


def patch_text(diffs: Iterable[FileDiff], *, color: bool = False) -> str:
    """Return `patch` for a screen, control characters spelt out."""
    return "".join(diff_text(diff, color=color) for diff in diffs)


def places_text(plan: RepositoryPlan, width: int = 80, said: Mapping[Standing, str] = DONE) -> str:
    """Return every place beside the Dockerfiles with its line, what is there, what to do, and what becomes of it.

    *said* is how the latter is put.
    """
    lines: list[str] = []
    for file in plan.files:
        for planned in file.places:
            lines += _place(planned, width, said[planned.standing])
        for note in file.notes:
            lines += wrap(f"note: {safe(note)}", width, rest="    ")
    for conflict in plan.conflicts:
        where = f"{safe(conflict.path)}:{conflict.lines.first}"
        lines += wrap(f"not done: {where}: {safe(conflict.reason)}", width, rest="    ")
    lines += (line for note in plan.notes for line in wrap(f"note: {safe(note)}", width, rest="    "))
    return "".join(f"{line}\n" for line in lines)


def repository_json(plan: RepositoryPlan, diffs: Iterable[FileDiff]) -> str:
    """Return *plan* as one JSON document in ASCII, with a line end; lines count from 1.

    Bytes that are not UTF-8 become U+FFFD there; `patch` keeps them.
    """
    shown = {diff.path: _text(diff_bytes(diff).decode("utf-8", "surrogateescape")) for diff in diffs}
    document: Value = {
        "schema": SCHEMA,
        "changes": plan.changes,
        "dockerfiles": [_dockerfile(one, shown.get(one.path, "")) for one in plan.dockerfiles],
        "files": [_file(one, shown.get(one.path, "")) for one in plan.files],
        "conflicts": [
            {"path": _text(one.path), "line": one.lines.first, "reason": _text(one.reason)} for one in plan.conflicts
        ],
        "notes": [_text(note) for note in plan.notes],
    }
    return json.dumps(document, indent=2, ensure_ascii=True) + "\n"


def _place_json(planned: PlannedPlace) -> Value:
    place = planned.place
    return {
        "id": _text(place.id),
        "page": place.page,
        "line": place.lines.first,
        "end_line": place.lines.last,
        "confidence": place.confidence.value,
        "standing": planned.standing.value,
        "message": _text(place.message),
        "suggestion": _text(place.suggestion),
        "doubt": _text(planned.doubt),
        "dockerfiles": [_text(path) for path in planned.dockerfiles],
    }


def _place(planned: PlannedPlace, width: int, becomes: str) -> Iterator[str]:
    place = planned.place
    yield f"{safe(place.path)}:{place.lines.first}: {safe(place.page)} ({becomes})"
    yield from wrap(safe(place.message), width, first="    ", rest="    ")
    if planned.doubt:
        yield from wrap(safe(planned.doubt), width, first="    ", rest="    ")
    yield from wrap(safe(place.suggestion), width, first="    ", rest="    ")


def _dockerfile(plan: Plan, diff: str) -> Value:
    return {
        "path": _text(plan.path),
        "changes": plan.changes,
        "refused": [_text(reason) for reason in plan.refused],
        "notes": [_text(note.text) for note in plan.notes],
        "diff": diff,
    }


def _file(file: PlannedFile, diff: str) -> Value:
    return {
        "path": _text(file.path),
        "changes": file.changes,
        "created": file.created,
        "places": list(map(_place_json, file.places)),
        "notes": [_text(note) for note in file.notes],
        "unread": file.unread,
        "diff": diff,
    }


def _text(text: str) -> str:
    return text.encode("utf-8", "surrogateescape").decode("utf-8", "replace") if not text.isascii() else text
