"""The choices as a list: headings, and options that can be picked or switched."""

from __future__ import annotations

from textual import events

from venvoy.model.plan import Choices
from venvoy.tui.effects import Effect
from venvoy.tui.line_view import LineView, Run
from venvoy.tui.options import OPTIONS, VENV, Group, Option
from venvoy.tui.shown import cut, shown

Row = Group | Option | None


def arranged() -> tuple[Row, ...]:
    """Return headings, options, and None for the gaps between groups."""
    rows: list[Row] = []
    for group in Group:
        rows += [*([None] if rows else []), group, *(o for o in OPTIONS if o.group is group)]
    return tuple(rows)


class OptionList(LineView):
    """The pane of choices."""

    HELP = "Choices. Space or enter picks an option, or switches an extra."

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's own name
        super().__init__(id=id)
        self._rows = arranged()
        self._choices = Choices()
        self._effects: dict[str, Effect] = {}
        self.set_reactive(LineView.cursor, 1)

    @property
    def rows(self) -> int:
        """Headings, options, gaps."""
        return len(self._rows)

    @property
    def option(self) -> Option:
        """The option under the cursor."""
        row = self._rows[self.cursor]
        return row if isinstance(row, Option) else OPTIONS[0]

    def show(self, choices: Choices, effects: dict[str, Effect]) -> None:
        """Show what is chosen, and what each option changes as far as it is known."""
        self._choices, self._effects = choices, effects
        self.resized(0)

    def stops(self, row: int) -> bool:
        """Let the cursor stand on options only."""
        return isinstance(self._rows[row], Option)

    def ground(self, row: int) -> str:
        """Mark the current option, also without the keys."""
        if row != self.cursor:
            return ""
        return "cursor" if self.has_focus else "block"

    def margin(self, row: int) -> list[Run]:
        """Show the row; a list does not scroll sideways."""
        entry = self._rows[row]
        if not isinstance(entry, Option):
            return [(f" {entry.value}", "heading")] if entry is not None else []
        on = self._in_force(entry)
        pointer = ("▸", "accent bold") if row == self.cursor else (" ", "")
        if entry is VENV:
            path = cut(shown(self._choices.venv), self.width - 16)
            return [pointer, ("     ", ""), (path, "code"), ("  v edits", "faint")]
        box = ("[✓]" if on else "[ ]") if entry.many else ("(•)" if on else "( )")
        known = self._effects.get(entry.name)
        size = known.size if known is not None else ""
        gap = " " * max(1, self.width - 7 - len(entry.name) - len(size))
        ink = "ok" if on and size != "no change" else "faint"
        out = known is not None and known.why_not is not None
        name = (entry.name, "bold" if on else "faint" if out else "")
        return [pointer, (f" {box} ", "accent bold" if on else "faint"), name, (gap, ""), (size, ink)]

    def _in_force(self, option: Option) -> bool:
        """Tell whether *option* is chosen; where no file beside can go along, it is the Dockerfile alone."""
        if option.group is not Group.SCOPE:
            return option.chosen(self._choices)
        known = {one.name: self._effects.get(one.name) for one in OPTIONS if one.group is Group.SCOPE}
        out = {name for name, effect in known.items() if effect is not None and effect.why_not is not None}
        return option.name not in out if out else option.chosen(self._choices)

    def on_click(self, event: events.Click) -> None:
        """Pick what is clicked at once, as boxes are picked everywhere."""
        offset = event.get_content_offset(self)
        row = offset.y + self.scroll_offset.y if offset is not None else self.rows
        if row < self.rows and self.stops(row):
            event.prevent_default()
            self.put_cursor(row)
            self.action_choose()

    def line(self, row: int) -> list[Run]:  # noqa: ARG002 - as in LineView
        """Everything is in the margin."""
        return []
