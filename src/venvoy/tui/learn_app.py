"""The course by itself, without a Dockerfile of one's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.app import App

from venvoy.lessons.catalogue import about, course
from venvoy.tui import themes
from venvoy.tui.house import House

if TYPE_CHECKING:
    from venvoy.model.lesson import Lesson
    from venvoy.tui.rooms import Rooms


class LearnApp(App[None]):
    """``venvoy learn``."""

    TITLE = "venvoy"
    ENABLE_COMMAND_PALETTE = False

    def __init__(self, rooms: Rooms, first: Lesson | None = None) -> None:
        """Open the course, or *first* over it."""
        super().__init__()
        self._rooms, self._first = rooms, first
        for theme in (themes.DARK, themes.LIGHT):
            self.register_theme(theme)
        self.theme = themes.remembered(rooms.state) or themes.fitting()

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Give the inks a colour under themes that are not ours."""
        return dict((themes.DARK if self.current_theme.dark else themes.LIGHT).variables)

    def on_mount(self) -> None:
        """Show the lesson that was asked for, or else the course."""
        if self._first is None:
            self._show_course()
            return
        from venvoy.tui.learn_lesson import LessonScreen

        self.push_screen(LessonScreen(self._rooms, self._first))

    def _show_course(self) -> None:
        from venvoy.tui.learn_course import CourseScreen

        self.push_screen(CourseScreen(self._rooms))

    def action_learn(self, page: str) -> None:
        """Open the lesson on *page*."""
        from venvoy.tui.learn_lesson import LessonScreen

        self.push_screen(LessonScreen(self._rooms, lesson_about(page)))

    async def action_pop_screen(self) -> None:
        """Go back; from the lesson that was opened first to the course, and from there is only the way out."""
        from venvoy.tui.learn_course import CourseScreen

        if len(self.screen_stack) > 2:
            self.pop_screen()
        elif isinstance(self.screen, CourseScreen):
            self.exit()
        else:
            self.switch_screen(CourseScreen(self._rooms))


def lesson_about(page: str) -> Lesson:
    """Return the lesson on the page called *page*, and the first one for a page that has none."""
    return about(page) or course()[0]


def run(first: Lesson | None = None) -> int:
    """Hold the course, beginning with the lesson *first*; return the exit code."""
    from venvoy.tui import endings

    app = LearnApp(House(), first)
    return endings.hold(app, app.exit)
