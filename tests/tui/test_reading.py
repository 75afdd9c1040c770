"""Reading on: from what is in view to the pages beside it, and back to where one was."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.tui.walking import click, press, settle, sitting, walk, where
from textual.containers import Vertical

from venvoy import samples
from venvoy.model.page import PageKind
from venvoy.shortcuts.pages import names, page
from venvoy.tui.app import VenvoyApp
from venvoy.tui.house import House
from venvoy.tui.reading_screen import ReadingScreen, ReadingView
from venvoy.tui.review_screen import ReviewScreen


@pytest.fixture
def app(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> VenvoyApp:
    """Return a session on a sample, with the real pages."""
    samples.copy_to("invoice-worker", tmp_path)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("VENVOY_STATE_DIR", str(tmp_path / "state"))
    return VenvoyApp(Path("invoice-worker/Dockerfile"), House())


def shown(app: VenvoyApp) -> str:
    """Return the page that is being read, without its inks."""
    return app.screen.query_one(ReadingView).plain


def title(app: VenvoyApp) -> str:
    """Return what stands above it."""
    return str(app.screen.query_one(Vertical).border_title)


def titled(name: str) -> str:
    """Return the title of a page."""
    found = page(name)
    assert found is not None
    return found.title


def beside(name: str) -> tuple[str, ...]:
    """Return what a page leads on to."""
    found = page(name)
    assert found is not None
    return found.related


async def test_the_page_of_the_finding_is_read_by_itself(app: VenvoyApp, size: tuple[int, int]) -> None:
    """Key i opens the page of what is selected, filled with this file's own names, and esc goes back."""
    async with walk(app, size) as pilot:
        finding = sitting(app).current
        assert finding is not None
        await press(pilot, "i")
        assert titled(finding.shortcut) == title(app)
        assert dict(finding.facts)["site"] in shown(app)
        await press(pilot, "escape")

        assert isinstance(app.screen, ReviewScreen)


async def test_digits_lead_on_and_backspace_leads_back(app: VenvoyApp, size: tuple[int, int]) -> None:
    """The pages beside a page are a digit away; one that no page has does nothing."""
    async with walk(app, size) as pilot:
        app.action_read("venv-on-disk")
        await settle(pilot)
        first = shown(app)
        await press(pilot, "2")
        assert titled(beside("venv-on-disk")[1]) == title(app)
        await press(pilot, "9", "9", "backspace", "backspace", "backspace", "backspace")

        assert first == shown(app)
        assert isinstance(app.screen, ReadingScreen)


async def test_a_page_that_no_finding_fills_says_so(app: VenvoyApp, size: tuple[int, int]) -> None:
    """What is read next to the page of a finding is that of an example; a page on an idea speaks of no file."""
    async with walk(app, size) as pilot:
        await press(pilot, "i")
        assert "made-up example" not in shown(app)
        app.action_read("copied-site-packages")
        await settle(pilot)
        assert "(Lines, images and paths on this page are those of a made-up example.)" in shown(app)
        app.action_read("venv-on-disk")
        await settle(pilot)

        assert "made-up example" not in shown(app)


async def test_a_page_to_read_next_can_be_clicked(app: VenvoyApp) -> None:
    """The mouse does what the digit does, and nothing on the other lines."""
    async with walk(app, (160, 45)) as pilot:
        app.action_read("shebang-lines")
        await settle(pilot)
        await press(pilot, "end")
        x, y = where(app, "Read next")
        await click(pilot, x, y)
        assert "First lines that name an interpreter" == title(app)
        await click(pilot, x, y + 2)

        assert titled(beside("shebang-lines")[1]) == title(app)


async def test_the_palette_offers_every_idea(app: VenvoyApp) -> None:
    """Who wants to know how things work finds it by name, without a finding that speaks of it."""
    async with walk(app) as pilot:
        offered = {command.title for command in app.get_system_commands(app.screen)}
        ideas = [found for found in map(page, names()) if found is not None and found.kind is PageKind.IDEA]
        assert {f"Read: {idea.title}" for idea in ideas} <= offered
        await press(pilot, "ctrl+p", *"first lines")
        await pilot.pause(0.5)
        await press(pilot, "enter")

        assert "First lines that name an interpreter" == title(app)


async def test_an_extra_and_the_rest_have_something_to_read(app: VenvoyApp) -> None:
    """On Choose it is the page of the option, where it has one; elsewhere it is the whole argument."""
    async with walk(app) as pilot:
        await press(pilot, "A", "4", "i")
        assert "For and against virtual environments in containers" == title(app)
        await press(pilot, "escape", "3", "end", "i")
        assert "An environment without pip" != title(app) != "For and against virtual environments in containers"
