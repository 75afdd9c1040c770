"""venvoy and BuildKit read the same Dockerfile."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings

from .buildkit import assert_same_as_buildkit
from .generated import dockerfiles

CORPUS = Path(__file__).parents[1] / "corpus"
FILES = sorted(path for path in CORPUS.glob("*/*ockerfile*") if path.is_file())


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.parent.name)
def test_corpus(path: Path) -> None:
    """Every file of the corpus has the instructions, flags, forms, lines and heredocs that BuildKit sees in it."""
    assert_same_as_buildkit(path.read_bytes())


@given(dockerfiles())
@settings(max_examples=300)
def test_generated(content: bytes) -> None:
    """So has every file that one can make up."""
    assert_same_as_buildkit(content)


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"FROM a\nRUN a \\\n\n\nRUN b\n", id="blank lines continue"),
        pytest.param(b"FROM a\n\\\nRUN y\n", id="lone backslash"),
        pytest.param(b"FROM a\nRUN x \\\\\nRUN y\n", id="doubled backslash"),
        pytest.param(b"FROM a\nRUN x \\\\\\\nRUN y\n", id="tripled backslash"),
        pytest.param(b"FROM a\nRUN\\\n x\n", id="glued keyword"),
        pytest.param(b"FROM a\nRUN 3<<E <<-'F G'\nx\nE\n\tF G\n", id="numbered and blank names"),
        pytest.param(b"FROM a\nRUN <<\\E\nx\nE\n", id="escaped name"),
        pytest.param(b"FROM a\nRUN it's <<E\nUSER x\n", id="unpaired quote"),
        pytest.param(b"FROM a\nRUN ${a:-'}'} <<E\nx\nE\n", id="quotes in braces"),
        pytest.param(b'FROM a\nRUN "${a:-"b c"}" <<E\nx\nE\n', id="quotes in braces in quotes"),
        pytest.param(b"FROM a\nRUN $(cat <<E)\nx\nE)\n", id="bracket in the name"),
        pytest.param("FROM a\nRUN x\u00a0<<E\nx\nE\n".encode(), id="no-break space"),
        pytest.param("\u00a0FROM a\n\u2003# c\nRUN x\n".encode(), id="wide blanks in front"),
        pytest.param(b"FROM a\r\nRUN x \\ \r\n  y\r\n", id="carriage returns"),
        pytest.param(b"FROM a\nRUN x\r y \\\r\r\n z", id="lone carriage returns"),
        pytest.param(b'FROM a\nRUN --x="a b"c --y=\\"z -- --w d\n', id="quotes and escapes in flags"),
        pytest.param(b'FROM a\nRUN --"', id="flag that is only dashes"),
        pytest.param(b'FROM a\nARG a="b\\\\\\\n', id="unpaired quote and lone escape at the end"),
        pytest.param(b'FROM a\nCMD ["a"] # b\n', id="text behind JSON"),
        pytest.param(b"# check=skip=all\n# escape=`\nFROM a\nRUN a `\n b\n", id="check before escape"),
        pytest.param(b"FROM a\nRUN cat << 'E' > x\nb\nE\n", id="blank before the name"),
        pytest.param(b"FROM a\nRUN caf\xe9 <<E\n\xe9\nE\n", id="Latin-1"),
        pytest.param(b"FROM a\nRUN <<E\nx\n", id="heredoc without end"),
        pytest.param(b"FROM a\nENV a\n", id="ENV without value"),
        pytest.param(b"FROM a\nRUN [1]\n", id="JSON of numbers"),
        pytest.param(b"# escape=x\nFROM a\n", id="unknown escape"),
        pytest.param(b"# only a comment\n", id="nothing"),
    ],
)
def test_by_hand(content: bytes) -> None:
    """The oddities that Docker's rules are known for."""
    assert_same_as_buildkit(content)
