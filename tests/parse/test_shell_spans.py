"""Every word knows its place in the file, whatever was taken out of the text around it."""

from __future__ import annotations

from collections.abc import Iterator

from hypothesis import given
from hypothesis import strategies as st

from venvoy.model.dockerfile import Dockerfile
from venvoy.model.shell import Command, Context, Script, ShellWord
from venvoy.model.source import Span
from venvoy.parse.dockerfile import read
from venvoy.parse.lines import LineTable
from venvoy.parse.script import script_of

from .generated import NAMES
from .shell_texts import script

FILE = rb"""# escape=\
FROM python:3.12
RUN pip install \
  # a comment with a 'quote
  flask==3.0 "x y" \

    caf\303\251 && A=1 \
    bash -c "pip install \
       baz \"q r\" $X" > log
RUN <<EOF
pip install a
pip in\
stall b `c`
EOF
RUN bash -ex <<-"E" && echo done
	pip install c
	E
ENTRYPOINT ["/bin/bash", "-lc", \
  "pip install \"a\tb\" && \u00e9xec g"]
""".replace(rb"\303\251", b"\303\251")


def scripts(content: bytes) -> Iterator[Script]:
    """Read every script of a Dockerfile."""
    dockerfile = read(content, "Dockerfile")
    assert isinstance(dockerfile, Dockerfile)
    table = LineTable(content)
    return (script_of(instruction, ("/bin/sh", "-c"), table) for instruction in dockerfile.instructions)


def words(command: Command) -> list[ShellWord]:
    """Return all words of *command*: its own, assigned ones, and targets of redirections."""
    targets = [redirect.target for redirect in command.redirects if redirect.target is not None]
    return [*command.argv, *(assignment.value for assignment in command.assignments), *targets]


def cut(content: bytes, span: Span) -> str:
    """Return what stands at *span*."""
    return content[span.start : span.end].decode("utf-8", "surrogateescape")


def test_words_of_a_file() -> None:
    """Words through continuations, comments, here-documents, nested quotes and JSON escapes are where they stand."""
    commands = [command for read_script in scripts(FILE) for command in read_script.commands]
    assert [
        ["pip", "install", "flask==3.0", '"x y"', "café"],
        ["bash", "-c", '"pip install \\\n       baz \\"q r\\" $X"'],
        ["pip", "install", "baz", '\\"q r\\"', "$X"],
        ["pip", "install", "a"],
        ["pip", "in\\\nstall", "b", "`c`"],
        ["c"],
        ["bash", "-ex"],
        ["pip", "install", "c"],
        ["echo", "done"],
        ['"/bin/bash"', '"-lc"', '"pip install \\"a\\tb\\" && \\u00e9xec g"'],
        ["pip", "install", '\\"a\\tb\\"'],
        ["\\u00e9xec", "g"],
    ] == [[cut(FILE, word.span) for word in command.argv] for command in commands]


def test_lines_of_a_file() -> None:
    """A command's lines are those from its first to its last byte."""
    commands = [command for read_script in scripts(FILE) for command in read_script.commands]
    lines = [(command.lines.first, command.lines.last) for command in commands]
    assert [(3, 7), (7, 9), (8, 9), (11, 11), (12, 13), (13, 13), (15, 15), (16, 16), (15, 15), (18, 19), (19, 19), (19, 19)] == lines  # fmt: skip  # noqa: E501


def test_span_of_a_command() -> None:
    """A command reaches from its first assignment or word to its last word or redirection."""
    content = "  A=1 pip x >y 2>&1 ; time -p b <<E c\nd\nE\n"
    assert ["A=1 pip x >y 2>&1", "b <<E c"] == [cut(content.encode(), c.span) for c in script(content).commands]


def test_spans_of_parts() -> None:
    """Assignments and redirections know their places, too."""
    content = "A='x y' export B=$C >> 'f g'"
    (command,) = script(content).commands
    spans = [*(a.span for a in command.assignments), *(a.value.span for a in command.assignments)]
    assert ["A='x y'", "'x y'"] == [cut(content.encode(), span) for span in spans]
    assert [">> 'f g'"] == [cut(content.encode(), redirect.span) for redirect in command.redirects]


PIECES = st.sampled_from(
    ["a", "pip install", "'b c'", '"d $X"', "$(e f)", "`g`", "${X:-y z}", "é", "x>=1", "2>&1", "> o", "A=1", "~/x",
     "&&", "||", ";", "|", "&", "!", "(", ")", "{", "}", "if", "then", "else", "fi", "for i in", "do", "done", "while",
     "case x in", "y)", ";;", "esac", "[", "]", "[[", "]]", "((", "))", "f()", "#", "'", '"', "$(", "${", "`", "\\",
     "<<E", "<<-'E'", "\nE\n", "\n", "\\\n", "\r\n", "<<<", "<(", "bash -c 'h i'", "eval", "$'j\\n'", "*", "{k,l}",
     "time", "export", "unset", "sh", "\x00", "\udcff"]
)  # fmt: skip
TEXTS = st.lists(st.tuples(PIECES, st.sampled_from(["", " ", " ", "  "])), max_size=40).map(
    lambda pairs: "".join(piece + blank for piece, blank in pairs).encode("utf-8", "surrogateescape")
)


@given(st.one_of(TEXTS, st.binary(max_size=200)))
def test_any_bytes(content: bytes) -> None:
    """Any bytes can be read; whatever comes out lies in the file, in lines of the file, inside of its command."""
    found = script(content)
    last = content.count(b"\n") + 1
    assert all(opaque.lines.last <= last for opaque in found.opaques)
    for command in found.commands:
        assert 0 <= command.span.start <= command.span.end <= len(content)
        assert LineTable(content).lines(command.span) == command.lines
        for word in words(command):
            assert command.span.start <= word.span.start <= word.span.end <= command.span.end


@given(TEXTS)
def test_words_stand_where_they_say(content: bytes) -> None:
    """A word's raw text is what stands at its span, continuations aside, unless quotes around it were taken off."""
    for command in script(content).commands:
        if Context.NESTED in command.context or Context.SUBSTITUTION in command.context:
            continue
        for word in words(command):
            joined = cut(content, word.span).replace("\\\r\n", "").replace("\\\n", "")
            assert word.raw.replace("\\\n", "") == joined


LINES = st.lists(
    st.lists(st.sampled_from(["pip", "install", "'a b'", '"c  d"', "e==1", "$F", "&&", "é"]), min_size=1, max_size=5),
    min_size=1,
    max_size=5,
)
BREAKS = st.sampled_from([" \\\n  ", " \\\r\n", " \\\n# a comment\n  ", " \\ \n\n\t"])


@given(LINES, BREAKS, NAMES)
def test_words_through_continuations(lines: list[list[str]], joint: str, name: str) -> None:
    """Each word of a RUN with continuations, comments and blank lines is where it stands."""
    content = f"FROM {name}\nRUN {joint.join(' '.join(line) for line in lines)}\n".encode()
    for found in scripts(content):
        for command in found.commands:
            for word in command.argv:
                assert word.raw == cut(content, word.span)
