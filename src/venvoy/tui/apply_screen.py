"""Apply: what will be written where; then what was done, and how to take it back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Static

from venvoy.members import path_of
from venvoy.model.receipt import Applied, Refused, Undone
from venvoy.model.step import Step
from venvoy.session import Session
from venvoy.tui import conduct, messages, receipts, work
from venvoy.tui.change_text import commit_text, pull_request_text
from venvoy.tui.frame import StepScreen
from venvoy.tui.text_view import Lines, TextView

if TYPE_CHECKING:
    from venvoy.tui.outlook import Outlook
    from venvoy.workspace.git import GitState


class ApplyScreen(StepScreen):
    """Write what the preview shows, once it was asked for."""

    STEP = Step.APPLY
    DEFAULT_CSS = """
    ApplyScreen {
        #told { margin: 1 1 0 1; max-width: 100; }
        #asks { height: auto; padding: 0 2; display: none; color: $warning; text-style: bold; background: $panel; }
        #asks.-asking { display: block; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "write", "write it", tooltip="Write the files; with uncommitted changes it asks first"),
        Binding("b", "compare", "compare", tooltip="Build the original and the rewrite, and compare the images"),
        Binding("escape", "leave", "back", tooltip="Go back to the preview without writing"),
        Binding("u", "undo", "take back", tooltip="Take back what was written, byte for byte"),
        Binding("y", "copy", "copy message", tooltip="Copy a commit message that explains the change"),
        Binding("Y", "copy_request", "copy PR", tooltip="Copy a pull request text that explains the change"),
        Binding("o", "open_again", "open again", tooltip="Open the file again, as it is now"),
        Binding("d", "app.go(4)", "diff", tooltip="See the diff once more"),
        # Beside u, which takes back what was written, a second "undo" in the footer could be meant for it.
        Binding("z", "app.take_back", "undo", show=False, tooltip="Take back the last decision or choice"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._git: dict[Path, GitState] = {}
        self._asking = False
        self._busy = False
        self._wanted = False
        """True when writing was asked for and waits for what git says."""

    def body(self) -> ComposeResult:
        """Put a text above a question that seldom shows."""
        yield TextView(id="told")
        yield Static(
            "? enter writes all the same, esc goes back. Git knows no commit of this file as it is.",
            id="asks",
            markup=False,
        )

    def on_mount(self) -> None:
        """Follow what comes of writing."""
        super().on_mount()
        self.watch(self.app, "outcome", self._outcome_changed, init=False)
        self.query_one(TextView).focus()

    def on_screen_resume(self) -> None:
        """Ask git anew each time: the person may have committed meanwhile."""
        super().on_screen_resume()
        self._wanted = False
        self._ask(asking=False)
        self._ask_git()

    def _targets(self) -> tuple[Path, ...]:
        """Return the files that would be written, the Dockerfile first."""
        file = self.walk.file
        return receipts.targets(file, self.walk.outlook) if file is not None else ()

    def _ask_git(self) -> None:
        self._git = {}
        work.ask_git(self.walk, self._targets())

    @on(messages.GitAsked)
    def _git_asked(self, message: messages.GitAsked) -> None:
        self._git = {**self._git, message.path: message.state}
        self._write_text()
        if self._wanted and self.is_current and set(self._targets()) <= set(self._git):
            self._wanted = False
            self.walk.notice = ""
            self.action_write()

    def show(self, session: Session) -> None:  # noqa: ARG002 - as in StepScreen
        """Show what would be written."""
        self._write_text()

    def show_outlook(self, outlook: Outlook | None) -> None:  # noqa: ARG002 - as in StepScreen
        """Show what would be written, and ask git about files that are new in it."""
        self._write_text()
        if set(self._targets()) - set(self._git):
            self._ask_git()

    def _outcome_changed(self) -> None:
        self._busy = False
        self._write_text()
        if self.walk.file is not None and self.is_current:
            self._ask_git()

    def _write_text(self) -> None:
        self.query_one(TextView).write(self._told, keep_place=True)
        self.refresh_bindings()

    def _told(self, width: int) -> Lines:
        session, outlook, file, outcome = self.session, self.walk.outlook, self.walk.file, self.walk.outcome
        if session is None or outlook is None or file is None or not outlook.is_of(session):
            return [[("Working out what would change …", "faint")]]
        if isinstance(outcome, Applied):
            return receipts.after_writing(outcome, outlook, commit_text(outlook, session), width)
        head: Lines = []
        if isinstance(outcome, Refused):
            head = [*receipts.refused(outcome, width), []]
        elif isinstance(outcome, Undone):
            head = [*receipts.taken_back(outcome, width), []]
        if self.walk.stale:
            return head + receipts.start_over(session, width)
        if not outlook.changes:
            return head + receipts.nothing_to_write(session, outlook, width)
        return head + receipts.before_writing(session, outlook, file, self._git, width)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer only what makes sense: writing before, taking back after."""
        outlook = self.walk.outlook
        done = isinstance(self.walk.outcome, Applied)
        if action == "write":
            return not done and not self.walk.stale and outlook is not None and outlook.changes
        if action == "leave":
            return not done
        if action == "compare":
            return outlook is not None and outlook.changes and not self.walk.stale
        if action == "open_again":
            return done or self.walk.stale
        if action in ("undo", "copy", "copy_request"):
            return done
        return super().check_action(action, parameters)

    def action_write(self) -> None:
        """Write, or ask first when that could mix with work that is not committed."""
        outlook, file, git = self.walk.outlook, self.walk.file, self._git
        if outlook is None or file is None or self._busy:
            return
        if not set(self._targets()) <= set(git):
            self._wanted = True
            self.walk.notice = "Asking git about each file first …"
            return
        if not outlook.is_of(self.session):
            self.walk.notice = "What would change is still being worked out; press enter again when it is shown."
            return
        if any(git[path].dirty for path in receipts.at_risk(file, outlook)) and not self._asking:
            self._ask(asking=True)
            return
        self._ask(asking=False)
        self._busy = True
        self.walk.notice = "Writing …"
        work.write(self.walk, outlook, file, git[file].root or file.absolute().parent)

    def _ask(self, *, asking: bool) -> None:
        self._asking = asking
        self.query_one("#asks").set_class(asking, "-asking")

    def action_leave(self) -> None:
        """Ask no longer; or go back to the preview."""
        if self._asking:
            self._ask(asking=False)
        else:
            self.walk.action_go(Step.PREVIEW)

    def action_compare(self) -> None:
        """Go on to building both."""
        self.walk.action_go(Step.COMPARE)

    def action_undo(self) -> None:
        """Take back what was written."""
        outcome = self.walk.outcome
        if isinstance(outcome, Applied) and not self._busy:
            self._busy = True
            work.take_back(self.walk, outcome.receipt.id)

    def action_copy(self) -> None:
        """Copy the commit message."""
        if self.session is not None and self.walk.outlook is not None:
            self.app.copy_to_clipboard(commit_text(self.walk.outlook, self.session))
            self.walk.notice = "Copied, if this terminal allows it; the message is also shown here."

    def action_copy_request(self) -> None:
        """Copy the pull request text."""
        if self.session is not None and self.walk.outlook is not None:
            self.app.copy_to_clipboard(pull_request_text(self.walk.outlook, self.session))
            self.walk.notice = "The pull request text is copied, if this terminal allows it."

    def action_open_again(self) -> None:
        """Open the file as it is now."""
        conduct.remember(self.walk)
        if self.walk.file is not None:
            others = self.session.others if self.session is not None else ()
            work.open_file(self.walk, self.walk.file, tuple(Path(path_of(one)) for one in others))
