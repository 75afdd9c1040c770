"""What ``venvoy check --format json`` says; the schema is stable within its number."""

from __future__ import annotations

import json
from collections.abc import Iterable

from venvoy.model.companion import Place
from venvoy.model.dockerfile import Unreadable
from venvoy.model.finding import CheckResult, Finding, Review
from venvoy.model.repository import Repository
from venvoy.model.repository_plan import PlannedFile, RepositoryPlan
from venvoy.reports.unreadable import unreadable_message

SCHEMA = "venvoy.check/1"

Value = str | int | bool | None | list["Value"] | dict[str, "Value"]


def check_json(result: CheckResult, around: Iterable[tuple[RepositoryPlan, Iterable[Repository]]] | None = None) -> str:
    """Return *result* as one JSON document in ASCII, with a line end; lines count from 1.

    *around* are the repositories and their projects, where these were asked for. Bytes of a path or a file that are not
    UTF-8 become U+FFFD, as JSON has no way to hold them.
    """
    document: dict[str, Value] = {
        "schema": SCHEMA,
        "files": [_file(review) for review in result.reviews],
        "errors": [_error(unreadable) for unreadable in result.errors],
    }
    if around is not None:
        from venvoy.reports.project import project_json

        found = [(plan, tuple(projects)) for plan, projects in around]
        document["beside"] = [_beside(file) for plan, _ in found for file in plan.files]
        document["projects"] = [project_json(project) for _, projects in found for project in projects]
        document["not_read"] = [_text(note) for note in dict.fromkeys(note for plan, _ in found for note in plan.notes)]
    return json.dumps(document, indent=2, ensure_ascii=True) + "\n"


def _file(review: Review) -> Value:
    return {
        "path": _text(review.path),
        "stages": [{"name": _text(s.name), "base": _text(s.base), "line": s.line} for s in review.stages],
        "verdict": review.verdict.value,
        "reasons": [_text(reason) for reason in review.reasons],
        "findings": [_finding(finding, review) for finding in review.findings],
        "left_alone": [
            {"line": opaque.lines.first, "end_line": opaque.lines.last, "reason": _text(opaque.reason)}
            for opaque in review.left_alone
        ],
    }


def _finding(finding: Finding, review: Review) -> Value:
    return {
        "id": finding.id,
        "shortcut": finding.shortcut,
        "stage": _text(review.stages[finding.stage].name),
        "line": finding.lines.first,
        "end_line": finding.lines.last,
        "message": _text(finding.message),
        "verdict": finding.verdict.value,
        "remedy": finding.remedy.value,
        "related": [{"line": related.lines.first, "note": _text(related.note)} for related in finding.related],
    }


def _beside(file: PlannedFile) -> Value:
    return {"path": _text(file.path), "places": [_place(planned.place) for planned in file.places]}


def _place(place: Place) -> Value:
    return {
        "id": _text(place.id),
        "page": place.page,
        "line": place.lines.first,
        "end_line": place.lines.last,
        "confidence": place.confidence.value,
        "message": _text(place.message),
        "suggestion": _text(place.suggestion),
    }


def _error(unreadable: Unreadable) -> Value:
    return {"path": _text(unreadable.path), "message": _text(unreadable_message(unreadable))}


def _text(text: str) -> str:
    return text.encode("utf-8", "surrogateescape").decode("utf-8", "replace") if not text.isascii() else text
