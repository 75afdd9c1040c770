"""The course: each kind of exercise, progress, and the way from a finding to its lesson and back."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.tui.walking import click, drawn, press, said, settle, sitting, walk, where

from venvoy import samples
from venvoy.labs import running
from venvoy.lessons import progress
from venvoy.lessons.catalogue import course, lesson, needs_engine
from venvoy.model.lab import Again, Begun, Lab, LabResult, Ran, Said, Told
from venvoy.tui import learn_lab
from venvoy.tui.app import VenvoyApp
from venvoy.tui.house import House
from venvoy.tui.learn_app import LearnApp
from venvoy.tui.learn_course import CourseScreen, LessonList
from venvoy.tui.learn_lesson import LessonScreen
from venvoy.tui.learn_sheet import SheetView
from venvoy.tui.learn_watch import FRAMES, Watch
from venvoy.tui.panes import Panes
from venvoy.tui.review_screen import PAGE, ReviewScreen
from venvoy.tui.text_view import TextView


@pytest.fixture(autouse=True)
def _alone(state: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Remember progress in the test's own directory, move nothing, and have no engine."""
    real = shutil.which
    monkeypatch.setenv("VENVOY_STATE_DIR", str(state))
    monkeypatch.setattr("textual.constants.TEXTUAL_ANIMATIONS", "none")
    monkeypatch.setattr(shutil, "which", lambda name, **more: None if name == "docker" else real(name, **more))


def learning(name: str = "") -> LearnApp:
    """Return the course, open at a lesson."""
    app = LearnApp(House(), lesson(name) if name else None)
    app.animation_level = "none"
    return app


def sheet(app: Any) -> str:
    """Return what the exercise shows."""
    text: str = app.screen.query_one(SheetView).plain
    return text


def done(state: Path) -> frozenset[str]:
    """Return what is remembered."""
    return progress.done(state)


def taking(app: Any) -> str:
    """Return the name of the lesson in view."""
    assert isinstance(app.screen, LessonScreen)
    return app.screen.lesson.name


async def test_the_course_says_what_is_next(state: Path, size: tuple[int, int]) -> None:
    """What was done has its sign, the next one is under the cursor, and lessons for engines are not offered."""
    progress.remember("import-path", state)
    app = learning()
    async with walk(app, size) as pilot:
        rows = app.screen.query_one(LessonList)
        assert [one.name for one in course() if not needs_engine(one)] == [one.name for one in rows.lessons]
        assert (1, 1) == (rows.next, rows.cursor)
        assert "✓  1  Where Python looks" in "\n".join(drawn(app))
        assert f"1 of {rows.rows} done" in drawn(app)[0]
        await press(pilot, "n")

        assert "venv-on-disk" == taking(app)


async def test_lessons_with_containers_are_offered_where_an_engine_is(monkeypatch: pytest.MonkeyPatch) -> None:
    """They come at the end once an engine has answered."""
    monkeypatch.setattr(running, "obstacle", lambda _: None)
    app = learning()
    async with walk(app):
        assert list(course()) == list(app.screen.query_one(LessonList).lessons)


async def test_a_guess_is_held_against_the_analysis(state: Path, size: tuple[int, int]) -> None:
    """One box right and one wrong; afterwards the lesson is done, also in the list, and may be tried again."""
    app = learning("lost-activation")
    async with walk(app, size) as pilot:
        await press(pilot, "d", "enter", "down", "down", "down", "down", "down", "enter")
        assert "boxes as venvoy has them." in sheet(app)
        assert "An activation that is lost: it is there." in sheet(app)
        assert "line 3" in sheet(app)
        assert "Installing with --user: it is not there." in sheet(app)
        assert said(app).startswith("✓ Done.")
        assert frozenset({"lost-activation"}) == done(state)
        await press(pilot, "enter")
        assert "[✓]" not in sheet(app)
        await press(pilot, "escape")

        assert isinstance(app.screen, CourseScreen)
        assert "✓ 10" in "\n".join(drawn(app))


