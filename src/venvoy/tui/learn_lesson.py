"""A lesson: a page to read, a picture to look at, and an exercise to do.

The page stands there at once. What has to be worked out first, the picture and the exercise, is imported and worked out
behind it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.timer import Timer

from venvoy.lessons import progress
from venvoy.lessons.catalogue import course, needs_engine
from venvoy.model.lesson import Exercise, Lesson
from venvoy.tui.frame import Notice
from venvoy.tui.learn_exercise import KINDS
from venvoy.tui.learn_frame import CourseFrame, Head
from venvoy.tui.learn_sheet import SheetView
from venvoy.tui.line_view import LineView
from venvoy.tui.page_text import page_sections, remark
from venvoy.tui.panes import Panes
from venvoy.tui.prose import rendered, wrapped
from venvoy.tui.text_view import Lines, TextView

if TYPE_CHECKING:
    from venvoy.model.analysis import Analysis
    from venvoy.tui.learn_exercise import Doing
    from venvoy.tui.learn_sheet import Sheet
    from venvoy.tui.rooms import Rooms

READ, LOOK, DO = range(3)


class Called(Message):
    """A thread has something to tell."""

    def __init__(self, then: Callable[[], None]) -> None:
        super().__init__()
        self.then = then


class LessonScreen(CourseFrame):
    """One lesson."""

    DEFAULT_CSS = """
    LessonScreen {
        #read { width: 4fr; margin-right: 1; }
        #look { width: 5fr; margin-right: 1; }
        #do { width: 5fr; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("d", "turn(2)", "do it", tooltip="Go to the exercise"),
        Binding("s", "step", "step", tooltip="Go along with the packages by one step"),
        Binding("n", "go(1)", "next lesson", tooltip="Go on to the next lesson"),
        Binding("p", "go(-1)", "lesson before", show=False, tooltip="Go to the lesson before"),
        Binding("i", "read_on", "read on", tooltip="Read the page by itself, and those beside it"),
        Binding("c", "course", "course", tooltip="Go to the list of lessons"),
    ]

    def __init__(self, rooms: Rooms, lesson: Lesson, offered: tuple[Lesson, ...] = ()) -> None:
        """Give *lesson*, which stands among those that are *offered*: without a word, those that need no engine."""
        super().__init__(rooms)
        self.lesson = lesson
        self._offered = offered or tuple(one for one in course() if one is lesson or not needs_engine(one))
        self._analysis: Analysis | None = None
        self._doing: Doing | None = None
        """None, as the analysis, until its Dockerfile was read."""

    def body(self) -> ComposeResult:
        """Three panes."""
        yield Panes(
            ("Read", "read", (TextView(),)),
            ("Look", "look", (TextView(),)),
            (self._do, "do", (SheetView(),)),
            id="panes",
        )

    @property
    def _do(self) -> str:
        return f"Do: {KINDS[self.lesson.exercise][0]}"

    def on_mount(self) -> None:
        """Show everything; the page has the keys first."""
        self._tell_progress()
        self.query_one("#read TextView", TextView).write(self._page)
        self.query_one("#look TextView", TextView).write(self._picture)
        self.query_one("#read TextView", TextView).focus()
        self.redraw()
        self.call_after_refresh(self.work, self._prepare)

    def _prepare(self) -> None:
        """Read and trace the Dockerfile, in a thread: what that imports takes longer than the first paint may."""
        from venvoy.tui.learn_exercise import exercise

        analysis = _analysis(self.lesson)
        doing = exercise(self.lesson, analysis, self)
        self.call(lambda: self._prepared(analysis, doing))

    def _prepared(self, analysis: Analysis, doing: Doing) -> None:
        self._analysis, self._doing = analysis, doing
        self.query_one("#read TextView", TextView).write(self._page, keep_place=True)
        self.query_one("#look TextView", TextView).write(self._picture)
        doing.begin()

    def on_unmount(self) -> None:
        """End what is under way."""
        self.end()

    def end(self) -> bool:
        """End the lab that runs; return whether one did."""
        return self._doing is not None and self._doing.leave()

    def _tell_progress(self) -> None:
        number = course().index(self.lesson) + 1
        done = "✓ done" if self.lesson.name in progress.done(self.rooms.state) else "not done yet"
        self.query_one(Head).tell(f"Lesson {number}: {self.lesson.title}", f"{done} ")

    def _page(self, width: int) -> Lines:
        page = self.rooms.page(self.lesson.page, self._facts)
        lines: Lines = [*rendered(self.lesson.summary, width), []]
        lines += [*wrapped([("d", "key"), (" goes to the exercise. The page to this lesson:", "faint")], width), []]
        if page is None:
            return lines
        lines += [*wrapped([(page.title, "heading")], width), [], *rendered(page.summary, width), []]
        return [*lines, *remark(page, self._facts, width), *page_sections(page, width)]

    @property
    def _facts(self) -> Mapping[str, str]:
        """What fills the page: the lesson's own finding, where its Dockerfile was read and has one."""
        found = self._analysis.review.findings if self._analysis is not None else ()
        return next((dict(one.facts) for one in found if one.shortcut == self.lesson.page), {})

    def _picture(self, width: int) -> Lines:
        if self._analysis is None:
            return [[("Tracing …", "faint")]]
        from venvoy.tui.highlight import Highlighter
        from venvoy.tui.trace_picture import inked

        lines: Lines = []
        if self.lesson.exercise is not Exercise.GUESS:  # there it stands beside the boxes
            source = Highlighter(self._analysis.dockerfile)
            for number in range(1, len(source.lines) + 1):
                lines.append([(f"{number:>3} ", "faint"), *source.runs(number)])
            lines.append([])
        drawn = self.rooms.picture(self._analysis, width).rstrip("\n").split("\n")
        return [*lines, [("Where the packages go", "heading")], [], *(inked(line) for line in drawn)]

    # what the exercise asks of its desk

    @property
    def moves(self) -> bool:
        """False where motion is reduced."""
        return self.app.animation_level != "none"

    def redraw(self, *, show_news: bool = False) -> None:
        """Ask the exercise again what to show."""
        self.query_one(SheetView).ask(self._doing.write if self._doing is not None else _wait, show_news=show_news)

    def done(self) -> None:
        """Remember that this lesson was done, and say what is next."""
        why = progress.remember(self.lesson.name, self.rooms.state)
        self._tell_progress()
        if why is not None:
            self.query_one(Notice).say(f"That it was done could not be remembered: {why}.")
        elif self._beside(1) is not None:
            self.query_one(Notice).say("✓ Done. n goes on to the next lesson, esc goes back to where you were.")
        else:
            self.query_one(Notice).say("✓ Done, and this was the last lesson. c shows the course.")

    def onward(self) -> None:
        """Go on to the next lesson, or to the course after the last one."""
        if self._beside(1) is not None:
            self.action_go(1)
        else:
            self.action_course()

    def work(self, job: Callable[[], None]) -> None:
        """Do *job* in a thread."""
        self.app.run_worker(job, thread=True, group="lesson")

    def call(self, then: Callable[[], None]) -> None:
        """Have *then* done by the app, unless the lesson was left."""
        self.post_message(Called(then))

    @on(Called)
    def _called(self, message: Called) -> None:
        message.then()

    def every(self, seconds: float, tick: Callable[[], None]) -> Timer:
        """Call *tick* every so often until the timer is stopped."""
        return self.set_interval(seconds, tick)

    @on(LineView.Chosen)
    def _chosen(self, message: LineView.Chosen) -> None:
        if isinstance(message.view, SheetView) and self._doing is not None:
            self._doing.pick(message.view.answer_of(message.row))

    def action_turn(self, pane: int) -> None:
        """Go to a pane."""
        self.query_one(Panes).turn_to(pane)

    def action_step(self) -> None:
        """Go along with the packages by one step, wherever the keys are."""
        from venvoy.tui.learn_watch import Watch

        if isinstance(self._doing, Watch):
            self.query_one(Panes).turn_to(DO)
            self._doing.step()

    def _beside(self, by: int) -> Lesson | None:
        place = self._offered.index(self.lesson) + by
        return self._offered[place] if 0 <= place < len(self._offered) else None

    def action_go(self, by: int) -> None:
        """Go to the lesson before or behind."""
        other = self._beside(by)
        if other is not None:
            self.app.switch_screen(LessonScreen(self.rooms, other, self._offered))

    def action_course(self) -> None:
        """Go to the list of lessons."""
        from venvoy.tui.learn_course import CourseScreen

        if any(isinstance(screen, CourseScreen) for screen in self.app.screen_stack):
            self.app.pop_screen()
        else:
            self.app.switch_screen(CourseScreen(self.rooms))

    def action_read_on(self) -> None:
        """Read the page by itself."""
        from venvoy.tui.reading_screen import ReadingScreen

        self.app.push_screen(ReadingScreen(self.rooms, self.lesson.page, self._facts))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer a step where there are steps, and a lesson where there is one."""
        if action == "step":
            return self.lesson.exercise is Exercise.WATCH
        if action == "go":
            return self._beside(1 if parameters == (1,) else -1) is not None
        return super().check_action(action, parameters)


def _wait(sheet: Sheet) -> None:
    sheet.say(("Reading the Dockerfile …", "faint"))


def _analysis(lesson: Lesson) -> Analysis:
    from venvoy import migration
    from venvoy.model.dockerfile import Unreadable

    analysis = migration.analyse(lesson.dockerfile, "Dockerfile")
    if isinstance(analysis, Unreadable):
        raise ValueError(f"the Dockerfile of the lesson {lesson.name} cannot be read: {analysis.reason}")
    return analysis
