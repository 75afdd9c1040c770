"""What reading a script has found so far."""

from __future__ import annotations

from attrs import define, field

from venvoy.model.shell import Command, Language, Opaque, Script, Statement
from venvoy.model.source import Lines, Span
from venvoy.parse.lines import LineTable


@define
class Findings:
    """Commands and opaque lines, in the order in which they are found."""

    table: LineTable
    commands: list[Command] = field(factory=list)
    opaques: list[Opaque] = field(factory=list)
    statements: list[Statement] = field(factory=list)

    def unseen(self, span: Span, reason: str) -> None:
        """Note that what stands at *span* could not be followed."""
        self.opaques.append(Opaque(self.table.lines(span), reason))

    def script(self, language: Language) -> Script:
        """Return what was found; opaque lines are sorted and each is said once."""
        opaques = tuple(sorted(set(self.opaques), key=_order))
        return Script(language, tuple(self.commands), opaques, tuple(self.statements))


def _order(opaque: Opaque) -> tuple[Lines, str]:
    return opaque.lines, opaque.reason
