"""Several Dockerfiles as one plan: marked in the list, decided one after the other, written together."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from attrs import evolve
from tests.tui.made import SHOP, MadeRooms, analysis
from tests.tui.test_beside import committed, held
from tests.tui.walking import Begin, click, drawn, press, said, settle, sitting, text_of, walk, where

from engine import Engine
from repositories.fixture_repository import copy_to, repository
from venvoy.images.compare import Bench
from venvoy.members import join, members, name_of
from venvoy.model.analysis import Analysis
from venvoy.model.dockerfile import Unreadable
from venvoy.model.isolation import ProjectOffer
from venvoy.model.plan import Answer, Decisions, Extra, Plan, Scope
from venvoy.model.receipt import Applied, Undone
from venvoy.session import Session, accept_all_safe, begin
from venvoy.tui.app import VenvoyApp
from venvoy.tui.causes import behind_row
from venvoy.tui.compare_screen import CompareScreen
from venvoy.tui.diff_view import DiffView
from venvoy.tui.file_tree import FileTree
from venvoy.tui.house import House
from venvoy.tui.opening import opened as opened_together
from venvoy.tui.outlook import look_ahead
from venvoy.tui.trial import SIDES, Order
from venvoy.workspace.journal import Journal

COMMAND = "old-path-in-command@compose.yaml:12.14"
SCRIPT = "old-path-in-script@shared/start.sh:3"
NAMES = ["mail/Dockerfile", "orders/Dockerfile", "stock/Dockerfile"]
ROOT = Path("/home/me/shops")
ONE, TWO = ROOT / "one" / "Dockerfile", ROOT / "two" / "Dockerfile"


@pytest.fixture(name="root")
def _root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Copy three services with a script and a compose file that they share, all of it committed."""
    monkeypatch.setenv("VENVOY_STATE_DIR", str(tmp_path / "state"))
    return committed(copy_to(repository("monorepo-three-services"), tmp_path))


@pytest.fixture(name="opened")
def _opened(root: Path) -> Callable[[], VenvoyApp]:
    """Open the repository in the real rooms."""
    return lambda: VenvoyApp(root, House())


def marks(app: VenvoyApp) -> list[str]:
    """Return the marked Dockerfiles by their directories."""
    return [path.parent.name for path in app.marked]


def in_view(app: VenvoyApp) -> str:
    """Return the Dockerfile in view."""
    return name_of(sitting(app))


async def test_marks_by_keyboard_and_mouse(opened: Callable[[], VenvoyApp], size: tuple[int, int]) -> None:
    """Space and a click on the box mark and unmark, a marks all and none; what comes next is said."""
    app = opened()
    async with walk(app, size) as pilot:
        await press(pilot, "space", "down", "down", "space")
        assert ["mail", "stock"] == marks(app)
        where(app, "3 Dockerfiles, 2 of them marked.")
        where(app, "enter on a marked one opens all that are marked, as one plan.")
        where(app, "▸ [x] + stock/Dockerfile")

        x, y = where(app, "[ ] + orders/Dockerfile")
        await click(pilot, x + 1, y)
        assert ["mail", "orders", "stock"] == marks(app)
        await click(pilot, x + 1, y)
        assert ["mail", "stock"] == marks(app)
        assert None is app.session
        await press(pilot, "a")
        assert ["mail", "orders", "stock"] == marks(app)
        await press(pilot, "a")
        assert [] == marks(app)


async def test_the_list_tells_services_and_what_is_not_read(
    opened: Callable[[], VenvoyApp], root: Path, size: tuple[int, int]
) -> None:
    """What a service mounts over the application is said, and a compose file that is broken."""
    override = "services:\n  mail:\n    build: {target: dev}\n    volumes: ['.:/srv', './logs:/var/log/mail']\n"
    (root / "compose.override.yaml").write_text(override)
    (root / "compose.broken.yaml").write_text("services: {a: [1\n")
    app = opened()
    async with walk(app, size):
        told = " ".join(text_of(app, "#beside").split())

    assert "mail compose.override.yaml, compose.yaml, stage dev; . (bind mount) over /srv" in told
    assert "/var/log" not in told
    assert "shared/start.sh 1 place to change" in told
    assert "compose.broken.yaml is not read" in told


