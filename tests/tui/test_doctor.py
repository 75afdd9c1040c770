"""The doctor in the session: what is pasted is looked at, and its causes lead on."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tests.tui.made import MadeRooms, shop
from tests.tui.made_bench import failed
from tests.tui.test_compare import result
from tests.tui.walking import Begin, click, drawn, press, settle, sitting, walk, where
from textual import events
from textual.containers import Vertical
from textual.pilot import Pilot

from venvoy.model.dockerfile import Unreadable
from venvoy.model.step import Step
from venvoy.tui import commands
from venvoy.tui.app import VenvoyApp
from venvoy.tui.doctor_screen import ENTER, INVITATION, REST, DoctorScreen, DoctorView
from venvoy.tui.reading_screen import ReadingScreen, ReadingView
from venvoy.workspace import logs
from venvoy.workspace.logs import HEAD, TAIL

MISSING = "ModuleNotFoundError: No module named 'flask'"
GUARDED = "#8 2.007 error: externally-managed-environment"


async def paste(pilot: Pilot[None], text: str) -> None:
    """Paste *text*, as a terminal does: in one event, to whatever has the keys."""
    assert pilot.app.focused is not None
    pilot.app.focused.post_message(events.Paste(text))
    await settle(pilot)


def told(app: VenvoyApp) -> str:
    """Return what the doctor says, its lines joined."""
    return " ".join(app.screen.query_one(DoctorView).plain.split())


def digit(app: VenvoyApp, way: str) -> str:
    """Return the key that leads on to *way*."""
    found = re.search(rf"^  (\d)  {re.escape(way)}", app.screen.query_one(DoctorView).plain, re.MULTILINE)
    assert found is not None, told(app)
    return found[1]


def below(app: VenvoyApp) -> str:
    """Return what stands under it."""
    return str(app.screen.query_one(Vertical).border_subtitle)


async def test_a_message_is_pasted(begin: Begin, size: tuple[int, int]) -> None:
    """It asks, then tells the cause, the line that speaks for it and what to change; another paste replaces it."""
    async with walk(app := begin(), size) as pilot:
        await press(pilot, "D")
        assert INVITATION in told(app)
        assert "esc closes" == below(app)

        await paste(pilot, f"Collecting flask\r\n{GUARDED}\r\n")
        assert "What was pasted 2 lines This Python belongs to the distribution" in told(app)
        assert "the message names it (F16)" in told(app)
        assert "line 2 error: externally-managed-environment" in told(app)
        assert "▸ Make a virtual environment with it" in told(app)

        await paste(pilot, "make: *** [all] Error 1\nnothing else")
        assert "I do not know this one." in told(app)
        assert "line 2 nothing else" in told(app)
        assert "paste or type another one · esc closes" == below(app)

        await press(pilot, "escape")
        where(app, "[2 Review]")


async def keyed(pilot: Pilot[None], text: str) -> None:
    """Paste *text* as a terminal does that knows no brackets: key by key, and wait until it was looked at."""
    for character in text:
        key = {"\r": "enter", "\n": "ctrl+j", "\t": "tab", " ": "space"}.get(character, character)
        pilot.app.post_message(events.Key(key, character))
    await pilot.pause(REST)
    while isinstance(pilot.app.screen, DoctorScreen) and "▏" in told(pilot.app):  # type: ignore[arg-type]
        await pilot.pause(0.05)
    await settle(pilot)


@pytest.mark.parametrize("end", ["\r", "\n", "\r\n"])
async def test_a_paste_that_comes_as_keys_is_text(begin: Begin, size: tuple[int, int], end: str) -> None:
    """No line of it is a command, neither on the first one nor on top of what was found."""
    async with walk(app := begin(), size) as pilot:
        before = sitting(app)
        await press(pilot, "D")
        await keyed(pilot, f"Defaulting to user installation, quite so{end}a 1 D\tq{end}{GUARDED}{end}")
        assert "What was typed 3 lines This Python belongs to the distribution" in told(app)
        assert "line 3 error: externally-managed-environment" in told(app)

        await keyed(pilot, f"quite another one{end}1 2 3{end}")
        assert "I do not know this one." in told(app)
        assert "line 2 1 2 3" in told(app)
        assert before == sitting(app)

        await press(pilot, "escape")
        where(app, "[2 Review]")


async def test_what_is_typed_is_shown_and_can_be_mended(begin: Begin, size: tuple[int, int]) -> None:
    """It waits for enter; markup is text, and an empty line is nothing to look at."""
    async with walk(app := begin(), size) as pilot:
        await press(pilot, "D", "enter", "space", "backspace")
        assert INVITATION in told(app)

        await press(pilot, "[", "b", "]", "x", "y", "backspace")
        assert f"[b]x▏ {ENTER}" in told(app)
        await keyed(pilot, "\r")
        assert "I do not know this one." in told(app)
        assert "line 1 [b]x" in told(app)


async def test_the_path_of_a_file_is_read(begin: Begin, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A log that lies somewhere is named, with or without a tilde; one that cannot be read says why."""
    log = tmp_path / "build.log"
    log.write_text(f"Collecting flask\n{GUARDED}\n")
    monkeypatch.setenv("HOME", str(tmp_path))
    async with walk(app := begin()) as pilot:
        for path in (log, "~/build.log"):
            await press(pilot, "D")
            await keyed(pilot, f"{path}\r")
            assert "build.log 2 lines This Python belongs to the distribution" in told(app)
            await press(pilot, "escape")

        problem = Unreadable(str(log), "No rights to read it.")
        monkeypatch.setattr(logs, "read_log", lambda _: problem)
        await press(pilot, "D")
        await keyed(pilot, f"{log}\r")
        assert "No rights to read it." in told(app)


