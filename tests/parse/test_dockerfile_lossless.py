"""Reading loses nothing, whatever is read."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from venvoy.model.dockerfile import Dockerfile, Instruction, Unreadable
from venvoy.model.source import SourceText
from venvoy.parse.dockerfile import read

from .generated import RUBBLE, dockerfiles


def texts(instruction: Instruction) -> Iterator[SourceText]:
    """Yield all texts of *instruction* that claim to come from the file."""
    yield instruction.argument
    yield from (heredoc.body for heredoc in instruction.heredocs)
    if instruction.trigger is not None:
        yield from texts(instruction.trigger)


@given(st.one_of(dockerfiles(), RUBBLE, RUBBLE.map(lambda rubble: b"FROM a\nRUN " + rubble)))
@settings(max_examples=400)
def test_pieces_are_the_file(content: bytes) -> None:
    """Any bytes are read or refused; when read, the pieces and the texts lead back to each of them."""
    result = read(content, "Dockerfile")

    if isinstance(result, Unreadable):
        assert result.reason.isprintable()
        return
    assert content == b"".join(piece.raw for piece in result.pieces)
    assert [piece.raw for piece in result.pieces] == [content[p.span.start : p.span.end] for p in result.pieces]
    for instruction in result.instructions:
        for text in texts(instruction):
            assert text.value == bytes(content[text.origin(at)] for at in range(len(text.value)))


@given(dockerfiles())
@settings(max_examples=200)
def test_lines_follow_one_another(content: bytes) -> None:
    """Pieces cover the lines without gaps, and an instruction is the piece that it stands in."""
    result = read(content, "Dockerfile")
    assert isinstance(result, Dockerfile), result

    pieces = result.pieces
    at = 0
    for piece in pieces:
        assert at == piece.span.start
        at = piece.span.end
    places = {(piece.span, piece.lines) for piece in pieces}
    assert set() == {(one.span, one.lines) for one in result.instructions} - places


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"\xef\xbb\xbfFROM a\r\n\r\n# caf\xe9\n\tRUN b \\ \r\n\r\n # c\\\n d", id="all at once"),
        pytest.param(b"FROM a", id="no final newline"),
        pytest.param(b"FROM a\n\r\n\r", id="a lone carriage return at the end"),
        pytest.param(b"FROM a\nRUN " + b"[" * 100_000, id="brackets"),
        pytest.param(b"FROM a\nRUN " + b"${a-" * 10_000 + b" <<E", id="braces"),
        pytest.param(b"FROM a\nRUN x" + b"\xc2\xa0" * 50_000, id="wide blanks"),
        pytest.param(b"FROM a\nRUN " + b"{% {{ " * 50_000, id="braces of templates"),
        pytest.param(b"FROM a\n" + b"RUN echo $(( 1 << 2 ))\n" * 3_000, id="shifts of bits"),
    ],
)
def test_by_hand(content: bytes) -> None:
    """Odd bytes and sheer mass are read, and all of them are there again."""
    result = read(content, "Dockerfile")

    assert isinstance(result, Dockerfile), result
    assert content == b"".join(piece.raw for piece in result.pieces)
