"""Variables over the course of a stage."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from venvoy.model.environment import Value
from venvoy.parse.timelines import Timeline


def test_a_moment_does_not_change_with_time() -> None:
    """What was taken from a timeline stays as it was, names included."""
    timeline = Timeline({"A": Value("0"), "B": Value("0")})
    start = timeline.moment()
    timeline.assign("A", Value("1"))
    first = timeline.moment()
    timeline.assign("C", Value("2"))
    timeline.assign("A", Value("3"))
    assert {"A": Value("0"), "B": Value("0")} == start
    assert {"A": Value("1"), "B": Value("0")} == first
    assert {"A": Value("3"), "B": Value("0"), "C": Value("2")} == timeline.moment()
    assert (2, 3) == (len(first), len(timeline.moment()))


@given(st.lists(st.tuples(st.sampled_from("ABCD"), st.text(alphabet="01", max_size=2))))
def test_a_timeline_is_a_dictionary_at_each_moment(assignments: list[tuple[str, str]]) -> None:
    """Each moment equals the dictionary that the assignments up to it make."""
    timeline = Timeline({"A": Value("start")})
    model = {"A": Value("start")}
    pairs = []
    for name, text in assignments:
        timeline.assign(name, Value(text))
        model[name] = Value(text)
        pairs.append((timeline.moment(), dict(model)))
    assert [expected for _, expected in pairs] == [dict(moment) for moment, _ in pairs]
