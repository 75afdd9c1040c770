"""The page of the selected finding: what it costs and why people do it, with this file's own names."""

from __future__ import annotations

from venvoy.model.finding import Finding
from venvoy.model.page import Page
from venvoy.model.repository_plan import PlannedPlace
from venvoy.tui.page_text import page_lines
from venvoy.tui.prose import wrapped
from venvoy.tui.text_view import Lines, TextView


class PageView(TextView):
    """The page pane."""

    HELP = "The page of this shortcut, filled with this file's own names and values."

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's own name
        super().__init__(id=id)
        self.finding: Finding | PlannedPlace | None = None

    def show(self, finding: Finding | PlannedPlace | None, page: Page | None) -> None:
        """Show *page* for *finding*; a page that is already in view keeps its place."""
        if finding is not None and finding is self.finding:
            return
        self.finding = finding
        self.write(lambda width: _whole(finding, page, width))


def _of_place(planned: PlannedPlace, width: int) -> Lines:
    lines = [*wrapped([(planned.place.message, "bold")], width), []]
    lines += [*wrapped([("▸ ", "accent bold"), (planned.place.suggestion, "")], width, [], [("  ", "")]), []]
    if planned.doubt:
        lines += [*wrapped([("? ", "needs-you bold"), (planned.doubt, "")], width, [], [("  ", "")]), []]
    return lines


def _whole(finding: Finding | PlannedPlace | None, page: Page | None, width: int) -> Lines:
    lines: Lines = []
    if isinstance(finding, PlannedPlace):
        lines += _of_place(finding, width)
    elif finding is not None:
        lines += [*wrapped([(finding.message, "bold")], width), []]
        if finding.reason:
            lines += [*wrapped([("? ", "needs-you bold"), (finding.reason, "")], width, [], [("  ", "")]), []]
        for related in finding.related:
            where = f"line {related.lines.first}  "
            lines += wrapped([(related.note, "")], width, [(where, "accent")], [(" " * len(where), "")])
        if finding.related:
            lines.append([])
    if page is None:
        return lines or wrapped([("Nothing was found in this file.", "faint")], width)
    return lines + page_lines(page, width)