async def test_the_page_is_a_key_away(begin: Begin) -> None:
    """A digit, or a click, opens it over the doctor, and esc comes back to the causes."""
    async with walk(app := begin()) as pilot:
        await press(pilot, "D")
        await paste(pilot, GUARDED)
        await press(pilot, "9")
        assert isinstance(app.screen, DoctorScreen)

        await press(pilot, digit(app, "read: break system packages"))
        assert isinstance(app.screen, ReadingScreen)
        assert "break system packages" == app.screen.query_one(Vertical).border_title

        await press(pilot, "escape")
        await click(pilot, *where(app, "read: break system packages"))
        assert isinstance(app.screen, ReadingScreen)


async def test_the_page_is_that_of_the_open_file_where_it_has_the_finding(begin: Begin) -> None:
    """Its lines are those of the finding behind the cause; without one, the page says that it is an example's."""
    remark = "made-up example"
    async with walk(app := begin()) as pilot:
        await press(pilot, "D")
        await paste(pilot, MISSING)
        await press(pilot, digit(app, "read: user install"))
        assert remark not in app.screen.query_one(ReadingView).plain
        await press(pilot, "escape")
        await paste(pilot, GUARDED)
        await press(pilot, digit(app, "read: break system packages"))

        assert remark in app.screen.query_one(ReadingView).plain


async def test_the_finding_that_explains_it_is_a_key_away(begin: Begin, size: tuple[int, int]) -> None:
    """What the open file does is named first, and the key selects the finding in the review."""
    async with walk(app := begin(), size) as pilot:
        await press(pilot, "4", "D")
        await paste(pilot, MISSING)
        digit(app, "line 4: pip installs below /root/.local")
        assert below(app).startswith("1-")

        await press(pilot, digit(app, "line 10: This copies /root/.local"))
        assert Step.REVIEW is sitting(app).step
        assert "copied-prefix:10" == sitting(app).selected
        where(app, "[2 Review]")


async def test_a_build_that_failed_is_brought_along(begin: Begin) -> None:
    """From the comparison, its output is looked at without a paste."""
    path, rooms = shop()
    rooms.workplace.outcome = failed("after", 5)
    async with walk(app := begin(path, rooms)) as pilot:
        await result(pilot)
        where(app, "D asks the doctor")
        await press(pilot, "D")
        assert isinstance(app.screen, DoctorScreen)
        assert "The output of the build that failed" in told(app)

        await paste(pilot, GUARDED)
        assert "What was pasted 1 line This Python" in told(app)


async def test_hostile_text_is_spelt_out(begin: Begin, size: tuple[int, int]) -> None:
    """Markup is text, and controls steer nothing."""
    line = "[red]x[/red] \u202eevil error: externally-managed-environment \x07[link=file:///]"
    async with walk(app := begin(), size) as pilot:
        await press(pilot, "D")
        await paste(pilot, line)
        assert "line 1 [red]x[/red] \\u202eevil error: externally-managed-environment \\x07[link=file:///]" in told(app)
        assert not set("\u202e\x07") & set("".join(drawn(app)))


async def test_a_large_paste_is_looked_at_in_bounds(begin: Begin) -> None:
    """The middle is counted and said; the end, which tells why, is looked at."""
    line = "x" * 99
    count = (HEAD + TAIL) // 100 + 5_000
    async with walk(app := begin()) as pilot:
        await press(pilot, "D")
        await paste(pilot, "\r".join([*[line] * count, GUARDED]))
        assert f"What was pasted {count + 1:,} lines" in told(app)
        assert "lines after line" in told(app)
        assert f"line {count + 1:,} error: externally-managed-environment" in told(app)


@pytest.mark.parametrize("text", ["", " \r\r\n", "\x1b[0m"])
async def test_blanks_say_nothing(begin: Begin, text: str) -> None:
    """That is said as well."""
    async with walk(app := begin()) as pilot:
        await press(pilot, "D")
        await paste(pilot, text)
        assert "There are no words in it." in told(app)


async def test_the_palette_has_it(begin: Begin) -> None:
    """By its name, with its key, and also where no file is open."""
    async with walk(app := begin(shop()[0], MadeRooms())) as pilot:
        assert "Doctor  (D)" in [command.title for command in commands.of(app, app.screen)]

        await press(pilot, "D")
        assert "What in this file" not in told(app)
