"""Open: the Dockerfiles that were found, and what there is to know of the repository around each."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from venvoy.model.dockerfile import Unreadable
from venvoy.model.finding import FileVerdict, Review
from venvoy.model.step import Step
from venvoy.tui import conduct, surroundings, work
from venvoy.tui.dockerfile_list import FileList
from venvoy.tui.frame import StepScreen
from venvoy.tui.line_view import LineView, Run
from venvoy.tui.prose import wrapped
from venvoy.tui.shown import shown
from venvoy.tui.text_view import Lines, TextView


class OpenScreen(StepScreen):
    """Choose the Dockerfile to migrate."""

    STEP = Step.OPEN
    DEFAULT_CSS = """
    OpenScreen {
        #told { height: auto; max-height: 60%; margin: 1 1 1 1; }
        FileList { padding: 0 1; max-height: 40%; }
        #beside { height: 1fr; padding: 0 1; border-top: solid $rule; }
        &.-narrow #told { margin: 0 1; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,o", "open", "open", key_display="enter", tooltip="Open the Dockerfile under the cursor"),
        Binding("space", "mark", "mark", tooltip="Mark the Dockerfile under the cursor: all marked are one plan"),
        Binding("a", "mark_all", "mark all", tooltip="Mark every Dockerfile that may be migrated, or none any more"),
        Binding("r", "look_again", "look again", tooltip="Search for Dockerfiles once more"),
    ]

    def body(self) -> ComposeResult:
        """Tell what is the matter, above the list."""
        yield TextView(id="told")
        yield FileList()
        yield TextView(id="beside")

    def on_mount(self) -> None:
        """Follow the list and what goes wrong."""
        super().on_mount()
        for name in ("files", "problem"):
            self.watch(self.app, name, self._show_files, init=False)
        self.watch(self.app, "summaries", self._show_summaries, init=False)
        self.watch(self.app, "beside", self._tell_beside, init=False)
        self.watch(self.app, "marked", self._show_marked, init=False)
        self.query_one(FileList).focus()

    def on_screen_resume(self) -> None:
        """Catch up."""
        super().on_screen_resume()
        self._show_files()
        self._show_summaries()
        self._show_marked()
        self._tell_beside()

    def _show_marked(self) -> None:
        self.query_one(FileList).tell_marked(self.walk.marked)
        self.query_one("#told", TextView).write(self._told)
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer to mark where there is more than one."""
        if action in ("mark", "mark_all"):
            return len(self.walk.files) > 1
        return super().check_action(action, parameters)

    def _show_files(self) -> None:
        walk = self.walk
        base = walk.path if not walk.files or walk.path not in walk.files else walk.path.parent
        self.query_one(FileList).show(walk.files, base, walk.file)
        self.query_one("#told", TextView).write(self._told)
        self.refresh_bindings()

    def _told(self, width: int) -> Lines:
        walk = self.walk
        if walk.problem is not None:
            where = f" line {walk.problem.line}" if walk.problem.line is not None else ""
            head: list[Run] = [("! ", "bad bold"), (f"{shown(walk.problem.path)}{where}", "bold")]
            return [*wrapped(head, width), *wrapped([(shown(walk.problem.reason), "")], width)]
        if not walk.files:
            return wrapped([("Looking for Dockerfiles below ", ""), (shown(str(walk.path)), "bold"), (" …", "")], width)
        count, marked = len(walk.files), len(walk.marked)
        about = (
            "venvoy shows how each one installs Python packages, what that costs, and what it would look like with a "
            "virtual environment. Nothing is written before you say so."
        )
        if count == 1:
            return [[("One Dockerfile.", "heading")], *wrapped([(about, "faint")], width)]
        things = f"{count} Dockerfiles. Which one shall be migrated?"
        several: list[Run] = [("space", "key"), (" marks more than one: they become one plan.", "faint")]
        if marked > 1:
            things = f"{count} Dockerfiles, {marked} of them marked."
            several = [("enter", "key"), (" on a marked one opens all that are marked, as one plan.", "")]
        return [[(things, "heading")], *wrapped([(about, "faint")], width), *wrapped(several, width)]

    def _tell_beside(self) -> None:
        self.query_one("#beside", TextView).write(self._beside)

    def _beside(self, width: int) -> Lines:
        path = self.query_one(FileList).current
        if path is None:
            return []
        if path not in self.walk.beside:
            unreadable = isinstance(self.walk.summaries.get(path), Unreadable)
            return [] if unreadable else [[("Looking at what lies beside …", "faint")]]
        return surroundings.told(self.walk.beside[path], width)

    @on(LineView.Moved)
    def _moved(self) -> None:
        self._tell_beside()

    def _show_summaries(self) -> None:
        self.query_one(FileList).tell(self.walk.summaries)

    @on(LineView.Chosen)
    def _chosen(self) -> None:
        self.action_open()

    @on(FileList.Marked)
    def _box_clicked(self, message: FileList.Marked) -> None:
        self._mark(message.path)

    def action_mark(self) -> None:
        """Mark the file under the cursor, or mark it no longer."""
        path = self.query_one(FileList).current
        if path is not None:
            self._mark(path)

    def _mark(self, path: Path) -> None:
        if isinstance(self.walk.summaries.get(path), Unreadable):
            self.walk.notice = f"{shown(path.name)} cannot be read, so it cannot be part of a plan."
            return
        marked = set(self.walk.marked) ^ {path}
        conduct.mark(self.walk, tuple(one for one in self.walk.files if one in marked))

    def action_mark_all(self) -> None:
        """Mark every file that may be migrated; when all of them are, mark none."""
        summaries = self.walk.summaries
        able = tuple(path for path in self.walk.files if _may_be_migrated(summaries.get(path)))
        if not able:
            self.walk.notice = "None of them can be migrated."
            return
        conduct.mark(self.walk, () if set(able) <= set(self.walk.marked) else able)

    def action_open(self) -> None:
        """Open the file under the cursor, and when it is marked, all that are."""
        path = self.query_one(FileList).current
        if path is None:
            return
        conduct.remember(self.walk)
        self.walk.notice = f"Reading {shown(path.name)} …"
        marked = self.walk.marked
        work.open_file(self.walk, path, tuple(one for one in marked if one != path) if path in marked else ())

    def action_look_again(self) -> None:
        """Search once more."""
        self.walk.problem = None
        work.find(self.walk)


def _may_be_migrated(summary: Review | Unreadable | None) -> bool:
    return isinstance(summary, Review) and summary.verdict in (FileVerdict.MIGRATE, FileVerdict.ASK)
