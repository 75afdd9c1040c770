"""One run of the command line, from arguments to exit code: nothing leaves it as a traceback."""

from __future__ import annotations

import os
from collections.abc import Sequence

import click

from venvoy.cli import output
from venvoy.cli.commands import Commands
from venvoy.cli.exits import Exit
from venvoy.reports.terminal import safe

TRACEBACK_VARIABLE = "VENVOY_TRACEBACK"
"""When set, a fault of venvoy's own is shown with its traceback."""


def run(arguments: Sequence[str]) -> int:
    """Run venvoy with *arguments*, without the program's name, and return its exit code."""
    try:
        return int(_run(list(arguments)))
    except output.ReaderGone:
        output.give_up()
        return Exit.READER_GONE


def _run(arguments: list[str]) -> int:
    try:
        return _invoke(arguments)
    except click.ClickException as error:
        _explain(error)
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        return Exit.INTERRUPTED
    except OSError as error:
        # Files are read and written where their errors are values; left are the streams, and a directory that is gone.
        where = str(error.filename) if error.filename is not None else "venvoy"
        output.say(f"{safe(where)}: {safe(error.strerror or str(error))}.")
        return Exit.FAILED
    except output.ReaderGone:
        raise
    except Exception as error:
        if os.environ.get(TRACEBACK_VARIABLE):
            raise
        output.say(f"This is a fault of venvoy's own: {safe(f'{type(error).__name__}: {error}')}")
        output.say(f"{TRACEBACK_VARIABLE}=1 shows where it happened; please report it with that.")
        return Exit.FAILED


def _invoke(arguments: list[str]) -> int:
    code = Commands().main(arguments, prog_name="venvoy", standalone_mode=False)
    return code if isinstance(code, int) else Exit.OK


def _explain(error: click.ClickException) -> None:
    context = getattr(error, "ctx", None)
    if isinstance(context, click.Context):
        output.say(context.get_usage())
        output.say(f"Try '{context.command_path.strip()} --help'.")
    output.say(f"Error: {safe(error.format_message())}")
