"""The files beside the Dockerfile in the session: from the list to what is written, on a repository of the fixtures."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.tui.walking import click, drawn, press, said, settle, sitting, text_of, walk, where

from repositories.fixture_repository import copy_to, repository
from venvoy.company import named_place
from venvoy.model.plan import Answer, Extra, Scope
from venvoy.model.receipt import Applied, Undone
from venvoy.session import toggle
from venvoy.tui.app import VenvoyApp
from venvoy.tui.diff_view import DiffView
from venvoy.tui.file_tree import FileTree
from venvoy.tui.house import House
from venvoy.tui.open_screen import OpenScreen

FINDING = "user-install:4"
COMMAND = "old-path-in-command@compose.yaml:5.14"
IGNORED = "context-carries-venv@.dockerignore:1"


@pytest.fixture(name="root")
def _root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Copy Django with its compose file and entrypoint, all of it committed."""
    monkeypatch.setenv("VENVOY_STATE_DIR", str(tmp_path / "state"))
    return committed(copy_to(repository("django-user-install"), tmp_path))


@pytest.fixture(name="opened")
def _opened(root: Path) -> Callable[[], VenvoyApp]:
    """Open the repository in the real rooms."""
    return lambda: VenvoyApp(root, House())


def committed(root: Path) -> Path:
    """Commit everything in the work tree at *root*."""
    who = ("-c", "user.name=Ada", "-c", "user.email=ada@example.org")
    for command in (("add", "-A"), (*who, "commit", "-q", "-m", "All")):
        subprocess.run(["git", "-C", str(root), *command], check=True)
    return root


def held(root: Path) -> dict[str, bytes]:
    """Return every file below *root* but git's own."""
    files = (path for path in root.rglob("*") if path.is_file() and ".git" not in path.relative_to(root).parts)
    return {str(path.relative_to(root)): path.read_bytes() for path in files}


def ids(app: VenvoyApp) -> list[str]:
    """Return the ids of the places in the list."""
    return [one.place.id for one in sitting(app).beside or ()]


async def test_places_are_in_the_list(opened: Callable[[], VenvoyApp], size: tuple[int, int]) -> None:
    """Below the findings by file; what needs a look counts, and nothing is accepted by being there."""
    app = opened()
    async with walk(app, size) as pilot:
        await settle(pilot)
        assert [".dockerignore", "compose.yaml", "entrypoint.sh", "shop/wsgi.py"] == [
            one.place.path for one in sitting(app).beside or ()
        ]
        assert "0 of 2 decided" in drawn(app)[0]
        assert said(app).startswith("1 finding and 1 place beside ask for your answer: a accepts")
        assert "2 to decide · 3 go along" in " ".join(text_of(app, "Detail").split())
        where(app, ".dockerignore")
        assert {} == sitting(app).decisions.answers


async def test_a_place_shows_its_own_file_and_page(opened: Callable[[], VenvoyApp]) -> None:
    """The source pane turns to the file with the line marked, the page is filled with its names."""
    app = opened()
    async with walk(app, (160, 45)) as pilot:
        await settle(pilot)
        await press(pilot, "n")
        assert sitting(app).selected == IGNORED
        where(app, ".dockerignore (does not exist yet)")
        await press(pilot, "n")

        where(app, "▸  5     command: /root/.local/bin/gunicorn")
        assert "/root/.local/bin/gunicorn" in text_of(app, "#page PageView")
        assert "certain" in text_of(app, "Detail")
        await press(pilot, "p", "p", "p")
        where(app, "▸  4 RUN pip install --user")


async def test_answers_for_a_place_and_for_a_file(opened: Callable[[], VenvoyApp], size: tuple[int, int]) -> None:
    """Keys a, k, f and K answer, z takes back, one turn each."""
    app = opened()
    async with walk(app, size) as pilot:
        await press(pilot, "a")
        assert sitting(app).selected == IGNORED
        await press(pilot, "a")
        assert Answer.ACCEPT is sitting(app).answer(IGNORED)
        assert "All is decided" in said(app)

        await press(pilot, "n", "k")
        command = ids(app)[1]
        assert Answer.KEEP is sitting(app).answer(command)
        await press(pilot, "z")
        assert None is sitting(app).answer(command)
        await press(pilot, "K")
        assert said(app).startswith("= Kept 1 place in compose.yaml.")
        await press(pilot, "f")
        assert Answer.ACCEPT is sitting(app).answer(command)


