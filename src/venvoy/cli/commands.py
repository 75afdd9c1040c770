"""The program's commands, each imported when it is asked for, and the session when none is."""

from __future__ import annotations

import importlib
import os
from typing import Any

import click

from venvoy import __version__

COMMANDS = (
    "check",
    "migrate",
    "explain",
    "trace",
    "compare",
    "whence",
    "doctor",
    "learn",
    "lab",
    "walk",
    "undo",
    "demo",
)
"""In the order of the help. Each is the function of that name in the module of that name beside this one."""


class Commands(click.Group):
    """``venvoy``: a command's name, or else a path for the guided session."""

    def __init__(self) -> None:
        super().__init__(
            "venvoy",
            params=[_version()],
            help="Find packaging shortcuts in the Dockerfile of a Python application, and replace those that you "
            "accept by a virtual environment.\n\nWithout a command, the guided session opens on PATH: a Dockerfile, "
            "or a directory (default: this one) with Dockerfiles in it. A path that is called like a command is "
            "given as ./check.",
            short_help="Migrate the Dockerfile of a Python application to a virtual environment.",
            context_settings={"help_option_names": ["-h", "--help"]},
        )

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - as in click.Group
        """Return the names in the order of the help."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Import and return the command of that name."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = getattr(importlib.import_module(f"venvoy.cli.{cmd_name}"), cmd_name)
        return command

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Take no argument at all for the directory that we are in."""
        if not args and not ctx.resilient_parsing:  # the shell that completes asks what could come, not what comes
            args = ["."]
        return super().parse_args(ctx, args)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Take a first argument that is no command's name for a path to open."""
        if args[0] in COMMANDS:
            return super().resolve_command(ctx, args)
        from venvoy.cli.session import session, similar

        meant = similar(args[0]) if len(args) > 1 else None
        if meant is not None and not os.path.lexists(args[0]):
            ctx.fail(f"{args[0]!r} is no command, and no path that is there. Did you mean 'venvoy {meant}'?")
        return "[PATH]", session, args

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """Name both ways in."""
        formatter.write_usage("venvoy", "[PATH]")
        formatter.write_usage("venvoy", "COMMAND [ARGUMENTS]...", prefix="       ")


def _version() -> click.Option:
    def show(ctx: click.Context, param: click.Parameter, value: Any) -> None:  # noqa: ARG001 - as click calls it
        if value and not ctx.resilient_parsing:
            click.echo(f"venvoy {__version__}")
            ctx.exit()

    return click.Option(
        ["--version"], is_flag=True, is_eager=True, expose_value=False, callback=show, help="Show the version and exit."
    )
