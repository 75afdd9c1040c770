"""The Dockerfile in its colours, with the lines of the selected finding marked."""

from __future__ import annotations

from collections.abc import Iterable

from venvoy.model.finding import Related
from venvoy.model.repository_plan import PlannedPlace
from venvoy.model.source import Lines
from venvoy.session import Session
from venvoy.tui.highlight import Highlighter, PlainText
from venvoy.tui.line_view import LineView, Run


class SourceView(LineView):
    """The source pane. In the gutter: ``▸`` the finding's own lines, ``·`` lines that belong to it, and the signs."""

    HELP = (
        "The Dockerfile, or the file beside it. Lines of the selected finding are marked with ▸, "
        "and lines that belong to it with ·."
    )

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's own name
        super().__init__(id=id)
        self._source: Highlighter | PlainText | None = None
        self._of: object = None
        self._strong: frozenset[int] = frozenset()
        self._faint: dict[int, str] = {}
        self._begins: dict[int, list[tuple[Lines, str]]] = {}
        self._shown: str | None = None

    @property
    def rows(self) -> int:
        """Lines of the file."""
        return len(self._source.lines) if self._source is not None else 0

    def show(self, session: Session) -> None:
        """Show *session*'s file, its selected finding marked and in view."""
        if self._of is not session.analysis:
            self._of = session.analysis
            begins = ((finding.lines, finding.id) for finding in session.findings)
            self._open(Highlighter(session.analysis.dockerfile), begins)
        finding = session.current
        if finding is not None:
            self._mark(finding.id, finding.lines, finding.related)
        else:
            self._mark(None)

    def show_beside(self, planned: PlannedPlace, content: bytes | None, places: Iterable[PlannedPlace]) -> None:
        """Show the file of a place, which holds *content*, with its lines marked; *places* are all that are in it."""
        place = planned.place
        of = (place.path, content)
        if self._of != of:
            self._of = of
            text = content if content is not None else b"".join(edit.replacement for edit in place.edits)
            self._open(PlainText(text), ((one.place.lines, one.place.id) for one in places))
        self._mark(place.id, place.lines)

    def _open(self, source: Highlighter | PlainText, begins: Iterable[tuple[Lines, str]]) -> None:
        self._source, self._shown = source, None
        self._strong, self._faint, self._begins = frozenset(), {}, {}
        for lines, name in begins:
            self._begins.setdefault(lines.first, []).append((lines, name))
        longest = max((len(line) for line in source.lines), default=0)
        self.resized(min(longest, 10_000) + 8)

    def _mark(self, name: str | None, lines: Lines | None = None, related: Iterable[Related] = ()) -> None:
        if name is not None and name == self._shown:
            return
        before = {*self._strong, *self._faint}
        self._strong = frozenset()
        self._faint = {}
        if name is not None and lines is not None:
            self._strong = frozenset(range(lines.first, lines.last + 1))
            for other in related:
                for number in range(other.lines.first, other.lines.last + 1):
                    self._faint[number] = other.note
            self._shown = name
            self.cursor = min(lines.first, max(1, self.rows)) - 1
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

    def id_at(self, row: int) -> str | None:
        """Return what was found in the lines that begin at *row*, or in the nearest ones above that hold it."""
        for number in range(row + 1, 0, -1):
            for lines, name in self._begins.get(number, ()):
                if lines.first <= row + 1 <= lines.last:
                    return name
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