async def test_a_box_can_be_clicked(size: tuple[int, int]) -> None:
    """One click ticks it."""
    app = learning("global-install")
    async with walk(app, size) as pilot:
        await press(pilot, "d")
        await click(pilot, *where(app, "[ ] Installing into the system"))

        assert "[✓] Installing into the system" in "\n".join(drawn(app))


async def test_packages_are_followed_step_by_step(state: Path, size: tuple[int, int]) -> None:
    """Each step adds what it brings; the last one says what Python misses, and leads on in the course."""
    app = learning("user-install")
    async with walk(app, size) as pilot:
        await press(pilot, "s")
        assert "Step 2 of 3" in sheet(app)
        assert "stage 1" in sheet(app)
        assert frozenset() == done(state)
        await press(pilot, "enter")
        assert "It does not look into" in " ".join(sheet(app).split())
        assert "/home/shop/.local" in sheet(app)
        assert frozenset({"user-install"}) == done(state)
        await press(pilot, "down", "enter")
        assert "Step 2 of 3" in sheet(app)
        await press(pilot, "up", "enter", "enter")

        assert "shadowing" == taking(app)


async def test_what_travels_is_seen_to_move() -> None:
    """A point goes from one end to the other, and only then the packages are there; reduced, they are there at once."""
    app = learning("target-directory")
    app.animation_level = "full"
    async with app.run_test(size=(160, 45)) as pilot:
        await settle(pilot)
        screen = app.screen
        assert isinstance(screen, LessonScreen)
        watch = screen._doing  # noqa: SLF001 - time stands still for it
        assert isinstance(watch, Watch)
        watch.leave()
        watch._frame = 0  # noqa: SLF001 - as above
        screen.redraw()
        before = sheet(app)
        for _ in range(FRAMES):
            watch._tick()  # noqa: SLF001 - as above

        assert "●" in before
        assert "nothing yet" in before
        assert "●" not in sheet(app)
        assert "nothing yet" not in sheet(app)


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("copied-site-packages", "Line 5 takes the inside"),
        ("target-directory", "Line 2 fills `/packages`"),
        ("copy-merges", ""),
    ],
)
async def test_the_page_of_a_lesson_speaks_of_its_dockerfile(name: str, told: str) -> None:
    """Lines and paths to read are those to look at, and none of an example."""
    async with walk(app := learning(name), (160, 45)):
        page = app.screen.query_one("#read TextView", TextView).plain

        assert told.replace("`", "") in page
        assert "made-up example" not in page


async def test_the_page_of_a_lesson_without_its_finding_says_so() -> None:
    """Where the Dockerfile to look at does not have what the page is about, the page is that of an example."""
    async with walk(app := learning("guards"), (160, 45)):
        assert "made-up example" in app.screen.query_one("#read TextView", TextView).plain


@pytest.mark.parametrize("name", ["", "copied-site-packages"])
async def test_the_help_is_that_of_the_course(name: str) -> None:
    """It tells of lessons and of the signs of the course, not of the walk and of its."""
    async with walk(app := learning(name), (160, 45)) as pilot:
        await press(pilot, "question_mark")
        told = app.screen.query_one(TextView).plain

        assert "The course: each lesson" in told
        assert "not done yet" in told
        assert "The walk:" not in told
        assert "in the preview" not in told


async def test_a_decision_is_flipped(state: Path, size: tuple[int, int]) -> None:
    """Accepted, Python looks in an environment; flipped back, everything is as it was."""
    app = learning("copied-site-packages")
    async with walk(app, size) as pilot:
        await press(pilot, "d")
        assert "none is changed" in sheet(app)
        await press(pilot, "enter")
        assert 2 == sheet(app).count("✓ accept")
        assert "+ /opt/venv/lib/python3.12/site-packages" in sheet(app)
        assert "- /usr/local/lib/python3.12/site-packages" in sheet(app)
        assert frozenset({"copied-site-packages"}) == done(state)
        await press(pilot, "enter")

        assert "none is changed" in sheet(app)
        assert "✓ accept" not in sheet(app)


