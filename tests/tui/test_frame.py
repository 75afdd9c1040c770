"""What every screen has in common: steps, keys, help, palette, leaving, coming back, resizing, themes."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.tui.made import MadeRooms, shop
from tests.tui.walking import Begin, click, drawn, press, said, settle, sitting, text_of, walk, where

from venvoy.model.step import Step
from venvoy.tui.conduct import farewell
from venvoy.tui.help_screen import HelpScreen
from venvoy.tui.keys import working
from venvoy.tui.leave_screen import LeaveScreen
from venvoy.tui.trace_screen import TraceScreen

STEPS = {
    "1": "[1 Open]",
    "2": "[2 Review]",
    "3": "[3 Choose]",
    "4": "[4 Preview]",
    "5": "[5 Apply]",
    "6": "[6 Compare]",
}


@pytest.mark.parametrize("key", STEPS)
async def test_steps_by_key(begin: Begin, size: tuple[int, int], key: str) -> None:
    """A digit jumps to its step, which is then marked by more than its colour."""
    app = begin()
    async with walk(app, size) as pilot:
        await press(pilot, key)

        where(app, STEPS[key])


@pytest.mark.parametrize("name", ["1 Open", "3 Choose", "4 Preview", "5 Apply", "6 Compare"])
async def test_steps_by_mouse(begin: Begin, name: str) -> None:
    """A click on a step jumps to it."""
    app = begin()
    async with walk(app, (80, 24)) as pilot:
        await click(pilot, *where(app, name))

        where(app, f"[{name}]")


@pytest.mark.parametrize("key", STEPS)
async def test_every_key_is_in_the_help_and_the_palette(begin: Begin, size: tuple[int, int], key: str) -> None:
    """Whatever works on a screen is told by ? there and offered by the palette."""
    app = begin()
    async with walk(app, size) as pilot:
        await press(pilot, "a", key)
        keys = working(app.screen)
        offered = {command.help for command in app.get_system_commands(app.screen)}
        await press(pilot, "question_mark")
        told = " ".join(text_of(app, "TextView").split())
        await press(pilot, "escape")

        assert not isinstance(app.screen, HelpScreen)
        for one in keys:
            assert f"{one.key} {one.meaning}" in told
            assert one.meaning in offered or one.action == "command_palette"


async def test_the_palette_does_what_the_key_does(begin: Begin) -> None:
    """A command chosen by its name has the effect of its key."""
    app = begin()
    async with walk(app) as pilot:
        await press(pilot, "ctrl+p", *"all safe")
        await pilot.pause(0.5)
        await press(pilot, "enter")

        assert 2 == len(sitting(app).accepted)


async def test_trace_there_and_back(begin: Begin, size: tuple[int, int]) -> None:
    """Key t draws the packages' way, t or esc goes back to where one was."""
    app = begin()
    async with walk(app, size) as pilot:
        await press(pilot, "a", "4", "t")
        assert isinstance(app.screen, TraceScreen)
        assert said(app) == ""
        assert "Where the packages go now" in text_of(app, "TextView")
        assert "After the migration   +6 -3 lines" in text_of(app, "TextView")
        _, before = where(app, "Where the packages go now")
        assert (size[0] >= 160) == ("After the migration" in drawn(app)[before])

        await press(pilot, "t")
        where(app, "[4 Preview]")
        await press(pilot, "t", "escape")
        assert not isinstance(app.screen, TraceScreen)
        await press(pilot, "t", "2")
        where(app, "[2 Review]")


async def test_trace_without_a_decision(begin: Begin) -> None:
    """Before anything is accepted there is only the picture of now, and how to get the other."""
    app = begin()
    async with walk(app) as pilot:
        await press(pilot, "t")

        assert "Accept a finding to see where they would go after the migration." in text_of(app, "TextView")


async def test_leaving_asks_nothing(begin: Begin) -> None:
    """What is decided is saved, so q leaves at once."""
    app = begin()
    async with walk(app) as pilot:
        await press(pilot, "a", "q")

        assert 0 == app.return_code
    assert not app.is_running


async def test_ctrl_c_says_what_quits(begin: Begin, size: tuple[int, int]) -> None:
    """The first ctrl+c names the key in the session's own words, the second one leaves."""
    app = begin()
    async with walk(app, size) as pilot:
        await press(pilot, "a", "ctrl+c")
        where(app, "q quits, and so does ctrl+c once more; your decisions are kept.")

        await press(pilot, "ctrl+c")
        assert not app.is_running
    assert "Your decisions are kept: the next session with this file goes on from here.\n" == farewell(app)


async def test_leaving_without_a_decision_says_nothing(begin: Begin) -> None:
    """There is nothing to come back to, so nothing is promised."""
    app = begin()
    async with walk(app) as pilot:
        await press(pilot, "q")

    assert "" == farewell(app)


@pytest.mark.parametrize(
    ("keys", "offered"),
    [
        pytest.param("aa", " 3 choose  4 preview ", id="review"),
        pytest.param("a3", " 4 preview ", id="choose"),
        pytest.param("a4", " 5 apply ", id="preview"),
        pytest.param("4", " 2 findings ", id="preview of nothing"),
    ],
)
async def test_the_next_step_leads_the_footer(begin: Begin, size: tuple[int, int], keys: str, offered: str) -> None:
    """Whoever has done what a step is for finds the key of the next one first in the footer."""
    app = begin()
    async with walk(app, size) as pilot:
        await press(pilot, *keys)

        assert drawn(app)[-1].startswith(offered)


