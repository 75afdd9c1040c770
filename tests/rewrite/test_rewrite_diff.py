"""The difference that a plan makes, line by line."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from venvoy.model.plan import Cause, DiffLine, Edit, FileDiff, Plan, Sign
from venvoy.model.source import Span
from venvoy.rewrite.diff import file_diff
from venvoy.rewrite.sketch import applied

WHY = Cause("layout", "because")
OTHER = Cause("extra:guard", "and because")


def planned(before: bytes, *edits: Edit) -> Plan:
    """Return a plan that makes *edits*."""
    return Plan("Dockerfile", before, applied(before, edits), edits, None)


def changes(diff: FileDiff) -> list[tuple[str, bytes, int | None, int | None]]:
    """Return the changed lines with their numbers."""
    return [(x.sign.value, x.text, x.old, x.new) for x in diff.lines if x.sign is not Sign.SAME]


def test_an_insertion_between_lines() -> None:
    """Only the new line is added, with the number that it gets."""
    diff = file_diff(planned(b"a\nb\n", Edit(Span(2, 2), b"x\n", (WHY,))))

    assert [("+", b"x\n", None, 2)] == changes(diff)
    assert [(1, 2, 1, 3)] == [(h.old_start, h.old_count, h.new_start, h.new_count) for h in diff.hunks]


def test_an_insertion_at_the_end_of_a_line_without_newline() -> None:
    """The line that gets an end is changed."""
    diff = file_diff(planned(b"a\nb", Edit(Span(3, 3), b"\nx", (WHY,))))

    assert (b"a\nb", b"a\nb\nx") == (
        b"".join(x.text for x in diff.lines if x.sign is not Sign.ADDED),
        b"".join(x.text for x in diff.lines if x.sign is not Sign.REMOVED),
    )


def test_a_change_inside_of_a_line() -> None:
    """The line is removed and added."""
    diff = file_diff(planned(b"a\nb c\nd\n", Edit(Span(4, 5), b"C", (WHY,))))

    assert [("-", b"b c\n", 2, None), ("+", b"b C\n", None, 2)] == changes(diff)


def test_a_removal() -> None:
    """Whole lines go."""
    diff = file_diff(planned(b"a\nb\nc\n", Edit(Span(2, 4), b"", (WHY,))))

    assert [("-", b"b\n", 2, None)] == changes(diff)


def test_each_line_has_the_causes_of_its_own_edit() -> None:
    """Neighbouring edits do not share their reasons."""
    diff = file_diff(planned(b"a\nb\n", Edit(Span(0, 0), b"x\n", (WHY,)), Edit(Span(2, 2), b"y\n", (OTHER,))))

    assert [(b"x\n", (WHY,)), (b"y\n", (OTHER,))] == [(x.text, x.causes) for x in diff.lines if x.causes]


def test_far_changes_are_hunks_of_their_own() -> None:
    """With as much context as is asked for."""
    before = b"".join(b"%d\n" % n for n in range(20))
    diff = file_diff(planned(before, Edit(Span(0, 1), b"x", (WHY,)), Edit(Span(48, 49), b"y", (WHY,))), context=1)

    assert [(1, 2), (19, 2)] == [(hunk.old_start, hunk.old_count) for hunk in diff.hunks]


def test_nothing_changed() -> None:
    """A diff of nothing has lines but no hunks."""
    diff = file_diff(planned(b"a\nb"))

    assert ((), [Sign.SAME, Sign.SAME]) == (diff.hunks, [line.sign for line in diff.lines])


def _edits(before: bytes, data: st.DataObject) -> tuple[Edit, ...]:
    places = sorted(data.draw(st.lists(st.integers(0, len(before)), max_size=8)))
    texts = st.binary(max_size=6).map(lambda raw: raw.replace(b"\x00", b"\n"))
    pairs = zip(places[::2], places[1::2], strict=False)
    return tuple(Edit(Span(start, end), data.draw(texts), (WHY,)) for start, end in pairs)


@given(st.lists(st.sampled_from([b"a\n", b"b\r\n", b"\n", b"c", b"\xff\n"]), max_size=12).map(b"".join), st.data())
def test_any_edits_give_both_files_and_hunks_that_fit(before: bytes, data: st.DataObject) -> None:
    """Lines are numbered without a gap, hunks count what they hold, and both files come out byte for byte."""
    plan = planned(before, *_edits(before, data))
    diff = file_diff(plan)

    def side(without: Sign) -> list[DiffLine]:
        return [line for line in diff.lines if line.sign is not without]

    assert (plan.before, plan.after) == tuple(
        b"".join(line.text for line in side(sign)) for sign in (Sign.ADDED, Sign.REMOVED)
    )
    assert list(range(1, len(side(Sign.ADDED)) + 1)) == [line.old for line in side(Sign.ADDED)]
    assert list(range(1, len(side(Sign.REMOVED)) + 1)) == [line.new for line in side(Sign.REMOVED)]
    for hunk in diff.hunks:
        assert hunk.old_count == sum(line.sign is not Sign.ADDED for line in hunk.lines)
        assert hunk.new_count == sum(line.sign is not Sign.REMOVED for line in hunk.lines)
    changed = [line for line in diff.lines if line.sign is not Sign.SAME]
    assert changed == [line for hunk in diff.hunks for line in hunk.lines if line.sign is not Sign.SAME]
