"""What a commit message or a pull request says of a migration."""

from __future__ import annotations

import re
from textwrap import fill

from venvoy.company import named
from venvoy.members import members, name_of
from venvoy.model.finding import Finding
from venvoy.model.plan import Answer, Plan
from venvoy.reports.reasons import reasons
from venvoy.reports.terminal import safe
from venvoy.session import Session
from venvoy.tui.outlook import Outlook
from venvoy.tui.receipts import left_beside

WIDTH = 72
_SUBJECT = "Install Python packages into a virtual environment"
_KEPT = "Record why packages are installed as they are"
_ACCEPT = Answer.ACCEPT
_MARKUP = re.compile(r"([\\`*_{}\[\]<>#|~@])")


def commit_text(of: Outlook, session: Session) -> str:
    """Return a commit message: what moved and why, what was kept and why, what there is to know."""
    if session.others:
        return _of_several(of, session)
    plan = of.plan
    moved = [f for f in session.findings if session.answer(f.id) is Answer.ACCEPT]
    kept = [f for f in session.findings if session.answer(f.id) is Answer.KEEP]
    parts = [_SUBJECT if moved else _KEPT]
    if moved:
        parts.append("\n".join(_item(f"{f.shortcut}: {f.message}") for f in moved))
        parts.append("\n".join(map(_item, reasons(plan.after, plan.edits))))
    parts += [
        "\n".join((f"{safe(path)}{' (new)' if new else ''}:", *map(_item, whys))) for path, new, whys in _beside(of)
    ]
    for finding in kept:
        reason = session.decisions.answers[finding.id].reason
        parts.append(fill(safe(f"Kept: {named(finding)}{f', because {reason}' if reason else ''}."), WIDTH))
    if plan.notes:
        parts.append("\n".join(_item(note.text) for note in plan.notes))
    return "\n\n".join(parts) + "\n"


def _of_several(of: Outlook, session: Session) -> str:
    """Return the message of a change of several Dockerfiles: each with its findings and the reasons."""
    moved = any(_answered(one, Answer.ACCEPT) for one in members(session))
    parts = [_SUBJECT if moved else _KEPT]
    for one, view in zip(members(session), of.members, strict=True):
        items = [f"{f.shortcut}: {f.message}" for f in _answered(one, Answer.ACCEPT)]
        items += reasons(view.plan.after, view.plan.edits)
        items += [f"Kept: {named(f)}{_because(one, f)}." for f in _answered(one, Answer.KEEP)]
        items += [note.text for note in view.plan.notes]
        if items:
            parts.append("\n".join((f"{safe(name_of(one))}:", *map(_item, items))))
    parts += [
        "\n".join((f"{safe(path)}{' (new)' if new else ''}:", *map(_item, why))) for path, new, why in _beside(of)
    ]
    return "\n\n".join(parts) + "\n"


def _answered(session: Session, answer: Answer) -> list[Finding]:
    return [f for f in session.findings if session.answer(f.id) is answer]


def _because(session: Session, finding: Finding) -> str:
    reason = session.decisions.answers[finding.id].reason
    return f", because {reason}" if reason else ""


def pull_request_text(of: Outlook, session: Session) -> str:
    """Return the same for a reviewer, as Markdown: what is the matter, what changes, what stays, what to look at."""
    moved, kept, whys = [], [], []
    for one, view in zip(members(session), of.members, strict=True):
        where = f"{_quoted(name_of(one))}, " if session.others else ""
        answers = one.decisions.answers
        moved += [f"{where}`{f.shortcut}`, line {f.lines.first}: {_quoted(f.message)}" for f in _answered(one, _ACCEPT)]
        found = ((f, _quoted(answers[f.id].reason)) for f in _answered(one, Answer.KEEP))
        kept += [f"{where}`{f.shortcut}`, line {f.lines.first}: {reason}" for f, reason in found]
        whys += [cause.why for edit in view.plan.edits for cause in edit.causes]
    followed = [
        f"{_quoted(path)}{' (new)' if new else ''}: {_quoted(why)}" for path, new, told in _beside(of) for why in told
    ]
    notes = [told for view in of.members for told in (*(q.text for q in view.plan.questions), *_notes(view.plan))]
    notes += left_beside(of)
    sections = {
        "What was found": moved,
        "What changes": [_quoted(why) for why in dict.fromkeys(whys)],
        "What follows beside it": followed,
        "What stays": kept,
        "What to look at": [_quoted(told) for told in notes],
    }
    parts = [f"## {title}\n\n" + "\n".join(f"- {item}" for item in items) for title, items in sections.items() if items]
    return "\n\n".join(parts) + "\n"


def _notes(plan: Plan) -> list[str]:
    return [note.text for note in plan.notes]


def _beside(of: Outlook) -> list[tuple[str, bool, tuple[str, ...]]]:
    """Return for each changed file beside the Dockerfile its path, whether it is new, and why it changes."""
    files = of.beside.plan.files if of.beside is not None else ()
    return [(file.path, file.created, tuple(reasons(file.after, file.edits))) for file in files if file.changes]


def _quoted(text: str) -> str:
    """Return *text* as Markdown that shows it as it is: what comes from a file brings no markup along."""
    return _MARKUP.sub(r"\\\1", safe(text)) or "no reason given"


def _item(text: str) -> str:
    return fill(safe(text), WIDTH, initial_indent="- ", subsequent_indent="  ", break_on_hyphens=False)