async def test_one_plan_in_the_preview(opened: Callable[[], VenvoyApp], size: tuple[int, int]) -> None:
    """Each Dockerfile is decided on for itself; the tree has all of them and what they share, once."""
    app = opened()
    async with walk(app, size) as pilot:
        await press(pilot, "a", "enter")
        assert NAMES == [name_of(one) for one in members(sitting(app))]
        assert in_view(app) == NAMES[0]
        assert "file 1 of 3" in drawn(app)[0]
        assert said(app).startswith("3 Dockerfiles, one plan: ] goes to the next one.")
        assert "] next file" in drawn(app)[-1]
        await press(pilot, "a", "]", "a", "4")
        assert in_view(app) == NAMES[1]
        outlook = app.outlook
        assert outlook is not None
        assert [*NAMES, ".dockerignore", "compose.yaml", "shared/start.sh"] == [one.path for one in outlook.files]
        changed = [one.path for one in outlook.changed]
        assert [*NAMES[:2], "compose.yaml"] == changed
        assert app.screen.query_one(FileTree).current == outlook.files[1]

        await press(pilot, "]")
        assert in_view(app) == NAMES[2]
        await press(pilot, "[", "[")
        assert in_view(app) == NAMES[0]
        while behind_row(app.screen.query_one(DiffView).row, sitting(app)) is None:
            await press(pilot, "down")
        await press(pilot, "space")
        assert app.outlook is not None
        assert [NAMES[1], "compose.yaml"] == [one.path for one in app.outlook.changed]
        assert [0, 1, 0] == [len(one.accepted) for one in members(sitting(app))]


async def test_a_script_waits_until_all_that_run_it_move(opened: Callable[[], VenvoyApp]) -> None:
    """As long as one image keeps its packages where they are, its script is not changed unasked."""
    app = opened()
    async with walk(app, (160, 45)) as pilot:
        await press(pilot, "a", "enter", "a", "]", "a")
        doubts = {
            one.place.id: bool(one.doubt)
            for one in (app.outlook.beside.plan.places if app.outlook and app.outlook.beside else ())
        }
        assert doubts[SCRIPT]
        await press(pilot, "]", "a")
        assert app.outlook is not None
        assert app.outlook.beside is not None
        assert {False} == {bool(one.doubt) for one in app.outlook.beside.plan.places}
        assert "shared/start.sh" in [one.path for one in app.outlook.changed]


async def test_written_in_one_piece_and_taken_back(
    opened: Callable[[], VenvoyApp], root: Path, tmp_path: Path, size: tuple[int, int]
) -> None:
    """No edit is lost, there is one entry of the journal, and undo restores every byte."""
    before = held(root)
    app = opened()
    async with walk(app, size) as pilot:
        await press(pilot, "a", "enter", "a", "]", "a", "]", "a", "5")
        told = " ".join(text_of(app, "#told").split())
        assert told.count("The last commit of") == 1
        assert "holds these 5 files: git can show the change and take it back." in told
        assert all(f"~ {path} +" in told for path in (*NAMES, "compose.yaml", "shared/start.sh"))
        assert all(f"{name}: global-install (line 5)" in told for name in NAMES)
        outlook = app.outlook
        assert outlook is not None
        assert outlook.beside is not None
        await press(pilot, "enter")
        assert isinstance(app.outcome, Applied)
        changed = {one.path: one.after for one in outlook.beside.plan.changed}
        assert {*NAMES, "compose.yaml", "shared/start.sh"} == set(changed)
        assert before | changed == held(root)
        assert 2 == held(root)["compose.yaml"].count(b"/opt/venv/bin/gunicorn")
        assert 1 == len(Journal(tmp_path / "state" / "journal").entries())
        await press(pilot, "y")
        assert all(f"\n{name}:\n- global-install: " in app.clipboard for name in NAMES)
        await press(pilot, "Y")
        assert all(f"- {name}, `global-install`, line 5: " in app.clipboard for name in NAMES)

        await press(pilot, "6", "]", "5")
        assert isinstance(app.outcome, Applied)
        await press(pilot, "u")
        assert isinstance(app.outcome, Undone)
        assert before == held(root)


