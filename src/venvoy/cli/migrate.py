"""``venvoy migrate``: the rewrite as a diff, as a whole file, or written."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

import click
from attrs import frozen

from venvoy.cli.exits import Exit
from venvoy.cli.packages import packages
from venvoy.cli.paths import PATH
from venvoy.model.plan import DEFAULT_EXTRAS, Choices, Extra, InstallerChoice, Shape

if TYPE_CHECKING:
    from venvoy.cli.deciding import Wishes


class Scope(Enum):
    """How far a migration goes."""

    DOCKERFILE = "dockerfile"
    REPOSITORY = "repository"
    """Also the files beside the Dockerfile that go by where packages lie."""


@frozen
class _Ways:
    """What is to become of the plan of a repository."""

    write: bool
    as_json: bool
    patch: str | None
    branch: str | None
    commit: bool
    verify: bool
    yes: bool


EXTRAS = click.Choice([extra.value for extra in Extra])


def _venv(ctx: click.Context, param: click.Parameter, value: str) -> str:
    from pathlib import PurePosixPath

    from venvoy.tui.venv_path import objection

    if wrong := objection(value):
        raise click.BadParameter(f"{wrong}.", ctx, param)
    return str(PurePosixPath(value))


@click.command(short_help="Show, print or write the rewritten Dockerfile, or repository.")
@click.argument("path", metavar="PATH", type=PATH)
@click.option(
    "--scope",
    type=click.Choice([scope.value for scope in Scope]),
    default=Scope.DOCKERFILE.value,
    show_default=True,
    help="repository: also the files beside the Dockerfiles that go by where packages lie.",
)
@click.option("--diff", is_flag=True, help="Print the difference, for git apply or patch; the default.")
@click.option("--stdout", is_flag=True, help="Print the whole rewritten Dockerfile.")
@click.option("--write", is_flag=True, help="Write it, so that 'venvoy undo' can take it back.")
@click.option("--json", "as_json", is_flag=True, help="With --scope repository: print the plan, venvoy.repository/1.")
@click.option("--patch", metavar="FILE", help="With --scope repository: write the difference to FILE, for git apply.")
@click.option("--branch", metavar="NAME", help="With --scope repository and --write: make this branch for it first.")
@click.option("--commit", is_flag=True, help="With --branch: commit what is written, and nothing else; never a push.")
@click.option(
    "--accept",
    type=click.Choice(["safe", "all"]),
    default="safe",
    show_default=True,
    help="safe: findings whose rewrite is certain; all: also those that a person should look at.",
)
@click.option(
    "--keep",
    multiple=True,
    metavar="ID",
    help="Keep a finding (user-install:4), a shortcut (user-install), a place beside the Dockerfile, or a file.",
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
    scope: str,
    diff: bool,
    stdout: bool,
    write: bool,
    as_json: bool,
    patch: str | None,
    branch: str | None,
    commit: bool,
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

    PATH is a Dockerfile, a directory with one Dockerfile in it, or - for standard input. With --scope repository it is
    a Dockerfile, or a directory with any number of them, and what goes by the old layout beside them changes along:
    compose files, scripts, settings, Python source.

    With --diff and --json, exits with 1 when something would change and with 0 when not. The reasons, and what is left
    alone, are told on standard error.
    """
    from venvoy.cli.deciding import Accept, Wishes

    if verify and not write:
        raise click.UsageError("--verify needs --write; 'venvoy compare' only compares.")
    if diff + stdout + write + as_json + (patch is not None) > 1:
        raise click.UsageError("--diff, --stdout, --write, --json and --patch exclude each other.")
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
    if Scope(scope) is Scope.REPOSITORY:
        if stdout or add_missing:
            raise click.UsageError("--stdout and --add-missing are about one Dockerfile; leave out --scope repository.")
        ways = _Ways(write, as_json, patch, branch, commit, verify, yes)
        return _repository(path, wishes, ways, allow_dirty=allow_dirty)
    if as_json or commit or (patch, branch) != (None, None):
        raise click.UsageError("--json, --patch, --branch and --commit need --scope repository.")
    if write:
        from venvoy.cli.writing import Verify, write_rewrite

        return write_rewrite(path, wishes, verify=Verify(yes, add_missing) if verify else None, allow_dirty=allow_dirty)
    from venvoy.cli.proposing import propose

    return propose(path, wishes, whole=stdout)


def _repository(path: str, wishes: Wishes, ways: _Ways, *, allow_dirty: bool) -> Exit:
    from venvoy.cli import repository_ways as room

    if ways.branch is not None and not ways.write:
        raise click.UsageError("--branch needs --write.")
    if ways.commit and ways.branch is None:
        raise click.UsageError("--commit needs --branch, so that your own branch stays as it is.")
    if ways.patch is not None:
        return room.patch_repository(path, wishes, ways.patch)
    if ways.write:
        branch = None if ways.branch is None else room.Branch(ways.branch, ways.commit)
        from venvoy.cli.writing import Verify

        verify = Verify(ways.yes) if ways.verify else None
        return room.write_repository(path, wishes, verify=verify, allow_dirty=allow_dirty, branch=branch)
    return room.propose_repository(path, wishes, as_json=ways.as_json)


def _extras(more: tuple[str, ...], less: tuple[str, ...]) -> frozenset[Extra]:
    both = set(more) & set(less)
    if both:
        raise click.UsageError(f"--extra and --no-extra both name {min(both)}.")
    return (DEFAULT_EXTRAS | {Extra(name) for name in more}) - {Extra(name) for name in less}
