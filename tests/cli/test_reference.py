"""The reference of the command line says what there is."""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest

from venvoy.cli.commands import COMMANDS, Commands
from venvoy.cli.exits import Exit

REFERENCE = (Path(__file__).parents[2] / "docs" / "reference" / "cli.md").read_text(encoding="utf-8")


def section(command: str) -> str:
    """Return what stands below the heading of *command*."""
    _, _, rest = REFERENCE.partition(f"\n## venvoy {command} ")
    return rest.partition("\n## ")[0]


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_is_in_the_reference(name: str) -> None:
    """A command's section has exactly the options that it takes."""
    group = Commands()
    command = group.get_command(click.Context(group), name)
    assert command is not None
    taken = {text for param in command.params for text in param.opts if text.startswith("--")}
    rows = [line for line in section(name).splitlines() if line.startswith("| `--")]

    assert taken == {option for row in rows for option in re.findall(r"`(--[a-z-]+)", row.split(" | ")[0])}


def test_every_exit_code_is_in_the_reference() -> None:
    """The table of exit codes is complete."""
    table = REFERENCE.partition("\n## Exit codes\n")[2].partition("\n## ")[0]

    assert sorted({int(code) for code in Exit}) == [
        int(code) for code in re.findall(r"^\| (\d+) ", table, re.MULTILINE)
    ]
