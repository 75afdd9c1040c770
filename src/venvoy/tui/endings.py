"""An app ended from outside: by SIGTERM, or because its terminal was closed. It leaves nothing behind."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Callable
from types import FrameType

from textual.app import App

from venvoy.workspace.hangup import asking_to_end, let_go_of_lost_terminal

_BY_SIGNAL = 128
"""What shells add to the number of the signal that a program ended by."""


def hold(app: App[None], leave: Callable[[], object]) -> int:
    """Run *app*, which *leave* asks to end in good order, and return its exit code."""
    return asyncio.run(_held(app, leave))


async def _held(app: App[None], leave: Callable[[], object]) -> int:
    loop = asyncio.get_running_loop()
    told: list[int] = []

    def end(number: int, frame: FrameType | None) -> None:  # noqa: ARG001 - as signal calls it
        # At once, and not in the loop: whatever the app draws meanwhile would be an error.
        let_go_of_lost_terminal()
        if not told:  # a shell that goes with its terminal sends the signal a second time
            loop.call_soon_threadsafe(leave)
        told.append(number)

    before = {number: signal.signal(number, end) for number in asking_to_end()}
    try:
        await app.run_async()
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    return _BY_SIGNAL + told[0] if told else app.return_code or 0
