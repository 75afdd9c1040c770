"""``venvoy check``: what is found, for a person or a program."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from venvoy.cli.exits import Exit
from venvoy.cli.paths import PATH

if TYPE_CHECKING:
    from venvoy.cli.repository import Foreseen
    from venvoy.model.finding import CheckResult


@click.command(short_help="List the shortcuts that Dockerfiles take.")
@click.argument("paths", metavar="PATH...", nargs=-1, required=True, type=PATH)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="How to print it; the JSON names its schema, venvoy.check/1.",
)
@click.option(
    "--scope",
    type=click.Choice(["dockerfile", "repository"]),
    default="dockerfile",
    show_default=True,
    help="repository: also name what a migration would concern in the files beside the Dockerfiles, and what was read "
    "of their projects.",
)
def check(paths: tuple[str, ...], form: str, scope: str) -> Exit:
    """List the shortcuts that Dockerfiles take.

    A PATH is a file, a directory, of which every Dockerfile is checked, or - for standard input.

    Exits with 0 when there is nothing to migrate, 1 for findings, 2 when something could not be read. A finding that
    cannot be rewritten counts until a comment keeps it; advice, and what is better left as it is, never does. Neither
    does what stands beside a Dockerfile: it only has to follow a migration.
    """
    from venvoy.cli import output
    from venvoy.cli.inputs import analyse, sources
    from venvoy.model.dockerfile import Unreadable
    from venvoy.model.finding import CheckResult, Review
    from venvoy.reports.check import around_text, check_text, errors_text
    from venvoy.reports.terminal import safe

    reviews: list[Review] = []
    errors: list[Unreadable] = []
    for source in sources(paths):
        outcome = source if isinstance(source, Unreadable) else analyse(source)
        if isinstance(outcome, Unreadable):
            errors.append(outcome)
        else:
            reviews.append(outcome.review)
    result = CheckResult(tuple(reviews), tuple(errors))
    around = _around(paths) if scope == "repository" else None
    if form == "json":
        from venvoy.reports.json import check_json

        output.data(check_json(result, None if around is None else ((one.plan, one.projects) for one in around)))
    else:
        output.data(check_text(result, output.prose_width()))
        for one in around or ():
            output.data(around_text(one.plan, one.projects, output.prose_width()))
    if errors:
        output.say(errors_text(result))
    elif not reviews:
        output.say("There is no Dockerfile here; nothing was checked.")
    for path in filter(_is_misleading, paths):
        output.say(f"{safe(path)} is a directory, and there is no Dockerfile in it.")
    return _code(result)


def _is_misleading(path: str) -> bool:
    """Return True for a directory without a Dockerfile that is called as one: engines make it for a missing mount."""
    from pathlib import Path

    from venvoy.cli.inputs import sources
    from venvoy.workspace.discovery import is_dockerfile_name

    given = Path(path)
    return is_dockerfile_name(given.name) and given.is_dir() and not sources((path,))


def _around(paths: tuple[str, ...]) -> tuple[Foreseen, ...]:
    from venvoy.cli.inputs import STANDARD_INPUT
    from venvoy.cli.repository import foreseen

    found = (foreseen(path) for path in paths if path != STANDARD_INPUT)
    return tuple(one for one in found if one is not None)


def _code(result: CheckResult) -> Exit:
    from venvoy.model.finding import Verdict

    if result.errors:
        return Exit.FAILED
    findings = (finding for review in result.reviews for finding in review.findings)
    asks = any(not finding.advice and finding.verdict is not Verdict.KEEP for finding in findings)
    return Exit.FINDINGS if asks else Exit.OK
