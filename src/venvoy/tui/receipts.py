"""The last step told: what will be written where, and what came of it."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from venvoy.company import named, named_place
from venvoy.members import members, name_of, short
from venvoy.model.plan import Answer
from venvoy.model.repository_plan import Standing
from venvoy.session import Session
from venvoy.tui.causes import at_line
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


_OF_SEVERAL: dict[FileState, str] = {
    FileState.CLEAN: "The last commit{branch} holds these {files}: git can show the change and take it back.",
    FileState.MODIFIED: "These {files} have changes that are not committed. They would mix with what is written.",
    FileState.UNTRACKED: "Git does not track these {files}: only venvoy's journal could bring them back.",
    FileState.IGNORED: "Git ignores these {files}.",
    FileState.OUTSIDE: "These {files} are in no git work tree: only venvoy's journal could bring them back.",
    FileState.UNKNOWN: "Git could not say whether these {files} have changes that are not committed.",
}


def targets(path: Path, outlook: Outlook | None) -> tuple[Path, ...]:
    """Return where is written: the Dockerfiles, and the changed files beside them; *path* while that is nowhere."""
    changed = outlook.changed if outlook is not None else ()
    return tuple(Path(file.where) for file in changed) or (path,)


def at_risk(path: Path, outlook: Outlook) -> tuple[Path, ...]:
    """Return those of the `targets` that hold something already."""
    created = {Path(file.where) for file in outlook.changed if file.created}
    return tuple(one for one in targets(path, outlook) if one not in created)


def before_writing(session: Session, outlook: Outlook, path: Path, git: Mapping[Path, GitState], width: int) -> Lines:
    """Return what will be written, what git says, what there is to know, and how it is taken back."""
    lines: Lines = [
        [("enter", "key"), (" writes this, ", "bold"), ("esc", "key"), (" goes back to the preview.", "bold")],
        [],
        [("What will be written", "heading")],
    ]
    where = targets(path, outlook)
    old = at_risk(path, outlook)
    alike = len({git.get(target) for target in old}) == 1
    names = _names(where, outlook, git)
    for target, file in zip(where, outlook.changed, strict=True):
        new = ", a new file" if file.created else ""
        runs: list[Run] = [(shown(names[target]), "bold"), (f"   {file.size} lines{new}", "")]
        sign, ink = ("+", "added") if file.created else ("~", "accent")
        lines += _marked(sign, ink, runs, width)
        if not alike and not file.created:
            lines += _git(git.get(target), width)
    lines += [[], [("Because", "heading")]]
    for one in members(session):
        lines += _because(one, f"{name_of(one)}: " if session.others else "", width)
    for planned in outlook.beside.plan.places if outlook.beside is not None else ():
        if planned.standing in (Standing.ACCEPTED, Standing.KEPT):
            kept = planned.standing is Standing.KEPT
            sign, ink, told = ("=", "accent", " is kept") if kept else ("✓", "ok", "")
            lines += _marked(sign, ink, [(named_place(planned), ""), (told, "faint")], width)
    if alike:
        lines += [[], [("Git", "heading")], *_git(git.get(old[0]), width, len(old))]
    lines += [[], [("To take it back", "heading")]]
    undo: list[Run] = [("here, once it is written; or ", ""), ("venvoy undo", "code"), (" on the command line", "")]
    lines += _marked("u", "key", undo, width)
    notes = to_know(outlook)
    if notes:
        lines += [[], [("What to know", "heading")]]
        for note in notes:
            lines += _marked("·", "accent", [(note, "")], width)
    return lines


def to_know(outlook: Outlook) -> list[str]:
    """Return what is not carried out, asked or noted, of each Dockerfile and of the files beside."""
    notes = []
    for one in outlook.members:
        where = f"{short(one.analysis.dockerfile.path)}: " if len(outlook.members) > 1 else ""
        notes += [f"{where}{refused}" for refused in one.plan.refused]
        notes += [
            f"{where}{at_line(q.lines, q.text, one.diff)}{q.text} Until you answer: {q.default}"
            for q in one.plan.questions
        ]
        notes += [f"{where}{at_line(note.lines, note.text, one.diff)}{note.text}" for note in one.plan.notes]
    return [*notes, *left_beside(outlook)]


def _because(session: Session, where: str, width: int) -> Lines:
    lines: Lines = []
    for finding in session.findings:
        if session.answer(finding.id) is Answer.ACCEPT:
            lines += _marked("✓", "ok", [(where, "faint"), (named(finding), "")], width)
        elif session.answer(finding.id) is Answer.KEEP:
            reason = session.decisions.answers[finding.id].reason
            told = f" is kept; a comment says so{f': {shown(reason)}' if reason else ''}"
            lines += _marked("=", "accent", [(where, "faint"), (named(finding), ""), (told, "faint")], width)
    return lines


def left_beside(outlook: Outlook) -> list[str]:
    """Return what stays for the person to look at in the files beside, and what could not be read there."""
    if outlook.beside is None:
        return []
    plan = outlook.beside.plan
    told = [
        f"{one.place.path} line {one.place.lines.first} stays as it is: {one.place.message} {one.place.suggestion}"
        for one in plan.places
        if one.standing in (Standing.OPEN, Standing.REPORTED, Standing.REFUSED)
    ]
    told += [f"{one.path} line {one.lines.first} is not changed: {one.reason}" for one in plan.conflicts]
    return [*told, *(note for file in plan.files for note in file.notes), *plan.notes]


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


def _names(where: tuple[Path, ...], outlook: Outlook, git: Mapping[Path, GitState]) -> dict[Path, str]:
    """Return how each target is called: several by their paths from the root of the repository, one as it was given."""
    known = git.get(where[0])
    root = outlook.beside.root if outlook.beside is not None else known.root if known is not None else None
    if len(where) == 1 or root is None:
        return {target: str(target) for target in where}
    top = os.path.realpath(root)
    return {
        target: os.path.relpath(real, top)
        if (real := Path(os.path.realpath(target))).is_relative_to(top)
        else str(target)
        for target in where
    }


def _git(git: GitState | None, width: int, files: int = 1) -> Lines:
    """Return what git says of a file, or of several *files* of which it says the same."""
    if git is None:
        return [[("… asking git", "faint")]]
    sign, ink, sentence = _GIT[git.state]
    if files > 1:
        sentence = _OF_SEVERAL[git.state].replace("{files}", f"{files} files")
    branch = f" of {shown(git.branch)}" if git.branch else ""
    text = git.reason or sentence.replace("{branch}", branch if git.state is FileState.CLEAN else "")
    return _marked(sign, ink, [(text, "" if ink != "needs-you" else "needs-you")], width)


def _marked(sign: str, ink: str, runs: list[Run], width: int) -> Lines:
    return wrapped(runs, width, [(f"  {sign} ", f"{ink} bold")], [("    ", "")])
