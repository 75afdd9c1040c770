"""The doctor in the session: a message or a log is pasted, and its likely causes are told."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, ClassVar, cast

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen, Screen
from textual.timer import Timer

from venvoy.model.build import BuildFailed
from venvoy.model.diagnosis import Cause, Diagnosis, Evidence, Log, Unknown
from venvoy.model.dockerfile import Unreadable
from venvoy.reports.diagnosis import CERTAIN, ITS_SUBJECT, NO_WORDS, UNKNOWN, left_out
from venvoy.tui import conduct, messages, work
from venvoy.tui.compare_screen import CompareScreen
from venvoy.tui.line_view import LineView
from venvoy.tui.log_view import LogView
from venvoy.tui.prose import wrapped
from venvoy.tui.shown import cut_path, shown
from venvoy.tui.text_view import Lines, TextView
from venvoy.tui.typed import Typed
from venvoy.workspace.logs import named, pasted

if TYPE_CHECKING:
    from venvoy.tui.app import VenvoyApp

_DIGITS = 9
_MARGIN = "  "
_PATH = 40
"""Cells that a path has at least, before its beginning is left out."""
INVITATION = (
    "Paste an error message, or the whole log of a build or a container. Its likely causes are told: what speaks for "
    "each, what to change, and the page that explains it. Nothing is run, kept or sent."
)
HOW = (
    "Paste with the key of your terminal, often ctrl+shift+v or cmd+v. Or type: the path of a file with a log, or a "
    "few words of a message, and then enter."
)
ENTER = "enter looks at it; the path of a file has the file read."
REST = 0.5
"""Seconds without a key after which lines that come as keys are complete."""
_LATEST = 12
"""Lines of what is typed that are shown."""


BUILT = "The output of the build that failed"


def at_hand(screen: Screen[object]) -> Log | None:
    """Return the output of the build that failed on *screen*, as far as it is kept; None when none did."""
    outcome = screen.trial.outcome if isinstance(screen, CompareScreen) and screen.trial is not None else None
    if not isinstance(outcome, BuildFailed):
        return None
    kept = screen.query_one(f"#log-{outcome.name}", LogView).log_lines
    return Log((), tuple(kept.lines), kept.gone)


class DoctorView(TextView):
    """Causes; the lines that lead on from them can be clicked."""

    HELP = "What is likely behind a message; the digits lead to the finding or the page."

    def __init__(self) -> None:
        super().__init__()
        self.links: dict[int, int] = {}
        """Row → which of the ways on, from 0."""

    def stops(self, row: int) -> bool:
        """Let the mouse find the ways on, and nothing else."""
        return row in self.links


class DoctorScreen(ModalScreen[None]):
    """A message in, its causes out; and from there to the finding or the page."""

    DEFAULT_CSS = """
    DoctorScreen {
        align: center middle; background: $background 60%;
        Vertical { width: 100; max-width: 100%; height: 100%; background: $panel; padding: 1 2;
                   border: round $rule; border-title-color: $accent; border-subtitle-color: $faint; }
        DoctorView { height: 1fr; background: $panel; padding: 0; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "app.pop_screen", "close", tooltip="Go back to the session"),
        *(Binding(str(n), f"follow({n - 1})", f"way {n}", show=False) for n in range(1, _DIGITS + 1)),
    ]

    def __init__(self, log: Log | None = None) -> None:
        """Begin with *log*, the output of a build that failed, or with the question what it is about."""
        super().__init__()
        self._log = log
        self._what = BUILT
        """What the log is."""
        self._typed = Typed()
        self._rest: Timer | None = None
        self._problem: Unreadable | None = None
        """Why the file whose path was typed could not be read."""
        self._found: Diagnosis | Unknown | None = None
        self._ways: list[Callable[[], object]] = []

    @property
    def _walk(self) -> VenvoyApp:
        return cast("VenvoyApp", self.app)

    def compose(self) -> ComposeResult:
        """One text that scrolls."""
        with Vertical() as box:
            box.border_title = "Doctor"
            yield DoctorView()

    def on_mount(self) -> None:
        """Ask, or look at what was brought."""
        self.query_one(DoctorView).focus()
        self._look()

    def on_paste(self, event: events.Paste) -> None:
        """Take what was pasted."""
        event.stop()
        self._take(pasted(event.text), "What was pasted")

    def on_key(self, event: events.Key) -> None:
        """Take keys that are text: not every terminal says that it pastes, and no line of a log may be a command."""
        character = event.character or ""
        if self._log is not None:
            if not event.is_printable or character.isspace() or character.isdecimal():
                return  # these scroll through what was found, and lead on from it
            self._typed = Typed()
        if not self._typed.take(event):
            return
        event.stop()
        event.prevent_default()
        self._log = self._found = self._problem = None
        if self._rest is not None:
            self._rest.stop()
        self._rest = self.set_timer(REST, self._rested) if "\n" in self._typed.text else None
        self._write()

    def _rested(self) -> None:
        text, self._typed, self._rest = self._typed.text, Typed(), None
        path = named(text.strip())
        if path is not None:
            work.read_log(self._walk, path)
        else:
            self._take(pasted(text), "What was typed")

    @on(messages.LogRead)
    def _log_read(self, message: messages.LogRead) -> None:
        if isinstance(message.result, Unreadable):
            self._problem = message.result
            self._write()
        else:
            self._take(message.result, str(message.path))

    def _take(self, log: Log, what: str) -> None:
        self._log, self._what = log, what
        self._look()

    def _look(self) -> None:
        self._found = None
        if self._log is not None:
            work.diagnose(self._walk, self._log)
        self._write()

    @on(messages.Diagnosed)
    def _diagnosed(self, message: messages.Diagnosed) -> None:
        if message.log is self._log:
            self._found = message.found
            self._write()

    def _write(self) -> None:
        self.query_one(DoctorView).write(self._told)
        ways = min(len(self._ways), _DIGITS)
        on = [f"1-{ways} lead on" if ways > 1 else "1 leads on"] if ways else []
        again = ["paste or type another one"] if self._found is not None else []
        self.query_one(Vertical).border_subtitle = " · ".join([*on, *again, "esc closes"])

    def _told(self, width: int) -> Lines:
        self._ways, self.query_one(DoctorView).links = [], {}
        if self._log is None:
            return self._read_back(width) if self._typed.text else self._invited(width)
        lines = self._headed(self._log, width)
        if self._found is None:
            return [*lines, [("Looking through it …", "faint")]]
        if isinstance(self._found, Unknown):
            return lines + _unknown(self._found, width)
        for cause in self._found.causes:
            lines += _cause(cause, width)
            lines += self._onward(len(lines), cause, width)
            lines.append([])
        return lines

    def _invited(self, width: int) -> Lines:
        lines: Lines = [*wrapped([(INVITATION, "")], width), []]
        if self._walk.session is not None:
            told = "What in this file brings it about is named as well: "
            where = cut_path(shown(self._walk.title_path), max(_PATH, width - len(told)))
            lines += [*wrapped([(told, ""), (where, "code")], width), []]
        if self._problem is not None:
            told = f"{self._problem.path}: {self._problem.reason}"
            lines += [*wrapped([("! ", "bad bold"), (told, "")], width), []]
        return lines + wrapped([(HOW, "faint")], width)

    def _read_back(self, width: int) -> Lines:
        """Return the end of what is being typed."""
        *above, last = self._typed.text.split("\n")[-_LATEST:]
        lines: Lines = []
        for line in above:
            lines += wrapped([(line, "code")], width)
        lines += wrapped([(last, "code"), ("▏", "accent")], width)
        return [*lines, [], *wrapped([(ENTER, "faint")], width)]

    def _headed(self, log: Log, width: int) -> Lines:
        count = len(log.head) + len(log.tail) + log.skipped
        what = cut_path(shown(self._what), max(_PATH, width - 20))
        head: Lines = [[(what, "heading"), (f"   {count:,} line{'' if count == 1 else 's'}", "faint")]]
        for sentence in left_out(log):
            head += wrapped([(sentence, "needs-you")], width)
        return [*head, []]

    def _onward(self, at: int, cause: Cause, width: int) -> Lines:
        """Return the ways on from *cause*, which begin at row *at*."""
        lines: Lines = []
        for place in cause.places:
            told = f"line {place.line}: {place.message}"
            lines += self._way(at + len(lines), told, partial(self._go_to, place.finding), width)
        if cause.page is not None:
            page = self._walk.rooms.page(cause.page, {})
            title = page.title if page is not None else cause.page
            lines += self._way(at + len(lines), f"read: {title}", self._reading(cause.page, cause), width)
        return lines

    def _reading(self, page: str, cause: Cause) -> Callable[[], object]:
        """Return what opens *page*, filled from the open file where that has a finding of the page behind *cause*."""
        session, behind = self._walk.session, {place.finding for place in cause.places}
        findings = session.findings if session is not None else ()
        facts = next((dict(one.facts) for one in findings if one.id in behind and one.shortcut == page), {})
        return partial(self._walk.action_read, page, facts)

    def _way(self, at: int, told: str, go: Callable[[], object], width: int) -> Lines:
        self._ways.append(go)
        count = len(self._ways)
        key = f"{count}" if count <= _DIGITS else "▸"
        lines = wrapped([(told, "")], width, [(f"{_MARGIN}{key}  ", "key")], [(f"{_MARGIN}   ", "")])
        self.query_one(DoctorView).links |= dict.fromkeys(range(at, at + len(lines)), count - 1)
        return lines

    def _go_to(self, finding: str) -> None:
        conduct.show_finding(self._walk, finding)

    @on(LineView.Moved)
    def _clicked(self, message: LineView.Moved) -> None:
        self.action_follow(self.query_one(DoctorView).links[message.row])

    def action_follow(self, at: int) -> None:
        """Go to a finding or a page; a digit without a way does nothing."""
        if at < len(self._ways):
            self._ways[at]()


def _cause(cause: Cause, width: int) -> Lines:
    failure = f" ({cause.failure})" if cause.failure is not None else ""
    lines = wrapped([(cause.happened, "bold")], width)
    lines += wrapped([(f"{CERTAIN[cause.certainty]}{failure}", "faint")], width, [(_MARGIN, "")], [(_MARGIN, "")])
    for evidence in cause.evidence:
        lines += _quoted(evidence, width)
    return lines + wrapped([(cause.advice, "")], width, [(f"{_MARGIN}▸ ", "accent")], [(f"{_MARGIN}  ", "")])


def _unknown(found: Unknown, width: int) -> Lines:
    if found.last is None:
        return wrapped([(NO_WORDS, "bold")], width)
    return [
        *wrapped([(UNKNOWN, "bold")], width),
        *wrapped([(f"{ITS_SUBJECT} The last words were:", "")], width),
        *_quoted(found.last, width),
    ]


def _quoted(evidence: Evidence, width: int) -> Lines:
    lead = f"{_MARGIN}line {evidence.line:,}  "
    return wrapped([(evidence.text.strip(), "code")], width, [(lead, "accent")], [(" " * len(lead), "")])