async def test_a_lab_is_predicted_and_run(state: Path, size: tuple[int, int]) -> None:
    """The real commands run, their output is shown, and the prediction is held against it."""
    app = learning("import-path")
    async with walk(app, size) as pilot:
        await press(pilot, "d", "down", "enter")
        assert "(•) -P" in sheet(app)
        assert "sys.path = [" in sheet(app)
        assert "✓ As you said:" in sheet(app)
        assert frozenset({"import-path"}) == done(state)
        await press(pilot, "up", "enter")

        assert "✗ Not as you said:" in sheet(app)


@pytest.mark.parametrize("key", ["enter", "ctrl+c"])
async def test_a_lab_tells_as_it_goes_and_can_be_cancelled(
    state: Path, monkeypatch: pytest.MonkeyPatch, key: str
) -> None:
    """Each line is shown as it comes; cancelled, the lesson is not done, and the lab can be run again."""
    heard = threading.Event()

    def slow(of: Lab, tell: Callable[[Told], None], cancelled: threading.Event) -> LabResult:
        first = Ran(of.commands[0], "the first output", 0, 0.1)
        for told in (Begun(first.command), Said(first.output), first, Begun("the second command"), Said("its [b]line")):
            tell(told)
        heard.set()
        cancelled.wait(60)
        return LabResult((first,), None)

    monkeypatch.setattr(learn_lab, "carry_out", slow)
    app = learning("guards")
    async with walk(app, (160, 45)) as pilot:
        await pilot.press("d", "enter")
        while not heard.is_set():
            await pilot.pause(0.01)
        await pilot.pause()
        assert "the first output" in sheet(app)
        assert "$ the second command\n  its [b]line\nRunning, 1 of" in sheet(app)
        await press(pilot, key)

        assert "Cancelled." in sheet(app)
        assert "Run it without a prediction" in sheet(app)
        assert frozenset() == done(state)


async def test_a_repetition_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """A lab that is run again for its times says so, as nothing else is to be seen meanwhile."""
    heard = threading.Event()

    def slow(of: Lab, tell: Callable[[Told], None], cancelled: threading.Event) -> LabResult:
        tell(Ran(of.commands[0], "", 0, 0.1))
        tell(Again(2, 3))
        heard.set()
        cancelled.wait(60)
        return LabResult((), None)

    monkeypatch.setattr(learn_lab, "carry_out", slow)
    app = learning("guards")
    async with walk(app, (160, 45)) as pilot:
        await pilot.press("d", "enter")
        while not heard.is_set():
            await pilot.pause(0.01)
        await pilot.pause()

        assert "Once more for the times, round 2 of 3 …" in sheet(app)
        await press(pilot, "escape")


async def test_control_c_leaves_the_course_when_it_is_meant() -> None:
    """With nothing to end it names the key, and pressed again it leaves, from the list and from a lesson."""
    for name in ("", "guards"):
        app = learning(name)
        async with app.run_test() as pilot:
            await settle(pilot)
            await press(pilot, "ctrl+c")
            assert said(app).startswith("q quits, and so does ctrl+c once more")
            await pilot.press("ctrl+c")
            await pilot.pause()

        assert 0 == app.return_code


