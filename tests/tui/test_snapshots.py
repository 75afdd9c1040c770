"""What the screens look like: few pictures, each of them on purpose.

After a change that is meant: look at them (they open in a browser) and take them over with ``--snapshot-update``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import pytest_textual_snapshot
from attrs import evolve
from tests.tui.made import shop
from tests.tui.test_compare import screen as compare_screen
from tests.tui.test_compare import start
from tests.tui.test_doctor import MISSING, paste
from tests.tui.test_open import ROOT, rooms
from tests.tui.walking import Begin, press, settle
from textual.pilot import Pilot

from repositories.fixture_repository import copy_to, repository
from venvoy.labs import running
from venvoy.lessons import progress
from venvoy.lessons.catalogue import lesson
from venvoy.model.lab import CannotRun
from venvoy.tui.app import VenvoyApp
from venvoy.tui.house import House
from venvoy.tui.learn_app import LearnApp

PICTURES = Path(__file__).parents[2] / "snapshots" / "screens"

SCREENS: dict[str, tuple[str, ...]] = {
    "review": (),
    "review-decided": ("a", "k", *"wanted", "enter"),
    "choose": ("a", "3", "down", "down"),
    "preview": ("a", "4", "n"),
    "preview-sides": ("a", "4", "s", "n"),
    "apply": ("a", "5"),
    "done": ("a", "5", "enter"),
    "trace": ("a", "t"),
    "help": ("question_mark",),
}
"""Name → the keys that lead there."""


class _Pictures(pytest_textual_snapshot.SVGImageExtension):
    """SVG files by their own names, in the folder that holds what the project looks like."""

    @classmethod
    def dirname(cls, *, test_location: Any) -> str:  # noqa: ARG003 - the extension's signature
        return str(PICTURES)

    @classmethod
    def get_snapshot_name(cls, *, test_location: Any, index: Any = 0) -> str:  # noqa: ARG003 - as above
        return str(test_location.item.callspec.id)


@pytest.fixture(autouse=True)
def _in_their_folder(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Keep the pictures where a person looks for them."""
    monkeypatch.setattr(pytest_textual_snapshot, "SVGImageExtension", _Pictures)
    return


CASES = [
    pytest.param(name, keys, size, "", id=f"{name}-{size[0]}x{size[1]}")
    for name, keys in SCREENS.items()
    for size in ((80, 24), (120, 40))
]
CASES += [
    pytest.param("review", (), (160, 45), "", id="review-160x45"),
    pytest.param("review", (), (120, 40), "venvoy-light", id="review-light-120x40"),
    pytest.param("preview", ("a", "4", "n"), (120, 40), "venvoy-light", id="preview-light-120x40"),
    pytest.param("open", (), (80, 24), "", id="open-80x24"),
    pytest.param("open", (), (120, 40), "", id="open-120x40"),
    pytest.param("compare", ("a", "6"), (80, 24), "", id="compare-80x24"),
    pytest.param("compare-result", ("a", "6", "enter"), (160, 45), "", id="compare-result-160x45"),
    pytest.param("compare-result", ("a", "6", "enter"), (80, 24), "", id="compare-result-80x24"),
]


@pytest.mark.parametrize(("name", "keys", "size", "theme"), CASES)
def test_screen(
    begin: Begin,
    snap_compare: Callable[..., bool],
    name: str,
    keys: tuple[str, ...],
    size: tuple[int, int],
    theme: str,
) -> None:
    """The screen looks as it was approved."""
    app = begin(ROOT, rooms()) if name == "open" else begin()

    async def lead(pilot: Pilot[None]) -> None:
        await settle(pilot)
        await press(pilot, *keys)

    if theme:
        app.theme = theme

    assert snap_compare(app, terminal_size=size, run_before=lead)


