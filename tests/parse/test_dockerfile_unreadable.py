"""What `read` refuses, and what it must not."""

from __future__ import annotations

import pytest

from venvoy.model.dockerfile import Dockerfile, Unreadable
from venvoy.parse.dockerfile import read


@pytest.mark.parametrize(
    "line",
    [
        pytest.param(b"RUN docker inspect --format '{{.State}}' x", id="Go template in quotes"),
        pytest.param(b"RUN docker inspect -f {{.State}} x", id="Go template without quotes"),
        pytest.param(b"ONBUILD RUN docker ps --format '{{json .}}'", id="Go template in a trigger"),
        pytest.param(b"RUN echo '{% raw %}{{ x }}' > page.html", id="Jinja in shell quotes"),
        pytest.param(b"RUN mkdir -p /a/{{b,c},d}", id="brace expansion"),
        pytest.param(b"RUN curl -w %{http_code} x", id="curl's own braces"),
        pytest.param(b"RUN <<EOF cat > x\n{% if a %}{{ b }}{% endif %}\nEOF", id="Jinja in a heredoc"),
        pytest.param(b'LABEL rule="Host:{{ name }}"', id="template in a label"),
        pytest.param(b"HEALTHCHECK CMD docker inspect -f '{{.X}}' x", id="Go template in a health check"),
        pytest.param(b"ENV FORMAT='{{.Names}}'", id="Go template in a value"),
        pytest.param(b"# {{ x }}\nRUN a", id="template in a comment"),
        pytest.param(b"CMD", id="an empty CMD"),
    ],
)
def test_readable(line: bytes) -> None:
    """Text that only looks strange is read."""
    assert isinstance(read(b"FROM python\n" + line + b"\n", "Dockerfile"), Dockerfile)


@pytest.mark.parametrize(
    ("content", "line", "says"),
    [
        pytest.param(b"", None, "no FROM", id="empty"),
        pytest.param(b"\xef\xbb\xbf", None, "no FROM", id="only a byte order mark"),
        pytest.param(b"# a\n\n", None, "no FROM", id="only comments"),
        pytest.param(b"ARG A\n", None, "no FROM", id="only ARGs"),
        pytest.param(b"FROM a\nRUN \0\n", 2, "NUL byte", id="binary"),
        pytest.param("FROM a\n".encode("utf-16"), 1, "UTF-16", id="UTF-16"),
        pytest.param(b"RUN a\nFROM b\n", 1, "before the first FROM", id="RUN above FROM"),
        pytest.param(b"FROM a\nRUNN b\n", 2, "'RUNN'", id="misspelt"),
        pytest.param(b"FROM a\nRUN x\n\\", 3, "continues into nothing", id="backslash at the end"),
        pytest.param(b"FROM a\n  - \x1b[31m\n", 2, "'-'", id="no word"),
        pytest.param(b"FROM a\n\x1b[31m\n", 2, r"'\x1b[31m'", id="control bytes"),
        pytest.param(b"FROM\n", 1, "too few", id="FROM nothing"),
        pytest.param(b"FROM a # b\n", 1, "FROM IMAGE AS NAME", id="comment behind FROM"),
        pytest.param(b"FROM a\n\nRUN <<EOF\nx\nEOFF\n", 3, "'EOF'", id="heredoc without end"),
        pytest.param(b"FROM a\nCOPY a\n", 2, "too few", id="COPY to nowhere"),
        pytest.param(b"FROM a\nENV A\n", 2, "name=value", id="ENV without value"),
        pytest.param(b"FROM a\nENV A=1 B\n", 2, "'B'", id="ENV with one value missing"),
        pytest.param(b"FROM a\nRUN [1]\n", 2, "not all strings", id="JSON of numbers"),
        pytest.param(b"FROM a\nONBUILD\n", 2, "too few", id="ONBUILD nothing"),
        pytest.param(b"FROM a\nONBUILD ONBUILD RUN a\n", 2, "cannot delay ONBUILD", id="ONBUILD twice"),
        pytest.param(b"FROM a\nONBUILD FOO\n", 2, "'FOO'", id="ONBUILD of something unknown"),
        pytest.param(b"# escape=x\nFROM a\n", 1, "escape", id="escape directive"),
        pytest.param(b"# escape=`\n# escape=\\\nFROM a\n", 2, "repeats", id="directive twice"),
        pytest.param(b"FROM {{ base }}\n", 1, "template", id="Jinja in FROM"),
        pytest.param(b"FROM a\n{% if x %}\nRUN a\n{% endif %}\n", 2, "template", id="Jinja statement"),
        pytest.param(b"{# hello #}\nFROM a\n", 1, "template", id="Jinja comment"),
        pytest.param(b"FROM a\nRUN pip install {{ name }}\n", 2, "template", id="Jinja in RUN"),
        pytest.param(b"FROM a\nRUN a {% if x %}&& b{% endif %}\n", 2, "template", id="Jinja statement in RUN"),
        pytest.param(b"FROM a\nCOPY {{cookiecutter.name}} /x\n", 2, "template", id="cookiecutter"),
        pytest.param(b'FROM a\nENV A="{{ version }}"\n', 2, "template", id="Jinja in a value"),
        pytest.param(b"FROM {{ .Values.image }}\n", 1, "template", id="Helm"),
    ],
)
def test_unreadable(content: bytes, line: int | None, says: str) -> None:
    """What Docker would refuse, or something would have to render first, is named with its line and a next step."""
    result = read(content, "web/Dockerfile")

    assert isinstance(result, Unreadable)
    assert ("web/Dockerfile", line) == (result.path, result.line)
    assert says in result.reason
    assert "; " in result.reason
    assert result.reason.isprintable()
