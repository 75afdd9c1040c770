"""``venvoy learn``: the course, lesson by lesson."""

from __future__ import annotations

import click

from venvoy.cli.exits import Exit


@click.command(short_help="Take a course on where Python packages go in an image.")
@click.argument("name", metavar="[LESSON]", required=False)
@click.option("--list", "listing", is_flag=True, help="List the lessons and which of them were done.")
@click.option("--reset", is_flag=True, help="Forget which lessons were done.")
def learn(name: str | None, *, listing: bool, reset: bool) -> int:
    """Open the course: each lesson has a page to read, a picture to look at, and something to do.

    What was done is remembered, so that the course goes on where you left it. With a LESSON, it opens there; the name
    of a page or of a finding will do as well.
    """
    from venvoy.cli import output
    from venvoy.lessons import progress
    from venvoy.lessons.catalogue import about, lesson
    from venvoy.workspace.state import state_directory

    first = None
    if name is not None:
        first = lesson(name) or about(name)
        if first is None:
            output.say(_unknown(name))
            return Exit.FAILED
    if reset and (why := progress.forget(state_directory())) is not None:
        output.say(f"It could not be forgotten: {why}.")
        return Exit.FAILED
    if listing:
        output.data(_listing())
    if listing or reset:
        return Exit.OK
    if not output.is_conversation():
        output.say(
            "The course needs a terminal. 'venvoy learn --list' lists its lessons; 'venvoy explain PAGE' and "
            "'venvoy lab NAME' do without one."
        )
        return Exit.FAILED
    from venvoy.tui.learn_app import run

    return run(first)


def _listing() -> str:
    from venvoy.lessons import progress
    from venvoy.lessons.catalogue import course
    from venvoy.workspace.state import state_directory

    done = progress.done(state_directory())
    column = max(len(one.name) for one in course())
    return "".join(
        f"{'✓' if one.name in done else '·'} {number:>2}  {one.name:{column}}  {one.title}\n"
        for number, one in enumerate(course(), 1)
    )


def _unknown(name: str) -> str:
    from difflib import get_close_matches

    from venvoy.lessons.catalogue import course
    from venvoy.reports.terminal import safe

    close = get_close_matches(name, [one.name for one in course()])
    rest = f"Did you mean {' or '.join(close)}?" if close else "'venvoy learn --list' lists all."
    return f"There is no lesson called {safe(name)}. {rest}"