@pytest.mark.parametrize("size", [pytest.param((160, 45), id="compare-running-160x45")])
def test_screen_of_a_build(begin: Begin, snap_compare: Callable[..., bool], size: tuple[int, int]) -> None:
    """Both builds are in view while they go on, at a time that stands still for the picture."""
    path, made = shop()
    app = begin(path, made)

    async def lead(pilot: Pilot[None]) -> None:
        await settle(pilot)
        await start(pilot, made)
        screen = compare_screen(app)
        trial = screen.trial
        assert trial is not None
        sides = {name: evolve(side, begun=100.0) for name, side in trial.sides.items()}
        screen.trial, screen.now = evolve(trial, started=60.0, sides=sides), lambda: 107.0
        screen.tick()
        await pilot.pause()

    assert snap_compare(app, terminal_size=size, run_before=lead)


@pytest.mark.parametrize("size", [pytest.param((80, 24), id="doctor-80x24")])
def test_screen_of_the_doctor(begin: Begin, snap_compare: Callable[..., bool], size: tuple[int, int]) -> None:
    """A message that was pasted has its causes, and the ways on from them."""

    async def lead(pilot: Pilot[None]) -> None:
        await settle(pilot)
        await press(pilot, "D")
        await paste(pilot, MISSING)

    assert snap_compare(begin(), terminal_size=size, run_before=lead)


@pytest.mark.parametrize(
    ("keys", "size"),
    [
        pytest.param(("a", "n"), (160, 45), id="review-beside-160x45"),
        pytest.param(("a", "4", *"]]"), (160, 45), id="preview-tree-160x45"),
        pytest.param(("a", "4", "tab"), (80, 24), id="preview-tree-80x24"),
    ],
)
def test_screen_of_a_repository(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    snap_compare: Callable[..., bool],
    keys: tuple[str, ...],
    size: tuple[int, int],
) -> None:
    """What stands beside the Dockerfile is in the list, and a tree of files stands beside the diff."""
    monkeypatch.setenv("VENVOY_STATE_DIR", str(tmp_path / "state"))
    root = copy_to(repository("django-user-install"), tmp_path)
    monkeypatch.chdir(root)
    app = VenvoyApp(Path("Dockerfile"), House())

    async def lead(pilot: Pilot[None]) -> None:
        await settle(pilot)
        await settle(pilot)
        await press(pilot, *keys)

    assert snap_compare(app, terminal_size=size, run_before=lead)


@pytest.mark.parametrize(
    ("keys", "size"),
    [
        pytest.param(("space", "down", "space"), (80, 24), id="open-marked-80x24"),
        pytest.param(("space", "down", "space", "enter", "a", "4"), (160, 45), id="preview-several-160x45"),
    ],
)
def test_screen_of_several(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    snap_compare: Callable[..., bool],
    keys: tuple[str, ...],
    size: tuple[int, int],
) -> None:
    """Services and files beside are told below the list; marked Dockerfiles are one plan with one tree."""
    monkeypatch.setenv("VENVOY_STATE_DIR", str(tmp_path / "state"))
    monkeypatch.chdir(copy_to(repository("monorepo-three-services"), tmp_path))
    app = VenvoyApp(Path(), House())

    async def lead(pilot: Pilot[None]) -> None:
        await settle(pilot)
        await settle(pilot)
        await press(pilot, *keys)

    assert snap_compare(app, terminal_size=size, run_before=lead)


LESSONS = [
    pytest.param("", (), (160, 45), id="learn-course-160x45"),
    pytest.param("user-install", ("s",), (80, 24), id="learn-lesson-80x24"),
]


@pytest.mark.parametrize(("name", "keys", "size"), LESSONS)
def test_screen_of_the_course(
    state: Path,
    monkeypatch: pytest.MonkeyPatch,
    snap_compare: Callable[..., bool],
    name: str,
    keys: tuple[str, ...],
    size: tuple[int, int],
) -> None:
    """The course after two lessons, and a step of the packages' way, standing still."""
    monkeypatch.setenv("VENVOY_STATE_DIR", str(state))
    monkeypatch.setattr(running, "obstacle", lambda _: CannotRun("There is none.", "Start one."))
    for done in ("import-path", "venv-on-disk"):
        progress.remember(done, state)
    app = LearnApp(House(), lesson(name))
    app.animation_level = "none"

    async def lead(pilot: Pilot[None]) -> None:
        await settle(pilot)
        await press(pilot, *keys)

    assert snap_compare(app, terminal_size=size, run_before=lead)
