"""Text fits where it is put."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from venvoy.reports.columns import cells, cut, pad, wrap


@pytest.mark.parametrize(
    ("text", "expected"),
    [("", 0), ("pip", 3), ("大", 2), ("e\u0301", 1), ("🐍", 2), ("│─▶", 3)],
)
def test_cells_are_counted_as_terminals_do(text: str, expected: int) -> None:
    """Wide characters take two cells and combining marks none."""
    assert expected == cells(text)


def test_cut_text_says_that_something_is_missing() -> None:
    """A text that does not fit ends in an ellipsis."""
    assert ("/usr/…", "大…", "pip") == (cut("/usr/local", 6), cut("大きさ", 4), cut("pip", 3))


@given(st.text(), st.integers(1, 40))
def test_cut_and_padded_text_has_its_width(text: str, width: int) -> None:
    """What goes into a column fills it exactly."""
    assert width == cells(pad(cut(text, width), width))


@given(st.text(), st.integers(10, 60))
def test_wrapped_text_keeps_its_words(text: str, width: int) -> None:
    """No word is lost, and only a word that is too long by itself sticks out."""
    lines = wrap(text, width, first="- ", rest="  ")

    assert text.split() == " ".join(lines)[2:].split()
    assert [] == [line for line in lines if cells(line) > width and len(line.split()) > 1 + line.startswith("- ")]
