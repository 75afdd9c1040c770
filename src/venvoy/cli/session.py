"""``venvoy [PATH]``: the guided session."""

from __future__ import annotations

import click

from venvoy.cli.exits import Exit
from venvoy.cli.paths import PATH


@click.command(options_metavar="")
@click.argument("path", metavar="", default=".", type=PATH)
def session(path: str) -> int:
    """Open the guided session on a Dockerfile, or on a directory with Dockerfiles in it."""
    return converse(path)


def converse(path: str) -> int:
    """Hold the session, where there is a terminal for it; return the exit code."""
    from pathlib import Path

    from venvoy.cli import output
    from venvoy.cli.inputs import STANDARD_INPUT, find
    from venvoy.model.dockerfile import Unreadable

    if path == STANDARD_INPUT:
        output.say(
            "The guided session listens to the terminal, so it needs the path of a Dockerfile; "
            "'venvoy check -', 'venvoy migrate -' and 'venvoy trace -' read standard input."
        )
        return Exit.FAILED
    found = find(path)
    if isinstance(found, Unreadable):
        output.complain(found)
        if command := similar(path):
            output.say(f"Or did you mean 'venvoy {command}'?")
        return Exit.FAILED
    if not output.is_conversation():
        output.say(
            "The guided session needs a terminal. 'venvoy walk --plain PATH' asks the same questions line by line, "
            "and 'venvoy check PATH' lists what there is."
        )
        return Exit.FAILED
    from venvoy.tui.app import run

    return run(Path(path))


def similar(word: str) -> str | None:
    """Return the name of the command that *word* may be a slip of the keyboard for."""
    from difflib import get_close_matches

    from venvoy.cli.commands import COMMANDS

    return next(iter(get_close_matches(word, COMMANDS, 1)), None)
