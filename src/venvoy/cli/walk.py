"""``venvoy walk``: the guided session, or with --plain the same as questions, line by line."""

from __future__ import annotations

import click

from venvoy.cli.exits import Exit
from venvoy.cli.paths import PATH


@click.command(short_help="Walk through the findings; --plain asks line by line.")
@click.argument("path", metavar="[PATH]", default=".", type=PATH)
@click.option("--plain", is_flag=True, help="Ask line by line, without colours or cursor movement.")
def walk(path: str, *, plain: bool) -> int:
    """Walk through the findings of the Dockerfile at PATH, decide, look at the difference, and apply it.

    With --plain the questions are asked line by line: for screen readers, simple terminals, and answers from a pipe.
    The end of the input quits; nothing is written then.
    """
    if not plain:
        from venvoy.cli.session import converse

        return converse(path)
    from venvoy.cli import output
    from venvoy.cli.inputs import STANDARD_INPUT
    from venvoy.cli.plain.asking import Person
    from venvoy.cli.plain.opening import open_one
    from venvoy.cli.plain.walk import walk as walk_through

    if path == STANDARD_INPUT:
        output.say("The answers come from standard input, so the Dockerfile cannot; give its path.")
        return Exit.FAILED
    asker = Person()
    file = open_one(path, asker)
    return file if isinstance(file, int) else walk_through(file, asker)
