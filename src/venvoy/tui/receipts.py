"""The last step told: what will be written where, and what came of it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from venvoy.model.plan import Answer
from venvoy.session import Session, named
from venvoy.tui.line_view import Run
from venvoy.tui.prose import wrapped
from venvoy.tui.shown import shown
from venvoy.tui.text_view import Lines
from venvoy.workspace.git import FileState, GitState

if TYPE_CHECKING:
    from venvoy.model.receipt import Applied, Refused, Undone
    from venvoy.tui.outlook import Outlook

_GIT: dict[FileState, tuple[str, str, str]] = {
    FileState.CLEAN: ("✓", "ok", "The last commit{branch} holds this file: git can show the change and take it back."),
    FileState.MODIFIED: (
        "!",
        "needs-you",
        "This file has changes that are not committed. They would mix with what is written.",
    ),
    FileState.UNTRACKED: ("!", "needs-you", "Git does not track this file: only venvoy's journal could bring it back."),
    FileState.IGNORED: ("·", "faint", "Git ignores this file."),
    FileState.OUTSIDE: ("·", "faint", "This file is in no git work tree: only venvoy's journal could bring it back."),
    FileState.UNKNOWN: ("?", "needs-you", "Git could not say whether this file has changes that are not committed."),
}


def before_writing(session: Session, outlook: Outlook, path: Path, git: GitState | None, width: int) -> Lines:
    """Return what will be written, what git says, what there is to know, and how it is taken back."""
    lines: Lines = [
        [("enter", "key"), (" writes this, ", "bold"), ("esc", "key"), (" goes back to the preview.", "bold")],
        [],
        [("What will be written", "heading")],
        *_marked("+", "added", [(shown(str(path)), "bold"), (f"   {outlook.size} lines", "")], width),
        [],
        [("Because", "heading")],
    ]
    for finding in session.findings:
        if session.answer(finding.id) is Answer.ACCEPT:
            lines += _marked("✓", "ok", [(named(finding), "")], width)
        elif session.answer(finding.id) is Answer.KEEP:
            reason = session.decisions.answers[finding.id].reason
            told = f" is kept; a comment says so{f': {shown(reason)}' if reason else ''}"
            lines += _marked("=", "accent", [(named(finding), ""), (told, "faint")], width)
    lines += [[], [("Git", "heading")], *_git(git, width), [], [("To take it back", "heading")]]
    undo: list[Run] = [("here, once it is written; or ", ""), ("venvoy undo", "code"), (" on the command line", "")]
    lines += _marked("u", "key", undo, width)
    notes = [f"{q.text} Until you answer: {q.default}" for q in outlook.plan.questions]
    notes += [note.text for note in outlook.plan.notes]
    if notes:
        lines += [[], [("What to know", "heading")]]
        for note in notes:
            lines += _marked("·", "accent", [(note, "")], width)
    return lines


def nothing_to_write(session: Session, outlook: Outlook, width: int) -> Lines:
    """Return why there is nothing to write, and what to do next."""
    if outlook.plan.refused:
        lines: Lines = [[("Nothing is written: this cannot be carried out", "heading")], []]
        for refused in outlook.plan.refused:
            lines += _marked("!", "bad", [(refused, "")], width)
        next_step = "Take back what stands in the way (2 Review, or z), or choose another way (3 Choose)."
        return [*lines, [], *wrapped([(next_step, "")], width)]
    if not session.to_decide:
        why = " ".join(session.analysis.review.reasons) or "Nothing was found in this file that asks for a change."
        return [[("Nothing to write", "heading")], [], *wrapped([(why, "")], width)]
    told = "Nothing is accepted yet. 2 goes to the findings: a accepts one, A accepts all that are safe."
    return [[("Nothing to write yet", "heading")], [], *wrapped([(told, "")], width)]


def after_writing(outcome: Applied, outlook: Outlook, message: str, width: int) -> Lines:
    """Return what was done, how it is taken back, and the commit message."""
    receipt = outcome.receipt
    lines: Lines = [[("✓ Done", "ok bold"), (f"   {outlook.size} lines", "faint")], []]
    for file in receipt.files:
        lines += _marked("✓", "ok", [(shown(file), "bold"), (" is written", "")], width)
    for note in receipt.notes:
        lines += _marked("·", "accent", [(note, "")], width)
    lines += [[], [("Next", "heading")]]
    lines += _marked("u", "key", [("takes it back; later: ", ""), (shown(receipt.undo), "code")], width)
    lines += _marked(
        "y", "key", [("copies this commit message, ", ""), ("Y", "key"), (" a pull request text", "")], width
    )
    lines += _marked("b", "key", [("builds before and after, and compares the images", "")], width)
    lines += _marked("o", "key", [("opens the file again as it is now", "")], width)
    return [*lines, [], *([("▏ ", "rule"), (shown(line), "")] for line in message.rstrip("\n").split("\n"))]


def taken_back(outcome: Undone, width: int) -> Lines:
    """Return what holds again what it held before."""
    lines: Lines = [[("✓ Taken back", "ok bold")], []]
    for file in outcome.files:
        told = " holds again, byte for byte, what it held before"
        lines += _marked("✓", "ok", [(shown(file), "bold"), (told, "")], width)
    for note in outcome.notes:
        lines += _marked("·", "accent", [(note, "")], width)
    told = "Your decisions are still here: 4 shows them, enter writes them again."
    return [*lines, [], *wrapped([(told, "faint")], width)]


def refused(outcome: Refused, width: int) -> Lines:
    """Return what stands in the way, where, and the next step."""
    lines: Lines = [[("! Nothing was written", "bad bold")], []]
    if outcome.path is not None:
        lines += wrapped([(shown(outcome.path), "bold")], width)
    lines += wrapped([(shown(outcome.reason), "")], width)
    return [*lines, [], *_marked("▸", "accent", [(shown(outcome.next_step), "")], width)]


def start_over(session: Session, width: int) -> Lines:
    """Return how to go on when the file holds something else than what was read."""
    lines = _marked("o", "key", [("opens the file again as it is now", "")], width)
    count = len(session.decisions.answers)
    if count:
        things = "The decision belongs" if count == 1 else f"The {count} decisions belong"
        told = f"{things} to what the file held before; what it holds now asks anew."
        lines += wrapped([(told, "faint")], width, [("    ", "")], [("    ", "")])
    return lines


def _git(git: GitState | None, width: int) -> Lines:
    if git is None:
        return [[("… asking git", "faint")]]
    sign, ink, sentence = _GIT[git.state]
    branch = f" of {shown(git.branch)}" if git.branch else ""
    text = git.reason or sentence.replace("{branch}", branch if git.state is FileState.CLEAN else "")
    return _marked(sign, ink, [(text, "" if ink != "needs-you" else "needs-you")], width)


def _marked(sign: str, ink: str, runs: list[Run], width: int) -> Lines:
    return wrapped(runs, width, [(f"  {sign} ", f"{ink} bold")], [("    ", "")])
