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
    """Return the Dockerfiles among *files*, and below them the others by their directories."""
    rows: list[Row] = [file for file in files if file.is_dockerfile]
    folder = ""
    for file in files[len(rows) :]:
        if (inside := posixpath.dirname(file.path)) != folder:
            folder = inside
            rows.append(Folder(folder))
        rows.append(file)
    return tuple(rows)


def sign(file: FileView, decisions: Decisions) -> tuple[str, str]:
    """Return the sign and ink of *file*: ``+`` created, ``~`` changed, ``?`` waits for an answer, ``=`` stays."""
    if file.changes:
        return ("+", "added") if file.created else ("~", "accent")
    waits = file.undecided or any(standing(one, decisions) is Standing.OPEN for one in file.places)
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

    def show_dockerfile(self, where: str) -> None:
        """Put the cursor on the Dockerfile at *where*, unless it is on a file beside."""
        if self.current is None or self.current.is_dockerfile:
            paths = [row.where if isinstance(row, FileView) else None for row in self._rows]
            self.cursor = paths.index(where) if where in paths else self.cursor

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
        folder = "" if entry.is_dockerfile else posixpath.dirname(entry.path)
        indent = "  " if folder else ""
        size = entry.size if entry.changes else ""
        room = self.width - 5 - len(indent) - len(size)
        several = sum(isinstance(one, FileView) and one.is_dockerfile for one in self._rows) > 1
        name = entry.path if several and entry.is_dockerfile else posixpath.basename(entry.path)
        name = cut_path(shown(name), room)
        weight = "bold" if row == self.cursor else "" if entry.changes else "faint"
        return [pointer, (f" {mark} ", f"{ink} bold"), (f"{indent}{name:<{max(0, room)}} ", weight), (size, "faint")]

    def line(self, row: int) -> list[Run]:  # noqa: ARG002 - as in LineView
        """Everything is in the margin."""
        return []
