"""The colours of a Dockerfile, and that they change no character."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from venvoy.model.dockerfile import Dockerfile
from venvoy.parse.dockerfile import read
from venvoy.tui.highlight import Highlighter
from venvoy.tui.shown import shown

SOURCE = b"""\
# syntax=docker/dockerfile:1
FROM --platform=linux/amd64 python:3.12 as Build
RUN pip install --user "a b" ${X:-y} && \\
    # a comment inside
    echo $HOME
COPY <<EOF /x
FROM here is no instruction
EOF

CMD ["python"]
"""


def highlighter(source: bytes = SOURCE) -> Highlighter:
    """Return the colours of *source*."""
    dockerfile = read(source, "Dockerfile")
    assert isinstance(dockerfile, Dockerfile)
    return Highlighter(dockerfile)


def inks(number: int) -> list[tuple[str, str]]:
    """Return what of a line has an ink."""
    return [(text, ink) for text, ink in highlighter().runs(number) if ink]


class TestRuns:
    """What has which colour."""

    def test_from(self) -> None:
        """Keyword, flag, and the name of the stage."""
        assert [("FROM", "keyword"), ("--platform", "flag"), ("as", "keyword"), ("Build", "bold")] == inks(2)

    def test_run(self) -> None:
        """Options, strings, variables, and what joins commands."""
        assert [
            ("RUN", "keyword"),
            ("--user", "flag"),
            ('"a b"', "string"),
            ("${X:-y}", "variable"),
            ("&&", "faint"),
            ("\\", "faint"),
        ] == inks(3)

    def test_comments(self) -> None:
        """Directives, comments, and comments inside of an instruction."""
        assert [("# syntax=docker/dockerfile:1", "comment")] == inks(1)
        assert [("    # a comment inside", "comment")] == inks(4)

    def test_continuation(self) -> None:
        """A line that goes on has no keyword."""
        assert [("$HOME", "variable")] == inks(5)

    def test_heredoc(self) -> None:
        """What stands in a here-document is no instruction."""
        assert [] == inks(7)

    @given(
        st.lists(st.sampled_from(["FROM a", "RUN x \\", "  y", "# z", "", "COPY <<E /", "E", "ENV a=$b"]), max_size=9)
    )
    def test_no_character_changes(self, lines: list[str]) -> None:
        """Whatever the colours, the text is the line."""
        source = "\n".join(["FROM a", *lines]).encode()
        dockerfile = read(source, "Dockerfile")
        if isinstance(dockerfile, Dockerfile):
            colours = Highlighter(dockerfile)
            for number, line in enumerate(colours.lines, 1):
                assert shown(line) == "".join(text for text, _ in colours.runs(number))
