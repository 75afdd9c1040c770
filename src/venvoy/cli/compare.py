"""``venvoy compare``: build the original and the rewrite, and show what differs and what it costs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from venvoy.cli.exits import Exit
from venvoy.cli.packages import packages
from venvoy.cli.paths import PATH
from venvoy.model.plan import Scope

if TYPE_CHECKING:
    from collections.abc import Mapping

    from venvoy.cli.comparing import Request, Tools
    from venvoy.model.comparison import Comparison

FEWEST_RUNS, MOST_RUNS = 1, 50


def _arguments(ctx: click.Context, param: click.Parameter, values: tuple[str, ...]) -> Mapping[str, str]:
    """Return build arguments by name; one without a value has that of the environment variable, as in docker."""
    import os

    found = {}
    for value in values:
        name, equals, given = value.partition("=")
        if not name.isidentifier():
            raise click.BadParameter("It is NAME=VALUE, or NAME for a variable of the environment.", ctx, param)
        if not equals and name not in os.environ:
            raise click.BadParameter(f"There is no variable {name} in the environment.", ctx, param)
        found[name] = given if equals else os.environ[name]
    return found


@click.command(short_help="Build before and after, and show what differs and what it costs.")
@click.argument("path", metavar="[PATH]", required=False, type=PATH)
@click.option("--before", metavar="FILE", type=PATH, help="The original; default: PATH.")
@click.option("--after", metavar="FILE", type=PATH, help="The rewrite; default: what 'venvoy migrate PATH' makes.")
@click.option("--context", metavar="DIR", type=PATH, help="The build context; default: where the original's files are.")
@click.option(
    "--accept",
    type=click.Choice(["safe", "all"]),
    default="safe",
    show_default=True,
    help="Which findings of PATH are rewritten, as in migrate.",
)
@click.option(
    "--scope",
    type=click.Choice([scope.value for scope in Scope]),
    default=Scope.DOCKERFILE.value,
    show_default=True,
    help="repository: build with the files beside PATH as migrate --scope repository changes them.",
)
@click.option(
    "--measure",
    type=click.Choice(["all", "same", "cost"]),
    default="all",
    show_default=True,
    help="same: is it the same application, without timed builds; cost: figures only.",
)
@click.option(
    "--runs",
    type=click.IntRange(FEWEST_RUNS, MOST_RUNS),
    default=3,
    show_default=True,
    help="How often each kind of build is timed; medians are told.",
)
@click.option(
    "--build-arg", "arguments", metavar="NAME[=VALUE]", multiple=True, callback=_arguments, help="A build argument."
)
@click.option("--secret", "secrets", metavar="SPEC", multiple=True, help="A build secret, as docker takes it.")
@click.option("--target", metavar="STAGE", help="The stage to build, in both.")
@click.option("--platform", metavar="OS/ARCH", help="The platform to build for.")
@click.option("--network", metavar="MODE", help="The network of RUN: default, none or host.")
@click.option("--docker-cli", metavar="PROGRAM", help="The docker client to build with.")
@click.option("--builder", metavar="NAME", help="The buildx builder, which may be a remote one.")
@click.option(
    "--timeout",
    type=click.FloatRange(min=1),
    default=3600.0,
    show_default=True,
    help="Seconds that one build may take.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "markdown", "html"]),
    default="text",
    show_default=True,
    help="How to tell it.",
)
@click.option("-o", "--output", "target_file", metavar="FILE", type=PATH, help="Write it to FILE instead.")
@click.option(
    "--add-package",
    "added",
    multiple=True,
    metavar="NAME",
    callback=packages,
    help="Add a system package to the last stage of PATH's rewrite.",
)
@click.option(
    "--add-missing", is_flag=True, help="When system packages turn out to be missing: add them, and build again."
)
@click.option("--yes", is_flag=True, help="Build without asking first.")
def compare(
    path: str | None,
    *,
    before: str | None,
    after: str | None,
    context: str | None,
    accept: str,
    scope: str,
    measure: str,
    runs: int,
    arguments: Mapping[str, str],
    secrets: tuple[str, ...],
    target: str | None,
    platform: str | None,
    network: str | None,
    docker_cli: str | None,
    builder: str | None,
    timeout: float,
    form: str,
    target_file: str | None,
    added: tuple[str, ...],
    add_missing: bool,
    yes: bool,
) -> Exit:
    """Build a Dockerfile and its rewrite, look inside both images, and show what differs and what it costs.

    PATH is a Dockerfile, or a directory with one in it. A build executes what the Dockerfile says, so the commands are
    shown and asked for first. Afterwards everything that was made is removed.

    Exits with 0 when it is the same application, 1 when it differs, 3 when a build failed, 4 without an engine.
    """
    from venvoy.cli.comparing import Request, Tools
    from venvoy.model.build import BuildSettings

    settings = BuildSettings(
        args=arguments,
        secrets=secrets,
        target=target,
        platform=platform,
        network=network,
        builder=builder,
        timeout=timeout,
    )
    if (added or add_missing) and (path is None or before is not None or after is not None):
        raise click.UsageError("Packages can be added to what 'venvoy migrate PATH' makes, and to no file of your own.")
    whole = Scope(scope) is Scope.REPOSITORY
    if whole and (path is None or before is not None or after is not None):
        raise click.UsageError("--scope repository is about what 'venvoy migrate PATH' makes, not files of your own.")
    if whole and add_missing:
        raise click.UsageError("--add-missing is about one Dockerfile; leave out --scope repository.")
    request = Request(path, before, after, context, accept, added, whole, settings)
    found = _compared(request, Tools(docker_cli, builder), measure, runs, add_missing=add_missing, yes=yes)
    if isinstance(found, Exit):
        return found
    _tell(found, form, target_file)
    return _code(found)


def _compared(
    request: Request, tools: Tools, measure: str, runs: int, *, add_missing: bool, yes: bool
) -> Comparison | Exit:
    from venvoy.cli.comparing import compare_pair, pair_of, rewrite_of

    if add_missing and request.path is not None:
        from venvoy.cli.adding import compare_adding

        made = rewrite_of(request.path, request)
        return Exit.FAILED if made is None else compare_adding(made, request, tools, measure, runs, yes=yes)[0]
    pair = pair_of(request)
    return pair if isinstance(pair, Exit) else compare_pair(pair, tools, measure, runs, yes=yes)


def _tell(comparison: Comparison, form: str, target_file: str | None) -> None:
    from pathlib import Path

    from venvoy.cli import output
    from venvoy.reports.comparison_forms import comparison_as

    text = comparison_as(comparison, form, output.prose_width())
    if target_file is None:
        output.data(text)
    else:
        Path(target_file).write_text(text, encoding="utf-8")


def _code(comparison: Comparison) -> Exit:
    from venvoy.model.comparison import SameVerdict

    return Exit.DIFFERS if comparison.verdict is SameVerdict.DIFFERS else Exit.OK
