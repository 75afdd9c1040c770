"""What a commit message or a pull request says of a migration."""

from __future__ import annotations

import re
from textwrap import fill

from venvoy.company import named
from venvoy.model.plan import Answer
from venvoy.reports.terminal import safe
from venvoy.session import Session
from venvoy.tui.outlook import Outlook
from venvoy.tui.receipts import left_beside

WIDTH = 72
_MARKUP = re.compile(r"([\\`*_{}\[\]<>#|~@])")


def commit_text(of: Outlook, session: Session) -> str:
    """Return a commit message: what moved and why, what was kept and why, what there is to know."""
    plan = of.plan
    moved = [f for f in session.findings if session.answer(f.id) is Answer.ACCEPT]
    kept = [f for f in session.findings if session.answer(f.id) is Answer.KEEP]
    subject = "Install Python packages into a virtual environment"
    if not moved:
        subject = "Record why packages are installed as they are"
    parts = [subject]
    if moved:
        parts.append("\n".join(_item(f"{f.shortcut}: {f.message}") for f in moved))
        parts.append("\n".join(_item(why) for why in dict.fromkeys(c.why for e in plan.edits for c in e.causes)))
    parts += [
        "\n".join((f"{safe(path)}{' (new)' if new else ''}:", *map(_item, whys))) for path, new, whys in _beside(of)
    ]
    for finding in kept:
        reason = session.decisions.answers[finding.id].reason
        parts.append(fill(safe(f"Kept: {named(finding)}{f', because {reason}' if reason else ''}."), WIDTH))
    if plan.notes:
        parts.append("\n".join(_item(note.text) for note in plan.notes))
    return "\n\n".join(parts) + "\n"


def pull_request_text(of: Outlook, session: Session) -> str:
    """Return the same for a reviewer, as Markdown: what is the matter, what changes, what stays, what to look at."""
    plan = of.plan
    answered = session.decisions.answers
    moved = [f for f in session.findings if session.answer(f.id) is Answer.ACCEPT]
    kept = [f for f in session.findings if session.answer(f.id) is Answer.KEEP]
    whys = dict.fromkeys(cause.why for edit in plan.edits for cause in edit.causes)
    followed = [
        f"{_quoted(path)}{' (new)' if new else ''}: {_quoted(why)}" for path, new, told in _beside(of) for why in told
    ]
    notes = [*(q.text for q in plan.questions), *(n.text for n in plan.notes), *left_beside(of)]
    sections = {
        "What was found": [f"`{f.shortcut}`, line {f.lines.first}: {_quoted(f.message)}" for f in moved],
        "What changes": [_quoted(why) for why in whys],
        "What follows beside it": followed,
        "What stays": [f"`{f.shortcut}`, line {f.lines.first}: {_quoted(answered[f.id].reason)}" for f in kept],
        "What to look at": [_quoted(told) for told in notes],
    }
    parts = [f"## {title}\n\n" + "\n".join(f"- {item}" for item in items) for title, items in sections.items() if items]
    return "\n\n".join(parts) + "\n"


def _beside(of: Outlook) -> list[tuple[str, bool, tuple[str, ...]]]:
    """Return for each changed file beside the Dockerfile its path, whether it is new, and why it changes."""
    files = of.beside.plan.files if of.beside is not None else ()
    whys = ((f, dict.fromkeys(cause.why for edit in f.edits for cause in edit.causes)) for f in files if f.changes)
    return [(file.path, file.created, tuple(why)) for file, why in whys]


def _quoted(text: str) -> str:
    """Return *text* as Markdown that shows it as it is: what comes from a file brings no markup along."""
    return _MARKUP.sub(r"\\\1", safe(text)) or "no reason given"


def _item(text: str) -> str:
    return fill(safe(text), WIDTH, initial_indent="- ", subsequent_indent="  ", break_on_hyphens=False)
