"""A migration in one call, for tests that care for what comes out."""

from __future__ import annotations

from attrs import evolve

from venvoy.migration import analyse, plan
from venvoy.model.analysis import Analysis
from venvoy.model.finding import Finding, Remedy
from venvoy.model.plan import DEFAULT_EXTRAS, Answer, Choices, Decision, Decisions, Extra, InstallerChoice, Plan, Shape
from venvoy.model.repository import Repository

ACCEPT = Decision(Answer.ACCEPT)


def analysed(content: bytes | str, path: str = "Dockerfile") -> Analysis:
    """Return the analysis of *content*, which can be read."""
    found = analyse(content.encode() if isinstance(content, str) else content, path)
    assert isinstance(found, Analysis)
    return found


def lying_in(repository: Repository, content: bytes | str) -> Analysis:
    """Return the analysis of *content* with *repository* around it."""
    return evolve(analysed(content), repository=repository)


def findings(analysis: Analysis) -> tuple[Finding, ...]:
    """Return what was found, advice left out."""
    return tuple(item for item in analysis.review.findings if not item.advice)


def acceptable(analysis: Analysis) -> tuple[str, ...]:
    """Return the ids of the findings for which there is a rewrite."""
    return tuple(item.id for item in findings(analysis) if item.remedy is not Remedy.NONE)


def accepting(analysis: Analysis, choices: Choices | None = None, *, only: tuple[str, ...] | None = None) -> Plan:
    """Return the plan of a person who accepts everything that can be accepted, or *only* some of it."""
    ids = acceptable(analysis) if only is None else only
    return plan(analysis, Decisions(dict.fromkeys(ids, ACCEPT), choices or Choices()))


def migrated(
    content: bytes | str,
    *,
    installer: InstallerChoice = InstallerChoice.KEEP,
    shape: Shape = Shape.SPLIT,
    extras: frozenset[Extra] = DEFAULT_EXTRAS,
    venv: str = "/opt/venv",
) -> Plan:
    """Return the plan for *content* with everything accepted."""
    return accepting(analysed(content), Choices(installer=installer, shape=shape, extras=extras, venv=venv))


def text_after(plan: Plan) -> str:
    """Return the rewritten file, which was not refused."""
    assert () == plan.refused
    return plan.after.decode()
