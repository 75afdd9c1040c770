"""``venvoy trace``: where the packages go, drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click
from attrs import evolve

from venvoy.cli.exits import Exit
from venvoy.cli.paths import PATH
from venvoy.model.isolation import Standing

if TYPE_CHECKING:
    from collections.abc import Callable

    from venvoy.model.analysis import Analysis
    from venvoy.model.companion import Place
    from venvoy.model.isolation import Isolation
    from venvoy.reports.trace_svg import Picture


@click.command(short_help="Draw where the packages go.")
@click.argument("path", metavar="PATH", type=PATH)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "svg", "json"]),
    default="text",
    show_default=True,
    help="For a terminal, as a picture that fetches nothing, or for a program (venvoy.trace/1).",
)
@click.option("--migrated", is_flag=True, help="Draw beside it what 'venvoy migrate' makes of it.")
@click.option(
    "--isolated", is_flag=True, help="Tell instead whether it may run with python -I, and what it would take."
)
def trace(path: str, form: str, *, migrated: bool, isolated: bool) -> Exit:
    """Draw the stages, the packages that travel between them, and where Python looks for them in the end.

    PATH is a Dockerfile, a directory with one Dockerfile in it, or - for standard input.

    With --isolated, the application's own modules are followed from what starts onwards; none is executed. The JSON
    then is venvoy.isolated/1.
    """
    if isolated and (migrated or form == "svg"):
        raise click.UsageError("--isolated is text or JSON, of the file as it is: without --migrated and --format svg.")
    from venvoy.cli import output
    from venvoy.cli.inputs import analyse_single
    from venvoy.model.dockerfile import Unreadable
    from venvoy.reports.trace_svg import Picture

    found = analyse_single(path)
    if isinstance(found, Unreadable):
        output.complain(found)
        return Exit.FAILED
    source, analysis = found
    if isolated:
        output.data(_isolated(analysis, form, source.name))
        return Exit.OK
    pictures = [Picture("before", analysis.trace, analysis.dockerfile)]
    if migrated:
        pictures.append(migrated_picture(analysis))
    output.data(_drawn(pictures, form, source.name))
    return Exit.OK


def migrated_picture(analysis: Analysis) -> Picture:
    """Return the trace of the file with everything accepted whose rewrite is certain."""
    from venvoy import migration
    from venvoy.cli.deciding import Wishes, decided
    from venvoy.model.analysis import Analysis
    from venvoy.reports.trace_svg import Picture
    from venvoy.session import Session

    session = decided(analysis, Wishes())
    assert isinstance(session, Session)  # noqa: S101 - no name was given that could be unknown
    made = migration.plan(analysis, session.decisions)
    after = migration.analyse(made.after, made.path)
    assert isinstance(after, Analysis)  # noqa: S101 - a plan is never one that cannot be read
    return Picture("after", after.trace, after.dockerfile)


def _isolated(analysis: Analysis, form: str, path: str) -> str:
    from venvoy import migration
    from venvoy.cli import output
    from venvoy.reports.isolation import isolation_json, isolation_text

    found = migration.isolation(analysis)
    beside = _at_odds(analysis, found)
    if form == "json":
        return isolation_json(found, path, beside)
    return isolation_text(found, path, output.prose_width(), beside)


def _at_odds(analysis: Analysis, found: Isolation) -> tuple[Place, ...]:
    """Return what of the compose files beside the Dockerfile would be at odds with -I, if that were chosen."""
    from venvoy import migration
    from venvoy import repository_migration as hall
    from venvoy.cli.deciding import everything
    from venvoy.model.plan import Extra

    possible = found.standing is Standing.WORKS or (found.installed is not None and found.installed.offered)
    around = hall.neighbourhood(analysis) if possible else None
    if around is None:
        return ()
    decisions = everything(analysis).decisions
    extras = decisions.choices.extras | {Extra.INSTALLED_PROJECT, Extra.ISOLATED_MODE}
    chosen = evolve(decisions, choices=evolve(decisions.choices, extras=extras))
    along = hall.writes_beside(analysis, around.listing.root)
    made = migration.plan(analysis, chosen, lambda _: found, beside=along)
    companions, _ = hall.companions_of(analysis, made, around)
    places = (place for one in companions for place in one.companion.places)
    return tuple(place for place in places if place.page == Extra.ISOLATED_MODE.value)


def _drawn(pictures: list[Picture], form: str, path: str) -> str:
    from venvoy.cli import output

    if form == "svg":
        from venvoy.reports.trace_svg import trace_svg

        return trace_svg(pictures)
    if form == "json":
        from venvoy.reports.trace_json import trace_json

        return trace_json(pictures, path)
    from venvoy.reports.trace_picture import trace_text, two_texts

    def draw(one: Picture) -> Callable[[int], str]:
        return lambda width: trace_text(one.trace, one.dockerfile, width)

    if len(pictures) == 1:
        return draw(pictures[0])(output.width())
    before, after = pictures
    return two_texts((before.title, after.title), (draw(before), draw(after)), output.width())
