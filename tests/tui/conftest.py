"""The session in a test: its own state, no environment of the machine, both sizes of terminal."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.tui.made import MadeRooms, shop
from tests.tui.terminal import Terminal

from venvoy.tui.app import VenvoyApp


@pytest.fixture(autouse=True)
def _quiet(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let nothing of the machine's environment change what is drawn."""
    for name in ("NO_COLOR", "COLORFGBG", "VENVOY_STATE_DIR", "TEXTUAL_THEME"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(name="size", params=[(80, 24), (160, 45)], ids=["80x24", "160x45"])
def _size(request: pytest.FixtureRequest) -> tuple[int, int]:
    """Both sizes that the session has to be good at."""
    size: tuple[int, int] = request.param
    return size


@pytest.fixture(name="state")
def _state(tmp_path: Path) -> Path:
    """Where sittings are remembered."""
    return tmp_path / "state"


@pytest.fixture(name="begin")
def _begin(state: Path) -> Callable[..., VenvoyApp]:
    """Make an app on the shop, or on other rooms."""

    def begin(path: Path | None = None, rooms: MadeRooms | None = None) -> VenvoyApp:
        where, made = shop()
        rooms = rooms or made
        rooms.state = state
        return VenvoyApp(path or where, rooms)

    return begin


@pytest.fixture(name="terminal")
def _terminal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Terminal]:
    """Start no session yet; end the server afterwards, whatever happened."""
    if shutil.which("tmux") is None and not os.environ.get("VENVOY_REQUIRE_ENGINE"):
        pytest.skip("tmux is not installed")
    terminal = Terminal(tmp_path_factory.mktemp("t") / "s")
    yield terminal
    terminal.end()
