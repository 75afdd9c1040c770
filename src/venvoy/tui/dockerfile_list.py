"""The list of Dockerfiles: a line on what is in each, and a mark for those that are migrated together."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from textual import events
from textual.message import Message

from venvoy.company import asks
from venvoy.model.dockerfile import Unreadable
from venvoy.model.finding import FileVerdict, Review
from venvoy.tui.line_view import LineView, Run
from venvoy.tui.shown import cut_path, shown

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


_BOX = range(2, 5)
"""Columns of a row in which a click marks."""


class FileList(LineView):
    """One row for each Dockerfile."""

    HELP = (
        "The Dockerfiles that were found. Space marks one, a all that may be migrated; enter opens the one under the "
        "cursor, and with a marked one all that are marked, as one plan."
    )

    class Marked(Message):
        """The box of a row was clicked."""

        def __init__(self, path: Path) -> None:
            super().__init__()
            self.path = path

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's own name
        super().__init__(id=id)
        self.files: tuple[Path, ...] = ()
        self.summaries: Mapping[Path, Summary] = {}
        self.base = Path()
        self.open: Path | None = None
        self.marked: tuple[Path, ...] = ()

    @property
    def current(self) -> Path | None:
        """The file under the cursor."""
        return self.files[self.cursor] if self.cursor < self.rows else None

    @property
    def rows(self) -> int:
        """As many as files."""
        return len(self.files)

    def show(self, files: tuple[Path, ...], base: Path, opened: Path | None) -> None:
        """Show *files*, relative to *base*."""
        self.files, self.base, self.open = files, base, opened
        self.styles.height = max(1, len(files))
        if opened in files:
            self.put_cursor(files.index(opened))
        self.resized(0)

    def tell_marked(self, marked: tuple[Path, ...]) -> None:
        """Show which are *marked*."""
        self.marked = marked
        self.refresh()

    def on_click(self, event: events.Click) -> None:
        """Mark with a click on the box; anywhere else as in every list."""
        offset = event.get_content_offset(self)
        row = offset.y + self.scroll_offset.y if offset is not None else self.rows
        if offset is not None and offset.x in _BOX and row < self.rows and len(self.files) > 1:
            event.prevent_default()
            self.focus()
            self.put_cursor(row)
            self.post_message(self.Moved(self, row))
            self.post_message(self.Marked(self.files[row]))

    def tell(self, summaries: Mapping[Path, Summary]) -> None:
        """Show what was found."""
        self.summaries = summaries
        self.refresh()

    def margin(self, row: int) -> list[Run]:
        """Name and summary."""
        path = self.files[row]
        sign, ink, words = summary(self.summaries.get(path))
        name = _relative(path, self.base)
        widest = min(max(len(_relative(p, self.base)) for p in self.files), max(16, self.width // 2 - 10))
        pointer = ("▸", "accent bold") if row == self.cursor else (" ", "")
        opened = " (open)" if path == self.open else ""
        is_marked = path in self.marked
        box = [(" [x]" if is_marked else " [ ]", "accent bold" if is_marked else "faint")] if self.rows > 1 else []
        return [
            pointer,
            *box,
            (f" {sign} ", f"{ink} bold"),
            (f"{cut_path(name, widest):<{widest}}  ", "bold" if row == self.cursor else ""),
            (words + opened, ink if ink in ("bad", "needs-you") else "faint"),
        ]

    def line(self, row: int) -> list[Run]:  # noqa: ARG002 - as in LineView
        """Everything is in the margin."""
        return []


def _relative(path: Path, base: Path) -> str:
    return shown(str(path.relative_to(base) if path.is_relative_to(base) else path))
