"""``venvoy trace``: where the packages go, drawn."""

from __future__ import annotations

import click

from venvoy.cli.exits import Exit
from venvoy.cli.paths import PATH


@click.command(short_help="Draw where the packages go.")
@click.argument("path", metavar="PATH", type=PATH)
def trace(path: str) -> Exit:
    """Draw the stages, the packages that travel between them, and where Python looks for them in the end.

    PATH is a Dockerfile, a directory with one Dockerfile in it, or - for standard input.
    """
    from venvoy.cli import output
    from venvoy.cli.inputs import analyse_single
    from venvoy.model.dockerfile import Unreadable
    from venvoy.reports.trace_picture import trace_text

    found = analyse_single(path)
    if isinstance(found, Unreadable):
        output.complain(found)
        return Exit.FAILED
    _, analysis = found
    output.data(trace_text(analysis.trace, analysis.dockerfile, output.width()))
    return Exit.OK
