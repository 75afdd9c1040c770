"""``venvoy explain``: both sides of a shortcut."""

from __future__ import annotations

import click

from venvoy.cli.exits import Exit

EXAMPLE = "(Lines, images and paths on this page are those of a made-up example; 'venvoy PATH' shows it with your own.)"


@click.command(short_help="Tell both sides of a shortcut.")
@click.argument("shortcut", metavar="[SHORTCUT]", required=False)
def explain(shortcut: str | None) -> Exit:
    """Tell why people take a shortcut, what it costs, and when it is fine to keep.

    SHORTCUT is a name, such as user-install. Of the id of a finding, such as user-install:4, only the name counts: the
    page is that of an example, and 'venvoy PATH' shows it with your own lines. The ideas behind them have pages too,
    such as venv-on-disk or both-sides. Without a SHORTCUT, all are listed.
    """
    from venvoy.cli import output
    from venvoy.model.page import PageKind
    from venvoy.reports.page import explain_text
    from venvoy.shortcuts.pages import page

    if shortcut is None:
        output.data(_listing())
        return Exit.OK
    found = page(shortcut.partition(":")[0])
    if found is None:
        output.say(_unknown(shortcut))
        return Exit.FAILED
    output.data(explain_text(found, output.prose_width(), "" if found.kind is PageKind.IDEA else EXAMPLE))
    return Exit.OK


def _listing() -> str:
    from venvoy.shortcuts.pages import names, page

    pages = [found for found in map(page, names()) if found is not None]
    column = max(len(found.name) for found in pages)
    return "".join(f"{found.name:{column}}  {found.title}\n" for found in pages)


def _unknown(shortcut: str) -> str:
    from difflib import get_close_matches

    from venvoy.reports.terminal import safe
    from venvoy.shortcuts.pages import names

    close = get_close_matches(shortcut, names())
    rest = f"Did you mean {' or '.join(close)}?" if close else "'venvoy explain' lists all."
    return f"There is no shortcut called {safe(shortcut)}. {rest}"