async def test_the_tree_of_the_preview(opened: Callable[[], VenvoyApp], size: tuple[int, int]) -> None:
    """Files by keyboard: what is changed with its size, what waits with its sign, the diff of the one in view."""
    app = opened()
    async with walk(app, size) as pilot:
        await press(pilot, "a", "4")
        where(app, "4 files  +14 -6")
        await press(pilot, "tab", "down", "down", "enter")
        where(app, "/opt/venv/bin/gunicorn --reload")
        assert app.focused is app.screen.query_one(DiffView)
        assert "certain: goes along unasked" in " ".join(text_of(app, "#why").split())

        await press(pilot, "space")
        command = ids(app)[1]
        assert Answer.KEEP is sitting(app).answer(command)
        where(app, "3 files  +13 -5")
        await press(pilot, "space")
        assert Answer.ACCEPT is sitting(app).answer(command)

        await press(pilot, "[", "f")
        where(app, "5 files, 1 of them new")


async def test_the_tree_by_mouse(opened: Callable[[], VenvoyApp]) -> None:
    """A click on a file shows its diff."""
    app = opened()
    async with walk(app, (160, 45)) as pilot:
        await press(pilot, "a", "4")
        await click(pilot, *where(app, "entrypoint.sh"))

        where(app, "/opt/venv/bin/django-admin check")
        current = app.screen.query_one(FileTree).current
        assert current is not None
        assert "entrypoint.sh" == current.path


async def test_next_goes_on_to_the_next_file(opened: Callable[[], VenvoyApp]) -> None:
    """Behind the last change of a file comes the first of the next, and at the end it is said."""
    app = opened()
    async with walk(app) as pilot:
        await press(pilot, "a", "4", *"nnnnnnnnn")

        where(app, 'sys.path.append("/opt/venv/lib/python3.12/')
        assert "This is the last change. 5 goes on to apply." == said(app)


async def test_applies_what_the_preview_shows_and_takes_it_back(
    opened: Callable[[], VenvoyApp], root: Path, size: tuple[int, int]
) -> None:
    """Every file with git's view of it, one entry of the journal, undone byte for byte."""
    before = held(root)
    app = opened()
    async with walk(app, size) as pilot:
        await press(pilot, "a", "a", "5")
        outlook = app.outlook
        assert outlook is not None
        told = " ".join(text_of(app, "#told").split())
        assert told.count("The last commit of") == 1
        assert "holds these 4 files: git can show the change and take it back." in told
        assert "~ Dockerfile +11 -3 lines" in told
        assert "+ .dockerignore +4 -0 lines, a new file" in told
        assert "entrypoint.sh +1 -1 lines" in told
        assert ", a new file" in told

        await press(pilot, "enter")
        assert isinstance(app.outcome, Applied)
        assert outlook.beside is not None
        after = {one.path: one.after for one in outlook.beside.plan.changed}
        assert before | after == held(root)
        shown = {file.path: b"".join(line.text for line in file.diff.lines if line.new) for file in outlook.files[1:]}
        assert {path: after[path] for path in shown} == shown
        await press(pilot, "y")
        assert all(f"\n{path}:\n- " in app.clipboard for path in ("compose.yaml", "entrypoint.sh", "shop/wsgi.py"))
        assert "\n.dockerignore (new):\n- " in app.clipboard
        await press(pilot, "Y")
        assert "## What follows beside it" in app.clipboard

        await press(pilot, "u")
        assert isinstance(app.outcome, Undone)
        assert before == held(root)


async def test_a_file_that_changed_meanwhile_stops_it(opened: Callable[[], VenvoyApp], root: Path) -> None:
    """Nothing is written then, and it is offered to open everything again."""
    app = opened()
    async with walk(app) as pilot:
        await press(pilot, "a", "5")
        (root / "compose.yaml").write_bytes(b"services: {}\n")
        before = held(root)
        await press(pilot, "enter", "enter")

        assert app.stale
        assert before == held(root)


async def test_the_dockerfile_alone(opened: Callable[[], VenvoyApp], size: tuple[int, int]) -> None:
    """The scope is a choice, and can be taken back like one."""
    app = opened()
    async with walk(app, size) as pilot:
        await press(pilot, "a", "3", "end")
        while "Dockerfile alone" not in text_of(app, "#tells"):
            await press(pilot, "up")
        await press(pilot, "space")
        assert Scope.DOCKERFILE is sitting(app).decisions.choices.scope
        assert () == sitting(app).beside
        await press(pilot, "4")
        where(app, "Dockerfile  +11 -3")

        await press(pilot, "z")
        where(app, "4 files  +14 -6")


