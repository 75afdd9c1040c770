"""What strangers wrote cannot steer a terminal."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from venvoy.reports.terminal import safe


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        pytest.param("python:3.12-slim", "python:3.12-slim", id="plain text stays"),
        pytest.param("größe 大きさ 🐍", "größe 大きさ 🐍", id="letters of all scripts stay"),
        pytest.param("a\tb", "a\tb", id="tabs stay"),
        pytest.param("C:\\app", "C:\\app", id="a backslash stays"),
        pytest.param("\x1b[31m", r"\x1b[31m", id="colours"),
        pytest.param("\x1b]8;;https://evil\x07x", r"\x1b]8;;https://evil\x07x", id="links by OSC"),
        pytest.param("\x9b2J", r"\x9b2J", id="C1 controls"),
        pytest.param("a\rb\nc", r"a\rb\nc", id="line ends"),
        pytest.param("\x00\x08\x7f", r"\x00\x08\x7f", id="NUL, backspace, delete"),
        pytest.param("\u202efr.exe", r"\u202efr.exe", id="text turned around"),
        pytest.param("\u2066x\u2069\u200f", r"\u2066x\u2069\u200f", id="isolates and marks"),
        pytest.param("a\u200bb\ufeff", r"a\u200bb\ufeff", id="zero width"),
        pytest.param("a\u2028b", r"a\u2028b", id="line separators"),
        pytest.param("caf\udce9", r"caf\xe9", id="a byte that is not UTF-8"),
        pytest.param("\ud800", r"\ud800", id="half of a pair"),
        pytest.param("\U000e0041", r"\U000e0041", id="tags"),
    ],
)
def test_what_steers_is_spelt_out(raw: str, shown: str) -> None:
    """A character that is not shown as itself is shown as its number; all others stay."""
    assert shown == safe(raw)


@given(st.text(st.characters()))
def test_nothing_that_steers_is_left(text: str) -> None:
    """Whatever goes in, only tabs and visible characters come out, and they can be encoded."""
    shown = safe(text)

    assert set() == {unicodedata.category(char) for char in shown if char != "\t"} & {"Cc", "Cf", "Cs", "Zl", "Zp"}
    assert shown == shown.encode("utf-8").decode("utf-8")


@given(st.text(st.characters()))
def test_safe_text_stays_as_it_is(text: str) -> None:
    """What was made safe once needs no second time."""
    assert safe(text) == safe(safe(text))
