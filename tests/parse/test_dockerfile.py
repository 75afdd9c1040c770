"""What `read` makes of a Dockerfile."""

from __future__ import annotations

import pytest

from venvoy.model.dockerfile import Dockerfile, Form, Instruction, PieceKind
from venvoy.parse.dockerfile import read


def parsed(content: bytes) -> Dockerfile:
    """Read *content*, which is a Dockerfile."""
    result = read(content, "Dockerfile")
    assert isinstance(result, Dockerfile), result
    return result


def only(content: bytes) -> Instruction:
    """Read the one instruction *content* behind a FROM."""
    return parsed(b"FROM python\n" + content).stages[0].instructions[0]


class TestStages:
    """FROM and what follows it."""

    def test_preamble_and_stages(self) -> None:
        """The ARGs above the first FROM belong to no stage; each FROM opens one."""
        dockerfile = parsed(b"ARG TAG=3.13\nFROM python:$TAG AS build\nRUN a\nFROM scratch\nUSER b\n")

        assert ["TAG=3.13"] == [arg.argument.text for arg in dockerfile.preamble]
        assert [("build", "python:$TAG", 1), (None, "scratch", 1)] == [
            (stage.name, stage.base, len(stage.instructions)) for stage in dockerfile.stages
        ]

    def test_base_stage_ignores_case(self) -> None:
        """Docker compares stage names in lower case."""
        dockerfile = parsed(b"FROM python As Base\nfrom BASE\nFROM python\n")

        assert [None, 0, None] == [stage.base_stage for stage in dockerfile.stages]

    def test_name_given_twice(self) -> None:
        """A FROM means the nearest stage above it with that name."""
        dockerfile = parsed(b"FROM a AS x\nFROM b AS x\nFROM x\n")

        assert 1 == dockerfile.stages[2].base_stage

    def test_platform(self) -> None:
        """The platform is kept as written."""
        dockerfile = parsed(b"FROM --platform=$BUILDPLATFORM python AS build\n")

        assert "$BUILDPLATFORM" == dockerfile.stages[0].platform
        assert "python" == dockerfile.stages[0].base

    def test_stage_named_like_its_own_base(self) -> None:
        """A stage is no earlier stage of itself."""
        assert None is parsed(b"FROM python AS python\n").stages[0].base_stage


class TestContinuations:
    """Physical lines that make one instruction."""

    def test_comments_and_blank_lines_inside(self) -> None:
        """Comments and blank lines inside are left out of the argument and stay in the lines."""
        run = only(b"RUN a && \\\n  # why \\\n\n\t\n  b && \\  \n# more\n  c\n")

        assert b"a &&   b &&   c" == run.argument.value
        assert (2, 8) == (run.lines.first, run.lines.last)

    def test_argument_leads_back_to_the_file(self) -> None:
        """Each byte of the joined argument knows where it stands in the file."""
        content = b"FROM python\r\nRUN pip \\\r\n# x\r\n  install \\\r\n  flask\r\n"
        argument = parsed(content).stages[0].instructions[0].argument

        assert argument.value == bytes(content[argument.origin(at)] for at in range(len(argument.value)))
        assert argument.span(0, len(argument.value)).end == content.index(b"flask") + 5

    def test_doubled_escape_continues_nothing(self) -> None:
        """Two backslashes at the end of a line are text."""
        dockerfile = parsed(b"FROM python\nRUN echo \\\\\nRUN b\n")

        assert [b"echo \\\\", b"b"] == [run.argument.value for run in dockerfile.stages[0].instructions]

    def test_comment_that_ends_in_a_backslash(self) -> None:
        """ASCII art above an instruction continues nothing."""
        dockerfile = parsed(b"FROM python\n#  /\\_/\\\n# ( o.o )\\\nRUN a\n")

        assert b"a" == dockerfile.stages[0].instructions[0].argument.value

    def test_keyword_glued_to_its_continuation(self) -> None:
        """A keyword may end in the continuation."""
        run = only(b"RUN\\\n echo\n")

        assert ("RUN", b"echo", 2, 3) == (run.keyword, run.argument.value, run.lines.first, run.lines.last)

    def test_lone_backslash_line(self) -> None:
        """A backslash alone in a line starts the instruction that follows it."""
        run = only(b"\\\nRUN echo\n")

        assert ("RUN", b"echo", 2, 3) == (run.keyword, run.argument.value, run.lines.first, run.lines.last)

    def test_continuation_at_the_end_of_the_file(self) -> None:
        """What is continued by nothing ends with the file."""
        run = only(b"RUN a \\\n# last words\n\n")

        assert (b"a", 2, 4) == (run.argument.value, run.lines.first, run.lines.last)

    def test_backtick(self) -> None:
        """``# escape=`` makes the backtick continue lines, and the backslash text."""
        dockerfile = parsed(b"# Escape = `\nFROM python\nRUN dir C:\\\nRUN a `\n  b\n")

        assert "`" == dockerfile.escape
        assert [b"dir C:\\", b"a   b"] == [run.argument.value for run in dockerfile.stages[0].instructions]

    def test_escape_below_a_comment_is_a_comment(self) -> None:
        """A parser directive counts only above everything else."""
        dockerfile = parsed(b"# hello\n# escape=`\nFROM python\n")

        assert "\\" == dockerfile.escape
        assert [PieceKind.COMMENT, PieceKind.COMMENT] == [piece.kind for piece in dockerfile.pieces[:2]]


