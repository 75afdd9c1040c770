"""What ``venvoy check`` says to a person."""

from __future__ import annotations

from collections.abc import Collection
from shlex import quote
from typing import TYPE_CHECKING

from attrs import evolve

from venvoy.model.finding import CheckResult, FileVerdict, Finding, Remedy, Review, Verdict
from venvoy.reports.columns import wrap
from venvoy.reports.terminal import safe
from venvoy.reports.unreadable import unreadable_text

if TYPE_CHECKING:
    from venvoy.model.repository import Repository
    from venvoy.model.repository_plan import RepositoryPlan

OUTCOME = {
    FileVerdict.MIGRATE: "can be migrated.",
    FileVerdict.KEEP: "is better left as it is.",
    FileVerdict.NOTHING: "has nothing to migrate.",
    FileVerdict.NOT_UNDERSTOOD: "was not understood well enough to be migrated.",
}
NEEDS_A_LOOK = "needs a look before it is migrated; this shows the rewrite:"
CANNOT = "cannot be rewritten by this version, and is left as it is."
IN_PART = "can be migrated in part."
SUMMARY = {
    FileVerdict.MIGRATE: "to migrate",
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


def around_text(plan: RepositoryPlan, projects: Collection[Repository], width: int = 80) -> str:
    """Return what a migration would concern in the files beside the Dockerfiles, and what was read of the projects.

    Last comes what was not read: what belongs to a project is told there.
    """
    from venvoy.reports.project import project_text, unread
    from venvoy.reports.repository import FORESEEN, places_text

    places = places_text(evolve(plan, notes=()), width, FORESEEN)
    told = [f"\nBeside the Dockerfiles, when they are migrated:\n{places}"] if places else []
    told += [project_text(project, width) for project in projects]
    own = tuple(note for project in projects for note in unread(project))
    rest = [note for note in plan.notes if not note.endswith(own)]
    told += ["\nNot read:\n"] if rest else []
    told += [f"{line}\n" for note in rest for line in wrap(safe(note), width, first="    - ", rest="      ")]
    return "".join(told)


def errors_text(result: CheckResult) -> str:
    """Return a line for each file that could not be read, for standard error."""
    return "".join(f"{unreadable_text(error)}\n" for error in result.errors)


def _review(review: Review, width: int) -> list[str]:
    path = safe(review.path)
    lines, told = [], set[str]()
    for finding in review.findings:
        lines += _finding(path, finding, width, told)
        told.add(finding.reason)
    for opaque in review.left_alone:
        lines.append(f"{path}:{opaque.lines.first}: left alone")
        lines += _paragraph(opaque.reason, width)
    lines += _outcome(path, review)
    for reason in review.reasons:
        if reason not in told:
            lines += _paragraph(reason, width)
    return lines


def _outcome(path: str, review: Review) -> list[str]:
    if review.verdict is not FileVerdict.ASK:
        whole = review.verdict is not FileVerdict.MIGRATE or not any(map(_cannot, review.findings))
        return [f"{path} {OUTCOME[review.verdict] if whole else IN_PART}"]
    if not _can_be_accepted(review):
        return [f"{path} {CANNOT}"]
    target = "-" if review.path == "<stdin>" else safe(quote(review.path))
    return [f"{path} {NEEDS_A_LOOK}", f"    venvoy migrate --accept all {target}"]


def _can_be_accepted(review: Review) -> bool:
    """Tell whether a person who looks can have at least one of the findings rewritten."""
    open_ones = (f for f in review.findings if f.verdict is not Verdict.KEEP and not f.advice)
    return not all(map(_cannot, open_ones))


def _cannot(finding: Finding) -> bool:
    return finding.verdict is not Verdict.KEEP and finding.remedy is Remedy.NONE and not finding.advice


def _finding(path: str, finding: Finding, width: int, told: Collection[str]) -> list[str]:
    """Return what is said of *finding*; a reason that was *told* already is not told again."""
    lines = [f"{path}:{finding.lines.first}: {finding.shortcut} ({_standing(finding)})"]
    lines += _paragraph(finding.message, width)
    for related in finding.related:
        lines += wrap(f"line {related.lines.first}: {safe(related.note)}", width, first="    - ", rest="      ")
    if finding.reason and finding.reason not in told:
        lines += _paragraph(finding.reason, width)
    return lines


def _standing(finding: Finding) -> str:
    if finding.advice:
        return "advice"
    if finding.verdict is Verdict.KEEP or finding.remedy is Remedy.SAFE:
        return finding.verdict.value
    return "cannot be rewritten" if finding.remedy is Remedy.NONE else "needs a look"


def _paragraph(text: str, width: int) -> list[str]:
    return wrap(safe(text), width, first="    ", rest="    ")


def _sum(result: CheckResult) -> str:
    parts = []
    for verdict, words in SUMMARY.items():
        if count := sum(review.verdict is verdict for review in result.reviews):
            parts.append(f"{count} {words}")
    asking = [review for review in result.reviews if review.verdict is FileVerdict.ASK]
    if count := sum(map(_can_be_accepted, asking)):
        parts.append(f"{count} to look at")
    if count := len(asking) - count:
        parts.append(f"{count} that cannot be rewritten")
    if result.errors:
        parts.append(f"{len(result.errors)} could not be read")
    total = len(result.reviews) + len(result.errors)
    return f"{total} files: {', '.join(parts)}."
