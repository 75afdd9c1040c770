"""What the doctor says, as text and as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator

from venvoy.model.diagnosis import Cause, Certainty, Diagnosis, Evidence, Log, Unknown
from venvoy.reports.columns import wrap
from venvoy.reports.json import Value
from venvoy.reports.terminal import safe

SCHEMA = "venvoy.doctor/1"
NO_WORDS = "There are no words in it."
UNKNOWN = "I do not know this one."
ITS_SUBJECT = "It knows the faults that Python packages bring into images; what it does not know may be any other one."
"""Of the doctor, for a person whose message it does not know."""
_INDENT = "   "
CERTAIN = {Certainty.NAMED: "the message names it", Certainty.FITS: "the message fits it, and other causes too"}
"""How sure a cause is, in words."""


def diagnosis_text(found: Diagnosis | Unknown, log: Log, width: int = 80) -> str:
    """Return the causes, best first, each with its evidence, what to change, and its page."""
    lines = [line for sentence in left_out(log) for line in wrap(sentence, width)]
    if isinstance(found, Unknown):
        return "\n".join((*lines, *_unknown(found, width))) + "\n"
    for number, cause in enumerate(found.causes, 1):
        lines += [*([""] if lines else []), *_cause(number, cause, width)]
    return "\n".join(lines) + "\n"


def _unknown(found: Unknown, width: int) -> Iterator[str]:
    if found.last is None:
        yield from wrap(
            f"{NO_WORDS} Give the log, or paste the message that the build or the program ended with.", width
        )
        return
    yield from wrap(UNKNOWN, width)
    yield from wrap(f"{ITS_SUBJECT} The last words were:", width)
    yield from _quoted(found.last)
    yield from wrap(
        "If they are about Python packages in an image, 'venvoy check PATH' may find the cause in the Dockerfile, and "
        "'venvoy doctor --help' tells how to give that along.",
        width,
    )


def left_out(log: Log) -> Iterator[str]:
    """Return a sentence on the lines that were not looked at; none when all were."""
    if log.skipped:
        yield f"The log is long: {log.skipped} lines after line {len(log.head)} were not looked at."


def _cause(number: int, cause: Cause, width: int) -> Iterator[str]:
    yield from wrap(cause.happened, width, first=f"{number}. ", rest=_INDENT)
    yield f"{_INDENT}({CERTAIN[cause.certainty]})"
    for evidence in cause.evidence:
        yield from _quoted(evidence)
    yield from wrap(cause.advice, width, first=_INDENT, rest=_INDENT)
    for place in cause.places:
        where = f"{safe(place.path)}, line {place.line} ({safe(place.finding)}): {safe(place.message)}"
        yield from wrap(where, width, first=_INDENT, rest=_INDENT + "  ")
    if cause.page is not None:
        failure = f" ({cause.failure})" if cause.failure is not None else ""
        yield f"{_INDENT}venvoy explain {cause.page}{failure}"


def _quoted(evidence: Evidence) -> list[str]:
    """Return the line as it is, so that it can be searched for: it is not wrapped."""
    return [f"{_INDENT}line {evidence.line}: {safe(evidence.text.strip())}"]


def diagnosis_json(found: Diagnosis | Unknown, log: Log) -> str:
    """Return *found* as one JSON document in ASCII, with a line end; lines count from 1."""
    document: Value = {
        "schema": SCHEMA,
        "lines": found.lines,
        "skipped": log.skipped,
        "known": isinstance(found, Diagnosis),
        "causes": [_value(cause) for cause in found.causes] if isinstance(found, Diagnosis) else [],
    }
    return json.dumps(document, indent=2, ensure_ascii=True) + "\n"


def _value(cause: Cause) -> Value:
    return {
        "name": cause.name,
        "failure": cause.failure or "",
        "page": cause.page or "",
        "certainty": cause.certainty.value,
        "happened": cause.happened,
        "advice": cause.advice,
        "evidence": [{"line": one.line, "text": _whole(one.text)} for one in cause.evidence],
        "places": [
            {"path": _whole(p.path), "line": p.line, "finding": p.finding, "message": _whole(p.message)}
            for p in cause.places
        ],
    }


def _whole(text: str) -> str:
    """Return *text* with U+FFFD for lone surrogates, which JSON has no way to hold."""
    return text if text.isascii() else text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
