"""The list of Dockerfiles, and what cannot be opened."""

from __future__ import annotations

from pathlib import Path

from tests.tui.made import SHOP, MadeRooms
from tests.tui.walking import Begin, click, drawn, press, said, sitting, walk, where

from venvoy.model.step import Step

ROOT = Path("/home/me/shop")
PLAIN = ROOT / "cron" / "Dockerfile"
NUL = ROOT / "Dockerfile.broken"


def rooms() -> MadeRooms:
    """Return three files: one with findings, one without, one that cannot be read."""
    return MadeRooms(files={ROOT / "Dockerfile": SHOP, PLAIN: b"FROM scratch\n", NUL: b"\0"})


async def test_a_list_with_a_summary_each(begin: Begin, size: tuple[int, int]) -> None:
    """More than one Dockerfile: their names below the directory, and in a line what is in them."""
    app = begin(ROOT, rooms())
    async with walk(app, size):
        screen = "\n".join(row.rstrip() for row in drawn(app))

    assert "[1 Open]" in screen
    assert "3 Dockerfiles. Which one shall be migrated?" in screen
    assert "▸ [ ] + Dockerfile         4 findings, 2 stages: can be migrated" in screen
    assert "  [ ] ✓ cron/Dockerfile    1 stage: nothing to do" in screen
    assert "  [ ] ! Dockerfile.broken  line 1 holds a NUL byte" in screen


async def test_enter_opens(begin: Begin, size: tuple[int, int]) -> None:
    """Enter opens the file under the cursor; 1 comes back to the list, where it is marked."""
    app = begin(ROOT, rooms())
    async with walk(app, size) as pilot:
        await press(pilot, "enter")
        assert Step.REVIEW is sitting(app).step
        where(app, "[2 Review]")

        await press(pilot, "1")
        where(app, "can be migrated (open)")


async def test_the_mouse_opens(begin: Begin) -> None:
    """Two clicks open a file."""
    app = begin(ROOT, rooms())
    async with walk(app) as pilot:
        await click(pilot, *where(app, "cron/Dockerfile"))
        await click(pilot, *where(app, "cron/Dockerfile"))

        assert PLAIN == app.file


async def test_another_file_keeps_the_first_one_as_it_was(begin: Begin) -> None:
    """Decisions on one file are there again when it is opened the next time."""
    app = begin(ROOT, rooms())
    async with walk(app) as pilot:
        await press(pilot, "enter", "a", "1", "down", "enter")
        assert PLAIN == app.file

        await press(pilot, "1", "up", "enter")
        assert 2 == len(sitting(app).accepted)
        assert "Resumed where you left it." == said(app)


async def test_unreadable(begin: Begin, size: tuple[int, int]) -> None:
    """What cannot be read says what is wrong, where, and what to do; the list is still usable."""
    app = begin(ROOT, rooms())
    async with walk(app, size) as pilot:
        await press(pilot, "down", "down", "enter")

        where(app, "! /home/me/shop/Dockerfile.broken line 1")
        where(app, "line 1 holds a NUL byte, so this is no text file; give venvoy a Dockerfile")
        assert said(app) == ""
        await press(pilot, "up", "up", "enter")
        assert Step.REVIEW is sitting(app).step


async def test_the_only_one_is_unreadable(begin: Begin, size: tuple[int, int]) -> None:
    """The row of a single file that cannot be read says so, nothing waits any more; read again, it opens."""
    made = MadeRooms(files={NUL: b"\0"})
    app = begin(NUL, made)
    async with walk(app, size) as pilot:
        await press(pilot, "enter")

        where(app, "▸ ! Dockerfile.broken  line 1 holds a NUL byte")
        assert said(app) == ""
        assert [row for row in drawn(app) if "ooking" in row] == []
        made.files = {NUL: SHOP}
        await press(pilot, "enter", "1")
        where(app, "▸ + Dockerfile.broken  4 findings, 2 stages: can be migrated (open)")


async def test_nothing_found(begin: Begin, size: tuple[int, int]) -> None:
    """An empty directory is said to be one, and looking again finds what came meanwhile."""
    made = MadeRooms()
    app = begin(ROOT, made)
    async with walk(app, size) as pilot:
        where(app, "There is no Dockerfile here or below; give the path of one.")
        made.files[ROOT / "Dockerfile"] = SHOP

        await press(pilot, "r")
        assert Step.REVIEW is sitting(app).step


async def test_steps_wait_for_a_file(begin: Begin) -> None:
    """Jumping ahead before a file is open says what to do first."""
    app = begin(ROOT, rooms())
    async with walk(app) as pilot:
        await press(pilot, "4")

        assert "Open a Dockerfile first: choose one with ↑ ↓ and press enter." == said(app)
        assert None is app.session
