"""Writes a person's decision to keep a shortcut, with its reason, into the file."""

from __future__ import annotations

from venvoy.model.finding import Finding
from venvoy.model.plan import Answer, Cause, Decision
from venvoy.rewrite.sketch import Sketch


def keep_comment(shortcut: str, reason: str) -> str:
    """Return the comment that keeps *shortcut*; the reason becomes one printable line."""
    line = " ".join("".join(c if c.isprintable() else " " for c in reason).split())
    return f"# venvoy: keep {shortcut} -- {line}"


def record_kept(sketch: Sketch, finding: Finding, decision: Decision) -> None:
    """Insert the comment for a finding that is kept for a stated reason, directly above its instruction."""
    if decision.answer is not Answer.KEEP or not decision.reason.strip():
        return
    instruction = next(
        i for i in sketch.dockerfile.instructions if i.lines.first <= finding.lines.first <= i.lines.last
    )
    cause = Cause(finding.id, "You decided to keep this; the comment tells the next reader, and venvoy, why.")
    sketch.insert(instruction.span.start, (keep_comment(finding.shortcut, decision.reason),), instruction, cause)
