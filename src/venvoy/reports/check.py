"""What ``venvoy check`` says to a person."""

from __future__ import annotations

from venvoy.model.finding import CheckResult, FileVerdict, Finding, Remedy, Review, Verdict
from venvoy.reports.columns import wrap
from venvoy.reports.terminal import safe

OUTCOME = {
    FileVerdict.MIGRATE: "can be migrated",
    FileVerdict.ASK: "needs your answer before it can be migrated",
    FileVerdict.KEEP: "is better left as it is",
    FileVerdict.NOTHING: "has nothing to migrate",
    FileVerdict.NOT_UNDERSTOOD: "was not understood well enough to be migrated",
}
SUMMARY = {
    FileVerdict.MIGRATE: "to migrate",
    FileVerdict.ASK: "to decide",
    FileVerdict.KEEP: "to keep",
    FileVerdict.NOTHING: "with nothing to do",
    FileVerdict.NOT_UNDERSTOOD: "not understood",
}


def check_text(result: CheckResult, width: int = 80) -> str:
    """Return every finding with its place and sentence, a verdict for each file, and a sum when there are several.

    Files that could not be read are only counted: see `errors_text`.
    """
    blocks = ["\n".join(_review(review, width)) + "\n" for review in result.reviews]
    if len(result.reviews) + len(result.errors) > 1:
        blocks.append(_sum(result) + "\n")
    return "\n".join(blocks)


def errors_text(result: CheckResult) -> str:
    """Return a line for each file that could not be read, for standard error."""
    lines = []
    for error in result.errors:
        place = safe(error.path) if error.line is None else f"{safe(error.path)}:{error.line}"
        lines.append(f"{place}: {safe(error.reason)}\n")
    return "".join(lines)


def _review(review: Review, width: int) -> list[str]:
    path = safe(review.path)
    lines = [line for finding in review.findings for line in _finding(path, finding, width)]
    for opaque in review.left_alone:
        lines.append(f"{path}:{opaque.lines.first}: left alone")
        lines += _paragraph(opaque.reason, width)
    lines.append(f"{path} {OUTCOME[review.verdict]}.")
    for reason in review.reasons:
        lines += _paragraph(reason, width)
    return lines


def _finding(path: str, finding: Finding, width: int) -> list[str]:
    lines = [f"{path}:{finding.lines.first}: {finding.shortcut} ({_standing(finding)})"]
    lines += _paragraph(finding.message, width)
    for related in finding.related:
        lines += wrap(f"line {related.lines.first}: {safe(related.note)}", width, first="    - ", rest="      ")
    if finding.reason:
        lines += _paragraph(finding.reason, width)
    return lines


def _standing(finding: Finding) -> str:
    if finding.advice:
        return "advice"
    if finding.verdict is Verdict.MIGRATE and finding.remedy is not Remedy.SAFE:
        return f"{finding.verdict.value}, to be reviewed"
    return finding.verdict.value


def _paragraph(text: str, width: int) -> list[str]:
    return wrap(safe(text), width, first="    ", rest="    ")


def _sum(result: CheckResult) -> str:
    parts = []
    for verdict, words in SUMMARY.items():
        if count := sum(review.verdict is verdict for review in result.reviews):
            parts.append(f"{count} {words}")
    if result.errors:
        parts.append(f"{len(result.errors)} could not be read")
    total = len(result.reviews) + len(result.errors)
    return f"{total} files: {', '.join(parts)}."
