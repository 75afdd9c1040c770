"""Review: what was found, where it stands in the file, and what there is to know about it."""

from __future__ import annotations

from typing import ClassVar

from attrs import evolve
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from venvoy import session as transitions
from venvoy.beside import answer_file
from venvoy.company import named
from venvoy.model.plan import Answer
from venvoy.model.source import Lines
from venvoy.model.step import Step
from venvoy.session import Session
from venvoy.tui.ask_bar import AskBar
from venvoy.tui.detail import Detail
from venvoy.tui.finding_list import FindingList, LeftAlone
from venvoy.tui.frame import StepScreen
from venvoy.tui.line_view import LineView
from venvoy.tui.page_view import PageView
from venvoy.tui.panes import Panes
from venvoy.tui.source_view import SourceView

FINDINGS, SOURCE, PAGE = range(3)
_OF_FINDINGS = frozenset({"accept", "accept_all_safe", "diff", "keep", "learn", "move"})


def _is_over(session: Session) -> bool:
    """Tell whether there was something to decide and all of it is decided."""
    return bool(session.asked) and not session.waiting


def topic(session: Session) -> tuple[str, dict[str, str]] | None:
    """Return the name of the page that belongs to what is selected, and the facts that fill it."""
    if session.place is not None:
        return session.place.place.page, dict(session.place.place.facts)
    finding = session.current
    return (finding.shortcut, dict(finding.facts)) if finding is not None else None


