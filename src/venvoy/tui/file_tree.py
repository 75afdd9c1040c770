"""The files of the preview as a tree: what happens to each, and how much."""

from __future__ import annotations

import posixpath

from attrs import frozen

from venvoy.company import standing
from venvoy.model.plan import Decisions
from venvoy.model.repository_plan import Standing
from venvoy.tui.line_view import LineView, Run
from venvoy.tui.outlook import FileView
from venvoy.tui.shown import cut_path, shown


@frozen
class Folder:
    """A heading."""

    path: str


Row = Folder | FileView


def arranged(files: tuple[FileView, ...]) -> tuple[Row, ...]:
    """Return the first of *files*, which is the Dockerfile, and below it the others by their directories."""
    rows: list[Row] = list(files[:1])
    folder = ""
    for file in files[1:]:
        if (inside := posixpath.dirname(file.path)) != folder:
            folder = inside
            rows.append(Folder(folder))
        rows.append(file)
    return tuple(rows)


def sign(file: FileView, decisions: Decisions) -> tuple[str, str]:
    """Return the sign and ink of *file*: ``+`` created, ``~`` changed, ``?`` waits for an answer, ``=`` stays."""
    if file.changes:
        return ("+", "added") if file.created else ("~", "accent")
    waits = any(standing(one, decisions) is Standing.OPEN for one in file.places)
    return ("?", "needs-you") if waits else ("=", "faint")


class FileTree(LineView):
    """The pane of files."""

    HELP = "The files. ~ is changed, + is created, ? waits for your answer, = stays as it is."

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's own name
        super().__init__(id=id)
        self._rows: tuple[Row, ...] = ()
        self._decisions = Decisions()

    @property
    def rows(self) -> int:
        """Folders and files."""
        return len(self._rows)

    @property
    def current(self) -> FileView | None:
        """The file under the cursor."""
        row = self._rows[self.cursor] if self.cursor < self.rows else None
        return row if isinstance(row, FileView) else None

    def show(self, files: tuple[FileView, ...], decisions: Decisions) -> None:
        """Show *files*; the cursor stays on the file that it was on, as long as that is there."""
        before = self.current.path if self.current is not None else None
        self._rows, self._decisions = arranged(files), decisions
        paths = [row.path if isinstance(row, FileView) else None for row in self._rows]
        self.cursor = paths.index(before) if before is not None and before in paths else 0
        self.resized(0)

    def step(self, by: int) -> bool:
        """Go to the next (or previous) file; tell whether there is one."""
        before = self.cursor
        self.action_move(by)
        return self.cursor != before

    def stops(self, row: int) -> bool:
        """Let the cursor stand on files only."""
        return isinstance(self._rows[row], FileView)

    def ground(self, row: int) -> str:
        """Mark the file in view, also when the diff has the keys."""
        if row != self.cursor:
            return ""
        return "cursor" if self.has_focus else "block"

    def margin(self, row: int) -> list[Run]:
        """Show the row; a list does not scroll sideways."""
        entry = self._rows[row]
        if isinstance(entry, Folder):
            return [(f"   {cut_path(shown(entry.path), self.width - 5)}/", "faint")]
        pointer = ("▸", "accent bold") if row == self.cursor else (" ", "")
        mark, ink = sign(entry, self._decisions)
        folder = posixpath.dirname(entry.path) if row else ""
        indent = "  " if folder else ""
        size = entry.size if entry.changes else ""
        room = self.width - 5 - len(indent) - len(size)
        name = cut_path(shown(posixpath.basename(entry.path)), room)
        weight = "bold" if row == self.cursor else "" if entry.changes else "faint"
        return [pointer, (f" {mark} ", f"{ink} bold"), (f"{indent}{name:<{max(0, room)}} ", weight), (size, "faint")]

    def line(self, row: int) -> list[Run]:  # noqa: ARG002 - as in LineView
        """Everything is in the margin."""
        return []
