"""What a commit message or a pull request says of a migration."""

from __future__ import annotations

from textwrap import fill

from venvoy.model.plan import Answer, Plan
from venvoy.session import Session, named

WIDTH = 72


def commit_text(plan: Plan, session: Session) -> str:
    """Return a commit message: what moved and why, what was kept and why, what there is to know."""
    moved = [f for f in session.findings if session.answer(f.id) is Answer.ACCEPT]
    kept = [f for f in session.findings if session.answer(f.id) is Answer.KEEP]
    subject = "Install Python packages into a virtual environment"
    if not moved:
        subject = "Record why packages are installed as they are"
    parts = [subject]
    if moved:
        parts.append("\n".join(_item(f"{f.shortcut}: {f.message}") for f in moved))
        parts.append("\n".join(_item(why) for why in dict.fromkeys(c.why for e in plan.edits for c in e.causes)))
    for finding in kept:
        reason = session.decisions.answers[finding.id].reason
        parts.append(fill(f"Kept: {named(finding)}{f', because {reason}' if reason else ''}.", WIDTH))
    if plan.notes:
        parts.append("\n".join(_item(note.text) for note in plan.notes))
    return "\n\n".join(parts) + "\n"


def _item(text: str) -> str:
    return fill(text, WIDTH, initial_indent="- ", subsequent_indent="  ", break_on_hyphens=False)
