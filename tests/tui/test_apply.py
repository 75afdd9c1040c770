"""The last step: what is asked, written, told and taken back."""

from __future__ import annotations

from pathlib import Path

from attrs import evolve
from tests.tui.made import SHOP, shop
from tests.tui.walking import Begin, drawn, press, said, sitting, text_of, walk, where

from venvoy.model.receipt import Applied, Refused, Undone
from venvoy.model.step import Step
from venvoy.workspace.git import FileState, GitState

FILE = Path("/home/me/shop/Dockerfile")


async def test_lists_what_will_be_written(begin: Begin, size: tuple[int, int]) -> None:
    """File, size, reasons, git's view and the way back are there before anything is written."""
    path, rooms = shop()
    app = begin(path, rooms)
    async with walk(app, size) as pilot:
        await press(pilot, "a", "n", "k", "enter", "5")
        told = " ".join(text_of(app, "#told").split())

    assert "enter writes this, esc goes back to the preview." in told
    assert "~ /home/me/shop/Dockerfile +6 -3 lines" in told
    assert "✓ user-install (line 4)" in told
    assert "is kept; a comment says so" in told
    assert "✓ The last commit of main holds this file: git can show the change and take it back." in told
    assert "u here, once it is written; or venvoy undo on the command line" in told
    assert [] == rooms.written


async def test_writes_what_the_preview_shows(begin: Begin, size: tuple[int, int]) -> None:
    """Enter writes the plan's bytes to the file in git's root, and tells what was done."""
    path, rooms = shop()
    app = begin(path, rooms)
    async with walk(app, size) as pilot:
        await press(pilot, "a", "5", "enter")

        assert app.outlook is not None
        assert app.outlook.plan.after == rooms.files[FILE]
        assert "/home/me/shop" == rooms.written[0].root
        assert isinstance(app.outcome, Applied)
        where(app, "✓ Done   +6 -3 lines")
        where(app, "venvoy undo 0001-abc")


async def test_undo(begin: Begin, size: tuple[int, int]) -> None:
    """Key u restores the bytes; the decisions are still there and can be written again."""
    path, rooms = shop()
    app = begin(path, rooms)
    async with walk(app, size) as pilot:
        await press(pilot, "a", "5", "enter", "u")

        assert SHOP == rooms.files[FILE]
        assert isinstance(app.outcome, Undone)
        where(app, "✓ Taken back")

        await press(pilot, "enter")
        assert isinstance(app.outcome, Applied)


async def test_copies_a_commit_message(begin: Begin, size: tuple[int, int]) -> None:
    """Key y copies a message that explains the change."""
    app = begin()
    async with walk(app, size) as pilot:
        await press(pilot, "a", "5", "enter", "y")

        assert app.clipboard.startswith("Install Python packages into a virtual environment\n\n- user-install: pip")
        assert said(app).startswith("Copied")


async def test_copies_a_pull_request_text(begin: Begin) -> None:
    """Capital Y copies the longer text for a reviewer."""
    app = begin()
    async with walk(app) as pilot:
        await press(pilot, "a", "5", "enter", "Y")

        assert app.clipboard.startswith(
            "## What was found\n\n- `user-install`, line 4: pip installs below /root/.local"
        )


async def test_opens_the_file_as_it_is_now(begin: Begin) -> None:
    """Key o reads the written file; there is nothing left to decide in it, and what we wrote is no foreign change."""
    app = begin()
    async with walk(app) as pilot:
        await press(pilot, "a", "5", "enter", "o")

        assert said(app).startswith("There is nothing to migrate in this file")

        assert () == sitting(app).findings
        assert Step.REVIEW is sitting(app).step


async def test_asks_about_uncommitted_changes(begin: Begin, size: tuple[int, int]) -> None:
    """Changes that no commit holds: it is said, enter asks, esc goes back, enter again writes."""
    path, rooms = shop()
    rooms.says = GitState(FileState.MODIFIED, Path("/home/me/shop"), "main")
    app = begin(path, rooms)
    async with walk(app, size) as pilot:
        await press(pilot, "a", "5")
        assert "! This file has changes that are not committed." in text_of(app, "#told")

        await press(pilot, "enter")
        where(app, "? enter writes all the same, esc goes back. Git knows no commit")
        where(app, "as it is.")
        await press(pilot, "escape", "enter")
        assert [] == rooms.written

        await press(pilot, "enter")
        assert 1 == len(rooms.written)


async def test_refused(begin: Begin, size: tuple[int, int]) -> None:
    """What stands in the way, where, and the next step are on the screen, and the session goes on."""
    path, rooms = shop()
    rooms.refuses = Refused("The file changed since it was read.", "/home/me/shop/Dockerfile", "Open it again.")
    app = begin(path, rooms)
    async with walk(app, size) as pilot:
        await press(pilot, "a", "5", "enter")
        told = text_of(app, "#told")
        assert "! Nothing was written" in told
        assert "The file changed since it was read." in told
        assert "▸ Open it again." in told

        rooms.refuses = None
        await press(pilot, "enter")
        assert isinstance(app.outcome, Applied)


async def test_a_file_that_changed_meanwhile(begin: Begin, size: tuple[int, int]) -> None:
    """It is not offered to write; o opens the file as it is now, and it is said that the decisions do not count."""
    path, rooms = shop()
    rooms.refuses = Refused("This file has changed since it was read.", str(FILE), "Look at it, and start over.")
    app = begin(path, rooms)
    async with walk(app, size) as pilot:
        await press(pilot, "a", "5")
        rooms.files[FILE] = SHOP + b"# by another hand\n"
        await press(pilot, "enter")
        told = " ".join(text_of(app, "#told").split())
        assert "o opens the file again as it is now The 2 decisions belong to what the file held before" in told
        assert "enter writes this" not in told
        where(app, "o open again")

        await press(pilot, "o")
        assert () == sitting(app).accepted
        assert said(app).startswith("The file has changed since your last session: its 2 decisions start anew.")


async def test_nothing_to_write(begin: Begin, size: tuple[int, int]) -> None:
    """Without an accepted finding nothing can be written, and it is said what to do."""
    path, rooms = shop()
    app = begin(path, rooms)
    async with walk(app, size) as pilot:
        await press(pilot, "5", "enter")

        where(app, "Nothing to write yet")
        assert [] == rooms.written


async def test_what_cannot_be_carried_out(begin: Begin, size: tuple[int, int]) -> None:
    """A plan that is refused says why, here and in the preview."""
    path, rooms = shop()
    made = rooms.plan
    app = begin(path, _Refusing(rooms, made))
    async with walk(app, size) as pilot:
        await press(pilot, "a", "4")
        where(app, "! Dockerfile stays as it is: Two installs disagree.")

        await press(pilot, "5")
        where(app, "! Two installs disagree.")
        where(app, "Take back what stands in the way")


async def test_the_walk_after_writing(begin: Begin) -> None:
    """Another decision after writing makes a new plan; what was done is not told for it."""
    app = begin()
    async with walk(app) as pilot:
        await press(pilot, "a", "5", "enter", "2", "z", "5")

        assert None is app.outcome
        assert "Nothing to write yet" in "\n".join(drawn(app))


class _Refusing:
    """Rooms whose plans are refused."""

    def __init__(self, rooms: object, made: object) -> None:
        self._rooms = rooms
        self._made = made

    def __getattr__(self, name: str) -> object:
        return getattr(self._rooms, name)

    def plan(self, *given: object) -> object:
        plan = self._made(*given)  # type: ignore[operator]
        return evolve(plan, after=plan.before, edits=(), refused=("Two installs disagree.",))
