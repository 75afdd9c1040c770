"""The comparison: what is asked first, what is seen while both are built, what comes of it, and what is left behind."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest
from attrs import evolve
from tests.tui.made import MadeRooms, shop
from tests.tui.made_bench import COMPARISON, SURPRISING, failed
from tests.tui.walking import Begin, click, drawn, focused, press, said, settle, sitting, text_of, walk, where
from textual.pilot import Pilot

from venvoy.model.build import Addition
from venvoy.model.comparison import Measured
from venvoy.model.dockerfile import Unreadable
from venvoy.model.engine import Builder, Lack, NoEngine
from venvoy.model.progress import AtStep, Begun, Said
from venvoy.model.step import Step
from venvoy.tui.app import VenvoyApp
from venvoy.tui.compare_screen import CompareScreen
from venvoy.tui.diff_view import DiffView
from venvoy.tui.log_view import LogView
from venvoy.tui.result_list import ResultList
from venvoy.tui.source_view import SourceView
from venvoy.tui.trial import Phase

PATIENCE = 500
"""Rounds of the event loop that are waited for something."""


def screen(app: VenvoyApp) -> CompareScreen:
    """Return the screen, which is in view."""
    assert isinstance(app.screen, CompareScreen)
    return app.screen


def phase(app: VenvoyApp) -> Phase | None:
    """Return how far the comparison is."""
    trial = screen(app).trial
    return trial.phase if trial is not None else None


def _has_keys(app: VenvoyApp, name: str) -> bool:
    return app.focused is not None and app.focused.id == name


async def until(pilot: Pilot[None], true: Callable[[], bool]) -> None:
    """Wait until something is true."""
    for _ in range(PATIENCE):
        if true():
            return
        await asyncio.sleep(0.01)
    raise AssertionError("it did not come to that:\n" + "\n".join(drawn(pilot.app)))  # type: ignore[arg-type]


async def come(pilot: Pilot[None], *keys: str) -> None:
    """Accept a finding, go to the comparison, wait until it is known what can be built, and press *keys*."""
    await press(pilot, "a", "6")
    app = pilot.app
    assert isinstance(app, VenvoyApp)
    await until(pilot, lambda: isinstance(app.screen, CompareScreen) and phase(app) is not Phase.LOOKING)
    await settle(pilot)
    for key in keys:
        await pilot.press(key)
        await pilot.pause()


async def start(pilot: Pilot[None], rooms: MadeRooms) -> None:
    """Begin to build, and stop in the middle of the second build."""
    rooms.workplace.goes_on.clear()
    await come(pilot)
    await pilot.press("enter")
    app = pilot.app
    assert isinstance(app, VenvoyApp)
    await until(pilot, lambda: "Collecting flask" in "\n".join(drawn(app)))


async def finish(pilot: Pilot[None], rooms: MadeRooms) -> None:
    """Let the builds go on, to their end."""
    rooms.workplace.goes_on.set()
    app = pilot.app
    assert isinstance(app, VenvoyApp)
    await until(pilot, lambda: phase(app) is Phase.OVER)
    await settle(pilot)


async def result(pilot: Pilot[None]) -> None:
    """Build both, and see what came of it."""
    await come(pilot, "enter")
    app = pilot.app
    assert isinstance(app, VenvoyApp)
    await until(pilot, lambda: phase(app) is Phase.OVER)
    await settle(pilot)


async def test_the_commands_are_shown_and_nothing_runs(begin: Begin, size: tuple[int, int]) -> None:
    """Whoever comes to the step sees what would be run, word for word, and has to say so."""
    path, rooms = shop()
    app = begin(path, rooms)
    async with walk(app, size) as pilot:
        await come(pilot)
        told = " ".join(text_of(app, "#told").split())

        head = "docker buildx build --load --progress=plain --label venvoy.run=0123456789abcdef --file "
        for side in ("before", "after"):
            command = f"$ {head}/tmp/venvoy-a1b2c3d4/{side}/Dockerfile /home/me/shop"
            assert command in told
        assert "Docker 27.3.1 at unix:///var/run/docker.sock (the usual socket); built by: buildx." in told
        assert [] == rooms.workplace.asked
        where(app, "[6 Compare]")
        where(app, "enter build both")


async def test_from_apply(begin: Begin, size: tuple[int, int]) -> None:
    """Key b goes on from apply, before and after writing; esc goes back there."""
    app = begin()
    async with walk(app, size) as pilot:
        await press(pilot, "a", "5", "b")
        assert Phase.READY is phase(app)

        await press(pilot, "escape")
        where(app, "[5 Apply]")
        await press(pilot, "enter", "b")
        assert Phase.READY is phase(app)


async def test_nothing_to_compare(begin: Begin, size: tuple[int, int]) -> None:
    """Without an accepted finding both would be the same; no engine is asked."""
    path, rooms = shop()
    app = begin(path, rooms)
    async with walk(app, size) as pilot:
        await press(pilot, "6", "enter")
        where(app, "Nothing to compare yet")
        assert [] == rooms.workplace.opened

        await press(pilot, "2", "a", "6")
        assert Phase.READY is phase(app)


async def test_without_an_engine(begin: Begin, size: tuple[int, int]) -> None:
    """The state, its next step, what would be measured; r looks again once there is one."""
    path, rooms = shop()
    rooms.workplace.lack = NoEngine(Lack.PERMISSION, "This user may not speak to the engine.", "Join its group.")
    app = begin(path, rooms)
    async with walk(app, size) as pilot:
        await come(pilot)
        told = " ".join(text_of(app, "#told").split())
        assert "This user may not speak to the engine. ▸ Join its group. r looks again." in told
        assert "where Python looks for modules, plain and with -I" in told
        assert set() == app.attempts

        rooms.workplace.lack = None
        await press(pilot, "r")
        assert Phase.READY is phase(app)


@pytest.mark.parametrize(
    ("lack", "breaks", "sentence"),
    [
        (Unreadable("/srv/x", "The build context is not a directory."), None, "/srv/x: The build context is not a"),
        (None, OSError(28, "No space left on device"), "The builds could not be prepared: the disk is full."),
    ],
)
async def test_what_cannot_be_prepared(
    begin: Begin, lack: Unreadable | None, breaks: OSError | None, sentence: str
) -> None:
    """A context that is not there, a disk that is full: a sentence, and the session goes on."""
    path, rooms = shop()
    rooms.workplace.lack, rooms.workplace.breaks = lack, breaks
    app = begin(path, rooms)
    async with walk(app) as pilot:
        await come(pilot)

        assert sentence in " ".join(text_of(app, "#told").split())
        assert set() == app.attempts


async def test_an_engine_without_mounts(begin: Begin) -> None:
    """What is not built as it is written is said before."""
    path, rooms = shop()
    rooms.workplace.engine = evolve(rooms.workplace.engine, builder=Builder.CLASSIC)
    app = begin(path, rooms)
    async with walk(app) as pilot:
        await come(pilot)

        assert "It knows no RUN --mount" in text_of(app, "#told")


async def test_choosing_what_is_measured(begin: Begin, size: tuple[int, int]) -> None:
    """Key m goes round; the commands follow; runs are asked where something is timed, and passed on."""
    path, rooms = shop()
    app = begin(path, rooms)
    async with walk(app, size) as pilot:
        await come(pilot, "plus")
        assert 3 == screen(app).runs

        await press(pilot, "m", "plus", "plus", "minus")
        told = " ".join(text_of(app, "#told").split())
        assert "/tmp/venvoy-a1b2c3d4/context" in told
        assert "and 4 times each with --no-cache" in told
        assert "Measured: all, and builds are timed 4 times each." == said(app)
        await press(pilot, "enter")
        await until(pilot, lambda: phase(app) is Phase.OVER)

        assert [(Measured.ALL, 4)] == rooms.workplace.asked


async def test_both_builds_are_in_view(begin: Begin, size: tuple[int, int]) -> None:
    """Where each of them is, for how long, and what it says; the one that is built is the one in view."""
    path, rooms = shop()
    app = begin(path, rooms)
    async with walk(app, size) as pilot:
        await start(pilot, rooms)

        where(app, "before ✓ built in 12.5 s, looked into")
        where(app, "step 3/3  RUN pip install -r requirements.txt")
        where(app, "▸ Building both   0:0")
        await until(pilot, lambda: _has_keys(app, "log-after"))
        await finish(pilot, rooms)
        where(app, "✓ The same application: 3 packages, same entry point.")
        assert 1 == rooms.workplace.closed
        assert set() == app.attempts


@pytest.mark.parametrize("key", ["c", "escape"])
async def test_cancelling(begin: Begin, size: tuple[int, int], key: str) -> None:
    """It is said that nothing is left, the bench is cleared, and the session can build again."""
    path, rooms = shop()
    app = begin(path, rooms)
    async with walk(app, size) as pilot:
        await start(pilot, rooms)
        await pilot.press(key)
        await until(pilot, lambda: phase(app) is Phase.OVER)
        await settle(pilot)

        where(app, "! It was interrupted.")
        where(app, "Everything that was made for it has been removed.")
        assert 1 == rooms.workplace.closed
        rooms.workplace.goes_on.set()
        await press(pilot, "r")
        assert Phase.READY is phase(app)
        await press(pilot, "enter")
        await until(pilot, lambda: screen(app).comparison is not None)


@pytest.mark.parametrize("keys", [("q",), ("ctrl+c", "ctrl+c")])
async def test_quitting_in_the_middle(begin: Begin, keys: tuple[str, ...]) -> None:
    """The session ends once what was built is cleared away, and says that it does so."""
    path, rooms = shop()
    app = begin(path, rooms)
    async with walk(app, (80, 24)) as pilot:
        await start(pilot, rooms)
        for key in keys:
            await pilot.press(key)
        await until(pilot, lambda: not app.is_running)

        assert rooms.workplace.cancelled.is_set()
        assert 1 == rooms.workplace.closed


async def test_quitting_before_anything_is_built(begin: Begin) -> None:
    """What was prepared is cleared away, too."""
    path, rooms = shop()
    app = begin(path, rooms)
    async with walk(app) as pilot:
        await come(pilot)
        assert 0 == rooms.workplace.closed
        await pilot.press("q")
        await until(pilot, lambda: not app.is_running)

    assert 1 == rooms.workplace.closed


async def test_an_app_that_is_ended_from_outside(begin: Begin) -> None:
    """Also without a word: nothing that was prepared stays."""
    path, rooms = shop()
    app = begin(path, rooms)
    async with walk(app) as pilot:
        await come(pilot)
        app.exit()

    assert 1 == rooms.workplace.closed


async def test_the_walk_goes_on_meanwhile(begin: Begin, size: tuple[int, int]) -> None:
    """Other steps can be looked at while it builds; another decision is said to be another one."""
    path, rooms = shop()
    app = begin(path, rooms)
    async with walk(app, size) as pilot:
        await start(pilot, rooms)
        for key in ("2", "z", "6"):
            await pilot.press(key)
        await until(pilot, lambda: isinstance(app.screen, CompareScreen))
        assert Phase.RUNNING is phase(app)
        await finish(pilot, rooms)

        told = " ".join(text_of(app, "#told").split())
        assert told.endswith("This is about the decisions as they were then; r builds what the preview shows now.")


async def test_another_decision_is_prepared_anew(begin: Begin) -> None:
    """What waits to be built is what the preview shows."""
    path, rooms = shop()
    app = begin(path, rooms)
    async with walk(app) as pilot:
        await come(pilot, "2", "a", "6")
        trial = screen(app).trial

        assert trial is not None
        assert trial.order.outlook.is_of(app.session)
        assert [1, 2] == [rooms.workplace.closed, len(rooms.workplace.opened)]


@pytest.mark.parametrize(("side", "line"), [("before", 4), ("after", 5)])
async def test_a_build_that_fails(begin: Begin, size: tuple[int, int], side: str, line: int) -> None:
    """The step, its line and what is known are told; o goes to the line, in the source or in the preview."""
    path, rooms = shop()
    rooms.workplace.outcome = failed(side, line)
    app = begin(path, rooms)
    async with walk(app, size) as pilot:
        await result(pilot)
        told = " ".join(text_of(app, "#told").split())
        name = "the original" if side == "before" else "the rewrite"
        assert f"! Building {name} failed after 3.2 s, at line {line} of " in told
        assert "RUN pip install --user -r requirements.txt" in told
        assert "▸ Inside of a virtual environment there is no user site" in told
        await until(pilot, lambda: _has_keys(app, f"log-{side}"))

        await press(pilot, "o")
        if side == "before":
            where(app, "[2 Review]")
            assert {4} == app.screen.query_one(SourceView).marked
        else:
            where(app, "[4 Preview]")
            row = app.screen.query_one(DiffView).row
            assert row is not None
            assert row.right is not None or row.left is not None
            assert 5 == (row.left or row.right).new  # type: ignore[union-attr]


async def test_the_result(begin: Begin, size: tuple[int, int]) -> None:
    """The verdict on top, figures with bars and numbers, worse as plain as better, and how each is known."""
    path, rooms = shop()
    app = begin(path, rooms)
    async with walk(app, size) as pilot:
        await result(pilot)
        where(app, "6.2 MB larger (137.1")
        where(app, "image size")
        where(app, "137.1 MB")
        assert "How this was measured   image size" in text_of(app, "#how")

        await press(pilot, "down", "down", "down")
        assert "How this was measured   environment" in text_of(app, "#how")
        await press(pilot, "end", "up")
        assert "before  /root/.local/bin:" in text_of(app, "#how")
        assert "✓ expected: The environment's programs come first." in text_of(app, "#how")


async def test_a_missing_package_is_added(begin: Begin, size: tuple[int, int]) -> None:
    """What the images tell to be lacking is a key away from the plan; then both can be built again, or it is undone."""
    path, rooms = shop()
    why = "libpq.so.5 is in it, and psycopg2 needs that."
    rooms.workplace.outcome = evolve(COMPARISON, additions=(Addition("libpq5", None, why),))
    app = begin(path, rooms)
    async with walk(app, size) as pilot:
        await result(pilot)
        told = " ".join(text_of(app, "#told").split())
        assert f"+ libpq5: {why} ▸ a adds it to the last stage; enter then builds both again." in told

        await press(pilot, "a")
        await until(pilot, lambda: phase(app) is Phase.READY)
        assert ("libpq5",) == sitting(app).decisions.choices.packages
        assert "Chosen: libpq5 in the last stage." in said(app)

        await press(pilot, "z")
        await until(pilot, lambda: phase(app) is Phase.READY)
        assert () == sitting(app).decisions.choices.packages


async def test_both_images_are_drawn(begin: Begin, size: tuple[int, int]) -> None:
    """Layers, where Python looks, plain and with -I, and what was not compared."""
    path, rooms = shop()
    app = begin(path, rooms)
    async with walk(app, size) as pilot:
        await result(pilot)
        await press(pilot, "tab")
        told = " ".join(text_of(app, "#pictures").split())

    assert "2 layers that both begin with, 116.0 MB together" in told
    assert "COPY /opt/venv /opt/venv # buildkit" in told
    assert "user site, not with -I" in told
    assert "virtual environment" in told
    assert "The time stamps of files were not compared." in told


async def test_surprises_come_first(begin: Begin, size: tuple[int, int]) -> None:
    """What the migration does not explain stands on top; names of files steer no terminal."""
    path, rooms = shop()
    rooms.workplace.outcome = SURPRISING
    app = begin(path, rooms)
    async with walk(app, size) as pilot:
        await result(pilot)

        where(app, "! Not the same application")
        where(app, r"! file /srv/\x1b]0;owned\x07.py")
        assert "! surprise: It was in the original only." in text_of(app, "#how")
        assert not any("\x1b" in row for row in drawn(app))


async def test_copies_and_saves(begin: Begin, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Key y copies Markdown, s writes a page or whatever the name says; a file that is there stays."""
    monkeypatch.chdir(tmp_path)
    path, rooms = shop()
    app = begin(path, rooms)
    async with walk(app) as pilot:
        await result(pilot)
        await press(pilot, "y")
        assert app.clipboard.startswith("## Before and after\n\nThe same application")

        await press(pilot, "s", "enter")
        page = tmp_path / "venvoy-comparison.html"
        assert rooms.kept[page].startswith("<!doctype html>")
        assert f"Saved as {page}." == said(app)

        await press(pilot, "s", "enter")
        assert f"{page} is not written: it is there already." == said(app)
        await press(pilot, "s", "x", "enter")
        where(app, "! it ends with .html, .md, .json, .txt")


