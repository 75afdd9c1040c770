"""The pictures of the README and the docs: the real session on a sample that ships, with nothing made up."""

from __future__ import annotations

import asyncio
import os
import re
from pathlib import Path

import pytest
from tests.tui.walking import press, settle

from venvoy import samples
from venvoy.tui.app import VenvoyApp
from venvoy.tui.house import House

PICTURES = Path(__file__).parents[2] / "snapshots" / "pictures"

SHOWN: dict[str, tuple[str, ...]] = {
    "review": (),
    "trace": ("t",),
    "choose": ("A", "3"),
    "preview": ("A", "4", "n"),
    "apply": ("A", "5"),
}
"""Name → the keys that lead there from the first screen."""


def _settled(svg: str) -> str:
    """Take out the identity that each export invents for its styles."""
    return re.sub(r"terminal-\d+", "terminal-0", svg)


async def _picture(keys: tuple[str, ...]) -> str:
    app = VenvoyApp(Path("invoice-worker/Dockerfile"), House())
    async with app.run_test(size=(132, 36)) as pilot:
        await settle(pilot)
        for key in keys:
            await press(pilot, key)
            await settle(pilot)
        return _settled(app.export_screenshot(title="venvoy"))


@pytest.mark.parametrize("name", SHOWN)
def test_picture_is_what_the_session_shows(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A picture of the README is drawn by the running app, from a sample, and is up to date."""
    samples.copy_to("invoice-worker", tmp_path)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("VENVOY_STATE_DIR", str(tmp_path / "state"))
    drawn = asyncio.run(_picture(SHOWN[name]))
    kept = PICTURES / f"{name}.svg"
    if os.environ.get("VENVOY_UPDATE_SNAPSHOTS") == "1":
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.write_text(drawn, encoding="utf-8")

    assert kept.read_text(encoding="utf-8") == drawn
