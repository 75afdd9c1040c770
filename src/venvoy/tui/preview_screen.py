"""Preview: what would be written, and why each line of it changes."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container
from textual.widgets import Static

from venvoy import session as transitions
from venvoy.beside import answer_file
from venvoy.company import asks, counted
from venvoy.members import short
from venvoy.model.plan import Answer
from venvoy.model.step import Step
from venvoy.session import Session
from venvoy.tui import conduct
from venvoy.tui.causes import about_file, behind_row, why
from venvoy.tui.diff_view import NO_CONTEXT_LIMIT, DiffView
from venvoy.tui.file_tree import FileTree
from venvoy.tui.frame import WIDE, StepScreen
from venvoy.tui.line_view import LineView
from venvoy.tui.pane_tabs import PaneTabs
from venvoy.tui.shown import shown
from venvoy.tui.text_view import Lines, TextView

if TYPE_CHECKING:
    from venvoy.tui.outlook import FileView, Outlook

FILES, DIFF = range(2)
BROAD = 140
"""Columns from which the tree stands beside the diff and the reasons."""


def _size(outlook: Outlook) -> str:
    """Return what happens to the files, in a line."""
    name, plan = shown(PurePath(outlook.diff.path).name), outlook.plan
    refused = next((one for one in outlook.members if one.plan.refused), None)
    if len(outlook.files) > 1 and outlook.changes and (refused is None or refused.plan is plan):
        created = sum(file.created for file in outlook.changed)
        made = f", {created} of them new" if created else ""
        return f"{counted(len(outlook.changed), 'file')}{made}  {outlook.size}"
    changes = f"{name}  {outlook.size}" if plan.changes else f"{name} stays as it is"
    if refused is not None:
        where = changes if refused.plan is plan else shown(short(refused.analysis.dockerfile.path))
        return f"! {where}: {shown(refused.plan.refused[0])}"
    if plan.changes:
        return changes
    findings = [f for f in outlook.analysis.review.findings if not f.advice]
    if any(map(asks, findings)):
        return f"{changes}: nothing is accepted yet. 2 goes to the findings."
    return f"{changes}: {'nothing in it can be rewritten by this version' if findings else 'nothing was found'}."


class PreviewScreen(StepScreen):
    """See the diff, and take decisions back where they show."""

    STEP = Step.PREVIEW
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (WIDE, "-wide"), (BROAD, "-broad")]  # noqa: RUF012 - Textual's own annotation
    DEFAULT_CSS = """
    PreviewScreen {
        #size { height: auto; max-height: 2; padding: 0 1; color: $faint; }
        #sides { height: 1fr; layout: horizontal; }
        DiffView { width: 1fr; }
        #why { width: 44; margin-left: 1; padding: 0 1; }
        FileTree { width: 38; margin-right: 1; display: none; }
        PaneTabs { display: none; }
        &.-many.-broad FileTree { display: block; }
        &.-many.-wide PaneTabs { display: block; }
        &.-many.-narrow PaneTabs { display: block; }
        &.-many.-wide.-files FileTree { display: block; width: 1fr; margin: 0; }
        &.-many.-narrow.-files FileTree { display: block; width: 1fr; height: 1fr; margin: 0; }
        &.-many.-wide.-files DiffView { display: none; }
        &.-many.-narrow.-files DiffView { display: none; }
        &.-narrow #sides { layout: vertical; }
        &.-narrow #why { width: 1fr; height: 6; margin: 0; border-top: solid $rule; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("5", "onward(5)", "apply", tooltip="Go on: see what will be written where, then write it"),
        Binding("2", "onward(2)", "findings", tooltip="Go back to the findings: nothing is accepted yet"),
        Binding("n", "jump(1)", "next", tooltip="Go to the next change"),
        Binding("p", "jump(-1)", "prev", tooltip="Go to the change before"),
        Binding("space", "turn_over", "toggle", tooltip="Take back, or accept again, what is behind this line"),
        Binding("tab", "files", "files", tooltip="Go to the files, and back to the diff"),
        Binding("right_square_bracket", "file(1)", "next file", key_display="]", tooltip="Go to the next file"),
        Binding("left_square_bracket", "file(-1)", "file before", show=False, tooltip="Go to the file before"),
        Binding("f", "answer_file('accept')", "all here", tooltip="Accept every place of this file"),
        Binding("K", "answer_file('keep')", "keep file", tooltip="Keep every place of this file as it is"),
        Binding("s", "side_by_side", "sides", tooltip="Show before and after side by side, or one below the other"),
        Binding("w", "whole", "whole", tooltip="Show the whole file, or only the changes"),
        Binding("left_curly_bracket", "context(-1)", "less", show=False, tooltip="Show less context around changes"),
        Binding("right_curly_bracket", "context(1)", "more", show=False, tooltip="Show more context around changes"),
        Binding("c", "app.go(3)", "choices", tooltip="Change installer, path or extras"),
        Binding("d", "app.go(2)", "findings", show=False, tooltip="Go back to the findings"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._toggled: str | None = None
        self._size_told = ""

    def body(self) -> ComposeResult:
        """Size, diff and reasons."""
        yield Static(id="size", markup=False)
        yield PaneTabs(("Files", "Diff"))
        with Container(id="sides"):
            yield FileTree()
            yield DiffView()
            yield TextView(id="why")

    def on_mount(self) -> None:
        """Give the diff the keys."""
        super().on_mount()
        self.query_one(PaneTabs).current = DIFF
        self.query_one(DiffView).focus()

    @property
    def _file(self) -> FileView | None:
        """The file in view."""
        return self.query_one(FileTree).current

    def show(self, session: Session) -> None:  # noqa: ARG002 - as in StepScreen
        """Say that the diff is not that of the decisions any more, until it is."""
        self._tell_size()
        self._tell_why()

    def show_outlook(self, outlook: Outlook | None) -> None:
        """Show the diff."""
        self._tell_size()
        if outlook is not None:
            tree = self.query_one(FileTree)
            tree.show(outlook.files, outlook.decisions)
            tree.show_dockerfile(str(self.walk.file))
            self.set_class(len(outlook.files) > 1, "-many")
            self._show_file()
        self.refresh_bindings()

    def _show_file(self) -> None:
        file = self._file
        if file is not None:
            if file.is_dockerfile:
                conduct.turn(self.walk, file.where)
            self.query_one(DiffView).show(file.diff)
        self._tell_why()
        self.refresh_bindings()

    def _tell_size(self) -> None:
        outlook = self.walk.outlook
        current = outlook is not None and outlook.is_of(self.session)
        told = _size(outlook) if outlook is not None and current else "Working out what would change …"
        self.query_one("#size", Static).update(told, layout=told != self._size_told)
        self._size_told = told

    def _tell_why(self) -> None:
        self.query_one("#why", TextView).write(self._why)

    def _why(self, width: int) -> Lines:
        session, outlook = self.session, self.walk.outlook
        if session is None or outlook is None:
            return []
        row, file = self.query_one(DiffView).row, self._file
        if file is not None and file.places and (row is None or not row.causes):
            return about_file(file, session, width)
        return why(row, session, outlook.plan, outlook.diff, width)

    @on(LineView.Moved)
    def _moved(self, message: LineView.Moved) -> None:
        if isinstance(message.view, FileTree):
            self._show_file()
        else:
            self._tell_why()

    @on(LineView.Chosen)
    def _chosen(self, message: LineView.Chosen) -> None:
        if isinstance(message.view, FileTree):
            self._turn_to(DIFF)

    @on(PaneTabs.Picked)
    def _picked(self, message: PaneTabs.Picked) -> None:
        self._turn_to(message.index)

    def _turn_to(self, pane: int) -> None:
        self.query_one(PaneTabs).current = pane
        self.set_class(pane == FILES, "-files")
        target = self.query_one(FileTree) if pane == FILES else self.query_one(DiffView)
        self.call_after_refresh(target.focus, scroll_visible=False)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer to go on when there is something to write, and to go back when not."""
        outlook = self.walk.outlook
        changes = outlook is not None and outlook.changes
        if action == "onward":
            back = parameters == (2,)
            return not changes and bool(self.session and self.session.to_decide) if back else changes
        if action in ("files", "file"):
            return outlook is not None and len(outlook.files) > 1
        if action == "answer_file":
            return self._file is not None and bool(self._file.places)
        return super().check_action(action, parameters)

    def action_turn_over(self) -> None:
        """Take back the finding behind the row under the cursor; again accepts it again."""
        session = self.session
        if session is None:
            return
        behind = behind_row(self.query_one(DiffView).row, session)
        finding = behind or self._toggled
        if finding is None:
            self.walk.notice = "No finding is behind this line; move to a changed one."
            return
        self._toggled = finding
        self.walk.session = transitions.toggle(session, finding)

    def show_line(self, line: int) -> None:
        """Show *line* of the rewritten file, with all others around it."""
        view, tree = self.query_one(DiffView), self.query_one(FileTree)
        tree.put_cursor(0)  # among the Dockerfiles
        tree.show_dockerfile(str(self.walk.file))
        self._show_file()
        view.whole = True
        view.show_new(line)
        self._tell_why()

    def action_jump(self, by: int) -> None:
        """Go to another change."""
        if not self.query_one(DiffView).jump(by) and not self._to_file(by):
            self.walk.notice = "This is the last change. 5 goes on to apply." if by > 0 else "This is the first change."

    def _to_file(self, by: int) -> bool:
        """Go to the first change of the next file, or of the one before; tell whether there is one."""
        if not self.query_one(FileTree).step(by):
            return False
        self._toggled = None
        self._show_file()
        return True

    def action_files(self) -> None:
        """Go to the files, or back to the diff."""
        self._turn_to(DIFF if self.query_one(FileTree).has_focus else FILES)

    def action_file(self, by: int) -> None:
        """Go to another file."""
        if not self._to_file(by):
            self.walk.notice = "This is the last file." if by > 0 else "This is the first file."

    def action_answer_file(self, answer: str) -> None:
        """Give every place of the file in view the same answer."""
        session, file = self.session, self._file
        if session is not None and file is not None:
            self.walk.session = answer_file(session, file.path, Answer(answer))

    def action_side_by_side(self) -> None:
        """Turn the diff."""
        view = self.query_one(DiffView)
        view.side_by_side = not view.side_by_side

    def action_whole(self) -> None:
        """Show all lines, or not."""
        view = self.query_one(DiffView)
        view.whole = not view.whole

    def action_context(self, by: int) -> None:
        """Show more or less around the changes."""
        view = self.query_one(DiffView)
        view.context = max(0, min(NO_CONTEXT_LIMIT, view.context + by))
        self.walk.notice = "1 line" if view.context == 1 else f"{view.context} lines"
        self.walk.notice += " around each change."