async def test_the_next_step_is_not_offered_before_all_is_decided(begin: Begin, size: tuple[int, int]) -> None:
    """While something waits for an answer the answers lead."""
    app = begin()
    async with walk(app, size) as pilot:
        await press(pilot, "a")

        assert drawn(app)[-1].startswith(" a accept ")


async def test_a_notice_is_shown_whole(begin: Begin) -> None:
    """What to press next is readable on a small screen, however long the sentence is."""
    app = begin()
    async with walk(app, (80, 24)) as pilot:
        await press(pilot, "n", "n", "n", "a", "a")

        shown = " ".join(" ".join(drawn(app)[-4:-1]).split())
        assert shown.endswith("z takes it back. All is decided: 4 shows what would change.")


async def test_a_look_is_remembered(begin: Begin, state: Path) -> None:
    """The look that was chosen by name is there again; what cannot be read is as if nothing was chosen."""
    app = begin()
    async with walk(app) as pilot:
        await press(pilot, "ctrl+p", *"light look")
        await pilot.pause(0.5)
        await press(pilot, "enter")
        assert "venvoy-light" == app.theme
    again = begin()
    async with walk(again):
        assert "venvoy-light" == again.theme

    (state / "look").write_bytes(b"\xff")
    third = begin()
    async with walk(third):
        assert "venvoy-dark" == third.theme


async def test_leaving_asks_when_something_would_be_lost(begin: Begin, state: Path) -> None:
    """Decisions that cannot be saved: it is asked, with the reason; n stays, y leaves."""
    state.write_text("not a directory")
    app = begin()
    async with walk(app) as pilot:
        await press(pilot, "a", "q")
        assert isinstance(app.screen, LeaveScreen)
        where(app, "2 decisions could not be saved (a part of its path is")
        where(app, "Leave all the same?")

        await press(pilot, "n")
        where(app, "[2 Review]")
        await press(pilot, "q", "y")
        assert not app.is_running


async def test_leaving_without_a_decision(begin: Begin, state: Path) -> None:
    """Nothing decided, nothing to lose: no question even where nothing could be saved."""
    state.write_text("not a directory")
    app = begin()
    async with walk(app) as pilot:
        await press(pilot, "q")

        assert not isinstance(app.screen, LeaveScreen)


async def test_resumes(begin: Begin, size: tuple[int, int]) -> None:
    """The next session with the file is where this one was left: step, decisions, and the way back."""
    app = begin()
    async with walk(app, size) as pilot:
        await press(pilot, "a", "4", "q")
    again = begin()
    async with walk(again, size) as pilot:
        assert Step.PREVIEW is sitting(again).step
        assert 2 == len(sitting(again).accepted)
        assert "Resumed where you left it." == said(again)

        await press(pilot, "z")
        assert () == sitting(again).accepted


async def test_a_changed_file_starts_afresh(begin: Begin) -> None:
    """Decisions are about the content that was read: another content is another session."""
    app = begin()
    async with walk(app) as pilot:
        await press(pilot, "a", "q")
    path, rooms = shop()
    rooms.files[path] += b"# changed\n"
    again = begin(path, rooms)
    async with walk(again):
        assert () == sitting(again).accepted
        assert said(again).startswith("The file has changed since your last session: its 2 decisions start anew.")


async def test_resizing_keeps_place_and_decisions(begin: Begin) -> None:
    """From large to tiny and back, on every step: nothing breaks, nothing moves on its own."""
    app = begin()
    async with walk(app, (160, 45)) as pilot:
        await press(pilot, "a", "n")
        selected = sitting(app).selected
        for key in "123456t":
            await press(pilot, key)
            for size in ((80, 24), (20, 6), (1, 1), (160, 45)):
                await pilot.resize_terminal(*size)
                await settle(pilot)
                assert size[1] == len(drawn(app))
        await press(pilot, "2")

        assert selected == sitting(app).selected
        assert 2 == len(sitting(app).accepted)


@pytest.mark.parametrize("theme", ["venvoy-light", "ansi-dark", "dracula", "textual-light"])
async def test_any_theme(begin: Begin, theme: str) -> None:
    """Every screen is drawn in every kind of theme, also after it was changed on the way."""
    app = begin()
    async with walk(app) as pilot:
        await press(pilot, "a")
        app.theme = theme
        for key in "123456t":
            await press(pilot, key)
            assert "venvoy" in drawn(app)[0]


async def test_a_light_terminal_gets_a_light_theme(begin: Begin, monkeypatch: pytest.MonkeyPatch) -> None:
    """A terminal that says that its ground is light starts with the light theme."""
    monkeypatch.setenv("COLORFGBG", "0;15")

    assert "venvoy-light" == begin().theme


async def test_without_colour(begin: Begin, monkeypatch: pytest.MonkeyPatch) -> None:
    """With NO_COLOR nothing is told by a hue: every style that is drawn is a grey, and the signs are there."""
    monkeypatch.setenv("NO_COLOR", "1")
    app = begin()
    async with walk(app) as pilot:
        await press(pilot, "a", "4")
        where(app, "▸-   4  RUN pip install --user")
        for strip in app.screen._compositor.render_strips():  # noqa: SLF001 - what is on the screen
            for segment in strip:
                for color in (segment.style.color, segment.style.bgcolor) if segment.style else ():
                    if color is not None and color.triplet is not None:
                        assert 1 == len(set(color.triplet))


async def test_a_long_path_keeps_its_end(begin: Begin) -> None:
    """The name of the file stays readable in a narrow header."""
    path = Path("/" + "deep/" * 40 + "Dockerfile")
    app = begin(path, MadeRooms(files={path: b"FROM scratch\n"}))
    async with walk(app, (80, 24)):
        assert "deep/Dockerfile" in drawn(app)[0]
        assert "nothing to decide" in drawn(app)[0]
