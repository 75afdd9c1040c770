"""The reasons of a change, each once and with its lines."""

from __future__ import annotations

from venvoy.model.plan import Cause, Edit
from venvoy.model.source import Span
from venvoy.reports.reasons import reasons

ONE, TWO = Cause("a", "One reason."), Cause("b", "Another one.")


def test_each_reason_comes_once_with_its_lines_after_the_change() -> None:
    """Lines are those of the changed file: what is put before a place moves it down."""
    edits = (
        Edit(Span(0, 0), b"new\n", (ONE,)),
        Edit(Span(1, 1), b"\nbehind", (TWO,)),
        Edit(Span(4, 5), b"C", (ONE,)),
    )

    assert ["lines 1, 5: One reason.", "line 3: Another one."] == reasons(b"new\na\nbehind\nb\nC\n", edits)


def test_many_lines_are_not_all_named() -> None:
    """A reason for half of a file stays a sentence."""
    edits = tuple(Edit(Span(at * 2, at * 2 + 1), b"y", (ONE,)) for at in range(8))

    assert ["lines 1, 2, 3, 4, 5, 6 and more: One reason."] == reasons(b"y\n" * 8, edits)
