"""The Dockerfile in its colours, with the lines of the selected finding marked."""

from __future__ import annotations

from venvoy.model.finding import Finding
from venvoy.model.source import Lines
from venvoy.session import Session
from venvoy.tui.highlight import Highlighter
from venvoy.tui.line_view import LineView, Run


class SourceView(LineView):
    """The source pane. In the gutter: ``▸`` the finding's own lines, ``·`` lines that belong to it, and the signs."""

    HELP = "The Dockerfile. Lines of the selected finding are marked with ▸ and lines that belong to it with ·."

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's own name
        super().__init__(id=id)
        self._source: Highlighter | None = None
        self._of: object = None
        self._strong: frozenset[int] = frozenset()
        self._faint: dict[int, str] = {}
        self._begins: dict[int, list[Finding]] = {}
        self._shown: str | None = None

    @property
    def rows(self) -> int:
        """Lines of the file."""
        return len(self._source.lines) if self._source is not None else 0

    def show(self, session: Session) -> None:
        """Show *session*'s file, its selected finding marked and in view."""
        if self._of is not session.analysis:
            self._of = session.analysis
            self._source = Highlighter(session.analysis.dockerfile)
            self._begins = {}
            for finding in session.findings:
                self._begins.setdefault(finding.lines.first, []).append(finding)
            longest = max((len(line) for line in self._source.lines), default=0)
            self.resized(min(longest, 10_000) + 8)
        self._mark(session.current)

    def _mark(self, finding: Finding | None) -> None:
        if finding is not None and finding.id == self._shown:
            return
        before = {*self._strong, *self._faint}
        self._strong = frozenset()
        self._faint = {}
        if finding is not None:
            self._strong = frozenset(range(finding.lines.first, finding.lines.last + 1))
            for related in finding.related:
                for number in range(related.lines.first, related.lines.last + 1):
                    self._faint[number] = related.note
            self._shown = finding.id
            self.cursor = finding.lines.first - 1
            self.call_next(self.show_selected)
        for number in before | self._strong | set(self._faint):
            self.refresh_row(number - 1)

    @property
    def marked(self) -> frozenset[int]:
        """Numbers of the lines that are marked strongly."""
        return self._strong

    def show_selected(self) -> None:
        """Scroll to the marked lines."""
        if self._strong:
            self.show_row(min(self._strong) - 1, last=max(self._strong) - 1, centre=True)

    def show_place(self, lines: Lines) -> None:
        """Scroll to *lines* without a finding being selected."""
        self._strong, self._faint, self._shown = frozenset(range(lines.first, lines.last + 1)), {}, None
        self.show_selected()
        self.refresh()

    def finding_at(self, row: int) -> Finding | None:
        """Return the finding whose lines begin at *row*, or the nearest one above whose lines hold it."""
        for number in range(row + 1, 0, -1):
            for finding in self._begins.get(number, ()):
                if finding.lines.first <= row + 1 <= finding.lines.last:
                    return finding
        return None

    def margin(self, row: int) -> list[Run]:
        """Mark, line number, and a rule."""
        number = row + 1
        digits = max(3, len(str(self.rows)))
        if number in self._strong:
            return [("▸", "accent bold"), (f"{number:>{digits}} ", "accent bold")]
        if number in self._faint:
            return [("·", "accent"), (f"{number:>{digits}} ", "accent")]
        here = number in self._begins
        return [("▪" if here else " ", "faint"), (f"{number:>{digits}} ", "faint")]

    def line(self, row: int) -> list[Run]:
        """Return the line; those that have nothing to do with the selected finding step back a little."""
        if self._source is None:
            return []
        return self._source.runs(row + 1)

    def ground(self, row: int) -> str:
        """Shade the finding's own lines."""
        if row == self.cursor and self.has_focus:
            return "cursor"
        if row + 1 in self._strong:
            return "block"
        return "row" if row + 1 in self._faint else ""
