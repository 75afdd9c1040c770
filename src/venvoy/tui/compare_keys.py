"""The keys of Compare, and when they make sense."""

from __future__ import annotations

from textual.binding import Binding, BindingType

from venvoy.tui.trial import Phase

WHILE: dict[str, frozenset[Phase]] = {
    "begin": frozenset({Phase.READY}),
    "measure": frozenset({Phase.READY}),
    "runs": frozenset({Phase.READY}),
    "cancel": frozenset({Phase.RUNNING}),
    "again": frozenset({Phase.LACKING, Phase.OVER}),
}
"""Actions that make sense in some phases only."""

KEYS: list[BindingType] = [
    Binding("enter", "begin", "build both", tooltip="Build both: this executes what the Dockerfiles say"),
    Binding("c", "cancel", "cancel", tooltip="Stop what is built; everything that was made is removed"),
    Binding("m", "measure", "measure", tooltip="Choose what is measured: the same application, times too, or figures"),
    Binding("plus", "runs(1)", "more", key_display="+", show=False, tooltip="Time each kind of build once more"),
    Binding("minus", "runs(-1)", "less", key_display="-", show=False, tooltip="Time each kind of build less often"),
    Binding("a", "add", "add package", tooltip="Add the system packages that the rewrite lacks, and build again"),
    Binding("o", "go_to_line", "go to line", tooltip="Go to the line that failed, in the source or in the preview"),
    Binding("right_square_bracket", "turn(1)", "next file", key_display="]", tooltip="Go to the next Dockerfile"),
    Binding("left_square_bracket", "turn(-1)", "file before", show=False, tooltip="Go to the Dockerfile before"),
    Binding("y", "copy", "copy", tooltip="Copy the comparison as Markdown, for a pull request"),
    Binding("s", "save", "save…", tooltip="Save a report: .html, .md, .json or .txt"),
    Binding("l", "log", "log", tooltip="Turn between the output of the builds and the result"),
    Binding("r", "again", "again", tooltip="Look for an engine again; nothing is built before you say so"),
    Binding("escape", "leave", "back", tooltip="Cancel what is built; when nothing is, go back to apply"),
]
