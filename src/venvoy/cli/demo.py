"""``venvoy demo``: the session on a copy of a small sample."""

from __future__ import annotations

import click

from venvoy.cli.exits import Exit
from venvoy.cli.paths import PATH

DEFAULT_SAMPLE = "fastapi-quotes"


@click.command(short_help="Open the session on a copy of a small sample.")
@click.argument("name", metavar="[NAME]", default=DEFAULT_SAMPLE)
@click.option("--list", "listing", is_flag=True, help="List the samples.")
@click.option("--plain", is_flag=True, help="Print the walk as text, with every safe rewrite accepted.")
@click.option("--into", metavar="DIRECTORY", type=PATH, help="Only copy the sample, to a new directory in this one.")
def demo(name: str, *, listing: bool, plain: bool, into: str | None) -> int:
    """Copy a sample application to a temporary directory and open the guided session on it.

    Without a terminal, and with --plain, the same walk is printed as text and the copy is removed again. With --into,
    the copy is yours to try things on, and nothing is opened.
    """
    from venvoy import samples
    from venvoy.cli import output

    if listing:
        output.data(_listing())
        return Exit.OK
    if name not in samples.names():
        output.say(_unknown(name))
        return Exit.FAILED
    if into is not None:
        return _copied(name, into)
    return _told(name) if plain or not output.is_conversation() else _opened(name)


def _listing() -> str:
    from venvoy import samples

    column = max(map(len, samples.names()))
    return "".join(f"{name:{column}}  {samples.sample(name).story}\n" for name in samples.names())


def _unknown(name: str) -> str:
    from difflib import get_close_matches

    from venvoy import samples
    from venvoy.reports.terminal import safe

    close = get_close_matches(name, samples.names())
    rest = f"Did you mean {' or '.join(close)}?" if close else "'venvoy demo --list' lists all."
    return f"There is no sample called {safe(name)}. {rest}"


def _copied(name: str, into: str) -> int:
    from pathlib import Path

    from venvoy import samples
    from venvoy.cli import output
    from venvoy.reports.terminal import safe

    place = Path(into, name)
    try:
        samples.copy_to(name, Path(into))
    except FileExistsError:
        output.say(f"{safe(str(place))} is there already, and was left as it is.")
        return Exit.FAILED
    output.say(f"The sample is in {safe(str(place))}")
    return Exit.OK


def _told(name: str) -> int:
    from pathlib import Path
    from tempfile import TemporaryDirectory

    from venvoy import samples
    from venvoy.cli.plain.asking import Scripted
    from venvoy.cli.plain.walk import walk

    with TemporaryDirectory(prefix="venvoy-demo-") as directory:
        copy = samples.copy_to(name, Path(directory))
        return walk(copy / "Dockerfile", Scripted(), called=f"{name}/Dockerfile")


def _opened(name: str) -> int:
    from pathlib import Path
    from tempfile import mkdtemp

    from venvoy import samples
    from venvoy.cli import output
    from venvoy.cli.session import converse

    copy = samples.copy_to(name, Path(mkdtemp(prefix="venvoy-demo-")))
    code = converse(str(copy / "Dockerfile"))
    output.say(f"The copy of the sample stays in {copy}")
    return code
