"""``venvoy migrate``: the rewrite as a diff, as a whole file, or written."""

from __future__ import annotations

import click

from venvoy.cli.exits import Exit
from venvoy.cli.packages import packages
from venvoy.cli.paths import PATH
from venvoy.model.plan import DEFAULT_EXTRAS, Choices, Extra, InstallerChoice, Shape

EXTRAS = click.Choice([extra.value for extra in Extra])


def _venv(ctx: click.Context, param: click.Parameter, value: str) -> str:
    from pathlib import PurePosixPath

    from venvoy.tui.venv_path import objection

    if wrong := objection(value):
        raise click.BadParameter(f"{wrong}.", ctx, param)
    return str(PurePosixPath(value))


@click.command(short_help="Show, print or write the rewritten Dockerfile.")
@click.argument("path", metavar="PATH", type=PATH)
@click.option("--diff", is_flag=True, help="Print the difference, for git apply or patch; the default.")
@click.option("--stdout", is_flag=True, help="Print the whole rewritten Dockerfile.")
@click.option("--write", is_flag=True, help="Write it, so that 'venvoy undo' can take it back.")
@click.option(
    "--accept",
    type=click.Choice(["safe", "all"]),
    default="safe",
    show_default=True,
    help="safe: findings whose rewrite is certain; all: also those that a person should look at.",
)
@click.option(
    "--keep", multiple=True, metavar="ID", help="Keep a finding (user-install:4) or a shortcut (user-install)."
)
@click.option(
    "--installer",
    type=click.Choice([choice.value for choice in InstallerChoice]),
    default=InstallerChoice.KEEP.value,
    show_default=True,
    help="Which installer fills the environment; refused with a reason where it cannot.",
)
@click.option(
    "--venv",
    metavar="DIR",
    default=Choices().venv,
    show_default=True,
    callback=_venv,
    help="Where the environment is in the image.",
)
@click.option(
    "--shape",
    type=click.Choice([shape.value for shape in Shape]),
    default=Shape.SPLIT.value,
    show_default=True,
    help="Whether a single stage is split into a build stage and a last one where that is certain.",
)
@click.option("--extra", "more", multiple=True, type=EXTRAS, help="Add an improvement beside the migration.")
@click.option("--no-extra", "less", multiple=True, type=EXTRAS, help="Leave out guard or smoke-test.")
@click.option(
    "--verify", is_flag=True, help="With --write: build both first, and write only the same application (see compare)."
)
@click.option(
    "--add-package",
    "added",
    multiple=True,
    metavar="NAME",
    callback=packages,
    help="Add a system package to the last stage, such as one that 'venvoy compare' found missing.",
)
@click.option(
    "--add-missing", is_flag=True, help="With --verify: add system packages that turn out to be missing, and try again."
)
@click.option("--yes", is_flag=True, help="With --verify: build without asking first.")
@click.option("--allow-dirty", is_flag=True, help="Write also over changes that are not committed.")
def migrate(
    path: str,
    *,
    diff: bool,
    stdout: bool,
    write: bool,
    accept: str,
    keep: tuple[str, ...],
    installer: str,
    venv: str,
    shape: str,
    more: tuple[str, ...],
    less: tuple[str, ...],
    verify: bool,
    added: tuple[str, ...],
    add_missing: bool,
    yes: bool,
    allow_dirty: bool,
) -> Exit:
    """Rewrite the Dockerfile at PATH so that its application lives in a virtual environment.

    PATH is a Dockerfile, a directory with one Dockerfile in it, or - for standard input.

    With --diff, exits with 1 when something would change and with 0 when not. The reasons, and what is left alone, are
    told on standard error.
    """
    from venvoy.cli.deciding import Accept, Wishes

    if verify and not write:
        raise click.UsageError("--verify needs --write; 'venvoy compare' only compares.")
    if diff + stdout + write > 1:
        raise click.UsageError("--diff, --stdout and --write exclude each other.")
    if add_missing and not verify:
        raise click.UsageError("--add-missing needs --verify, which finds what is missing.")
    choices = Choices(
        installer=InstallerChoice(installer),
        venv=venv,
        extras=_extras(more, less),
        shape=Shape(shape),
        packages=added,
    )
    wishes = Wishes(Accept(accept), keep, choices)
    if write:
        from venvoy.cli.writing import Verify, write_rewrite

        return write_rewrite(path, wishes, verify=Verify(yes, add_missing) if verify else None, allow_dirty=allow_dirty)
    from venvoy.cli.proposing import propose

    return propose(path, wishes, whole=stdout)


def _extras(more: tuple[str, ...], less: tuple[str, ...]) -> frozenset[Extra]:
    both = set(more) & set(less)
    if both:
        raise click.UsageError(f"--extra and --no-extra both name {min(both)}.")
    return (DEFAULT_EXTRAS | {Extra(name) for name in more}) - {Extra(name) for name in less}
