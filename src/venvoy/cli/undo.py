"""``venvoy undo``: what was written, taken back byte for byte."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from venvoy.cli.exits import Exit

if TYPE_CHECKING:
    from venvoy.model.receipt import Entry, Undone


@click.command(short_help="Take back what was written, byte for byte.")
@click.argument("entry", metavar="[ID]", required=False)
@click.option("--list", "listing", is_flag=True, help="List what was written, newest first, and change nothing.")
def undo(entry: str | None, *, listing: bool) -> Exit:
    """Restore what files held before venvoy wrote them.

    Without an ID, the newest change that is in force below this project (the git work tree, or the directory that you
    are in) is taken back; a change of another project only by its ID. A file that was changed since is left alone, and
    said.
    """
    from venvoy.cli import output
    from venvoy.model.receipt import Refused
    from venvoy.workspace.journal import user_journal

    if listing:
        return _list()
    outcome = user_journal().undo(entry, within=None if entry else _project())
    if isinstance(outcome, Refused):
        output.refuse(outcome)
        return Exit.FAILED
    output.say(_told(outcome))
    return Exit.OK


def _project() -> Path:
    """Return the git work tree that the working directory is in, or the working directory."""
    here = Path.cwd()
    return next((folder for folder in (here, *here.parents) if (folder / ".git").exists()), here)


def _told(done: Undone) -> str:
    from venvoy.reports.terminal import safe

    what = f"A change that was cut short ({safe(done.id)})" if done.interrupted else safe(done.id)
    lines = [f"Undone: {what}: {safe(done.summary)}."]
    lines += [f"{safe(file)} {_as_before(Path(file))}" for file in done.files]
    return "\n".join((*lines, *map(safe, done.notes)))


def _as_before(file: Path) -> str:
    return "holds again what it held before." if file.exists() else "is gone, as it was not there before."


def _list() -> Exit:
    from venvoy.cli import output
    from venvoy.model.receipt import Entry, Refused
    from venvoy.reports.terminal import safe
    from venvoy.workspace.journal import user_journal

    entries = user_journal().entries()
    if isinstance(entries, Refused):
        output.refuse(entries)
        return Exit.FAILED
    whole = [entry for entry in entries if isinstance(entry, Entry)]
    output.data("".join(map(_line, whole)))
    damaged = [entry for entry in entries if not isinstance(entry, Entry)]
    for entry in damaged:
        output.say(f"{safe(entry.path)}: {safe(entry.reason)}")
    if not entries:
        output.say("Nothing was written yet.")
    return Exit.FAILED if damaged else Exit.OK


def _line(entry: Entry) -> str:
    from venvoy.model.receipt import EntryState
    from venvoy.reports.terminal import safe

    # "taken back" would read like "undone": this is a write that nobody undid, because it never came about.
    state = "failed, files as before" if entry.state is EntryState.TAKEN_BACK else entry.state.value
    head = f"{entry.id}  {entry.when:%Y-%m-%d %H:%M} UTC  {state}  {safe(entry.summary)}\n"
    return head + "".join(f"    {safe(file)}\n" for file in entry.files)
