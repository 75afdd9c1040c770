"""The pictures of the README and the docs: the real session on a sample that ships, with nothing made up."""

from __future__ import annotations

import asyncio
import os
import re
import subprocess
from pathlib import Path

import pytest
from tests.tui.walking import press, settle

from venvoy import samples
from venvoy.tui.app import VenvoyApp
from venvoy.tui.house import House

SOMEBODY = ("-c", "user.name=Somebody", "-c", "user.email=somebody@example.com")
PICTURES = Path(__file__).parents[2] / "snapshots" / "pictures"

SHOWN: dict[str, tuple[str, ...]] = {
    "review": (),
    "trace": ("t",),
    "choose": ("A", "3"),
    "preview": ("A", "4", "n"),
    "apply": ("A", "5"),
}
"""Name → the keys that lead there from the first screen."""
TUTORIAL: dict[str, tuple[str, ...]] = {
    "tutorial-review": (),
    "tutorial-preview": ("a", "3", "4"),
    "tutorial-apply": ("a", "3", "4", "5"),
}
"""The same for the tutorial, with its sample and its keys."""


def _settled(svg: str) -> str:
    """Take out the identity that each export invents for its styles."""
    return re.sub(r"terminal-\d+", "terminal-0", svg)


async def _picture(path: str, keys: tuple[str, ...]) -> str:
    app = VenvoyApp(Path(path), House())
    async with app.run_test(size=(132, 36)) as pilot:
        await settle(pilot)
        for key in keys:
            await press(pilot, key)
            await settle(pilot)
        return _settled(app.export_screenshot(title="venvoy"))


def _kept(name: str, drawn: str) -> str:
    """Return the picture called *name* as it is kept; where the snapshots are written anew, that is *drawn*."""
    kept = PICTURES / f"{name}.svg"
    if os.environ.get("VENVOY_UPDATE_SNAPSHOTS") == "1":
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.write_text(drawn, encoding="utf-8")
    return kept.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", SHOWN)
def test_picture_is_what_the_session_shows(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A picture of the README is drawn by the running app, from a sample, and is up to date."""
    samples.copy_to("invoice-worker", tmp_path)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("VENVOY_STATE_DIR", str(tmp_path / "state"))
    drawn = asyncio.run(_picture("invoice-worker/Dockerfile", SHOWN[name]))

    assert _kept(name, drawn) == drawn


@pytest.mark.parametrize("name", TUTORIAL)
def test_picture_is_what_the_tutorial_leads_to(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A picture of the tutorial is drawn by the running app, where its commands and keys have led."""
    copy = samples.copy_to("fastapi-quotes", tmp_path)
    monkeypatch.chdir(copy)
    monkeypatch.setenv("VENVOY_STATE_DIR", str(tmp_path / "state"))
    for command in (("init", "-b", "main"), ("add", "."), (*SOMEBODY, "commit", "-m", "Begin")):
        subprocess.run(["git", *command], check=True, capture_output=True)
    drawn = asyncio.run(_picture("Dockerfile", TUTORIAL[name]))

    assert _kept(name, drawn) == drawn
