"""What a shell word amounts to where it stands."""

from __future__ import annotations

import pytest

from venvoy.model.environment import Scope, Value
from venvoy.parse.words import word_value

from .shell_texts import script

SCOPE = Scope(
    env={"X": Value("x"), "EMPTY": Value(""), "DIR": Value("/opt/venv"), "DARK": Value(None, frozenset({"DARK"}))},
    args={"VERSION": Value("3.12", frozenset({"VERSION"}))},
    workdir=Value("/app"),
)

VALUES = {
    "literal": ("a'b c'", Value("ab c")),
    "variable": ("$X/${X}", Value("x/x")),
    "variable in quotes": ('"a $X"', Value("a x")),
    "variable in single quotes": ("'$X'", Value("$X")),
    "unset": ("a$NOPE", Value("a")),
    "default of an unset one": ("${NOPE:-b$X}", Value("bx")),
    "default of an empty one": ("${EMPTY:-b}", Value("b")),
    "default without colon of an empty one": ("a${EMPTY-b}", Value("a")),
    "default that is assigned": ("${NOPE:=b}", Value("b")),
    "default that is assigned without colon": ("${NOPE=b}", Value("b")),
    "default of a set one": ("${X:-b}", Value("x")),
    "alternative of a set one": ("${X:+b}", Value("b")),
    "alternative of an unset one": ("a${NOPE:+b}", Value("a")),
    "quoted default": ('"${NOPE:-"b c"}"', Value("b c")),
    "suffix cut off": ("${DIR%/*}", Value("/opt")),
    "prefix cut off": ("${DIR##*/}", Value("venv")),
    "build argument": ("python$VERSION", Value("python3.12", frozenset({"VERSION"}))),
    "build argument without default": ("a$DARK", Value(None, frozenset({"DARK"}))),
    "substitution": ("a$(b)", Value(None)),
    "default by substitution": ("${NOPE:-$(b)}", Value(None)),
    "glob": ("*.whl", Value(None)),
    "parameter of the shell": ('"$1"', Value(None)),
    "all parameters": ('"$@"', Value(None)),
    "length": ("${#X}", Value(None)),
    "part of a value": ("${X:0:2}", Value(None)),
    "set by the shell": ("$RANDOM", Value(None)),
    "working directory": ("$PWD/x", Value("/app/x")),
    "home": ("~/.local", Value("/root/.local")),
    "home by its variable": ("$HOME/.local", Value("/root/.local")),
}


@pytest.mark.parametrize(("text", "expected"), VALUES.values(), ids=VALUES)
def test_values(text: str, expected: Value) -> None:
    """A word's value is what the shell makes of it, resting on what its variables rest on."""
    assert expected == word_value(script(f"a {text}").commands[0].argv[1], SCOPE)


LOCAL = {
    "assigned": ("$V/bin", "/v/bin"),
    "hides the scope": ("$X", "y"),
    "not known": ("$U", None),
    "in a default": ("${NOPE:-$V}", "/v"),
    "home": ("~/x", "/h/x"),
}


@pytest.mark.parametrize(("text", "expected"), LOCAL.values(), ids=LOCAL)
def test_local(text: str, expected: str | None) -> None:
    """What the script assigned goes ahead of the scope."""
    local = {"V": "/v", "X": "y", "U": None, "HOME": "/h"}
    assert Value(expected) == word_value(script(f"a {text}").commands[0].argv[1], SCOPE, local)


def test_home_of_an_unknown_user() -> None:
    """The home of another user than root is not known."""
    word = script("a ~/x").commands[0].argv[1]
    assert Value(None) == word_value(word, Scope(user=Value("app")))


def test_empty_word() -> None:
    """A word without anything in it is empty."""
    assert Value("") == word_value(script("A= b").commands[0].assignments[0].value, SCOPE)
