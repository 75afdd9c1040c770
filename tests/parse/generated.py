"""Dockerfiles made up by Hypothesis: valid ones with every oddity, and rubble."""

from __future__ import annotations

from hypothesis import strategies as st

LINE_ENDS = st.sampled_from(["\n", "\n", "\n", "\r\n"])
NAMES = st.sampled_from(["EOF", "E", "end-of_file", "2"])
WORDS = st.sampled_from(
    ["a", "pip", "install", "-r", "x.txt", "&&", "'b  c'", '"d e"', "$A", "${B:-c}", "\\'", "é", "a#b",
     "[", "=", "a=b", ">", "|"]
)  # fmt: skip
BLANKS = st.sampled_from([" ", " ", "  ", "\t"])
FLAGS = st.sampled_from(["--mount=type=cache,target=/x", "--link", "--from=a", '--chown="b c"', "--x=''"])
BETWEEN = st.sampled_from(["", "\n", " \t\n", "# c\n", "\t# c \\\n", "# venvoy: keep x\n", "#\n", "\r\n"])
OTHER = st.sampled_from(
    r"""
COPY ["a", "b c"]
COPY a b /c/
ADD --link a b
CMD ["x", "\u00e9"]
CMD x 'y z'
CMD
ENTRYPOINT []
RUN
RUN ["a", 'b']
SHELL ["/bin/sh", "-c"]
ENV A b  c
ENV A=1 B="2 3"
LABEL a='b c'
ARG A=1 B
USER a
workdir /a b
EXPOSE 80 443
VOLUME ["/a"]
VOLUME /a /b
STOPSIGNAL 9
MAINTAINER a b
HEALTHCHECK NONE
HEALTHCHECK --interval=5s CMD ["a"]
HEALTHCHECK CMD a 'b'
ONBUILD COPY a b
OnBuild RUN ["a"]
ONBUILD RUN --mount=type=ssh a
FROM b AS c
from --platform=x d
""".strip().splitlines()
)


@st.composite
def continued(draw: st.DrawFn, escape: str) -> str:
    """Draw a continuation, and what may stand between it and the next line of the instruction."""
    inside = draw(st.lists(BETWEEN, max_size=2))
    return escape + draw(st.sampled_from(["", " ", "\t "])) + draw(LINE_ENDS) + "".join(inside)


@st.composite
def runs(draw: st.DrawFn, escape: str) -> str:
    """Draw a RUN of words, over one line or more, with flags and heredocs."""
    text = draw(st.sampled_from(["RUN", "run", "  Run"]))
    for flag in draw(st.lists(FLAGS, max_size=2)):
        text += draw(BLANKS) + flag
    for word in draw(st.lists(WORDS, min_size=1, max_size=6)):
        text += draw(st.one_of(BLANKS, BLANKS, continued(escape).map(lambda text: f" {text}"))) + word
    bodies = ""
    for name in draw(st.lists(NAMES, max_size=2)):
        dash, quote = draw(st.sampled_from(["", "-"])), draw(st.sampled_from(["", "'", '"']))
        text += f" <<{dash}{quote}{name}{quote}"
        bodies += "".join(draw(st.lists(st.sampled_from(["RUN x\n", "\t# y \\\n", "\n", "{{ z }}\r\n"]), max_size=3)))
        bodies += ("\t" if dash else "") + name + draw(LINE_ENDS)
    return text + draw(LINE_ENDS) + bodies


@st.composite
def dockerfiles(draw: st.DrawFn) -> bytes:
    """Draw a Dockerfile that Docker's parser and venvoy read."""
    escape = draw(st.sampled_from(["\\", "\\", "`"]))
    parts = [draw(st.sampled_from(["", "\ufeff"]))]
    parts += draw(st.lists(st.sampled_from(["# syntax=docker/dockerfile:1\n", "#check=skip=all\r\n"]), unique=True))
    if escape == "`":
        parts.append("# escape=`\n")
    parts += [draw(BETWEEN), draw(st.sampled_from(["", "ARG A=1\n"])), "FROM python:3 AS x\n"]
    for _ in range(draw(st.integers(0, 5))):
        one = st.one_of(runs(escape), st.builds(str.__add__, OTHER, LINE_ENDS))
        parts.append(draw(one))
        parts.append(draw(BETWEEN))
    content = "".join(parts)
    return (content if draw(st.booleans()) else content.rstrip("\r\n")).encode()


_KEYWORDS = [b"FROM a\n", b"RUN ", b"COPY ", b"ENV ", b"ONBUILD ", b"# c"]
_SIGNS = [b"<<E", b"\nE\n", b'["a"]', b"'", b'"', b"${", b"--", b"`", b"{{ x }}"]
_BLANKS = [b"\\\n", b"\n", b"\r\n", b"\r", b"\t", b"\xef\xbb\xbf", b"\xa0", b"\xc2\xa0", b"\xe2\x80\x83"]

RUBBLE = st.lists(st.one_of(st.sampled_from(_KEYWORDS + _SIGNS + _BLANKS), st.binary(max_size=6)), max_size=20).map(
    b"".join
)
"""Bytes that may or may not make a Dockerfile."""
