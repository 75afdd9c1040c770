"""The course in a real terminal: every lesson by keyboard, with its real commands."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.tui.terminal import Terminal

from venvoy.lessons.catalogue import course, needs_engine
from venvoy.model.lesson import Exercise, Lesson

pytestmark = pytest.mark.terminal

KEYS: dict[Exercise, tuple[str, ...]] = {
    Exercise.GUESS: ("Enter", "Down", "Down", "Down", "Down", "Down", "Enter"),
    Exercise.DECIDE: ("Enter",),
    Exercise.LAB: ("Enter",),
    Exercise.WATCH: ("s", "s"),
}
"""What completes an exercise, once it has the keys."""
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
    terminal.see("✓ done")


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


@pytest.mark.engine
@pytest.mark.parametrize("lesson", [one for one in course() if needs_engine(one)], ids=lambda one: one.name)
def test_a_lesson_with_containers(terminal: Terminal, tmp_path: Path, lesson: Lesson) -> None:
    """It runs on the machine's engine."""
    terminal.start(tmp_path / "state", "learn", lesson.name)

    complete(terminal, lesson)
