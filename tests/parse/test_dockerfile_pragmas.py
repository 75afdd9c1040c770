"""``# venvoy: keep`` comments."""

from __future__ import annotations

import pytest

from venvoy.model.dockerfile import Dockerfile, Pragma
from venvoy.parse.dockerfile import read


def pragmas(content: bytes) -> tuple[Pragma, ...]:
    """Read the pragmas of *content*."""
    result = read(content, "Dockerfile")
    assert isinstance(result, Dockerfile), result
    return result.pragmas


def test_speaks_for_the_instruction_below() -> None:
    """A pragma names the shortcut, the reason, and the first line of the instruction that it stands above."""
    content = b"FROM a\n\n# venvoy: keep user-install -- shared -- for now\r\n# another comment\nRUN b\n"

    assert (Pragma("user-install", "shared -- for now", 3, 5),) == pragmas(content)


def test_reason_is_optional() -> None:
    """Without a reason the pragma still holds."""
    assert (Pragma("user-base", "", 2, 3),) == pragmas(b"FROM a\n  #venvoy:keep user-base\nRUN b\n")


@pytest.mark.parametrize("below", [b"FROM a\n", b"\nFROM a\n", b"ARG A\nFROM a\n", b"# c\n\nARG A\nFROM a\n"])
def test_head_of_the_file(below: bytes) -> None:
    """Above the first FROM, or an ARG before it, the pragma speaks for the whole file."""
    assert (Pragma("user-base", "x", 1, None),) == pragmas(b"# venvoy: keep user-base -- x\n" + below)


def test_above_a_later_from() -> None:
    """A later FROM is an instruction like any other."""
    assert [3] == [pragma.target for pragma in pragmas(b"FROM a\n# venvoy: keep user-base\nFROM b\n")]


def test_several() -> None:
    """Pragmas may be piled up."""
    content = b"FROM a\n# venvoy: keep user-base\n# venvoy: keep user-install -- y\nRUN b\n"

    assert [("user-base", 4), ("user-install", 4)] == [(p.shortcut, p.target) for p in pragmas(content)]


@pytest.mark.parametrize(
    "comment",
    [
        pytest.param("# venvoy: keep user-base \u2014 reason".encode(), id="a dash that is not two hyphens"),
        pytest.param(b"# venvoy: keep user-base: reason", id="a colon before the reason"),
        pytest.param(b"# venvoy: keep user-base because", id="nothing before the reason"),
        pytest.param(b"# venvoy: keep", id="no shortcut"),
        pytest.param(b"# please, venvoy: keep user-base", id="not at the start"),
        pytest.param(b"# venvoy: keepsake user-base", id="another verb"),
        pytest.param(b"RUN a \\\n# venvoy: keep user-base\n b", id="inside an instruction"),
        pytest.param(b"RUN <<E\n# venvoy: keep user-base\nE", id="inside a heredoc"),
    ],
)
def test_no_pragma(comment: bytes) -> None:
    """What is not written as a pragma is none."""
    assert () == pragmas(b"FROM a\n" + comment + b"\nRUN b\n")


def test_below_the_last_instruction() -> None:
    """A pragma that stands above nothing speaks for nothing."""
    assert () == pragmas(b"FROM a\n# venvoy: keep user-base\n")
