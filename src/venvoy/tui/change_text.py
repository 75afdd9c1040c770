"""What a commit message or a pull request says of a migration."""

from __future__ import annotations

import re
from textwrap import fill

from venvoy.model.plan import Answer, Plan
from venvoy.reports.terminal import safe
from venvoy.session import Session, named

WIDTH = 72
_MARKUP = re.compile(r"([\\`*_{}\[\]<>#|~@])")


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
        parts.append(fill(safe(f"Kept: {named(finding)}{f', because {reason}' if reason else ''}."), WIDTH))
    if plan.notes:
        parts.append("\n".join(_item(note.text) for note in plan.notes))
    return "\n\n".join(parts) + "\n"


def pull_request_text(plan: Plan, session: Session) -> str:
    """Return the same for a reviewer, as Markdown: what is the matter, what changes, what stays, what to look at."""
    answered = session.decisions.answers
    moved = [f for f in session.findings if session.answer(f.id) is Answer.ACCEPT]
    kept = [f for f in session.findings if session.answer(f.id) is Answer.KEEP]
    whys = dict.fromkeys(cause.why for edit in plan.edits for cause in edit.causes)
    sections = {
        "What was found": [f"`{f.shortcut}`, line {f.lines.first}: {_quoted(f.message)}" for f in moved],
        "What changes": [_quoted(why) for why in whys],
        "What stays": [f"`{f.shortcut}`, line {f.lines.first}: {_quoted(answered[f.id].reason)}" for f in kept],
        "What to look at": [_quoted(q.text) for q in plan.questions] + [_quoted(n.text) for n in plan.notes],
    }
    parts = [f"## {title}\n\n" + "\n".join(f"- {item}" for item in items) for title, items in sections.items() if items]
    return "\n\n".join(parts) + "\n"


def _quoted(text: str) -> str:
    """Return *text* as Markdown that shows it as it is: what comes from a file brings no markup along."""
    return _MARKUP.sub(r"\\\1", safe(text)) or "no reason given"


def _item(text: str) -> str:
    return fill(safe(text), WIDTH, initial_indent="- ", subsequent_indent="  ", break_on_hyphens=False)
