"""What ships beside the program, made from its own commands: manual pages, and what shells complete.

With VENVOY_UPDATE_SNAPSHOTS set, the files are written anew.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.shell_completion import get_completion_class
from click_man.core import generate_man_page, get_short_help_str

from venvoy import __version__
from venvoy.cli.commands import COMMANDS, Commands

SHIPPED = Path(__file__).parents[2] / "docs" / "shipped"
UNDATED = " "
"""A page is as new as the program, whose version it names; without any date the day of the test would be taken."""
COMPLETIONS = {
    "bash": "bash-completion/completions/venvoy",
    "zsh": "zsh/site-functions/_venvoy",
    "fish": "fish/vendor_completions.d/venvoy.fish",
}
"""Where each shell looks below ``share``."""


def expected() -> Iterator[tuple[str, str]]:
    """Yield each file's name below ``docs/shipped`` with what it has to hold."""
    group = Commands()
    top = click.Context(group, info_name="venvoy")
    found = {name: group.get_command(top, name) for name in COMMANDS}
    group.commands = {name: command for name, command in found.items() if command is not None}
    contexts = [top, *(click.Context(one, info_name=name, parent=top) for name, one in group.commands.items())]
    for context in contexts:
        path = context.command_path.replace(" ", "-")
        yield f"man/man1/{path}.1", f"{generate_man_page(context, version=__version__, date=UNDATED)}\n"
    for shell, path in COMPLETIONS.items():
        made = get_completion_class(shell)
        assert made is not None
        yield path, f"{made(group, {}, 'venvoy', '_VENVOY_COMPLETE').source().strip()}\n"


FILES = dict(expected())


@pytest.mark.parametrize("name", FILES)
def test_what_ships_is_what_the_commands_say(name: str) -> None:
    """A manual page and a completion are as new as the program."""
    file = SHIPPED / name
    if os.environ.get("VENVOY_UPDATE_SNAPSHOTS") == "1":
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(FILES[name], encoding="utf-8")

    assert FILES[name] == file.read_text(encoding="utf-8")


def test_nothing_else_ships() -> None:
    """A command that is gone takes its page along."""
    assert sorted(FILES) == sorted(one.relative_to(SHIPPED).as_posix() for one in SHIPPED.rglob("*") if one.is_file())


def test_the_first_page_names_every_command() -> None:
    """Each with what it is for, whole."""
    assert [] == [
        name for name in COMMANDS if get_short_help_str(_command(name), 100) not in FILES["man/man1/venvoy.1"]
    ]


def _command(name: str) -> click.Command:
    group = Commands()
    found = group.get_command(click.Context(group), name)
    assert found is not None
    return found