class TestHeredocs:
    """Here-documents."""

    def test_several_in_one_run(self) -> None:
        """Bodies follow one another, each to its own terminator."""
        run = only(b'RUN <<EOF cat <<-"X"\none\nEOF\n\ttwo\n\tX\nRUN b\n')

        assert [
            ("EOF", False, False, b"one\n"),
            ("X", True, True, b"\ttwo\n"),
        ] == [(h.name, h.quoted, h.strip_tabs, h.body.value) for h in run.heredocs]
        assert b'<<EOF cat <<-"X"' == run.argument.value
        assert (2, 6) == (run.lines.first, run.lines.last)

    def test_places(self) -> None:
        """Marker and body know where they stand."""
        content = b"FROM python\nCOPY --chown=a <<'EOF' /x\nhi\nEOF\n"
        heredoc = parsed(content).stages[0].instructions[0].heredocs[0]

        assert b"<<'EOF'" == content[heredoc.marker.start : heredoc.marker.end]
        assert b"hi\n" == content[heredoc.body_span.start : heredoc.body_span.end]

    def test_body_looks_like_instructions(self) -> None:
        """Nothing inside a body is an instruction, a comment or a continuation."""
        dockerfile = parsed(b"FROM python\nADD <<EOF /x\nFROM y\n# c\nRUN \\\nEOF\nUSER a\n")

        assert ["ADD", "USER"] == [one.keyword for one in dockerfile.stages[0].instructions]

    def test_empty_body(self) -> None:
        """An empty body is empty and has a place."""
        heredoc = only(b"RUN <<EOF\nEOF\n").heredocs[0]

        assert b"" == heredoc.body.value
        assert heredoc.body_span.start == heredoc.body_span.end

    def test_blank_before_the_name(self) -> None:
        """Current BuildKit allows blanks between the arrows and the name."""
        assert ["EOF"] == [heredoc.name for heredoc in only(b"RUN cat << EOF > /x\nhi\nEOF\n").heredocs]

    @pytest.mark.parametrize(
        "line",
        [
            pytest.param(b"RUN cat<<<word", id="a here-string is none"),
            pytest.param(b"RUN cat<<EOF", id="the arrows do not start a word"),
            pytest.param(b"RUN echo $((1<<2))", id="a shift of bits"),
            pytest.param(b"RUN echo $(( 1 << 2 ))", id="a shift of bits with blanks"),
            pytest.param(b'RUN echo "<<EOF"', id="quoted"),
            pytest.param(b"RUN it's <<EOF", id="BuildKit gives up at an unpaired quote"),
            pytest.param(b"RUN echo ${a^^} <<EOF", id="BuildKit gives up at an unknown modifier"),
            pytest.param(b'RUN ["cat", "<<EOF"]', id="the exec form has none"),
            pytest.param(b"CMD cat <<EOF", id="only RUN, COPY and ADD have any"),
        ],
    )
    def test_no_heredoc(self, line: bytes) -> None:
        """What looks like a heredoc and is none swallows no lines."""
        dockerfile = parsed(b"FROM python\n" + line + b"\nUSER a\n")

        assert 2 == len(dockerfile.stages[0].instructions)
        assert () == dockerfile.stages[0].instructions[0].heredocs

    def test_of_onbuild(self) -> None:
        """The heredoc of a trigger belongs to the trigger and to the ONBUILD."""
        onbuild = only(b"ONBUILD RUN <<EOF\nhi\nEOF\n")

        assert onbuild.trigger is not None
        assert onbuild.heredocs == onbuild.trigger.heredocs
        assert (2, 4) == (onbuild.lines.first, onbuild.lines.last)


