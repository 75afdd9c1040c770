"""The choices: each with its reason and what it changes."""

from __future__ import annotations

from tests.tui.made import shop
from tests.tui.walking import Begin, click, drawn, press, said, sitting, text_of, walk, where

from venvoy.model.isolation import Isolation, Measure, Standing
from venvoy.model.plan import Choices, Extra, InstallerChoice, Shape


async def test_every_choice_is_there(begin: Begin) -> None:
    """Installer, path, stages and extras: what is chosen carries a sign, not only a colour."""
    app = begin()
    async with walk(app) as pilot:
        await press(pilot, "3")
        screen = "\n".join(drawn(app))

    for text in (
        "(•) keep",
        "( ) uv",
        "( ) poetry",
        "( ) pdm",
        "/opt/venv",
        "(•) split",
        "( ) in place",
        "[✓] guard",
        "[✓] smoke test",
    ):
        assert text in screen
    for text in ("[ ] non-root user", "[ ] cache mounts", "[ ] bytecode", "[ ] stop signal", "[ ] isolated mode"):
        assert text in screen


async def test_picking(begin: Begin, size: tuple[int, int]) -> None:
    """Space picks an option, or switches an extra; each is one turn that z takes back."""
    app = begin()
    async with walk(app, size) as pilot:
        await press(pilot, "3", "down", "down", "space")
        assert InstallerChoice.UV is sitting(app).decisions.choices.installer
        assert "Chosen: uv." == said(app)

        await press(pilot, *["down"] * 6, "enter")
        assert Shape.IN_PLACE is sitting(app).decisions.choices.shape

        await press(pilot, "end", "space", "space", "space")
        assert Extra.ISOLATED_MODE in sitting(app).decisions.choices.extras

        await press(pilot, *["z"] * 5)
        assert Choices() == sitting(app).decisions.choices


async def test_live_effect(begin: Begin) -> None:
    """An option shows how many lines it changes, and which; an extra that is on shows what it brought."""
    app = begin()
    async with walk(app) as pilot:
        await press(pilot, "a", "3", "down", "down")
        assert "What it would change  +1 -1" in text_of(app, "#tells")
        assert "+ RUN uv pip install --no-warn-script-location \\" in text_of(app, "#tells")

        await press(pilot, *["down"] * 10)
        assert "What it adds  +1 -0" in text_of(app, "#tells")
        assert '+ RUN python -Ic "import shop"' in text_of(app, "#tells")

        await press(pilot, "space")
        assert "What it would change  +1 -0" in text_of(app, "#tells")


async def test_no_effect_is_said(begin: Begin) -> None:
    """Choices change nothing by themselves, and an extra may have nothing to do in this file."""
    app = begin()
    async with walk(app) as pilot:
        await press(pilot, "3")
        assert "Nothing is accepted yet, so no choice changes anything." in " ".join(text_of(app, "#tells").split())

        await press(pilot, "2", "a", "3", "end")
        assert "It changes nothing in this file." in text_of(app, "#tells")


async def test_the_path_is_typed(begin: Begin, size: tuple[int, int]) -> None:
    """Key v asks for the path; it is taken over when it can be one."""
    app = begin()
    async with walk(app, size) as pilot:
        await press(pilot, "3", "v", "2", "enter")

        assert "/opt/venv2" == sitting(app).decisions.choices.venv
        where(app, "/opt/venv2")


async def test_a_bad_path_is_refused_while_typing(begin: Begin, size: tuple[int, int]) -> None:
    """What cannot be a path is objected to at once, and enter does not take it; esc leaves it as it was."""
    app = begin()
    async with walk(app, size) as pilot:
        await press(pilot, "3", "v", "space", "x", "enter")
        where(app, "! only letters, digits")

        await press(pilot, "escape")
        assert "/opt/venv" == sitting(app).decisions.choices.venv


async def test_by_mouse(begin: Begin) -> None:
    """One click picks; a click on the path asks for another."""
    app = begin()
    async with walk(app, (80, 24)) as pilot:
        await press(pilot, "3")
        await click(pilot, *where(app, "( ) uv"))
        assert InstallerChoice.UV is sitting(app).decisions.choices.installer

        await click(pilot, *where(app, "/opt/venv"))
        where(app, "Path of the virtual environment:")


async def test_diff_and_back(begin: Begin) -> None:
    """Key d goes to the diff, c comes back."""
    app = begin()
    async with walk(app) as pilot:
        await press(pilot, "3", "d")
        where(app, "[4 Preview]")
        await press(pilot, "c")
        where(app, "[3 Choose]")


async def test_what_is_not_possible_says_why(begin: Begin, size: tuple[int, int]) -> None:
    """An installer that cannot take over is listed, tells its reason, and cannot be picked."""
    place, rooms = shop()
    rooms.why_not = {InstallerChoice.POETRY: "Poetry would install what poetry.lock says, and there is none."}
    app = begin(place, rooms)
    async with walk(app, size) as pilot:
        await press(pilot, "a", "3", *["down"] * 3)
        told = " ".join(text_of(app, "#tells").split())
        assert "Not possible for this file: Poetry would install what poetry.lock says, and there is none." in told
        where(app, "not possible")

        await press(pilot, "space")
        assert "poetry is not possible for this file; beside it stands why." == said(app)
        assert InstallerChoice.KEEP is sitting(app).decisions.choices.installer

        await press(pilot, "down", "space")
        assert InstallerChoice.PIPENV is sitting(app).decisions.choices.installer


async def test_isolated_mode_is_only_offered_where_it_works(begin: Begin, size: tuple[int, int]) -> None:
    """What would be lost is said in the place of what it changes, and it cannot be picked."""
    place, rooms = shop()
    rooms.isolated = Isolation(Standing.LOSES, Measure.LEAVE, "run.py, line 1, imports settings.")
    app = begin(place, rooms)
    async with walk(app, size) as pilot:
        await press(pilot, "a", "3", "end")
        row = next(row for row in drawn(app) if "installed project" in row)
        assert "not possible" in row
        told = " ".join(text_of(app, "#tells").split())
        assert "Not possible for this file: run.py, line 1, imports settings." in told

        await press(pilot, "space")
        assert "isolated mode is not possible for this file; beside it stands why." == said(app)
        assert Extra.ISOLATED_MODE not in sitting(app).decisions.choices.extras


async def test_what_has_no_page_says_so(begin: Begin) -> None:
    """Key l is in the footer for every option, so it must never be silent."""
    app = begin()
    async with walk(app) as pilot:
        await press(pilot, "3", "l")
        assert "keep has no page: what there is to say stands beside it. Extras have pages." == said(app)


async def test_an_extra_has_a_page(begin: Begin) -> None:
    """Key l turns to the page of the extra under the cursor, and back; moving on leaves it."""
    app = begin()
    async with walk(app) as pilot:
        await press(pilot, "3", "end", "l")
        assert "When it is fine to keep" in text_of(app, "#tells")

        await press(pilot, "l")
        assert "When it is fine to keep" not in text_of(app, "#tells")

        await press(pilot, "l", "up")
        assert "When it is fine to keep" not in text_of(app, "#tells")