async def test_searching_the_log(begin: Begin, size: tuple[int, int]) -> None:
    """Key / finds what was said last, or else goes down from the cursor; n and N go on, l turns to the result."""
    path, rooms = shop()
    app = begin(path, rooms)
    async with walk(app, size) as pilot:
        await result(pilot)
        await press(pilot, "l")
        log = focused(app)
        assert isinstance(log, LogView)
        await press(pilot, "slash", *"3] ", "enter")
        assert "3 lines hold it. n goes to the next, N to the one before." == said(app)
        assert 2 == log.cursor

        await press(pilot, "n")
        assert 0 == log.cursor
        await press(pilot, "N", "N")
        assert 1 == log.cursor
        await press(pilot, "home", "down", "slash", *"3] ", "enter")
        assert 1 == log.cursor
        await press(pilot, "slash", *"nowhere", "enter")
        assert "No line holds it." == said(app)
        await press(pilot, "l")
        assert isinstance(focused(app), ResultList)


async def test_a_log_of_strangers(begin: Begin, size: tuple[int, int]) -> None:
    """Escape sequences are spelt out, giant lines are scrolled, and a flood is kept within bounds."""
    path, rooms = shop()
    flood = (Said("before", f"line {number} \x1b[2J\x1b]52;c;b3du\x07") for number in range(20_000))
    rooms.workplace.script = (
        Begun("before"),
        *flood,
        Said("before", "x" * 100_000),
        AtStep("before", 1, 1, "\x1b[2JRUN"),
    )
    app = begin(path, rooms)
    async with walk(app, size) as pilot:
        rooms.workplace.goes_on.clear()
        await come(pilot)
        await pilot.press("enter")
        log = screen(app).query_one("#log-before", LogView)
        await until(pilot, lambda: len(log.log_lines.lines) > 1 and log.log_lines.lines[-1].startswith("xxx"))

        assert 20_001 == log.log_lines.gone + len(log.log_lines.lines)
        assert 12_500 >= len(log.log_lines.lines)
        where(app, r"line 19999 \x1b[2J\x1b]52;c;b3du\x07")
        where(app, r"step 1/1  \x1b[2JRUN")
        assert not any("\x1b" in row or "\x07" in row for row in drawn(app))
        await pilot.press("home")
        where(app, "lines before these are not kept")
        await finish(pilot, rooms)