async def test_leaving_cancels_a_lab(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing goes on behind the back of who went somewhere else."""
    ended = threading.Event()
    begun = threading.Event()

    def slow(of: Lab, tell: Callable[[Told], None], cancelled: threading.Event) -> LabResult:
        begun.set()
        if cancelled.wait(60):
            ended.set()
        return LabResult((), None)

    monkeypatch.setattr(learn_lab, "carry_out", slow)
    app = learning("guards")
    async with walk(app) as pilot:
        await pilot.press("d", "enter")
        while not begun.is_set():
            await pilot.pause(0.01)
        await press(pilot, "escape")

        assert ended.is_set()
        assert isinstance(app.screen, CourseScreen)


async def test_a_lab_that_cannot_be_run_says_why() -> None:
    """Without an engine there is a reason and a next step, and nothing to pick."""
    app = learning("minor-versions")
    async with walk(app, (160, 45)) as pilot:
        await press(pilot, "d", "enter")

        assert "There is no docker client on PATH." in sheet(app)
        assert "Run it without" not in sheet(app)


async def test_progress_that_cannot_be_saved_is_said(state: Path) -> None:
    """The lesson goes on, and the reason is told."""
    state.write_text("a file")
    app = learning("global-install")
    async with walk(app) as pilot:
        await press(pilot, "d", "down", "down", "down", "down", "enter")

        assert said(app).startswith("That it was done could not be remembered:")


async def test_the_course_is_begun_anew(state: Path) -> None:
    """The key has to be pressed twice."""
    progress.remember("guards", state)
    app = learning()
    async with walk(app) as pilot:
        await press(pilot, "R", "down", "R")
        assert frozenset({"guards"}) == done(state)
        await press(pilot, "R")

        assert frozenset() == done(state)


async def test_from_the_last_lesson_the_course_is_next(state: Path) -> None:
    """There is no lesson behind it; n says so in the list once all is done."""
    for one in course():
        progress.remember(one.name, state)
    app = learning("both-sides")
    async with walk(app) as pilot:
        await press(pilot, "n")
        assert "both-sides" == taking(app)
        await press(pilot, "c", "n")

        assert said(app).startswith("Every lesson was done.")


async def test_escape_leaves_the_course() -> None:
    """From the list there is only the way out."""
    app = learning()
    async with app.run_test() as pilot:
        await settle(pilot)
        await pilot.press("escape")
        await pilot.pause()

    assert 0 == app.return_code


@pytest.fixture(name="session_app")
def _session_app(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> VenvoyApp:
    """Return a session on a sample, with the real pages."""
    samples.copy_to("invoice-worker", tmp_path)
    monkeypatch.chdir(tmp_path)
    return VenvoyApp(Path("invoice-worker/Dockerfile"), House())


async def test_from_a_finding_to_its_lesson_and_back(session_app: VenvoyApp, size: tuple[int, int]) -> None:
    """Key l opens the page, l again the lesson; esc is back at the page, and no decision was touched."""
    app = session_app
    async with walk(app, size) as pilot:
        finding = sitting(app).current
        assert finding is not None
        before = sitting(app)
        await press(pilot, "l")
        assert PAGE == app.screen.query_one(Panes).current
        await press(pilot, "l")
        assert isinstance(app.screen, LessonScreen)
        assert finding.shortcut in {app.screen.lesson.page, *app.screen.lesson.teaches}
        await press(pilot, "a", "z", "c")
        assert isinstance(app.screen, CourseScreen)
        await press(pilot, "escape")

        assert isinstance(app.screen, ReviewScreen)
        assert PAGE == app.screen.query_one(Panes).current
        assert before == sitting(app)


async def test_a_page_leads_to_its_lesson(session_app: VenvoyApp) -> None:
    """From a page that is read by itself, and from a lesson to its page and on."""
    app = session_app
    async with walk(app) as pilot:
        app.action_read("shebang-lines")
        await settle(pilot)
        await press(pilot, "l")
        assert "moved-venv" == taking(app)
        await press(pilot, "i", "1", "l")
        assert isinstance(app.screen, LessonScreen)
        await press(pilot, "escape", "escape", "escape", "escape")

        assert isinstance(app.screen, ReviewScreen)


async def test_the_lesson_is_a_key_away_on_every_step(session_app: VenvoyApp) -> None:
    """Key L works where l has another meaning."""
    app = session_app
    async with walk(app) as pilot:
        await press(pilot, "A", "4", "l")
        assert "both-sides" == taking(app)
        await press(pilot, "escape", "3", "L")

        assert isinstance(app.screen, LessonScreen)


@pytest.mark.parametrize("name", [one.name for one in course()])
async def test_every_lesson_fits_a_small_terminal(name: str) -> None:
    """Page, picture and exercise open at 80 by 24, and nothing is cut at the right but pictures of long paths."""
    app = learning(name)
    async with walk(app, (80, 24)) as pilot:
        for key in ("tab", "tab", "question_mark", "escape"):
            await press(pilot, key)
        rows = sheet(app).split("\n")

        assert [] == [row for row in rows if len(row) > 79]
