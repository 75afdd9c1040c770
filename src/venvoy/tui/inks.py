"""The inks that every pane writes with: names for what text means, and the theme's colours for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import frozen
from rich.style import Style
from textual.color import Color

if TYPE_CHECKING:
    from collections.abc import Mapping

    from textual.widget import Widget as _Base
else:
    _Base = object


@frozen
class Ink:
    """How text of one meaning looks; what is None or False is left as it is."""

    color: str | None = None
    """A variable of the theme, as `background`."""
    background: str | None = None
    bold: bool = False
    italic: bool = False

    def style(self, variables: Mapping[str, str]) -> Style:
        """Return the ink in the colours of the theme that *variables* are of."""
        color, background = (
            Color.parse(variables[name]).rich_color if name is not None else None
            for name in (self.color, self.background)
        )
        return Style(color=color, bgcolor=background, bold=self.bold or None, italic=self.italic or None)


INKS: dict[str, Ink] = {
    "plain": Ink("foreground"),
    "bold": Ink(bold=True),
    "italic": Ink(italic=True),
    "faint": Ink("faint"),
    "rule": Ink("rule"),
    "accent": Ink("accent"),
    "ok": Ink("success"),
    "needs-you": Ink("warning"),
    "bad": Ink("error"),
    "heading": Ink("foreground", bold=True),
    "key": Ink("accent", bold=True),
    "code": Ink("string"),
    # backgrounds of whole rows
    "cursor": Ink(background="cursor"),
    "row": Ink(background="row"),
    "block": Ink(background="panel"),
    # a Dockerfile
    "keyword": Ink("accent", bold=True),
    "flag": Ink("secondary"),
    "string": Ink("string"),
    "variable": Ink("warning"),
    "comment": Ink("faint", italic=True),
    # a diff
    "added": Ink("success"),
    "removed": Ink("error"),
    "mark-added": Ink("foreground", "mark-added", bold=True),
    "mark-removed": Ink("foreground", "mark-removed", bold=True),
}


class Inked(_Base):
    """A widget that writes with inks.

    They are no component classes: those of every widget are styled anew whenever it gains or loses the keys, and
    would make up a third of the time to the first paint.
    """

    _inks: dict[str, Style] | None = None

    def ink(self, names: str) -> Style:
        """Return the style of the inks in *names*, which blanks separate, later ones on top."""
        if self._inks is None:
            self._inks = {}
        style = self._inks.get(names)
        if style is None:
            variables = self.app.theme_variables
            style = Style.combine([INKS[name].style(variables) for name in names.split()])
            self._inks[names] = style
        return style

    def notify_style_update(self) -> None:
        """Forget the inks of the old theme."""
        self._inks = None
        super().notify_style_update()
