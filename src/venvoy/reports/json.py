"""What ``venvoy check --format json`` says; the schema is stable within its number."""

from __future__ import annotations

import json
from collections.abc import Iterable

from venvoy.model.companion import Place
from venvoy.model.dockerfile import Unreadable
from venvoy.model.finding import CheckResult, Finding, Review
from venvoy.model.repository_plan import PlannedFile
from venvoy.reports.unreadable import unreadable_message

SCHEMA = "venvoy.check/1"

Value = str | int | list["Value"] | dict[str, "Value"]


def check_json(result: CheckResult, beside: Iterable[PlannedFile] | None = None) -> str:
    """Return *result* as one JSON document in ASCII, with a line end; lines count from 1.

    *beside* are the files that a migration would concern, where these were asked for. Bytes of a path or a file that
    are not UTF-8 become U+FFFD, as JSON has no way to hold them.
    """
    document: dict[str, Value] = {
        "schema": SCHEMA,
        "files": [_file(review) for review in result.reviews],
        "errors": [_error(unreadable) for unreadable in result.errors],
    }
    if beside is not None:
        document["beside"] = [_beside(file) for file in beside]
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