async def test_a_place_is_kept_for_all(opened: Callable[[], VenvoyApp]) -> None:
    """Said in one Dockerfile's sitting, it holds in the others', and the tree shows it."""
    app = opened()
    async with walk(app, (160, 45)) as pilot:
        await press(pilot, "a", "enter", "a", "4")
        await click(pilot, *where(app, "compose.yaml"))
        await press(pilot, "K", "2", "]")
        kept = [one.decisions.answers for one in members(sitting(app))]

        assert 3 == len(kept)
        assert all(Answer.KEEP is answers[COMMAND].answer for answers in kept if COMMAND in answers)
        assert kept[0].keys() - {"global-install:5"} == kept[1].keys()
        await press(pilot, "z")
        assert "There is no decision to take back." == said(app)


async def test_resumes_together(opened: Callable[[], VenvoyApp], size: tuple[int, int]) -> None:
    """Marks, decisions of each, and what was said of places are there again."""
    app = opened()
    async with walk(app, size) as pilot:
        await press(pilot, "a", "enter", "a", "]", "k", "enter", "q")
        decided = [one.decisions for one in members(sitting(app))]
    app = opened()
    async with walk(app, size) as pilot:
        assert ["mail", "orders", "stock"] == marks(app)
        await press(pilot, "down", "enter")

        assert "file 1 of 3" in drawn(app)[0]
        assert decided == [one.decisions for one in members(sitting(app))]
        assert in_view(app) == NAMES[0]


async def test_one_that_is_not_marked_is_opened_alone(opened: Callable[[], VenvoyApp]) -> None:
    """The marks stay for the others."""
    app = opened()
    async with walk(app) as pilot:
        await press(pilot, "space", "down", "space", "down", "enter")

        assert [NAMES[2]] == [name_of(one) for one in members(sitting(app))]
        assert ["mail", "orders"] == marks(app)
        assert "file 1 of" not in drawn(app)[0]


async def test_another_work_tree_is_another_plan(opened: Callable[[], VenvoyApp], root: Path, tmp_path: Path) -> None:
    """A Dockerfile behind a link out of the work tree, and a second name of one, are left out by name."""
    other = committed(copy_to(repository("flask-target-directory"), tmp_path))
    (root / "a").mkdir()
    (root / "a" / "Dockerfile").symlink_to(other / "Dockerfile")
    (root / "z").mkdir()
    (root / "z" / "Dockerfile").symlink_to(root / "mail" / "Dockerfile")
    app = opened()
    async with walk(app) as pilot:
        await press(pilot, "a", "down", "enter")

        assert NAMES == [name_of(one) for one in members(sitting(app))]
        assert said(app).startswith("Not taken along: a/Dockerfile lies in another work tree of git.")
    found = opened_together(House(), root / "mail" / "Dockerfile", (root / "z" / "Dockerfile",))
    assert not isinstance(found, Unreadable)
    assert found.notice.startswith("Not taken along: z/Dockerfile is another name of a file that is marked.")
    assert () == found.others


async def test_compare_is_about_the_one_in_view(begin: Begin, size: tuple[int, int]) -> None:
    """Turning to another Dockerfile there looks for an engine for that one."""
    made = MadeRooms(files={ONE: SHOP, TWO: SHOP})
    made.says = evolve(made.says, root=ROOT)
    app = begin(ROOT, made)
    async with walk(app, size) as pilot:
        await press(pilot, "a", "enter", "A", "]", "A", "6")
        screen = app.screen
        assert isinstance(screen, CompareScreen)
        assert screen.trial is not None
        assert screen.trial.order.path == TWO
        await press(pilot, "]")
        assert screen.trial.order.path == ONE


