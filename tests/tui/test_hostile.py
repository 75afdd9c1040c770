"""Files, names and reasons that were written to break a screen."""

from __future__ import annotations

from pathlib import Path

import pytest
from attrs import evolve
from tests.tui.made import FINDINGS, MadeRooms, many
from tests.tui.walking import Begin, click, drawn, press, sitting, walk, where

from venvoy.model.source import Lines

MARKUP = "[red]boo[/] [/] [@click=app.quit]x[/] [link=file:///etc]"
ESCAPES = "\x1b[31mred\x1b]0;title\x07 \x9b1m \r back"
TURNED = "abc\u202egpj.exe\u200b\u2066x"
WIDE = "数据库 服务 🐍🐍 \uff45\u0301"
LONG = "x" * 10_000

TEXTS = {"markup": MARKUP, "escapes": ESCAPES, "turned": TURNED, "wide": WIDE, "long": LONG}
DIFFICULT = ["\x1b", "\x07", "\x9b", "\r", "\u202e", "\u200b", "\u2066"]


def hostile(text: str, path: str = "/home/me/Dockerfile") -> tuple[Path, MadeRooms]:
    """Return a Dockerfile, findings, reasons and rewrites that all hold *text*."""
    content = f"FROM python:3.12 AS base\nRUN pip install --user {text}\n# {text}\nCOPY . .\n".encode()
    finding = evolve(
        FINDINGS[0],
        id=f"user-install:2 {text}",
        shortcut=f"user-install {text}",
        message=f"This says {text}.",
        reason=f"Because {text}.",
        lines=Lines(2, 2),
        needs=(),
        related=(),
        facts=(("site", text),),
    )
    rewrites = {finding.id: ((2, 3, (f"RUN pip install {text}".replace("\r", ""),)),)}
    return Path(path), MadeRooms(files={Path(path): content}, findings=(finding,), rewrites=rewrites)


@pytest.mark.parametrize("kind", TEXTS)
async def test_every_screen_survives(begin: Begin, size: tuple[int, int], kind: str) -> None:
    """Whatever a file says is drawn as text: nothing steers the terminal, nothing is markup, nothing breaks a row."""
    text = TEXTS[kind]
    app = begin(*hostile(text))
    async with walk(app, size) as pilot:
        for keys in (
            ("a",),
            ("l",),
            ("l", "tab"),
            ("3",),
            ("4",),
            ("s",),
            ("w",),
            ("t",),
            ("5",),
            ("enter",),
            ("2", "k"),
        ):
            await press(pilot, *keys)
            assert [] == [row for row in drawn(app) if any(char in row for char in DIFFICULT)]
            assert size[1] == len(drawn(app))

    assert app.return_code is None


async def test_markup_is_shown_as_it_is_written(begin: Begin) -> None:
    """Square brackets of a file are square brackets on the screen, and no click on them does anything."""
    app = begin(*hostile(MARKUP))
    async with walk(app, (160, 45)) as pilot:
        await click(pilot, *where(app, "[@click=app.quit]"))

        assert app.is_running
        where(app, "RUN pip install --user [red]boo[/] [/] [@click=app.quit]x[/]")


async def test_escapes_are_spelt_out(begin: Begin) -> None:
    """A control byte is shown as its number."""
    app = begin(*hostile(ESCAPES))
    async with walk(app, (160, 45)):
        where(app, r"\x1b[31mred")


async def test_a_hostile_path(begin: Begin) -> None:
    """A file's name is shown safely in the header, in the list and on the last step."""
    path, rooms = hostile("x", "/home/me/[red]\x1b[2J[/]/Dockerfile")
    app = begin(path, rooms)
    async with walk(app) as pilot:
        for key in ("1", "a", "5"):
            await press(pilot, key)
            where(app, r"[red]\x1b[2J[/]/Dockerfile")


async def test_a_hostile_reason_to_keep(begin: Begin) -> None:
    """What the person types is text as well."""
    app = begin()
    async with walk(app) as pilot:
        await press(pilot, "k", *"[/]", "[", "b", "]", "enter", "p", "p")

        where(app, "[/][b]")


async def test_a_hostile_error(begin: Begin) -> None:
    """A reason that quotes the file is shown safely."""
    path = Path("/x/[/]\x1b[0m")
    app = begin(path, MadeRooms(files={path: b"\0"}))
    async with walk(app):
        where(app, r"! /x/[/]\x1b[0m line 1")


async def test_wide_characters_keep_the_columns(begin: Begin) -> None:
    """Characters of two cells do not push a pane out of its column."""
    app = begin(*hostile(WIDE))
    async with walk(app, (160, 45)) as pilot:
        await press(pilot, "a", "4", "s")

        assert {160} == {strip.cell_length for strip in app.screen._compositor.render_strips()}  # noqa: SLF001


async def test_ten_thousand_characters_can_be_scrolled_to(begin: Begin) -> None:
    """A long line is cut at the edge and can be scrolled."""
    app = begin(*hostile(LONG[:-3] + "END"))
    async with walk(app) as pilot:
        await press(pilot, "tab")
        app.screen.query_one("SourceView").scroll_to(x=10_000, animate=False)
        await press(pilot, "right")

        where(app, "xEND")


async def test_a_large_file(begin: Begin) -> None:
    """Five hundred findings in five thousand lines: only what is in view is drawn, and every key still works."""
    content, findings = many(500, 5_000)
    path = Path("/home/me/Dockerfile")
    app = begin(path, MadeRooms(files={path: content}, findings=findings, rewrites={}))
    async with walk(app, (160, 45)) as pilot:
        await press(pilot, "end", "A", "2")
        assert 500 == len(sitting(app).accepted)

        await press(pilot, "z")
        assert 0 == len(sitting(app).accepted)
        assert findings[-1].id == sitting(app).selected
        where(app, "RUN pip install --user package-499==1.499")
