"""The course: its lessons in their order, which of them were done, and what the one under the cursor is about."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.message import Message

from venvoy.lessons import progress
from venvoy.lessons.catalogue import course, needs_engine
from venvoy.model.lesson import Lesson
from venvoy.tui.frame import Notice
from venvoy.tui.learn_exercise import KINDS
from venvoy.tui.learn_frame import CourseFrame, Head
from venvoy.tui.line_view import LineView, Run
from venvoy.tui.panes import Panes
from venvoy.tui.prose import rendered, wrapped
from venvoy.tui.text_view import Lines, TextView

if TYPE_CHECKING:
    from venvoy.tui.rooms import Rooms


class EngineLooked(Message):
    """It is known which of the lessons that need an engine are possible."""

    def __init__(self, possible: set[str]) -> None:
        super().__init__()
        self.possible = possible


class LessonList(LineView):
    """One row for each lesson."""

    HELP = "The lessons, in the order in which they are best taken. Enter opens one."

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's own name
        super().__init__(id=id)
        self.lessons: tuple[Lesson, ...] = ()
        self.done: frozenset[str] = frozenset()

    @property
    def rows(self) -> int:
        """As many as lessons."""
        return len(self.lessons)

    @property
    def next(self) -> int | None:
        """Row of the first lesson that was not done."""
        return next((at for at, one in enumerate(self.lessons) if one.name not in self.done), None)

    def show(self, lessons: tuple[Lesson, ...], done: frozenset[str]) -> None:
        """Show *lessons*, of which some are *done*."""
        self.lessons, self.done = lessons, done
        self.resized(0)

    def ground(self, row: int) -> str:
        """Mark the current lesson, also without the keys."""
        if row != self.cursor:
            return ""
        return "cursor" if self.has_focus else "block"

    def margin(self, row: int) -> list[Run]:
        """Sign, number, title and what there is to do."""
        lesson = self.lessons[row]
        pointer: Run = ("▸", "accent bold") if row == self.cursor else (" ", "")
        done = lesson.name in self.done
        sign: Run = ("✓", "ok bold") if done else ("→", "needs-you bold") if row == self.next else ("·", "faint")
        word = KINDS[lesson.exercise][0] + ("  next" if row == self.next else "")
        room = max(0, self.width - 22)
        title = lesson.title if len(lesson.title) <= room else lesson.title[: room - 1] + "…"
        ink = "bold" if row == self.next else "faint" if done else ""
        return [pointer, (" ", ""), sign, (f" {row + 1:>2}  ", "faint"), (f"{title:<{room}}  ", ink), (word, "faint")]

    def line(self, row: int) -> list[Run]:  # noqa: ARG002 - as in LineView
        """Everything is in the margin."""
        return []


class CourseScreen(CourseFrame):
    """The overview."""

    DEFAULT_CSS = """
    CourseScreen {
        #lessons { width: 5fr; margin-right: 1; }
        #about { width: 4fr; }
        &.-narrow LessonList { margin-top: 1; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,o", "open", "open", key_display="enter", tooltip="Open the lesson under the cursor"),
        Binding("n", "next", "next lesson", tooltip="Open the first lesson that was not done yet"),
        Binding("R", "reset", "begin anew", show=False, tooltip="Forget which lessons were done; pressed twice"),
    ]

    def __init__(self, rooms: Rooms) -> None:
        """List the lessons that can be taken on this machine."""
        super().__init__(rooms)
        self._elsewhere = frozenset(one.name for one in course() if needs_engine(one))
        """Lessons that need an engine, until it is known that there is one."""
        self._asked = False
        """True when the next R forgets."""

    def body(self) -> ComposeResult:
        """Show the list, and what the lesson under the cursor is about."""
        yield Panes(("Lessons", "lessons", (LessonList(),)), ("About", "about", (TextView(),)))

    def on_mount(self) -> None:
        """Begin at the next lesson, and look for an engine."""
        self._show()
        rows = self.query_one(LessonList)
        rows.set_reactive(LineView.cursor, rows.next or 0)
        rows.focus()
        self._about()
        self.run_worker(self._look, thread=True, group="engine")

    def on_screen_resume(self) -> None:
        """Catch up with what was done meanwhile."""
        rows = self.query_one(LessonList)
        was = rows.next
        self._show()
        if rows.next != was and rows.next is not None:
            rows.put_cursor(rows.next)
        self._about()

    def _look(self) -> None:
        from venvoy.labs.catalogue import lab
        from venvoy.labs.running import obstacle

        labs = {one.name: lab(one.lab or "") for one in course() if one.name in self._elsewhere}
        possible = {name for name, found in labs.items() if found is not None and obstacle(found) is None}
        self.post_message(EngineLooked(possible))

    @on(EngineLooked)
    def _looked(self, message: EngineLooked) -> None:
        self._elsewhere -= message.possible
        self._show()

    @property
    def _offered(self) -> tuple[Lesson, ...]:
        return tuple(one for one in course() if one.name not in self._elsewhere)

    def _show(self) -> None:
        lessons = self._offered
        done = progress.done(self.rooms.state)
        self.query_one(LessonList).show(lessons, done)
        count = sum(one.name in done for one in lessons)
        self.query_one(Head).tell("The course", f"{count} of {len(lessons)} done ")

    def _about(self) -> None:
        rows = self.query_one(LessonList)
        view = self.query_one("#about TextView", TextView)
        lesson = rows.lessons[min(rows.cursor, rows.rows - 1)]
        view.write(lambda width: self._told(lesson, width))

    def _told(self, lesson: Lesson, width: int) -> Lines:
        page = self.rooms.page(lesson.page, {})
        lines: Lines = [*wrapped([(lesson.title, "heading")], width), [], *rendered(lesson.summary, width), []]
        if page is not None:
            lines += [*wrapped([("To read: ", "faint"), (page.title, "")], width)]
        lines += wrapped([("To do: ", "faint"), (KINDS[lesson.exercise][1], "")], width)
        return lines

    @on(LineView.Moved)
    def _moved(self) -> None:
        self._asked = False
        self._about()

    @on(LineView.Chosen)
    def _chosen(self) -> None:
        self.action_open()

    def action_open(self) -> None:
        """Open the lesson under the cursor."""
        rows = self.query_one(LessonList)
        self._open(rows.lessons[rows.cursor])

    def action_next(self) -> None:
        """Open the next lesson; say so when there is none."""
        rows = self.query_one(LessonList)
        if rows.next is None:
            self.query_one(Notice).say("Every lesson was done. R begins anew; enter opens one again.")
        else:
            self._open(rows.lessons[rows.next])

    def _open(self, lesson: Lesson) -> None:
        from venvoy.tui.learn_lesson import LessonScreen

        self.app.push_screen(LessonScreen(self.rooms, lesson, self._offered))

    def action_reset(self) -> None:
        """Forget, once that was confirmed."""
        if not self._asked:
            self._asked = True
            self.query_one(Notice).say("R once more forgets which lessons were done.")
            return
        self._asked = False
        why = progress.forget(self.rooms.state)
        self.query_one(Notice).say(f"It could not be forgotten: {why}." if why is not None else "The course is new.")
        self._show()