class TestArguments:
    """Flags, forms and words."""

    def test_flags(self) -> None:
        """Flags stand before the argument, in any number, and know their places."""
        content = b"FROM python\nCOPY --link --from=build --chown='a b' x \"y z\"\n"
        copy = parsed(content).stages[0].instructions[0]

        assert [("link", None), ("from", "build"), ("chown", "a b")] == [(f.name, f.value) for f in copy.flags]
        assert b"--chown='a b'" == content[copy.flags[2].span.start : copy.flags[2].span.end]
        assert b'x "y z"' == copy.argument.value

    @pytest.mark.parametrize(
        ("line", "words"),
        [
            (b'COPY ["a b", "c"]', ["a b", "c"]),
            (b'CMD [ "a" , "\\u0041\\n\\"" ]', ["a", 'A\n"']),
            (b"ENTRYPOINT []", []),
            (b'HEALTHCHECK --interval=5s CMD ["a", "b"]', ["CMD", "a", "b"]),
            (b'VOLUME ["/a"]', ["/a"]),
            (b'SHELL ["/bin/bash", "-c"]', ["/bin/bash", "-c"]),
        ],
    )
    def test_json_form(self, line: bytes, words: list[str]) -> None:
        """A JSON array of strings is the exec form."""
        instruction = only(line + b"\n")

        assert Form.JSON is instruction.form
        assert words == [word.text for word in instruction.words]

    @pytest.mark.parametrize(
        "line",
        [
            pytest.param(b"RUN ['a', 'b']", id="single quotes"),
            pytest.param(b'RUN ["a", "b"', id="not closed"),
            pytest.param(b'RUN ["a",]', id="comma at the end"),
            pytest.param(b'RUN ["a"] && b', id="text behind it"),
            pytest.param(b'RUN ["\\d"]', id="escape that JSON has not"),
            pytest.param(b"RUN [ -f x ] && y", id="a test"),
            pytest.param(b"RUN " + b"[" * 3000, id="nested without end"),
            pytest.param(b'ENV ["a"]=b', id="ENV has no exec form"),
        ],
    )
    def test_no_json_form(self, line: bytes) -> None:
        """What is no JSON array of strings is text for the shell."""
        assert Form.SHELL is only(line + b"\n").form

    @pytest.mark.parametrize(
        ("line", "words"),
        [
            (b"RUN  a 'b  c' d\\ e\n", ["a", "'b  c'", "d\\ e"]),
            (b'ENV A=1 B="x y" C=z\\ z\n', ["A=1", 'B="x y"', "C=z\\ z"]),
            (b"ENV A b  c\n", ["A", "b  c"]),
            (b"WORKDIR /a b\n", ["/a b"]),
            (b'COPY "a b" c\n', ['"a', 'b"', "c"]),
            (b"EXPOSE 80 443/tcp\n", ["80", "443/tcp"]),
            (b"HEALTHCHECK NONE\n", ["NONE"]),
            (b"HEALTHCHECK CMD curl 'a b'\n", ["CMD", "curl", "'a b'"]),
            (b"ARG A=1 B\n", ["A=1", "B"]),
            ("ENV A=ü\u00a0B=2\n".encode(), ["A=ü", "B=2"]),
        ],
    )
    def test_words(self, line: bytes, words: list[str]) -> None:
        """Arguments are cut as Docker cuts them for that instruction."""
        content = b"FROM python\n" + line
        found = parsed(content).stages[0].instructions[0].words

        assert words == [word.text for word in found]
        assert words == [content[word.span.start : word.span.end].decode() for word in found]

    def test_bytes_beside_utf8_survive(self) -> None:
        """Latin-1 bytes in an argument come back as they were."""
        assert b"caf\xe9" == only(b"LABEL a=b c=caf\xe9\n").words[1].text.encode("utf-8", "surrogateescape")[2:]

    def test_onbuild(self) -> None:
        """The trigger of an ONBUILD is an instruction with its own places."""
        content = b"FROM python\nonbuild  run --mount=type=cache,target=/x \\\n  pip install .\n"
        trigger = parsed(content).stages[0].instructions[0].trigger

        assert trigger is not None
        assert ("RUN", b"pip install .") == (trigger.keyword, trigger.argument.value)
        assert ["type=cache,target=/x"] == [flag.value for flag in trigger.flags]
        assert content.index(b"run") == trigger.keyword_span.start == trigger.span.start
        assert content.index(b"pip") == trigger.words[0].span.start

    def test_case_and_indentation(self) -> None:
        """Keywords are given in upper case, wherever they stand."""
        content = b"FROM python\n\t rUn a\n"
        run = parsed(content).stages[0].instructions[0]

        assert "RUN" == run.keyword
        assert b"rUn" == content[run.keyword_span.start : run.keyword_span.end]
        assert b"\t rUn a\n" == content[run.span.start : run.span.end]


class TestPieces:
    """The whole file, in stretches."""

    def test_kinds(self) -> None:
        """Each line has its kind; a run of blank lines is one piece."""
        content = b"\xef\xbb\xbf# syntax=docker/dockerfile:1\n# check=skip=all\n# hi\n\n \t\nFROM python\n"

        assert [
            (PieceKind.BYTE_ORDER_MARK, b"\xef\xbb\xbf"),
            (PieceKind.DIRECTIVE, b"# syntax=docker/dockerfile:1\n"),
            (PieceKind.DIRECTIVE, b"# check=skip=all\n"),
            (PieceKind.COMMENT, b"# hi\n"),
            (PieceKind.BLANK, b"\n \t\n"),
            (PieceKind.INSTRUCTION, b"FROM python\n"),
        ] == [(piece.kind, piece.raw) for piece in parsed(content).pieces]

    @pytest.mark.parametrize(
        ("content", "newline"),
        [
            (b"FROM a\r\nRUN b\r\nRUN c\n", b"\r\n"),
            (b"FROM a\r\nRUN b\nRUN c\n", b"\n"),
            (b"FROM a", b"\n"),
        ],
    )
    def test_newline(self, content: bytes, newline: bytes) -> None:
        """The line end of a file is the one that most of its lines use."""
        assert newline == parsed(content).newline
