"""What shell text cannot be followed is said, with its lines, and nothing else is."""

from __future__ import annotations

import pytest

from venvoy.parse import shell_errands as errands
from venvoy.parse.shell_reader import DEEPEST, DEEPEST_PARENTHESES, DEEPEST_TEXT

from .shell_texts import argv, script

OPAQUE = {
    "a download piped into a shell": ("curl x | sh", "writes"),
    "into bash -s": ("curl x | sudo -E bash -s -- -y", "writes"),
    "into bash -": ("curl x | bash -", "writes"),
    "into an interpreter": ("curl x | python3 -", "writes"),
    "into an interpreter without arguments": ("curl x | python3.12", "writes"),
    "a file fed to a shell": ("bash < x", "writes"),
    "a shell that runs a substitution": ("bash <(curl x)", "script"),
    "eval of a variable": ('eval "$x"', "eval"),
    "eval of a substitution": ('eval "$(a)"', "eval"),
    "bash -c of a variable": ('bash -c "$X"', "shell runs"),
    "bash -c without text": ("bash -c", "shell runs"),
    "a sourced file": ("source x.env", "sourced"),
    "a sourced file by its short name": (". ./x.sh", "sourced"),
    "a script": ("./install.sh -y", "script"),
    "a script by its path": ("/tmp/x.sh", "script"),
    "a script by a variable path": ('"$DIR/x.sh"', "script"),
    "a script given to a shell": ("sh install.sh", "script"),
    "a script given to a shell with options": ("bash -eux -o pipefail /tmp/x", "script"),
    "make": ("make install", "build tool"),
    "a computed program": ("$(which pip) install x", "Which program"),
    "another user's command": ("su -c 'pip install x' joe", "su"),
    "another language": ("pwsh -c x", "language"),
    "another language's here-document": ("python3 - <<E\nx\nE\n", "language"),
}


@pytest.mark.parametrize(("text", "words"), OPAQUE.values(), ids=OPAQUE)
def test_opaque(text: str, words: str) -> None:
    """What runs unseen is one opaque, and the command that runs it is still there."""
    read = script(text)
    assert read.commands
    (opaque,) = read.opaques
    assert words in opaque.reason


CLEAR = {
    "activation": ". venv/bin/activate && source /opt/venv/bin/activate.fish",
    "activation by a variable": '. "$VENV/bin/activate"',
    "programs of a directory": "./venv/bin/pip x && ../bin/python y && .venv/bin/x",
    "programs of a variable directory": "$VENV/bin/pip install x",
    "an interactive shell": "bash",
    "a module or program given to an interpreter": "a | python -m x && a | python x.py - && a | python -c x",
    "a question for a program": "command -v make",
    "words that only look like it": "echo sh make eval ./x.sh; apt-get install make",
    "a here-document that is data": "cat <<E > x.py\nimport x\nE\n",
    "a here-string": "cat <<< x",
    "an empty here-document for an interpreter": "python3 <<E\nE\n",
}


@pytest.mark.parametrize("text", CLEAR.values(), ids=CLEAR)
def test_clear(text: str) -> None:
    """What can be followed, or runs nothing unseen, is not opaque."""
    assert () == script(text).opaques


def test_lines_of_opaque() -> None:
    """An opaque covers the lines of its command, or of the here-document that is not read."""
    read = script("a &&\n ./x.sh \\\n  y\npython3 <<E\nb\nc\nE\n")
    assert [(2, 3), (5, 6)] == [(opaque.lines.first, opaque.lines.last) for opaque in read.opaques]


UNREADABLE = {
    "what stands before an error": ("a b; c && && d", [["a", "b"]]),
    "a command that an open quote cuts off": ("a b && c 'd", [["a", "b"]]),
    "a stray separator": ("a && ; b", [["a"], ["b"]]),
    "words that the grammar drops": ("a; b { {#! c", [["a"]]),
    "a block that is never closed": ("if a; then b", []),
}


@pytest.mark.parametrize(("text", "expected"), UNREADABLE.values(), ids=UNREADABLE)
def test_unreadable(text: str, expected: list[list[str]]) -> None:
    """Unreadable text is opaque, and a command that may have lost words to it is left out."""
    read = script(text)
    assert "Not all of this could be read as shell text." == read.opaques[0].reason
    assert expected == [argv(command) for command in read.commands][: len(expected) or 1]


DEEP = {
    "parentheses": "(" * 10_000 + "a" + ")" * 10_000,
    "substitutions": "$(" * 10_000 + "a" + ")" * 10_000,
    "unclosed arrays": "A=(" * 10_000,
    "ifs": "if a; then " * (DEEPEST + 5) + "b" + "; fi" * (DEEPEST + 5),
    "evals": "eval " * (DEEPEST_TEXT + 5) + "a",
    "subshells within the grammar's limit": "( " * (DEEPEST_PARENTHESES - 1) + "a" + " )" * (DEEPEST_PARENTHESES - 1),
}


@pytest.mark.parametrize("text", DEEP.values(), ids=DEEP)
def test_deep_nesting(text: str) -> None:
    """Text that is nested beyond all reason is opaque."""
    assert "Commands are nested too deeply here to be followed." in {o.reason for o in script(text).opaques}


@pytest.mark.parametrize("joint", [" && ", "; ", " | ", "\n", " > x && "])
def test_long_chains(joint: str) -> None:
    """A chain of thousands of commands is read whole."""
    read = script(joint.join(["a"] * 5_000))
    assert (5_000, ()) == (len(read.commands), read.opaques)


def test_reasons_are_sentences() -> None:
    """Each reason is one sentence that a report can print as it is."""
    reasons = [value for name, value in vars(errands).items() if isinstance(value, str) and value[-1:] == "."]
    assert 10 <= len(reasons)
    assert [] == [reason for reason in reasons if not reason[0].isupper() or reason.count(". ")]