async def test_outside_of_a_work_tree(begin: Begin) -> None:
    """They are written together, too, below the directory that they have in common."""
    made = MadeRooms(files={ONE: SHOP, TWO: SHOP})
    made.says = evolve(made.says, root=None)
    app = begin(ROOT, made)
    async with walk(app) as pilot:
        await press(pilot, "a", "enter", "A", "]", "A", "5", "enter")

        assert isinstance(app.outcome, Applied)
        assert [str(ONE), str(TWO)] == [one.path for one in made.written[0].changes]
        assert [str(ROOT)] == [one.root for one in made.written]


async def test_the_dockerfiles_alone(opened: Callable[[], VenvoyApp]) -> None:
    """The scope is chosen for all of them."""
    app = opened()
    async with walk(app) as pilot:
        await press(pilot, "a", "enter", "a", "]", "a", "3", "end")
        while "Dockerfile alone" not in text_of(app, "#tells"):
            await press(pilot, "up")
        await press(pilot, "space", "]")
        await settle(pilot)

        assert Scope.DOCKERFILE is sitting(app).decisions.choices.scope
        assert app.outlook is not None
        assert NAMES == [one.path for one in app.outlook.files]


class Projects(MadeRooms):
    """Rooms in which each Dockerfile would need a ``pyproject.toml`` of its own."""

    def plan(self, of: Analysis, decisions: Decisions) -> Plan:
        """Return the made plan, with a project where that was asked for."""
        name = Path(of.dockerfile.path).parent.name
        offer = ProjectOffer("pyproject.toml", None, name.encode(), name, (), "It is.")
        asked = Extra.INSTALLED_PROJECT in decisions.choices.extras
        return evolve(super().plan(of, decisions), project=offer if asked else None)


def test_two_projects_in_one_place_are_none() -> None:
    """Neither Dockerfile installs a project whose file the other one needs otherwise, and that is noted."""

    def begun(path: Path) -> Session:
        begun = accept_all_safe(begin(analysis(path=str(path))))
        choices = evolve(begun.decisions.choices, extras=frozenset({Extra.INSTALLED_PROJECT}))
        return evolve(begun, decisions=evolve(begun.decisions, choices=choices))

    both = look_ahead(Projects(), join(begun(ONE), begun(TWO)))

    assert "one" == getattr(look_ahead(Projects(), begun(ONE)).plan.project, "name", None)
    assert [None, None] == [one.plan.project for one in both.members]
    assert all(one.plan.notes[-1].text.startswith("installed-project is left out: ") for one in both.members)


async def test_what_cannot_be_read_cannot_be_marked(begin: Begin) -> None:
    """And where there are marks that cannot be remembered, that is said."""
    made = MadeRooms(files={ONE: SHOP, TWO: b"\0"})
    app = begin(ROOT, made)
    async with walk(app) as pilot:
        await press(pilot, "down", "space")
        assert "Dockerfile cannot be read, so it cannot be part of a plan." == said(app)
        made.state = Path("/dev/null")
        await press(pilot, "up", "space")
        assert said(app).startswith("The marks could not be remembered: ")


@pytest.mark.engine
async def test_both_images_are_built_with_their_own_files(
    opened: Callable[[], VenvoyApp], root: Path, engine: Engine
) -> None:
    """The bench of the session is given what the plan changes beside the Dockerfiles."""
    app = opened()
    async with walk(app) as pilot:
        await press(pilot, "a", "enter", "a", "]", "a", "]", "a")
        outlook = app.outlook
    assert outlook is not None
    order = Order(outlook, root / "stock" / "Dockerfile")
    with House().bench(order, lambda progress: None, threading.Event()) as place:  # noqa: ARG005
        assert isinstance(place, Bench)
        assert [str(root / "compose.yaml"), str(root / "shared/start.sh")] == [one.path for one in place.pair.changes]
        assert [True, True] == [
            words[-1].endswith(f"/{side}/context") for words, side in zip(place.commands, SIDES, strict=True)
        ]
