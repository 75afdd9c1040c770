"""``venvoy doctor``: what an error message or a build log means."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from venvoy.cli.exits import Exit
from venvoy.cli.paths import PATH

if TYPE_CHECKING:
    from venvoy.model.analysis import Analysis
    from venvoy.model.diagnosis import Log
    from venvoy.model.dockerfile import Unreadable


@click.command(short_help="Tell what an error message or a build log means.")
@click.argument("log", metavar="[FILE]", type=PATH, default="-")
@click.option("--dockerfile", metavar="PATH", type=PATH, help="The Dockerfile it is about: what to change there.")
@click.option("--repository", metavar="DIR", type=PATH, help="The repository it is about: every Dockerfile in it.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="How to print it; the JSON names its schema, venvoy.doctor/1.",
)
def doctor(log: str, dockerfile: str | None, repository: str | None, form: str) -> Exit:
    """Tell the likely causes of an error message or a build log, best first, and what to change.

    FILE is the log, or - for standard input (default): a message that was pasted will do.

    Exits with 0 when a cause is known, 1 when none is, 2 when something could not be read.
    """
    from venvoy.cli import output
    from venvoy.doctor import diagnose
    from venvoy.model.diagnosis import Diagnosis
    from venvoy.model.dockerfile import Unreadable
    from venvoy.reports.diagnosis import diagnosis_json, diagnosis_text

    given = _read(log)
    if isinstance(given, Unreadable):
        output.complain(given)
        return Exit.FAILED
    analyses = _analyses([path for path in (dockerfile, repository) if path is not None])
    if isinstance(analyses, Unreadable):
        output.complain(analyses)
        return Exit.FAILED
    found = diagnose(given, analyses)
    output.data(diagnosis_json(found, given) if form == "json" else diagnosis_text(found, given, output.prose_width()))
    return Exit.OK if isinstance(found, Diagnosis) else Exit.UNKNOWN


def _read(path: str) -> Log | Unreadable:
    from venvoy.cli import output
    from venvoy.cli.inputs import STANDARD_INPUT, STANDARD_INPUT_NAME
    from venvoy.model.dockerfile import Unreadable
    from venvoy.workspace.logs import keep, read_log
    from venvoy.workspace.reading import unreadable

    if path != STANDARD_INPUT:
        return read_log(Path(path))
    if sys.stdin is None:
        return Unreadable(STANDARD_INPUT_NAME, "Standard input is closed; give the path of a log.")
    if sys.stdin.isatty():
        output.say("Paste the message, then press Ctrl-D on a line of its own.")
    try:
        return keep(sys.stdin.buffer)
    except OSError as error:
        return unreadable(Path(STANDARD_INPUT_NAME), error)


def _analyses(paths: list[str]) -> list[Analysis] | Unreadable:
    """Read every Dockerfile at *paths*; one that cannot be read, or none at all, is `Unreadable`."""
    from venvoy.cli.inputs import STANDARD_INPUT, analyse, sources
    from venvoy.model.dockerfile import Unreadable

    if STANDARD_INPUT in paths:
        return Unreadable("-", "Standard input is the log; give the path of the Dockerfile.")
    analyses = []
    for source in sources(paths):
        outcome = source if isinstance(source, Unreadable) else analyse(source)
        if isinstance(outcome, Unreadable):
            return outcome
        analyses.append(outcome)
    if paths and not analyses:
        return Unreadable(paths[0], "There is no Dockerfile here; give the path of one.")
    return analyses
