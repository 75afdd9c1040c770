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
from venvoy.model.step import Step
from venvoy.session import Session
from venvoy.tui.causes import finding_of, why
from venvoy.tui.diff_view import NO_CONTEXT_LIMIT, DiffView
from venvoy.tui.frame import StepScreen
from venvoy.tui.line_view import LineView
from venvoy.tui.shown import shown
from venvoy.tui.text_view import Lines, TextView

if TYPE_CHECKING:
    from venvoy.tui.outlook import Outlook


def _size(outlook: Outlook) -> str:
    """Return what happens to the file, in a line."""
    name, plan = shown(PurePath(outlook.diff.path).name), outlook.plan
    changes = f"{name}  {outlook.size}" if plan.changes else f"{name} stays as it is"
    if plan.refused:
        return f"! {changes}: {shown(plan.refused[0])}"
    if plan.changes:
        return changes
    findings = [f for f in outlook.analysis.review.findings if not f.advice]
    if any(map(transitions.asks, findings)):
        return f"{changes}: nothing is accepted yet. 2 goes to the findings."
    return f"{changes}: {'nothing in it can be rewritten by this version' if findings else 'nothing was found'}."


class PreviewScreen(StepScreen):
    """See the diff, and take decisions back where they show."""

    STEP = Step.PREVIEW
    DEFAULT_CSS = """
    PreviewScreen {
        #size { height: auto; max-height: 2; padding: 0 1; color: $faint; }
        #sides { height: 1fr; layout: horizontal; }
        DiffView { width: 1fr; }
        #why { width: 44; margin-left: 1; padding: 0 1; }
        &.-narrow #sides { layout: vertical; }
        &.-narrow #why { width: 1fr; height: 6; margin: 0; border-top: solid $rule; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("5", "onward(5)", "apply", tooltip="Go on: see what will be written where, then write it"),
        Binding("2", "onward(2)", "findings", tooltip="Go back to the findings: nothing is accepted yet"),
        Binding("n", "jump(1)", "next", tooltip="Go to the next change"),
        Binding("p", "jump(-1)", "prev", tooltip="Go to the change before"),
        Binding("space", "turn_over", "toggle", tooltip="Take back, or accept again, the finding behind this line"),
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
        with Container(id="sides"):
            yield DiffView()
            yield TextView(id="why")

    def on_mount(self) -> None:
        """Give the diff the keys."""
        super().on_mount()
        self.query_one(DiffView).focus()

    def show(self, session: Session) -> None:  # noqa: ARG002 - as in StepScreen
        """Say that the diff is not that of the decisions any more, until it is."""
        self._tell_size()
        self._tell_why()

    def show_outlook(self, outlook: Outlook | None) -> None:
        """Show the diff."""
        self._tell_size()
        if outlook is not None:
            self.query_one(DiffView).show(outlook.diff)
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
        return why(self.query_one(DiffView).row, session, outlook.plan, width)

    @on(LineView.Moved)
    def _moved(self) -> None:
        self._tell_why()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer to go on when there is something to write, and to go back when not."""
        outlook = self.walk.outlook
        changes = outlook is not None and outlook.plan.changes
        if action == "onward":
            back = parameters == (2,)
            return not changes and bool(self.session and self.session.to_decide) if back else changes
        return super().check_action(action, parameters)

    def action_turn_over(self) -> None:
        """Take back the finding behind the row under the cursor; again accepts it again."""
        session = self.session
        if session is None:
            return
        behind = finding_of(self.query_one(DiffView).row, session)
        finding = behind or self._toggled
        if finding is None:
            self.walk.notice = "No finding is behind this line; move to a changed one."
            return
        self._toggled = finding
        self.walk.session = transitions.toggle(session, finding)

    def show_line(self, line: int) -> None:
        """Show *line* of the rewritten file, with all others around it."""
        view = self.query_one(DiffView)
        view.whole = True
        view.show_new(line)
        self._tell_why()

    def action_jump(self, by: int) -> None:
        """Go to another change."""
        if not self.query_one(DiffView).jump(by):
            self.walk.notice = "This is the last change. 5 goes on to apply." if by > 0 else "This is the first change."

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
