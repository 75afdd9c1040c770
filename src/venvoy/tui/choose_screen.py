"""Choose: installer, path, stages and extras, each with its reason and what it changes."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from attrs import evolve
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container

from venvoy import session as transitions
from venvoy.company import counted
from venvoy.model.plan import Scope
from venvoy.model.step import Step
from venvoy.session import Session
from venvoy.tui import messages, work
from venvoy.tui.ask_bar import AskBar
from venvoy.tui.effects import OUTSIDE, Effect
from venvoy.tui.frame import StepScreen
from venvoy.tui.line_view import LineView, Run
from venvoy.tui.option_list import OptionList
from venvoy.tui.options import VENV, Group, Option
from venvoy.tui.page_text import page_lines, remark
from venvoy.tui.prose import folded, wrapped
from venvoy.tui.shown import shown
from venvoy.tui.text_view import Lines, TextView
from venvoy.tui.venv_path import objection

if TYPE_CHECKING:
    from venvoy.tui.outlook import Outlook


def beside_told(outlook: Outlook) -> str:
    """Return what is known of the files beside the Dockerfile, in a sentence."""
    if outlook.decisions.choices.scope is Scope.DOCKERFILE:
        return "They are not read as long as the Dockerfile stands alone."
    if outlook.beside is None:
        return OUTSIDE
    foreseen = outlook.beside.foreseen
    files = len({one.place.path for one in foreseen.places})
    return f"Beside this Dockerfile: {counted(len(foreseen.places), 'place')} in {counted(files, 'file')}."


_SIGN_INKS = {"+": "added", "-": "removed", " ": "faint"}


class ChooseScreen(StepScreen):
    """Decide how the accepted findings are rewritten."""

    STEP = Step.CHOOSE
    DEFAULT_CSS = """
    ChooseScreen {
        #sides { height: 1fr; layout: horizontal; padding: 1 0 0 0; }
        OptionList { width: 44; }
        #tells { width: 1fr; margin-left: 2; }
        &.-narrow OptionList { width: 38; }
        &.-narrow #tells { margin-left: 1; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("4", "onward(4)", "preview", tooltip="Go on: see the diff of what was accepted"),
        Binding("space,enter", "take", "pick", key_display="space", tooltip="Pick this option, or switch this extra"),
        Binding("l", "learn", "learn", tooltip="Read the page of this extra; again goes back"),
        Binding("right_square_bracket", "turn(1)", "next file", key_display="]", tooltip="Go to the next Dockerfile"),
        Binding("left_square_bracket", "turn(-1)", "file before", show=False, tooltip="Go to the Dockerfile before"),
        Binding("v", "venv", "venv path", tooltip="Type another path for the virtual environment"),
        Binding("d", "app.go(4)", "diff", show=False, tooltip="See what would be written"),
        Binding("b", "app.go(2)", "findings", show=False, tooltip="Go back to the findings"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._effects: dict[str, Effect] = {}
        self._learning = False

    def body(self) -> ComposeResult:
        """Options, and what the current one is about."""
        with Container(id="sides"):
            yield OptionList()
            yield TextView(id="tells")
        yield AskBar("an absolute path in the image", objection)

    def on_mount(self) -> None:
        """Start in the list."""
        super().on_mount()
        self.query_one(OptionList).focus()

    def show(self, session: Session) -> None:
        """Show what is chosen."""
        self.query_one(OptionList).show(session.decisions.choices, self._effects)
        self._tell()

    def show_outlook(self, outlook: Outlook | None) -> None:
        """Have the effects of all options worked out against what would be written now."""
        session = self.session
        if outlook is not None and session is not None:
            work.weigh(self.walk, session.analysis, outlook)

    @on(messages.Weighed)
    def _weighed(self, message: messages.Weighed) -> None:
        session = self.session
        if session is not None and message.decisions == session.decisions:
            self._effects = message.effects
            self.show(session)

    @on(LineView.Moved)
    def _moved(self) -> None:
        self._learning = False
        self._tell()

    @on(LineView.Chosen)
    def _chosen(self) -> None:
        self.action_take()

    def _tell(self) -> None:
        self.query_one("#tells", TextView).write(self._told)

    def _told(self, width: int) -> Lines:
        option = self.query_one(OptionList).option
        heading: list[Run] = [(f"{option.group.value}: {option.name}", "accent bold")]
        page = self.walk.rooms.page(option.page, {}) if option.page is not None and self._learning else None
        if page is not None:
            return [heading, [], *remark(page, {}, width), *page_lines(page, width)]
        return [heading, [], *wrapped([(option.tells, "")], width), [], *self._effect_of(option, width)]

    def _effect_of(self, option: Option, width: int) -> Lines:
        session, outlook = self.session, self.walk.outlook
        if session is None or outlook is None:
            return []
        effect = self._effects.get(option.name)
        if effect is not None and effect.why_not is not None:
            return wrapped([("Not possible for this file: ", "needs-you"), (shown(effect.why_not), "")], width)
        if option.group is Group.SCOPE:
            return wrapped([(beside_told(outlook), "faint")], width)
        if not outlook.plan.changes:
            told = "Nothing is accepted yet, so no choice changes anything. 2 goes to the findings."
            return wrapped([(told, "faint")], width)
        on = option.chosen(session.decisions.choices)
        if option is VENV or (on and not option.many):
            return wrapped([("In the preview: ", "faint"), (outlook.size, "ok"), (" lines in all", "faint")], width)
        if effect is None:
            return [[("Working out what it changes …", "faint")]]
        lines: Lines = []
        for note in effect.notes:
            lines += [*wrapped([("· ", "accent"), (note, "")], width, [], [("  ", "")]), []]
        if not effect.lines:
            return lines + wrapped([("It changes nothing in this file.", "faint")], width)
        told = "What it adds" if on else "What it would change"
        lines.append([(f"{told}  ", "heading"), (effect.size, "faint")])
        for sign, text in effect.lines:
            ink = _SIGN_INKS[sign]
            head, *rest = folded(text, max(1, width - 2))
            lines.append([(f"{sign} ", f"{ink} bold"), (head, ink)])
            lines += [[("  ", ""), (piece, ink)] for piece in rest]
        return lines

    def action_take(self) -> None:
        """Choose the option under the cursor."""
        session, option = self.session, self.query_one(OptionList).option
        if session is None:
            return
        if option is VENV:
            self.action_venv()
            return
        effect = self._effects.get(option.name)
        if effect is not None and effect.why_not is not None:
            self.walk.notice = f"{option.name} is not possible for this file; beside it stands why."
            return
        choices = session.decisions.choices
        taken = option.take(choices)
        off = "no " if option.many and option.chosen(choices) else ""
        self.walk.session = transitions.choose(session, taken, f"{off}{option.name}")

    def action_learn(self) -> None:
        """Turn to the page of the extra, or back to what it changes."""
        option = self.query_one(OptionList).option
        if option.page is None:
            self.walk.notice = f"{option.name} has no page: what there is to say stands beside it. Extras have pages."
            return
        self._learning = not self._learning
        self._tell()

    def action_venv(self) -> None:
        """Ask for the path."""
        if self.session is not None:
            self.walk.notice = ""
            question = "Path of the virtual environment: enter takes it over, esc goes back."
            self.query_one(AskBar).ask(question, self.session.decisions.choices.venv)

    @on(AskBar.Given)
    def _venv(self, message: AskBar.Given) -> None:
        self.query_one(OptionList).focus()
        if self.session is not None:
            choices = evolve(self.session.decisions.choices, venv=message.text.rstrip("/"))
            self.walk.session = transitions.choose(self.session, choices, f"environment at {choices.venv}")

    @on(AskBar.Dismissed)
    def _go_back(self) -> None:
        self.query_one(OptionList).focus()