async def test_resumes_with_its_places(opened: Callable[[], VenvoyApp], root: Path) -> None:
    """What was said of a place is there again; of one that is not found it is said."""
    app = opened()
    async with walk(app) as pilot:
        await press(pilot, "a", "a", "n", "k")
        command = ids(app)[1]
        await press(pilot, "q")
    (root / "compose.yaml").write_bytes(b"services: {}\n")
    app = opened()
    async with walk(app) as pilot:
        await settle(pilot)
        assert Answer.ACCEPT is sitting(app).answer(IGNORED)
        assert Answer.KEEP is sitting(app).answer(command)
        assert f"1 answer is about a place that is not found now: {command}." in said(app)
        assert command not in ids(app)


async def test_outside_of_a_work_tree_nothing_is_beside(root: Path, tmp_path: Path) -> None:
    """A Dockerfile alone is what it was: no tree, no place, and the choice says why."""
    alone = tmp_path / "alone" / "Dockerfile"
    alone.parent.mkdir()
    alone.write_bytes((root / "Dockerfile").read_bytes())
    app = VenvoyApp(alone, House())
    async with walk(app) as pilot:
        await press(pilot, "a", "4")
        where(app, "Dockerfile  +11 -3")
        assert not app.screen.query_one(FileTree).display
        await press(pilot, "3")
        row = next(row for row in drawn(app) if "( ) repository" in row)
        assert "not possible" in row
        where(app, "(•) Dockerfile alone")
        await press(pilot, *["down"] * 9)
        told = " ".join(text_of(app, "#tells").split())
        assert "Not possible for this file: This Dockerfile lies in no work tree of git" in told

    assert () == sitting(app).beside


async def test_the_list_of_dockerfiles_tells_what_is_beside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """For the Dockerfile under the cursor, with counts for each file."""
    monkeypatch.setenv("VENVOY_STATE_DIR", str(tmp_path / "state"))
    root = committed(copy_to(repository("monorepo-three-services"), tmp_path))
    app = VenvoyApp(root, House())
    async with walk(app, (80, 24)) as pilot:
        assert isinstance(app.screen, OpenScreen)
        told = text_of(app, "#beside")
        assert "compose.yaml  1 place to change" in told
        assert "shared/start.sh  1 place to change" in told
        await press(pilot, "down")
        assert "compose.yaml" in text_of(app, "#beside")


def test_how_a_place_is_called() -> None:
    """By its page, its file and its line."""
    from tests.session.test_beside import PLANNED

    assert "old-path-in-command (compose.yaml line 5)" == named_place(PLANNED)


async def test_a_project_goes_with_the_dockerfile(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: tuple[int, int]
) -> None:
    """The extra brings -I within reach and a file into the tree; kept there, the Dockerfile does without both."""
    monkeypatch.setenv("VENVOY_STATE_DIR", str(tmp_path / "state"))
    root = committed(copy_to(repository("offered-src-layout"), tmp_path))
    before = held(root)
    app = VenvoyApp(root, House())
    async with walk(app, size) as pilot:
        await press(pilot, "a", "3", "end")
        told = " ".join(text_of(app, "#tells").split())
        assert "Not possible for this file: Dockerfile, line 13, imports ledger" in told
        assert "With the extra 'installed project' it would be possible." in told

        await press(pilot, "up", "space", "down", "space", "4")
        choices = sitting(app).decisions.choices
        assert {Extra.INSTALLED_PROJECT, Extra.ISOLATED_MODE} <= choices.extras
        (place,) = [one for one in ids(app) if one.startswith("installed-project@")]
        outlook = app.outlook
        assert outlook is not None
        assert {"Dockerfile", "pyproject.toml"} <= {Path(file.path).name for file in outlook.changed}
        assert b'"-I"' in outlook.plan.after

        app.session = toggle(sitting(app), place)
        await settle(pilot)
        outlook = app.outlook
        assert outlook is not None
        assert ["Dockerfile"] == [Path(file.path).name for file in outlook.changed]
        assert b"--no-deps" not in outlook.plan.after
        assert b'"-I"' not in outlook.plan.after

        await press(pilot, "z", "5", "enter")
        assert isinstance(app.outcome, Applied)
        assert b"[project]" in held(root)["pyproject.toml"]
        await press(pilot, "u")
        assert before == held(root)
