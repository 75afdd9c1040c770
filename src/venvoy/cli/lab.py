"""``venvoy lab``: an experiment on this machine, with a prediction first."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from venvoy.cli.exits import Exit

if TYPE_CHECKING:
    from venvoy.model.lab import Lab


@click.command(short_help="Try on this machine what a page claims.")
@click.argument("name", metavar="[NAME]", required=False)
@click.option(
    "--predict", metavar="NUMBER", type=click.IntRange(min=1), help="What you expect, instead of being asked."
)
def lab(name: str | None, *, predict: int | None) -> Exit:
    """Run a small experiment: the commands are shown, you predict, they run, and what came out is explained.

    It runs with your own Python in a directory for temporary files, with a HOME of its own and without a network, and
    leaves nothing behind. Labs with containers say so: your engine may have to fetch an image for them. Without a NAME,
    all are listed.
    """
    from venvoy.cli import output
    from venvoy.labs.catalogue import lab as read
    from venvoy.labs.running import obstacle

    if name is None:
        output.data(_listing())
        return Exit.OK
    found = read(name)
    if found is None:
        output.say(_unknown(name))
        return Exit.FAILED
    if predict is not None and predict > len(found.answers):
        raise click.BadParameter(f"there are {len(found.answers)} answers.", param_hint="--predict")
    if (why := obstacle(found)) is not None:
        output.say(f"{why.reason} {why.next_step}")
        return Exit.FAILED
    return _run(found, predict)


def _run(lab: Lab, predict: int | None) -> Exit:
    from venvoy.cli import output
    from venvoy.cli.comparing import cancelling
    from venvoy.labs.running import carry_out
    from venvoy.reports.lab import intro_text, result_text, told_text

    width = output.prose_width()
    output.data(intro_text(lab, width))
    with cancelling() as interrupts:
        predicted = predict - 1 if predict is not None else _asked(lab)
        interrupts.asking = False
        output.data("\n")
        result = carry_out(lab, lambda told: output.data(told_text(told)), interrupts.cancelled)
    if interrupts.cancelled.is_set():
        return Exit.INTERRUPTED
    output.data("\n" + result_text(lab, result, predicted, width))
    return Exit.OK if result.outcome is not None else Exit.UNEXPECTED


def _asked(lab: Lab) -> int | None:
    """Return what the person predicts, from 0; None from one who only wants to see, or cannot be asked."""
    import sys

    from venvoy.cli import output

    if sys.stdin is None or not sys.stdin.isatty():
        output.say("A prediction is asked for on a terminal only; --predict NUMBER gives one.")
        return None
    while True:
        output.say(f"Your prediction (1-{len(lab.answers)}, or Enter to see it without one):")
        said = sys.stdin.readline().strip()
        if not said:
            return None
        if said.isdecimal() and 1 <= int(said) <= len(lab.answers):
            return int(said) - 1


def _listing() -> str:
    from venvoy.labs.catalogue import lab as read
    from venvoy.labs.catalogue import names
    from venvoy.model.lab import Need

    labs = [found for found in map(read, names()) if found is not None]
    column = max(len(one.name) for one in labs)
    return "".join(
        f"{one.name:{column}}  {one.title}{' (with containers)' if Need.ENGINE in one.needs else ''}\n" for one in labs
    )


def _unknown(name: str) -> str:
    from difflib import get_close_matches

    from venvoy.labs.catalogue import names
    from venvoy.reports.terminal import safe

    close = get_close_matches(name, names())
    rest = f"Did you mean {' or '.join(close)}?" if close else "'venvoy lab' lists all."
    return f"There is no lab called {safe(name)}. {rest}"
