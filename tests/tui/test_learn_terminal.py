"""The course in a real terminal: every lesson by keyboard, with its real commands."""

from __future__ import annotations

import json
import os
import signal
import subprocess
from pathlib import Path

import pytest
from tests.tui.terminal import Terminal

from venvoy import migration
from venvoy.lessons.catalogue import course, needs_engine
from venvoy.lessons.scenes import scenes
from venvoy.model.analysis import Analysis
from venvoy.model.lesson import Exercise, Lesson

pytestmark = pytest.mark.terminal

KEYS: dict[Exercise, tuple[str, ...]] = {
    Exercise.GUESS: ("Enter", "Down", "Down", "Down", "Down", "Down", "Enter"),
    Exercise.DECIDE: ("Enter",),
    Exercise.LAB: ("Enter",),
    Exercise.WATCH: ("s", "s"),
}
"""What completes an exercise, once it has the keys."""
LABS = 300.0
"""Seconds that a lesson may take: its lab makes environments, several times, on a machine with other work."""
READY = {
    Exercise.GUESS: "Hold it against",
    Exercise.DECIDE: "= keep",
    Exercise.LAB: "( )",
    Exercise.WATCH: "Step 1",
}
"""What is seen when it may begin."""


def complete(terminal: Terminal, lesson: Lesson) -> None:
    """Read, do the exercise, and see that it is done."""
    terminal.see(f": {lesson.title}")
    terminal.see("not done yet")
    terminal.press("d")
    terminal.see(READY[lesson.exercise])
    for key in KEYS[lesson.exercise]:
        terminal.press(key)
    terminal.see("✓ done", LABS)


def complete_by_mouse(terminal: Terminal, lesson: Lesson) -> None:
    """Do the same without a key: a click on the tab, the wheel for what is out of view, and a click to pick it."""
    terminal.see(f": {lesson.title}")
    terminal.see("not done yet")
    terminal.click(f"Do: {lesson.exercise.value}")
    match lesson.exercise:
        case Exercise.GUESS:
            terminal.bring("[ ]")
            terminal.click("[ ]")
            terminal.see("[✓]")
            clicks = ["Hold it against"]
        case Exercise.DECIDE:
            clicks = ["= keep"]
        case Exercise.LAB:
            clicks = ["Run it without"]
        case Exercise.WATCH:
            terminal.see("Step 1 of")
            analysis = migration.analyse(lesson.dockerfile, "Dockerfile")
            assert isinstance(analysis, Analysis)
            clicks = ["→ The next step"] * (len(scenes(analysis)) - 1)
    for step, text in enumerate(clicks, 2):
        terminal.bring(text)
        terminal.click(text)
        if lesson.exercise is Exercise.WATCH:
            terminal.bring(f"Step {step} of")
    terminal.see("✓ done", LABS)


def test_every_lesson_by_keyboard(terminal: Terminal, tmp_path: Path) -> None:
    """One after the other with n, as the course leads; what was done is on disk, and the list says what is next."""
    lessons = [one for one in course() if not needs_engine(one)]
    terminal.start(tmp_path / "state", "learn")
    terminal.see("0 of")
    terminal.press("Enter")
    for at, lesson in enumerate(lessons):
        complete(terminal, lesson)
        if at + 1 < len(lessons):
            terminal.press("n")
    terminal.press("c")
    terminal.see(f"{len(lessons)} of")
    terminal.press("q")
    terminal.see("ended with 0")

    remembered = json.loads((tmp_path / "state" / "lessons.json").read_text())
    assert sorted(one.name for one in lessons) == remembered["done"]


def test_every_lesson_by_mouse(terminal: Terminal, tmp_path: Path) -> None:
    """From the list through all of them, each key of the footer that is needed clicked."""
    lessons = [one for one in course() if not needs_engine(one)]
    terminal.start(tmp_path / "state", "learn")
    terminal.see("0 of")
    terminal.click(lessons[0].title)
    for at, lesson in enumerate(lessons):
        complete_by_mouse(terminal, lesson)
        if at + 1 < len(lessons):
            terminal.click("n next lesson")
    terminal.click("esc back")
    terminal.see(f"{len(lessons)} of")
    terminal.click("q quit")
    terminal.see("ended with 0")

    remembered = json.loads((tmp_path / "state" / "lessons.json").read_text())
    assert sorted(one.name for one in lessons) == remembered["done"]


def test_a_lab_is_ended_with_the_course(terminal: Terminal, tmp_path: Path) -> None:
    """Ended from outside while a lab runs, the course ends it first: no process and no directory is left."""
    place = tmp_path / "temporary"
    place.mkdir()
    terminal.start(tmp_path / "state", "learn", "venv-on-disk", more={"TMPDIR": str(place)})
    terminal.press("d")
    terminal.see("( )")
    terminal.press("Enter")
    terminal.see("Running, 1 of")
    pane = terminal.tmux("display-message", "-p", "#{pane_pid}").strip()
    process = subprocess.run(["pgrep", "-P", pane], capture_output=True, text=True, check=True)
    os.kill(int(process.stdout), signal.SIGTERM)
    terminal.see("ended with 143")
    left = subprocess.run(["ps", "-A", "-o", "args="], capture_output=True, text=True, check=True).stdout

    assert [] == list(place.iterdir())
    assert str(place) not in left.replace(f"TMPDIR={place}", "")


@pytest.mark.engine
@pytest.mark.parametrize("lesson", [one for one in course() if needs_engine(one)], ids=lambda one: one.name)
def test_a_lesson_with_containers(terminal: Terminal, tmp_path: Path, lesson: Lesson) -> None:
    """It runs on the machine's engine."""
    terminal.start(tmp_path / "state", "learn", lesson.name)

    complete(terminal, lesson)
