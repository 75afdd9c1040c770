"""Shell text becomes commands that know where in the file each of their words stands."""

from __future__ import annotations

from venvoy.model.shell import Language, Script
from venvoy.model.source import SourceText
from venvoy.parse.lines import LineTable
from venvoy.parse.places import Places
from venvoy.parse.shell_findings import Findings
from venvoy.parse.shell_reader import read_shell


def shell_commands(text: SourceText, table: LineTable) -> Script:
    """Return the commands of shell *text*, read as bash; *table* holds the lines of the file that it stands in.

    What cannot be followed (a script that is sourced, a download piped into a shell, text that is no shell) is an
    `Opaque` beside the commands that can. A command that an unreadable stretch cuts off is left out.

    Raises:
        ValueError: if *text* has no place in a file.
    """
    findings = Findings(table)
    read_shell(text.value, Places.of(text), (), findings)
    return findings.script(Language.SHELL)
