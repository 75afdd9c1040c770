"""Packages that leave a list: whatever goes, what is left is one instruction with the words that stay."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from migrating import analysed
from venvoy.model.source import Span
from venvoy.parse.lines import LineTable
from venvoy.parse.script import script_of
from venvoy.rewrite.excerpt import Change, excerpt

JOINTS = (" ", " \\\n    ", " \\\n    # what it is for\n    ", " \\\n\n    ", "  \\ \n\t")
ENDS = ("\n", " && rm -rf /tmp/x\n", " \\\n    && rm -rf /tmp/x\n", " && \\\n    rm -rf /tmp/x\n", " ; true\n")

WORDS = st.lists(
    st.tuples(st.sampled_from(JOINTS), st.sampled_from(("stays", "goes", "renamed")), st.booleans()),
    min_size=1,
    max_size=7,
)


def _without(words: list[tuple[str, str, bool]], end: str) -> tuple[str, list[str]]:
    """Return the RUN without the words that go and a WORKDIR behind it, and the words that it has to have."""
    text, changes, expected = "RUN apk add", [], ["apk", "add"]
    for number, (joint, becomes, quoted) in enumerate(words):
        name = f"p{number}"
        start = len(text) + len(joint)
        text += f'{joint}"{name}"' if quoted else joint + name
        if becomes != "stays":
            changes.append(Change(Span(start, len(text)), (f"{name}-lib",) if becomes == "renamed" else ()))
        if becomes != "goes":
            expected.append(name if becomes == "stays" else f"{name}-lib")
    content = (text + end).encode()
    return excerpt(content, Span(0, len(content)), [], tuple(changes), ("\\", b"\n")).decode(), expected


@given(words=WORDS, end=st.sampled_from(ENDS))
def test_what_is_left_ends_where_it_ended(words: list[tuple[str, str, bool]], end: str) -> None:
    """No mark of a continuation is left behind that would swallow the next instruction, and no word is lost."""
    text, expected = _without(words, end)
    of = analysed(f"FROM alpine\n{text}WORKDIR /srv\n")
    run = next(one for one in of.dockerfile.instructions if one.keyword == "RUN")
    scope = of.surroundings.scopes[run.span.start]
    first = script_of(run, scope.shell, LineTable(of.dockerfile.content)).commands[0]

    assert ["FROM", "RUN", "WORKDIR"] == [one.keyword for one in of.dockerfile.instructions]
    assert expected == [word.literal for word in first.argv]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        pytest.param(
            [(" \\\n    ", "stays", False), (" \\\n    ", "goes", True), (" \\\n    ", "goes", False)],
            "RUN apk add \\\n    p0\n",
            id="two lines at the end",
        ),
        pytest.param(
            [(" \\\n    ", "stays", False), (" \\\n    # compiles\n    ", "goes", False)],
            "RUN apk add \\\n    p0\n",
            id="a line with its comment at the end",
        ),
        pytest.param(
            [(" \\\n    ", "goes", False), (" \\\n    ", "goes", False), (" \\\n    ", "stays", False)],
            "RUN apk add \\\n    p2\n",
            id="two lines at the beginning",
        ),
        pytest.param(
            [(" ", "stays", False), (" ", "goes", False), (" \\\n    ", "goes", False)],
            "RUN apk add p0\n",
            id="the end of one line, and the next",
        ),
    ],
)
def test_how_it_reads(words: list[tuple[str, str, bool]], expected: str) -> None:
    """As if the owner had never written what goes."""
    assert expected == _without(words, "\n")[0]