class ReviewScreen(StepScreen):
    """Go through what was found and say of each whether it is rewritten or kept."""

    STEP = Step.REVIEW
    DEFAULT_CSS = """
    ReviewScreen {
        #findings { width: 36; margin-right: 1; }
        #source { width: 5fr; margin-right: 1; }
        #page { width: 4fr; }
        &.-narrow Detail { height: 8; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("3", "onward(3)", "choose", tooltip="Go on: choose how the accepted findings are rewritten"),
        Binding("4", "onward(4)", "preview", tooltip="Go on: see the diff of what was accepted"),
        Binding("a", "accept", "accept", tooltip="Accept the rewrite of this finding"),
        Binding("k", "keep", "keep…", tooltip="Keep this finding as it is, with a reason"),
        Binding("right_square_bracket", "turn(1)", "next file", key_display="]", tooltip="Go to the next Dockerfile"),
        Binding("left_square_bracket", "turn(-1)", "file before", show=False, tooltip="Go to the Dockerfile before"),
        Binding("n", "move(1)", "next", tooltip="Go to the next finding"),
        Binding("p", "move(-1)", "prev", tooltip="Go to the finding before"),
        Binding("A", "accept_all_safe", "all safe", show=False, tooltip="Accept every finding whose rewrite is safe"),
        Binding("f", "answer_file('accept')", "all here", tooltip="Accept every place of this file"),
        Binding("K", "answer_file('keep')", "keep file", tooltip="Keep every place of this file as it is"),
        Binding("d", "diff", "diff", tooltip="See what the decisions so far would change"),
        Binding("l", "learn", "learn", tooltip="Read the page of this shortcut; again opens the lesson on it"),
        Binding("escape", "findings", "findings", show=False, tooltip="Go back to the list of findings"),
    ]

    _offers: tuple[bool, bool, bool] | None = None

    def body(self) -> ComposeResult:
        """Three panes and the bar that asks for reasons."""
        yield Panes(
            ("Findings", "findings", (FindingList(), Detail())),
            ("Source", "source", (SourceView(),)),
            ("Page", "page", (PageView(),)),
        )
        yield AskBar("it may stay empty; it is written into the file as a comment")

    def on_mount(self) -> None:
        """Start in the list."""
        super().on_mount()
        self.query_one(FindingList).focus()

    def show(self, session: Session) -> None:
        """Show *session* in every pane."""
        self.query_one(FindingList).show(session)
        self._show_source(session)
        about = topic(session)
        page = self.walk.rooms.page(*about) if about is not None else None
        self.query_one(PageView).show(session.place or session.current, page)
        self.query_one(Panes).name_pane(PAGE, page.title if page is not None else "Page")
        self.query_one(Detail).show(session)
        offers = (bool(session.ids), _is_over(session), session.place is not None)
        if offers != self._offers:
            self._offers = offers
            self.refresh_bindings()

    def _show_source(self, session: Session) -> None:
        view, planned, outlook = self.query_one(SourceView), session.place, self.walk.outlook
        if planned is None or outlook is None:
            view.show(session)
            self.query_one(Panes).name_pane(SOURCE, "Source")
            return
        inside = [one for one in session.beside or () if one.place.path == planned.place.path]
        content = outlook.content(planned.place.path)
        view.show_beside(planned, content, inside)
        new = " (does not exist yet)" if content is None else ""
        self.query_one(Panes).name_pane(SOURCE, f"{planned.place.path}{new}")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer no decision where nothing was found, and the next steps once all is decided."""
        session = self.session
        if action == "onward":
            return session is not None and _is_over(session)
        if action in _OF_FINDINGS:
            return session is not None and bool(session.ids)
        if action == "answer_file":
            return session is not None and session.place is not None
        return super().check_action(action, parameters)

    def _take(self, session: Session) -> None:
        self.walk.session = session

    @on(LineView.Moved)
    def _moved(self, message: LineView.Moved) -> None:
        view, session = message.view, self.session
        if session is None:
            return
        found: str | None = None
        if isinstance(view, FindingList):
            found = view.id_at(message.row)
            if isinstance(view.at_cursor, LeftAlone):
                self.query_one(Detail).show_left_alone(view.at_cursor.opaque)
                self._show_dockerfile(session, view.at_cursor.opaque.lines)
        elif isinstance(view, SourceView):
            found = view.id_at(message.row)
        if found is not None and found != session.selected:
            self._take(transitions.select(session, found))

    def _show_dockerfile(self, session: Session, lines: Lines) -> None:
        """Show *lines* of the Dockerfile, of which no finding is selected."""
        view = self.query_one(SourceView)
        view.show(evolve(session, selected=None))
        view.show_place(lines)
        self.query_one(Panes).name_pane(SOURCE, "Source")

    @on(LineView.Chosen)
    def _chosen(self, message: LineView.Chosen) -> None:
        panes = self.query_one(Panes)
        if isinstance(message.view, FindingList):
            panes.turn_to(SOURCE)
        elif isinstance(message.view, SourceView):
            panes.turn_to(PAGE)

    def show_line(self, line: int) -> None:
        """Turn to the source, at *line*."""
        self.query_one(Panes).turn_to(SOURCE)
        if self.session is not None:
            self._show_dockerfile(self.session, Lines(line, line))

    def action_accept(self) -> None:
        """Accept the selected finding."""
        if self.session is not None:
            self._take(transitions.accept(self.session))

    def action_keep(self) -> None:
        """Ask why, then keep."""
        session = self.session
        if session is not None and session.place is not None:
            self._take(transitions.keep(session))
        if session is None or session.current is None:
            return
        before = session.decisions.answers.get(session.current.id)
        question = f"= Keep {named(session.current)}: why? enter keeps it, esc goes back."
        self.walk.notice = ""
        self.query_one(AskBar).ask(question, before.reason if before is not None else "")

    @on(AskBar.Given)
    def _keep(self, message: AskBar.Given) -> None:
        self.query_one(Panes).turn_to(self.query_one(Panes).current)
        if self.session is not None:
            self._take(transitions.keep(self.session, message.text))

    @on(AskBar.Dismissed)
    def _go_back(self) -> None:
        self.query_one(Panes).turn_to(self.query_one(Panes).current)

    def action_accept_all_safe(self) -> None:
        """Accept whatever is safe."""
        if self.session is not None:
            self._take(transitions.accept_all_safe(self.session))

    def action_answer_file(self, answer: str) -> None:
        """Give every place of the file in view the same answer."""
        session = self.session
        if session is not None and session.place is not None:
            self._take(answer_file(session, session.place.place.path, Answer(answer)))

    def action_diff(self) -> None:
        """Jump to the preview."""
        self.walk.action_go(Step.PREVIEW)

    def action_move(self, by: int) -> None:
        """Go to another finding."""
        if self.session is not None:
            self._take(transitions.move(self.session, by))

    def action_findings(self) -> None:
        """Turn back to the findings, from the page or the source."""
        self.query_one(Panes).turn_to(FINDINGS)

    def action_learn(self) -> None:
        """Turn to the page; from there, to the lesson on it."""
        panes = self.query_one(Panes)
        if panes.current == PAGE:
            self.walk.action_learn()
        else:
            panes.turn_to(PAGE)
