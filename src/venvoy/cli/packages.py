"""Names of system packages on the command line."""

from __future__ import annotations

import click


def packages(ctx: click.Context, param: click.Parameter, values: tuple[str, ...]) -> tuple[str, ...]:
    """Return *values*, each once, when all can be names of packages."""
    for value in values:
        from venvoy.rewrite.additions import is_package

        if not is_package(value):
            raise click.BadParameter(f"{value!r} is no name of a system package.", ctx, param)
    return tuple(dict.fromkeys(values))
