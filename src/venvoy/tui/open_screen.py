"""Open: the Dockerfiles that were found, each with a line on what is in it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from venvoy.company import asks, counted
from venvoy.model.dockerfile import Unreadable
from venvoy.model.finding import FileVerdict, Review
from venvoy.model.step import Step
from venvoy.tui import conduct, work
from venvoy.tui.frame import StepScreen
from venvoy.tui.line_view import LineView, Run
from venvoy.tui.prose import wrapped
from venvoy.tui.shown import cut_path, shown
from venvoy.tui.text_view import Lines, TextView

Summary = Review | Unreadable

_VERDICTS = {
    FileVerdict.MIGRATE: ("+", "accent", "can be migrated"),
    FileVerdict.ASK: ("?", "needs-you", "needs an answer from you"),
    FileVerdict.KEEP: ("=", "faint", "better left as it is"),
    FileVerdict.NOTHING: ("✓", "ok", "nothing to do"),
    FileVerdict.NOT_UNDERSTOOD: ("·", "faint", "not understood"),
}


def summary(of: Summary | None) -> tuple[str, str, str]:
    """Return sign, ink and words for a file of the list."""
    if of is None:
        return ("…", "faint", "looking")
    if isinstance(of, Unreadable):
        return ("!", "bad", shown(of.reason))
    sign, ink, words = _VERDICTS[of.verdict]
    if of.verdict is FileVerdict.ASK and not any(map(asks, of.findings)):
        sign, ink, words = ("·", "faint", "cannot be rewritten by this version")
    found = sum(not f.advice for f in of.findings)
    findings = "" if not found else "1 finding, " if found == 1 else f"{found} findings, "
    stages = "1 stage" if len(of.stages) == 1 else f"{len(of.stages)} stages"
    return (sign, ink, f"{findings}{stages}: {words}")


class FileList(LineView):
    """One row for each Dockerfile."""

    HELP = "The Dockerfiles that were found. Enter opens one."

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's own name
        super().__init__(id=id)
        self.files: tuple[Path, ...] = ()
        self.summaries: Mapping[Path, Summary] = {}
        self.base = Path()
        self.open: Path | None = None

    @property
    def rows(self) -> int:
        """As many as files."""
        return len(self.files)

    def show(self, files: tuple[Path, ...], base: Path, opened: Path | None) -> None:
        """Show *files*, relative to *base*."""
        self.files, self.base, self.open = files, base, opened
        if opened in files:
            self.put_cursor(files.index(opened))
        self.resized(0)

    def tell(self, summaries: Mapping[Path, Summary]) -> None:
        """Show what was found."""
        self.summaries = summaries
        self.refresh()

    def margin(self, row: int) -> list[Run]:
        """Name and summary."""
        path = self.files[row]
        sign, ink, words = summary(self.summaries.get(path))
        name = _relative(path, self.base)
        widest = min(max(len(_relative(p, self.base)) for p in self.files), max(16, self.width // 2 - 6))
        pointer = ("▸", "accent bold") if row == self.cursor else (" ", "")
        opened = " (open)" if path == self.open else ""
        return [
            pointer,
            (f" {sign} ", f"{ink} bold"),
            (f"{cut_path(name, widest):<{widest}}  ", "bold" if row == self.cursor else ""),
            (words + opened, ink if ink in ("bad", "needs-you") else "faint"),
        ]

    def line(self, row: int) -> list[Run]:  # noqa: ARG002 - as in LineView
        """Everything is in the margin."""
        return []


def _relative(path: Path, base: Path) -> str:
    return shown(str(path.relative_to(base) if path.is_relative_to(base) else path))


class OpenScreen(StepScreen):
    """Choose the Dockerfile to migrate."""

    STEP = Step.OPEN
    DEFAULT_CSS = """
    OpenScreen {
        #told { height: auto; max-height: 60%; margin: 1 1 1 1; }
        FileList { padding: 0 1; }
        #beside { height: auto; max-height: 40%; padding: 0 1; border-top: solid $rule; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,o", "open", "open", key_display="enter", tooltip="Open the Dockerfile under the cursor"),
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
        self.query_one(FileList).focus()

    def on_screen_resume(self) -> None:
        """Catch up."""
        super().on_screen_resume()
        self._show_files()
        self._show_summaries()
        self._tell_beside()

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
        count = len(walk.files)
        things = "One Dockerfile." if count == 1 else f"{count} Dockerfiles. Which one shall be migrated?"
        about = (
            "venvoy shows how each one installs Python packages, what that costs, and what it would look like with a "
            "virtual environment. Nothing is written before you say so."
        )
        return [[(things, "heading")], *wrapped([(about, "faint")], width)]

    def _tell_beside(self) -> None:
        self.query_one("#beside", TextView).write(self._beside)

    def _beside(self, width: int) -> Lines:
        files = self.query_one(FileList)
        if not files.files:
            return []
        path = files.files[files.cursor]
        if path not in self.walk.beside:
            unreadable = isinstance(self.walk.summaries.get(path), Unreadable)
            return [] if unreadable else [[("Looking at what lies beside …", "faint")]]
        told = self.walk.beside[path]
        if told is None:
            return wrapped([("It lies in no work tree of git: nothing beside it is read.", "faint")], width)
        if not told:
            return wrapped([("Nothing beside it goes by where its packages lie.", "faint")], width)
        lines: Lines = [[("Beside it, a migration would also concern", "heading")]]
        for one in told:
            parts = [f"{counted(one.changing, 'place')} to change" if one.changing else ""]
            parts += [f"{counted(one.told, 'place')} for you to look at" if one.told else ""]
            runs: list[Run] = [(one.path, "bold"), (f"  {', '.join(filter(None, parts))}", "faint")]
            lines += wrapped(runs, width, [("  ", "")], [("    ", "")])
        return lines

    @on(LineView.Moved)
    def _moved(self) -> None:
        self._tell_beside()

    def _show_summaries(self) -> None:
        self.query_one(FileList).tell(self.walk.summaries)

    @on(LineView.Chosen)
    def _chosen(self) -> None:
        self.action_open()

    def action_open(self) -> None:
        """Open the file under the cursor."""
        files = self.query_one(FileList)
        if not files.files:
            return
        path = files.files[files.cursor]
        conduct.remember(self.walk)
        self.walk.notice = f"Reading {shown(path.name)} …"
        work.open_file(self.walk, path)

    def action_look_again(self) -> None:
        """Search once more."""
        self.walk.problem = None
        work.find(self.walk)
