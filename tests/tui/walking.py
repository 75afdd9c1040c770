"""What tests do with a pilot."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from textual.pilot import Pilot
from textual.widget import Widget

from venvoy.session import Session
from venvoy.tui.app import VenvoyApp
from venvoy.tui.frame import Notice
from venvoy.tui.text_view import TextView

Begin = Callable[..., VenvoyApp]


@asynccontextmanager
async def walk(app: VenvoyApp, size: tuple[int, int] = (120, 40)) -> AsyncIterator[Pilot[None]]:
    """Run *app* until everything is there."""
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        yield pilot


async def settle(pilot: Pilot[None]) -> None:
    """Wait until nothing is under way."""
    quiet = 0
    while quiet < 2:
        quiet = 0 if len(pilot.app.workers) else quiet + 1
        await pilot.app.workers.wait_for_complete()
        await pilot.pause()


async def press(pilot: Pilot[None], *keys: str) -> None:
    """Press *keys*, each after the one before has had its effect."""
    for key in keys:
        await pilot.press(key)
        await settle(pilot)


async def click(pilot: Pilot[None], x: int, y: int) -> None:
    """Click on a cell of the screen."""
    await pilot.click(offset=(x, y))
    await settle(pilot)


def drawn(app: VenvoyApp) -> list[str]:
    """Return the screen as rows of text."""
    width, height = app.size
    strips = app.screen._compositor.render_strips()  # noqa: SLF001 - there is no public way to what is on the screen
    return [strip.text.ljust(width) for strip in strips[:height]]


def where(app: VenvoyApp, text: str, below: int = 0) -> tuple[int, int]:
    """Return the cell where *text* starts on the screen, looking from row *below*."""
    for y, row in enumerate(drawn(app)[below:], below):
        if text in row:
            return row.index(text), y
    raise AssertionError(f"{text!r} is not on the screen:\n" + "\n".join(drawn(app)))


def sitting(app: VenvoyApp) -> Session:
    """Return the session, which is there."""
    assert app.session is not None
    return app.session


def said(app: VenvoyApp) -> str:
    """Return the notice that is shown."""
    return str(app.screen.query_one(Notice).content)


def text_of(app: VenvoyApp, selector: str) -> str:
    """Return all text of a pane."""
    return app.screen.query_one(selector, TextView).plain


def focused(app: VenvoyApp) -> Widget:
    """Return the widget that has the keys."""
    assert app.focused is not None
    return app.focused