async def test_by_mouse(begin: Begin) -> None:
    """The step, the keys of the footer, a tab and a figure can be clicked."""
    app = begin()
    async with walk(app, (80, 24)) as pilot:
        await press(pilot, "a")
        await click(pilot, *where(app, "6 Compare"))
        await click(pilot, *where(app, "enter build both"))
        await until(pilot, lambda: screen(app).comparison is not None)
        await settle(pilot)
        await click(pilot, *where(app, "files  "))
        assert "How this was measured   files" in text_of(app, "#how")

        await click(pilot, *where(app, "  Images"))
        assert "pictures" == focused(app).id


async def test_resizing_while_it_builds(begin: Begin) -> None:
    """From large to tiny and back: nothing breaks, and the end of the log stays in view."""
    path, rooms = shop()
    app = begin(path, rooms)
    async with walk(app, (160, 45)) as pilot:
        await start(pilot, rooms)
        for size in ((80, 24), (20, 6), (1, 1), (160, 45)):
            await pilot.resize_terminal(*size)
            await pilot.pause(0.05)
        where(app, "Collecting flask")
        await finish(pilot, rooms)

        assert COMPARISON == screen(app).comparison


async def test_another_file_ends_it(begin: Begin) -> None:
    """What is built belongs to the file that was open; the next one begins without it."""
    path, rooms = shop()
    other = path.with_name("cron.Dockerfile")
    rooms.files[other] = rooms.files[path]
    app = begin(path.parent, rooms)
    async with walk(app) as pilot:
        await press(pilot, "enter")
        await start(pilot, rooms)
        for key in ("1", "down", "enter"):
            await pilot.press(key)
        await until(pilot, lambda: rooms.workplace.closed == 1)

        await press(pilot, "6")
        assert None is screen(app).trial
        where(app, "Nothing to compare yet")


async def test_resumes_at_the_comparison(begin: Begin) -> None:
    """A session that was left there comes back there, and asks before it builds."""
    app = begin()
    async with walk(app) as pilot:
        await come(pilot, "q")
    again = begin()
    async with walk(again):
        assert Step.COMPARE is sitting(again).step
        assert Phase.READY is phase(again)
